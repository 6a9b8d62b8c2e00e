"""Planned meetings of matches."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, any_, func, insert, literal, or_, select, update

from core.domain.appointment import Appointment, AppointmentState
from core.domain.identifiers import AppointmentId, MatchId
from core.errors import ConflictError
from storage.repositories.statements import TenantRepository, among, values_of
from storage.tables import AppointmentRow

_ends_at = AppointmentRow.starts_at + AppointmentRow.minutes * literal(timedelta(minutes=1))
_planned = AppointmentRow.state == AppointmentState.PLANNED


class PostgresAppointments(TenantRepository):
    """Adapter of core.ports.meeting_repositories.Appointments."""

    def get(self, appointment_id: AppointmentId) -> Appointment | None:
        """See the port."""
        found = self._appointments(self._select().where(AppointmentRow.id == appointment_id))
        return next(iter(found), None)

    def of_matches(self, match_ids: Collection[MatchId], since: datetime) -> list[Appointment]:
        """See the port."""
        proposed = AppointmentRow.state == AppointmentState.PROPOSED
        return self._appointments(
            self._select().where(
                among(AppointmentRow.match_id, match_ids),
                or_(
                    and_(proposed, literal(since) < any_(AppointmentRow.times)),
                    and_(_planned, _ends_at > since),
                ),
            )
        )

    def due(self, remind_before: datetime, now: datetime) -> list[Appointment]:
        """See the port."""
        near = and_(AppointmentRow.starts_at < remind_before, _ends_at > now)
        return self._appointments(
            self._select().where(
                _planned,
                ~AppointmentRow.asked_after,
                or_(and_(near, ~AppointmentRow.reminded), _ends_at <= now),
            )
        )

    def add(self, appointment: Appointment) -> None:
        """See the port."""
        self.connection.execute(insert(AppointmentRow), [_row(appointment)])

    def update(self, appointment: Appointment) -> None:
        """See the port."""
        changed = self.connection.execute(
            update(AppointmentRow)
            .where(
                AppointmentRow.organization_id == self.organization_id,
                AppointmentRow.id == appointment.id,
                AppointmentRow.version == appointment.version - 1,
            )
            .values(_row(appointment))
        )
        if changed.rowcount != 1:
            raise ConflictError("This meeting was changed meanwhile. Look at it again.")

    def done(
        self, reminded: Collection[AppointmentId], asked_after: Collection[AppointmentId]
    ) -> None:
        """See the port."""
        for ids, mark in (
            (reminded, {"reminded": True}),
            (asked_after, {"reminded": True, "asked_after": True}),
        ):
            if ids:
                self.connection.execute(
                    update(AppointmentRow)
                    .where(
                        AppointmentRow.organization_id == self.organization_id,
                        among(AppointmentRow.id, ids),
                    )
                    .values(mark)
                )

    def _select(self) -> Select[AppointmentRow]:
        return select(AppointmentRow).where(AppointmentRow.organization_id == self.organization_id)

    def _appointments(self, statement: Select[AppointmentRow]) -> list[Appointment]:
        soonest = func.coalesce(AppointmentRow.starts_at, AppointmentRow.times[1])
        rows = self.connection.execute(statement.order_by(soonest, AppointmentRow.id))
        return [Appointment(**{**row._asdict(), "times": tuple(row.times)}) for row in rows]


def _row(appointment: Appointment) -> dict[str, Any]:
    return {**values_of(appointment), "times": list(appointment.times)}
