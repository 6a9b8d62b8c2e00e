"""The ledger of messages in Teams."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update

from core.domain.identifiers import PersonId, TeamsDeliveryId, TeamsTenantId
from core.domain.teams_delivery import DeliveryCount, DeliveryState, TeamsDelivery
from core.ports.teams_repositories import Pace
from storage.repositories.bulk import insert_missing, upsert_all
from storage.repositories.statements import TenantRepository, among, values_of
from storage.tables import TeamsDeliveryRow

_OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)
_UNTOLD = (DeliveryState.DROPPED, DeliveryState.FELL_BACK, DeliveryState.REFUSED)


class PostgresTeamsDeliveries(TenantRepository):
    """Adapter of core.ports.teams_repositories.TeamsDeliveries."""

    def add_many(self, deliveries: Sequence[TeamsDelivery]) -> None:
        """See the port."""
        insert_missing(self.connection, TeamsDeliveryRow, [_as_row(one) for one in deliveries])

    def get(self, delivery_id: TeamsDeliveryId) -> TeamsDelivery | None:
        """See the port."""
        found = self._deliveries(self._select().where(TeamsDeliveryRow.id == delivery_id))
        return next(iter(found), None)

    def due(self, at: datetime, begun_before: datetime) -> list[TeamsTenantId]:
        """See the port."""
        row = TeamsDeliveryRow
        rows = self.connection.scalars(
            select(row.teams_tenant_id)
            .where(self._own(), or_(_due(at), _begun(begun_before)))
            .distinct()
            .order_by(row.teams_tenant_id)
        )
        return [TeamsTenantId(one) for one in rows]

    def claim(self, teams_tenant_id: TeamsTenantId, at: datetime, most: int) -> list[TeamsDelivery]:
        """See the port."""
        row = TeamsDeliveryRow
        first = (
            select(row.id)
            .where(self._own(), row.teams_tenant_id == teams_tenant_id, _due(at))
            .order_by(row.due_at, row.id)
            .limit(most)
            .with_for_update(skip_locked=True)
            .cte()  # so that it is looked at once, whatever the planner thinks
        )
        claimed = (
            update(row)
            .where(self._own(), row.id.in_(select(first.c.id)))
            .values(state=DeliveryState.SENDING, claimed_at=at, attempts=row.attempts + 1)
            .returning(row)
        )
        rows = self.connection.execute(claimed)
        found = [TeamsDelivery(**one._asdict()) for one in rows]
        return sorted(found, key=lambda one: (one.due_at, one.id))

    def begun(self, teams_tenant_id: TeamsTenantId, before: datetime) -> list[TeamsDelivery]:
        """See the port."""
        row = TeamsDeliveryRow
        begun = self._select().where(row.teams_tenant_id == teams_tenant_id, _begun(before))
        return self._deliveries(begun.order_by(row.claimed_at, row.id))

    def mark(self, deliveries: Sequence[TeamsDelivery]) -> None:
        """See the port."""
        rows = [_as_row(one) for one in deliveries]
        upsert_all(self.connection, TeamsDeliveryRow, rows, "id")

    def paces(self, teams_tenant_id: TeamsTenantId, since: datetime) -> list[Pace]:
        """See the port."""
        row = TeamsDeliveryRow
        rows = self.connection.execute(
            select(row.conversation_id, row.sent_at)
            .where(self._own(), row.teams_tenant_id == teams_tenant_id, row.claimed_at >= since)
            .order_by(row.sent_at.nulls_first(), row.conversation_id)
        )
        return [Pace(*one) for one in rows]

    def told_since(
        self, person_ids: Collection[PersonId], since: datetime
    ) -> dict[PersonId, list[datetime]]:
        """See the port."""
        row = TeamsDeliveryRow
        rows = self.connection.execute(
            select(row.person_id, row.created_at)
            .where(self._own(), among(row.person_id, person_ids), row.created_at >= since)
            .where(row.state.not_in(_UNTOLD))
            .order_by(row.created_at)
        )
        found: defaultdict[PersonId, list[datetime]] = defaultdict(list)
        for person_id, created_at in rows:
            found[PersonId(person_id)].append(created_at)
        return dict(found)

    def of_person(self, person_id: PersonId, most: int) -> list[TeamsDelivery]:
        """See the port."""
        row = TeamsDeliveryRow
        newest = self._select().where(row.person_id == person_id).order_by(*_NEWEST)
        return self._deliveries(newest.limit(most))

    def counts(self, since: datetime) -> list[DeliveryCount]:
        """See the port."""
        row = TeamsDeliveryRow
        kinds = (row.teams_tenant_id, row.state, row.reason)
        rows = self.connection.execute(
            select(*kinds, func.count())
            .where(self._own(), row.created_at >= since)
            .group_by(*kinds)
            .order_by(*kinds)
        )
        return [
            DeliveryCount(TeamsTenantId(tenant), state, reason, count)
            for tenant, state, reason, count in rows
        ]

    def latest(
        self, states: Collection[DeliveryState], most: int, skip: int = 0
    ) -> list[TeamsDelivery]:
        """See the port."""
        newest = self._select().where(TeamsDeliveryRow.state.in_(states)).order_by(*_NEWEST)
        return self._deliveries(newest.limit(most).offset(skip))

    def purge(self, before: datetime) -> int:
        """See the port."""
        row = TeamsDeliveryRow
        old = delete(row).where(self._own(), row.created_at < before, row.state.not_in(_OPEN))
        return self.connection.execute(old).rowcount

    def _own(self) -> ColumnElement[bool]:
        return TeamsDeliveryRow.organization_id == self.organization_id

    def _select(self) -> Select[TeamsDeliveryRow]:
        return select(TeamsDeliveryRow).where(self._own())

    def _deliveries(self, statement: Select[TeamsDeliveryRow]) -> list[TeamsDelivery]:
        return [TeamsDelivery(**one._asdict()) for one in self.connection.execute(statement)]


_NEWEST = (TeamsDeliveryRow.created_at.desc(), TeamsDeliveryRow.id.desc())


def _due(at: datetime) -> ColumnElement[bool]:
    return (TeamsDeliveryRow.state == DeliveryState.WAITING) & (TeamsDeliveryRow.due_at <= at)


def _begun(before: datetime) -> ColumnElement[bool]:
    row = TeamsDeliveryRow
    return (row.state == DeliveryState.SENDING) & (row.claimed_at < before)


def _as_row(delivery: TeamsDelivery) -> dict[str, Any]:
    return {**values_of(delivery), "about": dict(delivery.about)}
