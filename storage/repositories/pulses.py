"""Three questions now and then, and their answers."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on, insert

from core.domain.identifiers import MatchId, PersonId, ProgramId, PulseId
from core.domain.pulse import Pulse, Question
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import MatchRow, PulseRow

_NEWEST = (PulseRow.asked_at.desc(), PulseRow.id)


class PostgresPulses(TenantRepository):
    """Adapter of core.ports.meeting_repositories.Pulses."""

    def get(self, pulse_id: PulseId) -> Pulse | None:
        """See the port."""
        row = self.connection.execute(self._select().where(PulseRow.id == pulse_id)).one_or_none()
        return _pulse(row) if row else None

    def open(self, person_id: PersonId, at: datetime) -> list[Pulse]:
        """See the port."""
        rows = self.connection.execute(
            self._select()
            .where(
                PulseRow.person_id == person_id,
                PulseRow.answered_at.is_(None),
                PulseRow.closes_at > at,
            )
            .order_by(PulseRow.asked_at, PulseRow.id)
        )
        return [_pulse(row) for row in rows]

    def latest(
        self, match_ids: Collection[MatchId], most: int
    ) -> Mapping[tuple[MatchId, PersonId], Sequence[Pulse]]:
        """See the port."""
        place = func.row_number().over(
            partition_by=(PulseRow.match_id, PulseRow.person_id), order_by=_NEWEST
        )
        numbered = (
            self._select()
            .add_columns(place.label("place"))
            .where(among(PulseRow.match_id, match_ids))
            .subquery()
        )
        rows = self.connection.execute(
            select(numbered).where(numbered.c.place <= most).order_by(numbered.c.place)
        )
        found: dict[tuple[MatchId, PersonId], list[Pulse]] = {}
        for row in rows:
            pulse = _pulse(row)
            found.setdefault((pulse.match_id, pulse.person_id), []).append(pulse)
        return found

    def add_many(self, pulses: Sequence[Pulse]) -> None:
        """See the port."""
        if pulses:
            statement = insert(PulseRow).on_conflict_do_nothing()
            self.connection.execute(statement, [values_of(pulse) for pulse in pulses])

    def save(self, pulse: Pulse) -> None:
        """See the port."""
        self.connection.execute(upsert(PulseRow, "id"), values_of(pulse))

    def answers(
        self, program_id: ProgramId, since: datetime
    ) -> list[tuple[PersonId, Mapping[Question, int]]]:
        """See the port."""
        rows = self.connection.execute(
            select(PulseRow.person_id, PulseRow.answers)
            .ext(distinct_on(PulseRow.person_id))
            .join(MatchRow, MatchRow.id == PulseRow.match_id)
            .where(
                PulseRow.organization_id == self.organization_id,
                MatchRow.organization_id == self.organization_id,
                MatchRow.program_id == program_id,
                PulseRow.answered_at >= since,
            )
            .order_by(PulseRow.person_id, PulseRow.answered_at.desc(), PulseRow.id)
        )
        return [(PersonId(person_id), _answers(told)) for person_id, told in rows]

    def _select(self) -> Select[PulseRow]:
        return select(PulseRow).where(PulseRow.organization_id == self.organization_id)


def _pulse(row: Row[Any]) -> Pulse:
    told = row._asdict()
    told.pop("place", None)
    return Pulse(**{**told, "answers": _answers(row.answers)})


def _answers(told: Mapping[str, int]) -> dict[Question, int]:
    return {Question(name): value for name, value in told.items()}
