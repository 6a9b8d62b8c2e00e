"""What became of messages in Teams, for administrators: how many, which did not arrive, and why.

Counts are of the organization as a whole. Who a message was for is told only where it did not
arrive, so that an administrator can help; what it told is told nowhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from core.domain.actor import Actor
from core.domain.identifiers import PersonId, TeamsTenantId
from core.domain.person import Person
from core.domain.teams_delivery import DeliveryCount, DeliveryState, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage

SHOWN = timedelta(days=30)
"""How far back is counted."""
A_PAGE = 50
NOT_ARRIVED = (DeliveryState.FELL_BACK, DeliveryState.REFUSED, DeliveryState.UNSURE)


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """A look at the ledger.

    Attributes:
        counts: of the last days, by tenant, state and reason.
        failed: messages that did not arrive, or perhaps not, newest first: one page of them.
        people: who these were for.
        tenants: all of the organization.
        more: whether there is another page.
    """

    counts: Sequence[DeliveryCount]
    failed: Sequence[TeamsDelivery]
    people: Mapping[PersonId, Person]
    tenants: Mapping[TeamsTenantId, TeamsTenant]
    more: bool


class TeamsLedger:
    """Shows it. Who may not configure gets ForbiddenError."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def look(self, actor: Actor, page: int = 1) -> LedgerView:
        """Counts, and a page of what did not arrive.

        Args:
            actor: who looks.
            page: counted from 1.
        """
        actor.must_configure()
        with self._storage.platform() as platform:
            tenants = platform.teams_tenants.of_organization(actor.organization_id)
        since, skip = self._clock.now() - SHOWN, (max(page, 1) - 1) * A_PAGE
        with self._storage.tenant(actor.organization_id) as work:
            counts = work.teams_deliveries.counts(since)
            found = work.teams_deliveries.latest(NOT_ARRIVED, A_PAGE + 1, skip)
            people = work.people.get_many({one.person_id for one in found})
        return LedgerView(
            counts=counts,
            failed=found[:A_PAGE],
            people=people,
            tenants={tenant.id: tenant for tenant in tenants},
            more=len(found) > A_PAGE,
        )
