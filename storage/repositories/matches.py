"""Matches and their history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert

from core.domain.identifiers import MatchId, PersonId, ProgramId
from core.domain.match import Match, MatchEvent, MatchState
from core.errors import ConflictError
from storage.repositories.statements import TenantRepository, among, unique_or_conflict, values_of
from storage.tables import MatchEventRow, MatchRow
from storage.tables.programs import ONE_OPEN_MATCH

_OPEN_ALREADY = "The two already have an open match in this programme."
_CHANGED = "Somebody changed this meanwhile. Reload the page and try again."


class PostgresMatches(TenantRepository):
    """Adapter of core.ports.repositories.Matches."""

    def get(self, match_id: MatchId) -> Match | None:
        """See the port."""
        return next(iter(self._matches(self._select().where(MatchRow.id == match_id))), None)

    def get_many(self, match_ids: Collection[MatchId]) -> Mapping[MatchId, Match]:
        """See the port."""
        found = self._matches(self._select().where(among(MatchRow.id, match_ids)))
        return {match.id: match for match in found}

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

    def of_mentees(
        self,
        program_id: ProgramId,
        mentee_ids: Collection[PersonId],
        states: Collection[MatchState],
    ) -> list[Match]:
        """See the port."""
        theirs = among(MatchRow.mentee_id, mentee_ids)
        statement = self._of_program(program_id).where(theirs, MatchRow.state.in_(states))
        return self._matches(statement)

    def due(self, program_id: ProgramId, at: datetime) -> list[Match]:
        """See the port."""
        return self._matches(self._of_program(program_id).where(_due(at)))

    def programs_due(self, at: datetime) -> list[ProgramId]:
        """See the port."""
        found = self.connection.scalars(
            select(MatchRow.program_id)
            .where(MatchRow.organization_id == self.organization_id, _due(at))
            .distinct()
            .order_by(MatchRow.program_id)
        )
        return [ProgramId(program_id) for program_id in found]

    def load(
        self,
        program_id: ProgramId,
        states: Collection[MatchState],
        mentors: Collection[PersonId] | None = None,
    ) -> Mapping[PersonId, int]:
        """See the port."""
        statement = select(MatchRow.mentor_id, func.count()).where(
            MatchRow.organization_id == self.organization_id,
            MatchRow.program_id == program_id,
            MatchRow.state.in_(states),
            MatchRow.group_id.is_(None),
        )
        if mentors is not None:
            statement = statement.where(among(MatchRow.mentor_id, mentors))
        rows = self.connection.execute(statement.group_by(MatchRow.mentor_id))
        return {PersonId(mentor_id): count for mentor_id, count in rows}

    def add(self, match: Match) -> None:
        """See the port."""
        added = self.connection.execute(
            insert(MatchRow)
            .values(values_of(match))
            # Two requests at once: the second waits for the first, then finds it here.
            .on_conflict_do_nothing(
                index_elements=["program_id", "mentee_id", "mentor_id"],
                index_where=ONE_OPEN_MATCH,
            )
            .returning(MatchRow.id)
        ).one_or_none()
        if added is None:
            raise ConflictError(_OPEN_ALREADY)

    def add_many(self, matches: Sequence[Match]) -> None:
        """See the port."""
        if matches:
            with unique_or_conflict(self.connection, _OPEN_ALREADY):
                self.connection.execute(insert(MatchRow), [values_of(match) for match in matches])

    def update(self, match: Match) -> None:
        """See the port.

        Raises:
            ConflictError: also when it opens a match the two already have.
        """
        self.update_many([match])

    def update_many(self, matches: Sequence[Match]) -> None:
        """See the port."""
        if not matches:
            return
        rows = [
            {**values_of(match), "known_id": match.id, "known_version": match.version - 1}
            for match in matches
        ]
        with unique_or_conflict(self.connection, _OPEN_ALREADY):
            updated = self.connection.execute(
                self._known().values(_bound(values_of(matches[0]))), rows
            )
        if updated.rowcount != len(rows):
            raise ConflictError(_CHANGED)

    def set_clocks(self, matches: Sequence[Match]) -> None:
        """See the port."""
        rows = [
            {
                "known_id": match.id,
                "known_version": match.version,
                "answer_by": match.answer_by,
                "remind_at": match.remind_at,
            }
            for match in matches
        ]
        if rows:
            clock = _bound(("answer_by", "remind_at"))
            self.connection.execute(self._known().values(clock), rows)

    def record(self, event: MatchEvent) -> None:
        """See the port."""
        self.record_many([event])

    def record_many(self, events: Sequence[MatchEvent]) -> None:
        """See the port."""
        if events:
            self.connection.execute(insert(MatchEventRow), [values_of(event) for event in events])

    def history(self, match_id: MatchId) -> list[MatchEvent]:
        """See the port."""
        row = MatchEventRow
        rows = self.connection.execute(
            select(
                row.match_id,
                row.organization_id,
                row.version,
                row.at,
                row.actor_id,
                row.before,
                row.after,
                row.end_reason,
                row.decline_reason,
                row.undoes,
            )
            .where(row.organization_id == self.organization_id, row.match_id == match_id)
            .order_by(row.version)
        )
        return [MatchEvent(**found._asdict()) for found in rows]

    def _known(self) -> Update:
        """An update of one match of a known version, for many of them."""
        return update(MatchRow).where(
            MatchRow.organization_id == self.organization_id,
            MatchRow.id == bindparam("known_id"),
            MatchRow.version == bindparam("known_version"),
        )

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


def _due(at: datetime) -> ColumnElement[bool]:
    row = MatchRow
    wanted = row.answer_by.is_(None) | (row.answer_by <= at) | (row.remind_at <= at)
    return (row.state == MatchState.OFFERED) & wanted


def _bound(names: Iterable[str]) -> dict[str, Any]:
    return {name: bindparam(name) for name in names}
