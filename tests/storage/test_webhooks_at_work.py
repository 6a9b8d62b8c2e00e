"""Webhooks with real workers on a real database: in order, one at a time, whoever writes."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

from core.domain import webhook
from core.domain.webhook import DeliveryState, EventType, WebhookEvent
from core.ports.outbound import OutboundResponse
from core.services.webhooks.sending import WebhookSending
from integrations.base.system import SystemClock, SystemEntropy
from storage.worker import Timing, run_worker
from tests.contracts.world import World

QUICK = Timing(heartbeat=0.3, stalled=1.5, rescue=0.3, poll=0.1, connect=1, pause=0.3)
WRITERS, EACH = 4, 6


class Elsewhere:
    """Answers 500 to every seventh try, and notices who comes while it is busy."""

    def __init__(self):
        self.got, self.tries, self.crowded = [], 0, False
        self._busy = threading.Lock()

    def send(self, _method, _url, body, headers):
        if not self._busy.acquire(blocking=False):
            self.crowded = True
            return OutboundResponse(500, {}, b"")
        try:
            time.sleep(0.005)
            self.tries += 1
            if self.tries % 7 == 3:
                return OutboundResponse(500, {}, b"")
            self.got.append((json.loads(body)["data"]["writer"], headers["webhook-id"]))
            return OutboundResponse(200, {}, b"")
        finally:
            self._busy.release()


@contextmanager
def working(url, handlers):
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(run_worker, url, handlers, concurrency=4, stop=stop, timing=QUICK)
        try:
            yield
        finally:
            stop.set()
        run.result(timeout=20)


def test_events_arrive_once_each_in_order_and_one_at_a_time(postgres_url, storage, monkeypatch):
    monkeypatch.setattr(webhook, "RETRIES", (timedelta(milliseconds=50),) * 9)
    world, clock, entropy, elsewhere = World(storage), SystemClock(), SystemEntropy(), Elsewhere()
    endpoint = world.webhook_endpoint()
    with world.tenant() as work:
        work.webhook_endpoints.add(endpoint, "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")

    def write(writer):
        for _ in range(EACH):
            happened = WebhookEvent(
                id=entropy.uuid(),
                organization_id=world.id,
                type=EventType.MATCH_ENDED,
                at=clock.now(),
                data={"writer": writer},
            )
            with world.tenant() as work:
                work.outbox.add([happened])

    def log():
        with world.tenant() as work:
            return work.webhook_deliveries.latest(endpoint.id, 999)

    sending = WebhookSending(storage, clock, entropy, elsewhere)
    with working(postgres_url, sending.handlers()):
        with ThreadPoolExecutor(WRITERS) as pool:
            list(pool.map(write, range(WRITERS)))
        end = time.monotonic() + 30
        while any(delivery.state is DeliveryState.WAITING for delivery in log()):
            assert time.monotonic() < end, "they did not arrive in time"
            time.sleep(0.05)
    assert not elsewhere.crowded
    assert len(log()) == len(elsewhere.got) == len(set(elsewhere.got)) == WRITERS * EACH
    ids = {f"msg_{delivery.event.id.hex}": delivery for delivery in log()}
    for writer in range(WRITERS):
        moments = [ids[id_].event.at for who, id_ in elsewhere.got if who == writer]
        assert moments == sorted(moments)
