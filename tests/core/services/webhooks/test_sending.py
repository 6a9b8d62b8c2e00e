"""Sending what waits: in order, again after pauses, until it is no use."""

import json
from datetime import timedelta

import pytest

from core.domain.webhook import JITTER, RETRIES, DeliveryState, EventType, OffReason
from core.errors import UnavailableError
from core.services.webhooks import sending as module
from core.services.webhooks.sending import RETRY_WEBHOOKS
from tests.core.services.webhooks.post_room import URL


def states(room):
    return [delivery.state.value for delivery in room.log]


def test_events_go_out_in_order_and_signed(room):
    room.listens(EventType.MATCH_ENDED)
    for number in range(3):
        room.happens(number=number)
    room.happens(EventType.RUN_PUBLISHED)
    assert len(room.promised()) == 1
    room.work()
    assert [json.loads(body)["data"] for body in room.sent] == [{"number": n} for n in range(3)]
    method, url, _, headers = room.http.calls[0]
    assert (method, url, headers["Content-Type"]) == ("POST", URL, "application/json")
    assert headers["webhook-signature"].startswith("v1,")
    assert states(room) == ["delivered"] * 3
    assert [d.status for d in room.log] == [204] * 3
    room.work()
    assert len(room.sent) == 3


def test_one_that_fails_keeps_the_others_waiting(room):
    room.listens()
    room.http.answer(URL, status=500)
    room.http.then(URL, status=200)
    room.happens(number=1)
    room.happens(number=2)
    room.work()
    assert states(room) == ["waiting", "waiting"]
    (_, first) = room.log
    assert (first.attempts, first.status) == (1, 500)
    assert str(first.problem) == "It answered with status 500."
    assert room.endpoint.failing_since == room.clock.now()
    # Something else that happens promises the job, but does not hurry it.
    room.happens(number=3)
    room.work()
    assert len(room.sent) == 1
    room.wait()
    assert [json.loads(body)["data"]["number"] for body in room.sent] == [1, 1, 2, 3]
    ids = [call[3]["webhook-id"] for call in room.http.calls]
    assert ids[0] == ids[1] != ids[2]
    assert states(room) == ["delivered"] * 3
    assert room.endpoint.failing_since is None


def test_it_is_tried_ten_times_with_growing_pauses(room):
    room.listens()
    room.http.answer(URL, status=404)
    room.happens()
    room.work()
    pauses = [room.wait() for _ in RETRIES]
    for pause, planned in zip(pauses, RETRIES, strict=True):
        assert planned <= pause <= planned * (1 + JITTER)
    assert len(room.sent) == 10
    assert states(room) == ["failed"]
    assert not room.promised(RETRY_WEBHOOKS)
    # It was the event that failed for good; the endpoint still has time.
    assert room.endpoint.off is None


def test_many_that_failed_together_come_back_apart(room):
    room.listens()
    room.http.answer(URL, status=500)
    pauses = set()
    for _ in range(5):
        event = room.happens()
        room.work()
        (found,) = [d for d in room.log if d.event.id == event.id]
        pauses.add(found.next_at - found.tried_at)
        room.uses.log.skip(room.admin, room.id, event.id)
        room.work()
    assert len(pauses) > 1


def test_an_endpoint_that_fails_for_five_days_is_switched_off(room):
    room.listens()
    room.http.answer(URL, UnavailableError("hooks.example did not answer."))
    room.happens(number=1)
    room.happens(number=2)
    room.work()
    while room.endpoint.off is None:
        room.wait()
    assert room.endpoint.off is OffReason.FAILING
    assert room.clock.now() - room.endpoint.failing_since >= timedelta(days=5)
    assert states(room) == ["waiting", "failed"]
    assert room.log[0].status is None
    assert str(room.log[0].problem) == "hooks.example did not answer."
    assert room.deeds()[-1] == "webhook.off"
    tries = len(room.sent)
    room.happens(number=3)
    room.work()
    assert len(room.sent) == tries
    # Switched on again, what waited goes out at once, and nothing counts from before.
    room.http.answer(URL)
    room.uses.endpoints.switch(room.admin, room.id, on=True)
    room.work()
    assert states(room) == ["delivered", "failed"]


def test_410_switches_it_off_at_once(room):
    room.listens()
    room.http.answer(URL, status=410)
    room.happens()
    room.work()
    assert room.endpoint.off is OffReason.GONE
    assert not room.promised()
    with room.tenant() as work:
        newest = work.audit.page(None, 1)[0]
    assert (newest.by, newest.deed) == (None, "webhook.off")
    assert "hidden" not in str(newest.sentence)


@pytest.mark.parametrize("status", [301, 302, 307, 308, 304, 100, 400, 401])
def test_only_2xx_is_a_success(room, status):
    room.listens()
    room.http.answer(URL, status=status, headers={"Location": "https://elsewhere.example/"})
    room.happens()
    room.work()
    assert states(room) == ["waiting"]
    assert {call[1] for call in room.http.calls} == {URL}


@pytest.mark.parametrize(
    ("status", "asked", "seconds"),
    [
        (429, None, 300),
        (502, "no number", 300),
        (504, "1", 300),
        (429, "7200", 7200),
        (503, "900", 900),
        (503, None, 5),
        (500, "900", 5),
        (429, "9" * 30, 24 * 3600),
    ],
)
def test_who_has_too_much_is_left_alone_longer(room, status, asked, seconds):
    room.listens()
    room.http.answer(URL, status=status, headers={"Retry-After": asked} if asked else {})
    room.happens()
    room.work()
    pause = room.log[0].next_at - room.clock.now()
    assert timedelta(seconds=seconds) <= pause <= timedelta(seconds=seconds) * (1 + JITTER)


def test_an_address_that_may_not_be_called_any_more_is_not_called(room):
    room.listens(url="https://hooks.example/")
    with room.tenant() as work:
        moved = work.webhook_endpoints.get(room.id)
        object.__setattr__(moved, "url", "https://127.0.0.1/")
    room.happens()
    room.work()
    assert room.sent == []
    assert room.log[0].status is None
    assert str(room.log[0].problem) == "127.0.0.1 is not public."


def test_a_long_queue_lets_others_have_the_worker(room, monkeypatch):
    monkeypatch.setattr(module, "IN_A_ROW", 2)
    room.listens()
    for _ in range(3):
        room.happens()
    room.storage.tables.table("jobs").clear()
    room.sending.deliver_webhooks(str(room.admin.organization_id), str(room.id))
    assert len(room.sent) == 2
    assert len(room.promised()) == 1
    room.work()
    assert len(room.sent) == 3


def test_what_an_administrator_decides_meanwhile_counts(room):
    room.listens()
    event, later = room.happens(), room.happens()
    room.http.send = lambda *_: room.uses.log.skip(room.admin, room.id, event.id) or answer()

    def answer():
        room.http.send = room.http._send_again
        return room.http._send_again("POST", URL, b"", {})

    room.http._send_again = type(room.http).send.__get__(room.http)
    room.work()
    with room.tenant() as work:
        assert work.webhook_deliveries.get(room.id, event.id).state is DeliveryState.SKIPPED
        assert work.webhook_deliveries.get(room.id, later.id).state is DeliveryState.DELIVERED


def test_an_endpoint_deleted_while_it_is_called_is_no_matter(room):
    room.listens()
    room.happens()
    send = room.http.send

    def deletes(*told):
        room.uses.endpoints.delete(room.admin, room.id)
        return send(*told)

    room.http.send = deletes
    room.work()
    assert room.uses.endpoints.all(room.admin) == []


def test_a_lost_promise_is_made_again(room):
    room.listens()
    room.happens()
    room.storage.tables.table("jobs").clear()
    room.sending.sweep_webhooks()
    assert len(room.promised()) == 1
    room.work()
    assert states(room) == ["delivered"]
    room.sending.sweep_webhooks()
    assert not room.promised()


def test_a_slow_endpoint_lets_others_have_the_worker(room):
    room.listens()
    for _ in range(4):
        room.happens()
    room.storage.tables.table("jobs").clear()
    send = room.http.send

    def slowly(*told):
        room.clock.advance(seconds=20)
        return send(*told)

    room.http.send = slowly
    room.sending.deliver_webhooks(str(room.admin.organization_id), str(room.id))
    assert len(room.sent) == 2
    room.work()
    assert states(room) == ["delivered"] * 4
