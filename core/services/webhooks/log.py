"""What endpoints were told: the log, sending again, leaving out, and tests."""

from dataclasses import replace

from core.domain.actor import Actor
from core.domain.identifiers import WebhookEndpointId, WebhookEventId
from core.domain.webhook import DeliveryState, WebhookDelivery, WebhookEndpoint
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage, TenantWork
from core.ports.webhook_repositories import promise_deliveries
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.webhooks.calls import call
from core.services.webhooks.endpoints import own_endpoint
from core.services.webhooks.events import event_of_test
from core.services.webhooks.hosts import host_of

WAITS = DeliveryState.WAITING


class WebhookLog:
    """Reads deliveries and decides about single ones. Who may not configure gets ForbiddenError.

    Args:
        storage: where they are.
        clock: now.
        entropy: names tests.
        http: how to reach the outside.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, http: OutboundHttp
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._http = http
        self._deeds = Deeds(clock, entropy)

    def deliveries(
        self, actor: Actor, endpoint_id: WebhookEndpointId, limit: int, before: int | None = None
    ) -> list[WebhookDelivery]:
        """The newest first; only those with a number below `before`. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            own_endpoint(work, endpoint_id)
            return work.webhook_deliveries.latest(endpoint_id, limit, before)

    def delivery(
        self, actor: Actor, endpoint_id: WebhookEndpointId, event_id: WebhookEventId
    ) -> WebhookDelivery:
        """One of them. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            own_endpoint(work, endpoint_id)
            return _own(work, endpoint_id, event_id)

    def test(self, actor: Actor, endpoint_id: WebhookEndpointId) -> WebhookDelivery:
        """Send a test now, whatever waits; also where the endpoint is off. Raises NotFoundError.

        Returns:
            What came of it; a test is not tried again.
        """
        actor.must_configure()
        now = self._clock.now()
        event = event_of_test(actor.organization_id, self._entropy.uuid(), now)
        with self._storage.tenant(actor.organization_id) as work:
            endpoint = own_endpoint(work, endpoint_id)
            secrets = work.webhook_endpoints.secrets(endpoint_id, now)
        answer = call(self._http, endpoint, event, secrets, now)
        with self._storage.tenant(actor.organization_id) as work:
            own_endpoint(work, endpoint_id, lock=True)
            kept = work.webhook_deliveries.add(endpoint_id, event)
            tried = replace(
                kept,
                state=DeliveryState.FAILED if answer.problem else DeliveryState.DELIVERED,
                attempts=1,
                next_at=None,
                tried_at=now,
                status=answer.status,
                problem=answer.problem,
            )
            work.webhook_deliveries.save(tried)
            told = sentence("A test was sent to %(host)s.", host=host_of(endpoint))
            self._note(work, actor, endpoint, told, "webhook.tested")
        return tried

    def replay(
        self, actor: Actor, endpoint_id: WebhookEndpointId, event_id: WebhookEventId
    ) -> None:
        """Send one again, or now if it waits; with the same id, so that it counts once over there.

        Raises:
            NotFoundError: there is no such delivery.
            ConflictError: the endpoint is switched off.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            endpoint = own_endpoint(work, endpoint_id, lock=True)
            delivery = _own(work, endpoint_id, event_id)
            if endpoint.off is not None:
                raise ConflictError("This endpoint is switched off. Switch it on first.")
            work.webhook_deliveries.save(delivery.again(self._clock.now()))
            promise_deliveries(work.jobs, actor.organization_id, endpoint_id)
            told = sentence("An event is sent to %(host)s again.", host=host_of(endpoint))
            self._note(work, actor, endpoint, told, "webhook.replayed")

    def skip(self, actor: Actor, endpoint_id: WebhookEndpointId, event_id: WebhookEventId) -> None:
        """Leave one out that waits; those after it go on.

        Raises:
            NotFoundError: there is no such delivery.
            ConflictError: it waits no more.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            endpoint = own_endpoint(work, endpoint_id, lock=True)
            delivery = _own(work, endpoint_id, event_id)
            if delivery.state is not WAITS:
                raise ConflictError("This event does not wait any more. Reload the page.")
            out = replace(delivery, state=DeliveryState.SKIPPED, next_at=None)
            work.webhook_deliveries.save(out)
            promise_deliveries(work.jobs, actor.organization_id, endpoint_id)
            told = sentence("An event for %(host)s was left out.", host=host_of(endpoint))
            self._note(work, actor, endpoint, told, "webhook.skipped")

    def _note(
        self, work: TenantWork, actor: Actor, endpoint: WebhookEndpoint, told: Sentence, deed: str
    ) -> None:
        self._deeds.note(work, actor.person_id, deed, f"webhook:{endpoint.id}", told)


def _own(
    work: TenantWork, endpoint_id: WebhookEndpointId, event_id: WebhookEventId
) -> WebhookDelivery:
    delivery = work.webhook_deliveries.get(endpoint_id, event_id)
    if delivery is None:
        raise NotFoundError("There is no such event in the log. It may be too old.")
    return delivery
