"""Endpoints that are told of events: for administrators, each for their own organization.

An endpoint's secret is shown once, when it is made. Every deed goes into the audit, in the same
unit of work, with the host of the address and no more of it.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.identifiers import WebhookEndpointId
from core.domain.webhook import (
    CHOOSABLE,
    OLD_SECRET_KEPT,
    EventType,
    OffReason,
    WebhookEndpoint,
)
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage, TenantWork
from core.ports.webhook_repositories import promise_deliveries
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.webhooks.hosts import host_of
from core.services.webhooks.signing import fresh_secret

MOST_ENDPOINTS = 20
LONGEST_URL = 2000


@dataclass(frozen=True, slots=True)
class KnownEndpoint:
    """An endpoint, how many deliveries wait for it, and whether two secrets sign now."""

    endpoint: WebhookEndpoint
    waiting: int = 0
    two_secrets: bool = False


class WebhookEndpoints:
    """Adds, changes and deletes endpoints. Who may not configure gets ForbiddenError.

    Args:
        storage: where they are.
        clock: now.
        entropy: makes names and secrets.
        http: says which addresses may be called.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, http: OutboundHttp
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._http = http
        self._deeds = Deeds(clock, entropy)

    def all(self, actor: Actor) -> list[KnownEndpoint]:
        """The organization's endpoints, oldest first."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            waiting = work.webhook_deliveries.waiting()
            return [KnownEndpoint(e, waiting.get(e.id, 0)) for e in work.webhook_endpoints.all()]

    def get(self, actor: Actor, endpoint_id: WebhookEndpointId) -> KnownEndpoint:
        """One of them. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            endpoint = own_endpoint(work, endpoint_id)
            waiting = work.webhook_deliveries.waiting().get(endpoint_id, 0)
        until = endpoint.old_secret_until
        return KnownEndpoint(endpoint, waiting, until is not None and self._clock.now() < until)

    def add(
        self, actor: Actor, url: str, events: Collection[EventType]
    ) -> tuple[WebhookEndpoint, str]:
        """Add one; it is on at once.

        Args:
            actor: an administrator.
            url: https and public.
            events: what it is told of.

        Returns:
            The endpoint, and its secret, which is never shown again.

        Raises:
            InvalidInputError: names the fields: "url", "events".
            ConflictError: there are too many.
        """
        actor.must_configure()
        url = self._checked(url, events)
        now, secret = self._clock.now(), fresh_secret(self._entropy)
        made = WebhookEndpoint(
            id=WebhookEndpointId(self._entropy.uuid()),
            organization_id=actor.organization_id,
            url=url,
            events=frozenset(events),
            secret_set_at=now,
            created_at=now,
        )
        with self._storage.tenant(actor.organization_id) as work:
            if len(work.webhook_endpoints.all()) >= MOST_ENDPOINTS:
                raise ConflictError(
                    "There are %(most)s endpoints already. Delete one first.", most=MOST_ENDPOINTS
                )
            work.webhook_endpoints.add(made, secret)
            told = sentence("%(host)s is told of events.", host=host_of(made))
            self._note(work, actor, made, told, "webhook.added")
        return made, secret

    def edit(
        self, actor: Actor, endpoint_id: WebhookEndpointId, url: str, events: Collection[EventType]
    ) -> WebhookEndpoint:
        """Change where it is and what it is told of. Raises as `add`, and NotFoundError."""
        actor.must_configure()
        url = self._checked(url, events)
        with self._storage.tenant(actor.organization_id) as work:
            before = own_endpoint(work, endpoint_id, lock=True)
            after = replace(before, url=url, events=frozenset(events))
            work.webhook_endpoints.save(after)
            told = sentence("What %(host)s is told of was changed.", host=host_of(after))
            self._note(work, actor, after, told, "webhook.changed", before)
            return after

    def switch(self, actor: Actor, endpoint_id: WebhookEndpointId, *, on: bool) -> None:
        """Switch it on or off; what waits then waits until it is on again. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            before = own_endpoint(work, endpoint_id, lock=True)
            if on == (before.off is None):
                return
            after = before.switched(None if on else OffReason.HAND)
            work.webhook_endpoints.save(after)
            host = host_of(after)
            if on:
                self._hurry(work, endpoint_id)
                told = sentence("%(host)s is told of events again.", host=host)
            else:
                told = sentence("%(host)s is told of events no more.", host=host)
            self._note(work, actor, after, told, "webhook.on" if on else "webhook.off", before)

    def rotate(self, actor: Actor, endpoint_id: WebhookEndpointId) -> str:
        """Make another secret; for a day both sign. Raises NotFoundError.

        Returns:
            The new secret, which is never shown again.
        """
        actor.must_configure()
        now, secret = self._clock.now(), fresh_secret(self._entropy)
        with self._storage.tenant(actor.organization_id) as work:
            before = own_endpoint(work, endpoint_id, lock=True)
            after = replace(before, secret_set_at=now, old_secret_until=now + OLD_SECRET_KEPT)
            work.webhook_endpoints.rotate(after, secret)
            told = sentence("The secret of %(host)s was replaced.", host=host_of(after))
            self._note(work, actor, after, told, "webhook.rotated")
        return secret

    def delete(self, actor: Actor, endpoint_id: WebhookEndpointId) -> None:
        """Forget it with its secrets and deliveries. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            endpoint = own_endpoint(work, endpoint_id, lock=True)
            work.webhook_endpoints.remove(endpoint_id)
            told = sentence("The endpoint %(host)s was deleted.", host=host_of(endpoint))
            self._note(work, actor, endpoint, told, "webhook.deleted")

    def _checked(self, url: str, events: Collection[EventType]) -> str:
        url, wrong = url.strip(), {}
        if len(url) > LONGEST_URL:
            wrong["url"] = [sentence("Enter at most %(most)s characters.", most=LONGEST_URL)]
        else:
            try:
                self._http.check(url)
            except InvalidInputError as error:
                wrong["url"] = [sentence(error.message, **error.params)]
        if not events or not set(events) <= set(CHOOSABLE):
            wrong["events"] = [sentence("Choose at least one event.")]
        if wrong:
            raise InvalidInputError("Some answers need a change before they can be saved.", wrong)
        return url

    def _hurry(self, work: TenantWork, endpoint_id: WebhookEndpointId) -> None:
        """What waits is due now."""
        if (first := work.webhook_deliveries.next(endpoint_id)) is not None:
            work.webhook_deliveries.save(first.again(self._clock.now()))
            promise_deliveries(work.jobs, work.organization_id, endpoint_id)

    def _note(
        self,
        work: TenantWork,
        actor: Actor,
        after: WebhookEndpoint,
        told: Sentence,
        deed: str,
        before: WebhookEndpoint | None = None,
    ) -> None:
        subject = f"webhook:{after.id}"
        then, now = (_fields(before) if before else {}), _fields(after)
        changed = {name for name in now if name not in then or then[name] != now[name]}
        self._deeds.note(
            work,
            actor.person_id,
            deed,
            subject,
            told,
            before={name: then[name] for name in then if name in changed},
            after={name: now[name] for name in now if name in changed},
        )


def own_endpoint(
    work: TenantWork, endpoint_id: WebhookEndpointId, *, lock: bool = False
) -> WebhookEndpoint:
    """An endpoint of the organization. Raises NotFoundError."""
    endpoints = work.webhook_endpoints
    endpoint = endpoints.lock(endpoint_id) if lock else endpoints.get(endpoint_id)
    if endpoint is None:
        raise NotFoundError("There is no such endpoint.")
    return endpoint


def _fields(endpoint: WebhookEndpoint) -> dict[str, str | list[str] | None]:
    return {
        "host": host_of(endpoint),
        "events": sorted(endpoint.events),
        "off": endpoint.off.value if endpoint.off else None,
    }
