"""What courses show about people."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, select

from core.domain.evidence import Evidence
from core.domain.identifiers import ConnectionId, PersonId
from storage.repositories.bulk import upsert_all
from storage.repositories.statements import values_of
from storage.repositories.told_records import ToldRecords
from storage.tables import EvidenceRow

_ROW = EvidenceRow
_KEPT = tuple(Evidence.__dataclass_fields__)


class PostgresEvidences(ToldRecords):
    """Adapter of core.ports.library_repositories.Evidences."""

    row = EvidenceRow

    def get_many(self, connection_id: ConnectionId, keys: Collection[str]) -> dict[str, Evidence]:
        """See the port."""
        found = self._read(self._with_keys(connection_id, keys))
        return {evidence.key: evidence for evidence in found}

    def of_person(self, person_id: PersonId) -> list[Evidence]:
        """See the port."""
        found = self._read(self._own() & _ROW.present & (_ROW.person_id == person_id))
        return sorted(found, key=lambda one: (one.at, one.title, one.key), reverse=True)

    def save_many(self, evidences: Sequence[Evidence]) -> None:
        """See the port."""
        rows = [{**values_of(one), "skills": list(one.skills)} for one in evidences]
        upsert_all(self.connection, _ROW, rows, "connection_id", "key")

    def _read(self, wanted: ColumnElement[bool]) -> list[Evidence]:
        statement = select(*_ROW.__table__.columns).where(wanted)
        return [_as_evidence(row) for row in self.connection.execute(statement)]


def _as_evidence(row: Any) -> Evidence:
    kept = {name: getattr(row, name) for name in _KEPT}
    return Evidence(**{**kept, "skills": tuple(kept["skills"])})
