"""Matches and their history."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import MatchId, PersonId, ProgramId
from core.domain.match import Match, MatchEvent, MatchState
from core.errors import ConflictError
from storage.repositories.statements import TenantRepository, unique_or_conflict
from storage.tables import MatchEventRow, MatchRow
from storage.tables.programs import ONE_OPEN_MATCH

_OPEN_ALREADY = "The two already have an open match in this programme."
_CHANGED = "Somebody changed this meanwhile. Reload the page and try again."


class PostgresMatches(TenantRepository):
    """Adapter of core.ports.repositories.Matches."""

    def get(self, match_id: MatchId) -> Match | None:
        """See the port."""
        return next(iter(self._matches(self._select().where(MatchRow.id == match_id))), None)

    def of_person(self, program_id: ProgramId, person_id: PersonId) -> list[Match]:
        """See the port."""
        involved = (MatchRow.mentee_id == person_id) | (MatchRow.mentor_id == person_id)
        return self._matches(self._of_program(program_id).where(involved))

    def of_program(
        self, program_id: ProgramId, states: Collection[MatchState] | None = None
    ) -> list[Match]:
        """See the port."""
        statement = self._of_program(program_id)
        if states is not None:
            statement = statement.where(MatchRow.state.in_(states))
        return self._matches(statement)

    def load(self, program_id: ProgramId, states: Collection[MatchState]) -> Mapping[PersonId, int]:
        """See the port."""
        rows = self.connection.execute(
            select(MatchRow.mentor_id, func.count())
            .where(
                MatchRow.organization_id == self.organization_id,
                MatchRow.program_id == program_id,
                MatchRow.state.in_(states),
            )
            .group_by(MatchRow.mentor_id)
        )
        return {PersonId(mentor_id): count for mentor_id, count in rows}

    def add(self, match: Match) -> None:
        """See the port."""
        added = self.connection.execute(
            insert(MatchRow)
            .values(_as_row(match))
            # Two requests at once: the second waits for the first, then finds it here.
            .on_conflict_do_nothing(
                index_elements=["program_id", "mentee_id", "mentor_id"],
                index_where=ONE_OPEN_MATCH,
            )
            .returning(MatchRow.id)
        ).one_or_none()
        if added is None:
            raise ConflictError(_OPEN_ALREADY)

    def update(self, match: Match) -> None:
        """See the port.

        Raises:
            ConflictError: also when it opens a match the two already have.
        """
        with unique_or_conflict(self.connection, _OPEN_ALREADY):
            updated = self.connection.execute(
                update(MatchRow)
                .where(
                    MatchRow.organization_id == self.organization_id,
                    MatchRow.id == match.id,
                    MatchRow.version == match.version - 1,
                )
                .values(_as_row(match))
            )
        if updated.rowcount != 1:
            raise ConflictError(_CHANGED)

    def record(self, event: MatchEvent) -> None:
        """See the port."""
        self.connection.execute(
            insert(MatchEventRow).values(
                match_id=event.match_id,
                organization_id=event.organization_id,
                at=event.at,
                actor_id=event.actor_id,
                before=event.before,
                after=event.after,
                end_reason=event.end_reason,
            )
        )

    def history(self, match_id: MatchId) -> list[MatchEvent]:
        """See the port."""
        row = MatchEventRow
        rows = self.connection.execute(
            select(
                row.match_id,
                row.organization_id,
                row.at,
                row.actor_id,
                row.before,
                row.after,
                row.end_reason,
            )
            .where(row.organization_id == self.organization_id, row.match_id == match_id)
            .order_by(row.id)
        )
        return [MatchEvent(**found._asdict()) for found in rows]

    def _select(self) -> Select[MatchRow]:
        return select(MatchRow).where(MatchRow.organization_id == self.organization_id)

    def _of_program(self, program_id: ProgramId) -> Select[MatchRow]:
        return (
            self._select()
            .where(MatchRow.program_id == program_id)
            .order_by(MatchRow.created_at.desc(), MatchRow.id.desc())
        )

    def _matches(self, statement: Select[MatchRow]) -> list[Match]:
        return [Match(**row._asdict()) for row in self.connection.execute(statement)]


def _as_row(match: Match) -> dict[str, Any]:
    return {
        "id": match.id,
        "organization_id": match.organization_id,
        "program_id": match.program_id,
        "mentee_id": match.mentee_id,
        "mentor_id": match.mentor_id,
        "state": match.state,
        "note": match.note,
        "score": match.score,
        "end_reason": match.end_reason,
        "created_at": match.created_at,
        "updated_at": match.updated_at,
        "version": match.version,
    }
