"""The pairs of whole-cohort runs, and who is left over.

COPY would be quicker, but PostgreSQL has none into tables with row-level security.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import aliased

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import PairOrigin, RunLeftOver, RunPair
from core.domain.match_run_pages import (
    NamedPair,
    PairCounts,
    PairOrder,
    PairPage,
    PairQuery,
    PairShow,
)
from core.domain.person import Person
from core.domain.program import Role
from storage.repositories.run_columns import (
    PAIR,
    as_pair,
    as_sentence,
    left_over_row,
    pair_row,
)
from storage.repositories.statements import TenantRepository, among, upsert
from storage.tables import MatchRunLeftOverRow, MatchRunPairRow, PersonRow

_PAIR = MatchRunPairRow
_COLUMNS = tuple(getattr(_PAIR, name) for name in PAIR)
_APPROVED = _PAIR.approved_by.is_not(None)
_CHANGED = _PAIR.origin == PairOrigin.MANUAL
_PUBLISHED = _PAIR.match_id.is_not(None)
_SHOWN: dict[PairShow, ColumnElement[bool]] = {
    PairShow.OPEN: ~_APPROVED,
    PairShow.APPROVED: _APPROVED & ~_PUBLISHED,
    PairShow.LOCKED: _PAIR.locked.is_(True),
    PairShow.CHANGED: _CHANGED,
    PairShow.PUBLISHED: _PUBLISHED,
    PairShow.PROBLEM: _PAIR.problem.is_not(None),
}
_MENTEE, _MENTOR = aliased(PersonRow), aliased(PersonRow)
_PERSON: tuple[str, ...] = (
    *("id", "organization_id", "name", "email", "locale", "test_user"),
    *("presence", "created_at", "updated_at"),
)
_ORDER: dict[PairOrder, ColumnElement[Any]] = {
    PairOrder.WEAKEST: _PAIR.score.asc(),
    PairOrder.BEST: _PAIR.score.desc(),
    PairOrder.MENTEE: func.lower(_MENTEE.name).asc(),
    PairOrder.MENTOR: func.lower(_MENTOR.name).asc(),
}


_BY_NAME = frozenset({PairOrder.MENTEE, PairOrder.MENTOR})


class PostgresRunPairs(TenantRepository):
    """Adapter of core.ports.run_repositories.RunPairs."""

    def replace(
        self, run_id: MatchRunId, pairs: Sequence[RunPair], left_overs: Sequence[RunLeftOver]
    ) -> None:
        """See the port."""
        for table in (MatchRunPairRow, MatchRunLeftOverRow):
            self.connection.execute(
                delete(table).where(
                    table.organization_id == self.organization_id, table.run_id == run_id
                )
            )
        self.save_many(pairs)
        self.add_left_overs(left_overs)

    def of_run(self, run_id: MatchRunId) -> list[RunPair]:
        """See the port."""
        statement = self._of(run_id).order_by(_PAIR.mentee_id)
        return [as_pair(row) for row in self.connection.execute(statement)]

    def plain(self, run_id: MatchRunId) -> list[RunPair]:
        """See the port."""
        columns = [
            literal([], JSONB) if name == "reasons" else getattr(_PAIR, name) for name in PAIR
        ]
        statement = select(*columns).where(self._mine(run_id)).order_by(_PAIR.mentee_id)
        return [as_pair(row) for row in self.connection.execute(statement)]

    def drafts(self, run_id: MatchRunId) -> dict[PersonId, PersonId]:
        """See the port."""
        rows = self.connection.execute(
            select(_PAIR.mentee_id, _PAIR.mentor_id).where(self._mine(run_id), ~_PUBLISHED)
        )
        return {PersonId(mentee): PersonId(mentor) for mentee, mentor in rows}

    def get_many(
        self, run_id: MatchRunId, mentee_ids: Collection[PersonId]
    ) -> dict[PersonId, RunPair]:
        """See the port."""
        rows = self.connection.execute(self._of(run_id).where(among(_PAIR.mentee_id, mentee_ids)))
        return {pair.mentee_id: pair for pair in map(as_pair, rows)}

    def page(self, run_id: MatchRunId, query: PairQuery) -> PairPage:
        """See the port."""
        wanted = [self._mine(run_id), _SHOWN.get(query.show, _PAIR.run_id == run_id)]
        if text := query.text.strip().lower():
            # strpos, unlike LIKE, gives no character a meaning of its own.
            sides = [func.strpos(func.lower(side.name), text) > 0 for side in (_MENTEE, _MENTOR)]
            wanted.append(or_(*sides))
        narrow = _joined(_PAIR.mentee_id) if text or query.order in _BY_NAME else _alone()
        found = self.connection.scalar(
            select(func.count()).select_from(narrow.where(*wanted).subquery())
        )
        ids = self.connection.scalars(
            narrow.where(*wanted)
            .order_by(_ORDER[query.order], _PAIR.mentee_id)
            .offset((query.page - 1) * query.size)
            .limit(query.size)
        ).all()
        # The wide rows are read for those of the page only.
        people = [getattr(side, name) for side in (_MENTEE, _MENTOR) for name in _PERSON]
        rows = self.connection.execute(
            _joined(*_COLUMNS, *people).where(self._mine(run_id), among(_PAIR.mentee_id, ids))
        )
        named = {one.pair.mentee_id: one for one in map(_named, rows)}
        return PairPage(tuple(named[PersonId(who)] for who in ids), found or 0)

    def counts(self, run_ids: Collection[MatchRunId]) -> Mapping[MatchRunId, PairCounts]:
        """See the port."""
        kinds = {
            "approved": _APPROVED,
            "locked": _PAIR.locked,
            "changed": _CHANGED,
            "published": _PUBLISHED,
            "problems": _PAIR.problem.is_not(None),
            "waiting": and_(_APPROVED, ~_PUBLISHED, _PAIR.problem.is_(None)),
            "unchanged": _APPROVED & ~_CHANGED,
        }
        rows = self.connection.execute(
            select(
                _PAIR.run_id,
                func.count().label("pairs"),
                *(func.count().filter(kind).label(name) for name, kind in kinds.items()),
            )
            .where(_PAIR.organization_id == self.organization_id, among(_PAIR.run_id, run_ids))
            .group_by(_PAIR.run_id)
        )
        found = {run_id: PairCounts() for run_id in run_ids}
        for row in rows:
            run_id, *numbers = row
            found[MatchRunId(run_id)] = PairCounts(
                **dict(zip(("pairs", *kinds), numbers, strict=True))
            )
        return found

    def save_many(self, pairs: Sequence[RunPair]) -> None:
        """See the port."""
        if pairs:
            rows = [{"organization_id": self.organization_id, **pair_row(pair)} for pair in pairs]
            self.connection.execute(upsert(MatchRunPairRow, "run_id", "mentee_id"), rows)

    def remove(self, run_id: MatchRunId, mentee_ids: Collection[PersonId]) -> None:
        """See the port."""
        self.connection.execute(
            delete(_PAIR).where(self._mine(run_id), among(_PAIR.mentee_id, mentee_ids))
        )

    def approve(
        self,
        run_id: MatchRunId,
        by: PersonId | None,
        mentee_ids: Collection[PersonId] | None = None,
    ) -> int:
        """See the port."""
        wanted = [self._mine(run_id), ~_PUBLISHED, _APPROVED if by is None else ~_APPROVED]
        if mentee_ids is not None:
            wanted.append(among(_PAIR.mentee_id, mentee_ids))
        return self.connection.execute(
            update(_PAIR).where(*wanted).values(approved_by=by, problem=None)
        ).rowcount

    def lock(self, run_id: MatchRunId, mentee_ids: Collection[PersonId], *, locked: bool) -> None:
        """See the port."""
        self.connection.execute(
            update(_PAIR)
            .where(self._mine(run_id), among(_PAIR.mentee_id, mentee_ids))
            .values(locked=locked)
        )

    def left_overs(self, run_id: MatchRunId, role: Role) -> list[RunLeftOver]:
        """See the port."""
        row = MatchRunLeftOverRow
        side = _PAIR.mentee_id if role is Role.MENTEE else _PAIR.mentor_id
        rows = self.connection.execute(
            select(row.person_id, row.why)
            .where(
                row.organization_id == self.organization_id,
                row.run_id == run_id,
                row.role == role,
                ~exists().where(self._mine(run_id), side == row.person_id),
            )
            .order_by(row.person_id)
        )
        return [
            RunLeftOver(run_id=run_id, person_id=person, role=role, why=as_sentence(why))
            for person, why in rows
        ]

    def add_left_overs(self, left_overs: Sequence[RunLeftOver]) -> None:
        """See the port."""
        if left_overs:
            rows = [
                {"organization_id": self.organization_id, **left_over_row(left)}
                for left in left_overs
            ]
            self.connection.execute(insert(MatchRunLeftOverRow).on_conflict_do_nothing(), rows)

    def _mine(self, run_id: MatchRunId) -> ColumnElement[bool]:
        return (_PAIR.organization_id == self.organization_id) & (_PAIR.run_id == run_id)

    def _of(self, run_id: MatchRunId) -> Select[*tuple[Any, ...]]:
        return select(*_COLUMNS).where(self._mine(run_id))


def _alone() -> Select[*tuple[Any, ...]]:
    return select(_PAIR.mentee_id)


def _joined(*columns: Any) -> Select[*tuple[Any, ...]]:
    return (
        select(*columns)
        .select_from(_PAIR)
        .join(_MENTEE, _MENTEE.id == _PAIR.mentee_id)
        .join(_MENTOR, _MENTOR.id == _PAIR.mentor_id)
    )


def _named(row: Any) -> NamedPair:
    start = len(PAIR)
    middle = start + len(_PERSON)
    mentee = Person(**dict(zip(_PERSON, row[start:middle], strict=True)))
    mentor = Person(**dict(zip(_PERSON, row[middle:], strict=True)))
    return NamedPair(as_pair(row), mentee, mentor)
