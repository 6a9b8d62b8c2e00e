"""Who was found to be one person, and whom an organization believes about its people."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from core.domain.identifiers import MergeId, PersonId
from core.domain.people_rules import Merge, PersonField, Precedence
from core.domain.person import Identity
from storage.repositories.bulk import upsert_all
from storage.repositories.statements import TenantRepository, among, upsert, values_of
from storage.tables import MergeRow, PrecedenceRow

_NEWEST = (MergeRow.merged_at.desc(), MergeRow.id.desc())


class PostgresMerges(TenantRepository):
    """Adapter of core.ports.connection_repositories.Merges."""

    def get(self, merge_id: MergeId) -> Merge | None:
        """See the port."""
        return next(iter(self._merges(self._select().where(MergeRow.id == merge_id))), None)

    def lock(self, merge_id: MergeId) -> Merge | None:
        """See the port."""
        statement = self._select().where(MergeRow.id == merge_id).with_for_update()
        return next(iter(self._merges(statement)), None)

    def of_people(self, person_ids: Collection[PersonId]) -> list[Merge]:
        """See the port."""
        theirs = among(MergeRow.kept, person_ids) | among(MergeRow.gone, person_ids)
        return self._merges(self._select().where(theirs).order_by(*_NEWEST))

    def recent(self, limit: int) -> list[Merge]:
        """See the port."""
        return self._merges(self._select().order_by(*_NEWEST).limit(limit))

    def into(self, kept: Collection[PersonId]) -> list[Merge]:
        """See the port."""
        valid = self._select().where(among(MergeRow.kept, kept), MergeRow.undone_at.is_(None))
        return self._merges(valid.order_by(MergeRow.merged_at, MergeRow.id))

    def save_many(self, merges: Sequence[Merge]) -> None:
        """See the port."""
        upsert_all(self.connection, MergeRow, [_merge_row(merge) for merge in merges], "id")

    def _select(self) -> Select[MergeRow]:
        return select(MergeRow).where(MergeRow.organization_id == self.organization_id)

    def _merges(self, statement: Select[MergeRow]) -> list[Merge]:
        return [_as_merge(row._asdict()) for row in self.connection.execute(statement)]


class PostgresPeopleRules(TenantRepository):
    """Adapter of core.ports.connection_repositories.PeopleRules."""

    def precedence(self) -> Precedence:
        """See the port."""
        row = PrecedenceRow
        orders = self.connection.scalar(
            select(row.orders).where(row.organization_id == self.organization_id)
        )
        found: Mapping[str, list[str]] = orders or {}
        return Precedence(orders={PersonField(about): order for about, order in found.items()})

    def save_precedence(self, precedence: Precedence) -> None:
        """See the port."""
        self.connection.execute(
            upsert(PrecedenceRow, "organization_id"),
            {
                "organization_id": self.organization_id,
                "orders": {about.value: list(order) for about, order in precedence.orders.items()},
            },
        )


def _merge_row(merge: Merge) -> dict[str, Any]:
    moved = [[one.issuer, one.subject, str(one.person_id)] for one in merge.identities]
    return {**values_of(merge), "identities": moved}


def _as_merge(row: Mapping[str, Any]) -> Merge:
    identities = tuple(
        Identity(issuer=issuer, subject=subject, person_id=PersonId(UUID(person_id)))
        for issuer, subject, person_id in row["identities"]
    )
    return Merge(**{**row, "identities": identities})
