"""The resource catalogue, and the vectors of its texts."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, LargeBinary, any_, delete, func, literal, select

from core.domain.identifiers import ConnectionId
from core.domain.resource import Resource, ResourceRecord
from storage.repositories.bulk import upsert_all
from storage.repositories.statements import among, upsert, values_of
from storage.repositories.told_records import ToldRecords
from storage.tables import ResourceRow, ResourceVectorRow
from storage.types import floats_from_binary

_ROW = ResourceRow
_VECTOR = ResourceVectorRow
_TOLD = tuple(ResourceRecord.__dataclass_fields__)


class PostgresResources(ToldRecords):
    """Adapter of core.ports.library_repositories.Resources."""

    row = ResourceRow

    def get_many(self, connection_id: ConnectionId, keys: Collection[str]) -> dict[str, Resource]:
        """See the port."""
        found = self._read(self._with_keys(connection_id, keys))
        return {resource.key: resource for resource in found}

    def present(self, connection_ids: Collection[ConnectionId]) -> list[Resource]:
        """See the port."""
        theirs = among(_ROW.connection_id, connection_ids)
        found = self._read(self._own() & _ROW.present & theirs)
        return sorted(found, key=_place)

    def save_many(self, resources: Sequence[Resource]) -> None:
        """See the port."""
        rows = [_as_row(resource) for resource in resources]
        upsert_all(self.connection, _ROW, rows, "connection_id", "key")

    def unread(self, model: str, limit: int) -> list[str]:
        """See the port."""
        known = select(_VECTOR.text_hash).where(
            _VECTOR.organization_id == self.organization_id, _VECTOR.model == model
        )
        hashes = select(_ROW.text_hash).where(
            self._own(), _ROW.present, _ROW.text_hash.not_in(known)
        )
        wanted = hashes.distinct().order_by(_ROW.text_hash).limit(limit)
        found = self._read(self._own() & _ROW.present & _ROW.text_hash.in_(wanted))
        return list(dict.fromkeys(resource.text for resource in found))

    def vectors(self, model: str, text_hashes: Collection[bytes]) -> dict[bytes, bytes]:
        """See the port."""
        one_of = any_(literal(list(text_hashes), ARRAY(LargeBinary())))
        rows = self.connection.execute(
            select(_VECTOR.text_hash, func.vector_send(_VECTOR.vector, type_=LargeBinary())).where(
                _VECTOR.organization_id == self.organization_id,
                _VECTOR.model == model,
                _VECTOR.text_hash == one_of,
            )
        )
        return {text_hash: floats_from_binary(vector) for text_hash, vector in rows}

    def save_vectors(self, model: str, vectors: Mapping[bytes, bytes]) -> None:
        """See the port."""
        rows = [
            {
                "organization_id": self.organization_id,
                "model": model,
                "text_hash": text_hash,
                "vector": vector,
            }
            for text_hash, vector in vectors.items()
        ]
        if rows:
            statement = upsert(_VECTOR, "organization_id", "model", "text_hash")
            self.connection.execute(statement, rows)

    def purge_vectors(self) -> int:
        """See the port."""
        needed = select(_ROW.text_hash).where(self._own(), _ROW.present)
        gone = delete(_VECTOR).where(
            _VECTOR.organization_id == self.organization_id, _VECTOR.text_hash.not_in(needed)
        )
        return self.connection.execute(gone).rowcount

    def _read(self, wanted: ColumnElement[bool]) -> list[Resource]:
        statement = select(*_ROW.__table__.columns).where(wanted)
        return [_as_resource(row) for row in self.connection.execute(statement)]


def _place(resource: Resource) -> tuple[str, ...]:
    record = resource.record
    return (record.course, record.module, record.title, record.key)


def _as_row(resource: Resource) -> dict[str, Any]:
    return {
        **values_of(resource.record),
        "connection_id": resource.connection_id,
        "organization_id": resource.organization_id,
        "skills": list(resource.skills),
        "present": resource.present,
        "text_hash": resource.text_hash,
        "updated_at": resource.updated_at,
    }


def _as_resource(row: Any) -> Resource:
    return Resource(
        connection_id=row.connection_id,
        organization_id=row.organization_id,
        record=ResourceRecord(**{name: getattr(row, name) for name in _TOLD}),
        skills=tuple(row.skills),
        present=row.present,
        updated_at=row.updated_at,
    )
