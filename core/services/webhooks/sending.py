"""Sending what waits for endpoints: the jobs.

1. The unit of work of a change leaves deliveries, and promises this job.
2. The job sends what waits for its endpoint in the order in which it happened, one at a time; one
   that failed keeps those after it waiting, so that nobody hears of an end before a beginning.
3. After a failure it comes again after growing pauses (core/domain/webhook.py). An endpoint that
   answers 410, or has failed for days, is switched off.
4. A schedule promises again what is due: a killed worker loses nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.domain.identifiers import OrganizationId, WebhookEndpointId
from core.domain.webhook import DeliveryState, OffReason, WebhookDelivery, WebhookEndpoint
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage, TenantWork
from core.ports.webhook_repositories import DELIVER_WEBHOOKS, promise_deliveries
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.webhooks.calls import Answer, call
from core.services.webhooks.hosts import host_of

RETRY_WEBHOOKS = "retry_webhooks"
SWEEP_WEBHOOKS = "sweep_webhooks"
IN_A_ROW = 50
A_TURN = timedelta(seconds=30)
"""How many one job sends, and for how long, before others get the worker."""


class WebhookSending:
    """Sends deliveries.

    Args:
        storage: where they are.
        clock: now.
        entropy: names deeds.
        http: how to reach the outside.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, http: OutboundHttp
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._http = http
        self._deeds = Deeds(clock, entropy)

    def handlers(self) -> dict[str, Callable[..., None]]:
        """The jobs by their names."""
        return {
            DELIVER_WEBHOOKS: self.deliver_webhooks,
            RETRY_WEBHOOKS: self.retry_webhooks,
            SWEEP_WEBHOOKS: self.sweep_webhooks,
        }

    def deliver_webhooks(self, organization_id: str, endpoint_id: str) -> None:
        """Send what waits for an endpoint. Again it changes nothing.

        Args:
            organization_id: whose it is.
            endpoint_id: which.
        """
        organization = OrganizationId(UUID(organization_id))
        endpoint = WebhookEndpointId(UUID(endpoint_id))
        until = self._clock.now() + A_TURN
        for _ in range(IN_A_ROW):
            if not self._send_next(organization, endpoint):
                return
            if self._clock.now() > until:
                break
        with self._storage.tenant(organization) as work:
            promise_deliveries(work.jobs, organization, endpoint)

    def retry_webhooks(self, organization_id: str, endpoint_id: str) -> None:
        """Promise deliveries after a pause; the pause itself holds no lock."""
        organization = OrganizationId(UUID(organization_id))
        with self._storage.tenant(organization) as work:
            promise_deliveries(work.jobs, organization, WebhookEndpointId(UUID(endpoint_id)))

    def sweep_webhooks(self) -> None:
        """Promise whatever is due once more, in all organizations."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                for endpoint_id in work.webhook_deliveries.due(self._clock.now()):
                    promise_deliveries(work.jobs, organization_id, endpoint_id)

    def _send_next(self, organization_id: OrganizationId, endpoint_id: WebhookEndpointId) -> bool:
        """Try the next one; whether another may be tried at once."""
        now = self._clock.now()
        with self._storage.tenant(organization_id) as work:
            endpoint = work.webhook_endpoints.get(endpoint_id)
            delivery = work.webhook_deliveries.next(endpoint_id)
            if endpoint is None or endpoint.off is not None or delivery is None:
                return False
            if delivery.next_at is not None and delivery.next_at > now:
                self._promise_retry(work, delivery, delivery.next_at - now)
                return False
            secrets = work.webhook_endpoints.secrets(endpoint_id, now)
        answer = call(self._http, endpoint, delivery.event, secrets, now)
        with self._storage.tenant(organization_id) as work:
            return self._note(work, delivery, answer)

    def _note(self, work: TenantWork, sent: WebhookDelivery, answer: Answer) -> bool:
        """Keep what came of a try; whether another may be tried at once."""
        now = self._clock.now()
        endpoint = work.webhook_endpoints.lock(sent.endpoint_id)
        if endpoint is None:
            return False
        if work.webhook_deliveries.get(sent.endpoint_id, sent.event.id) != sent:
            # An administrator left it out, or wants it once more.
            return True
        after = sent.tried(now, answer.status, answer.problem, answer.pause)
        work.webhook_deliveries.save(after)
        if answer.problem is None:
            if endpoint.failing_since is not None:
                work.webhook_endpoints.save(replace(endpoint, failing_since=None))
            return True
        failed = endpoint.failed(now)
        failed = replace(failed, off=OffReason.GONE) if answer.gone else failed
        work.webhook_endpoints.save(failed)
        if failed.off is not None:
            self._note_off(work, failed)
            return False
        if after.state is DeliveryState.WAITING and after.next_at is not None:
            self._promise_retry(work, after, after.next_at - now)
            return False
        return True

    def _promise_retry(self, work: TenantWork, delivery: WebhookDelivery, delay: timedelta) -> None:
        work.jobs.defer(
            RETRY_WEBHOOKS,
            once=f"webhook:{delivery.endpoint_id}:{delivery.event.id}:{delivery.attempts}",
            delay=delay,
            organization_id=str(work.organization_id),
            endpoint_id=str(delivery.endpoint_id),
        )

    def _note_off(self, work: TenantWork, endpoint: WebhookEndpoint) -> None:
        host = host_of(endpoint)
        told = sentence("%(host)s failed for days and is told of events no more.", host=host)
        if endpoint.off is OffReason.GONE:
            told = sentence("%(host)s is gone for good and is told of events no more.", host=host)
        self._deeds.note(work, None, "webhook.off", f"webhook:{endpoint.id}", told)
