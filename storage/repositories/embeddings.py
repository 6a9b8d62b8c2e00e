"""The vectors of profile texts.

Every list of suggestions needs those of a whole programme, 12 MB for 1,000 mentors. So only the
hashes are read each time and the vectors once per process (vector_cache.py); they are read with
psycopg directly, in PostgreSQL's binary format, and sorted here: the server would sort rows with
vectors in them on disk.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from sqlalchemy import Connection, delete

from core.domain.identifiers import OrganizationId, PersonId, ProgramId
from core.domain.profile import TextEmbedding, TextKind
from core.domain.program import Role
from storage.repositories.statements import TenantRepository, among, upsert
from storage.tables import TextEmbeddingRow
from storage.types import floats_from_binary
from storage.vector_cache import VectorCache

_OF_PEOPLE: LiteralString = """
SELECT e.person_id, e.kind, e.text_hash, vector_send(e.vector)
FROM text_embedding e
WHERE e.organization_id = %(organization)s
  AND e.model = %(model)s
  AND e.person_id = ANY(%(people)s)
"""
_IN_PROGRAM: LiteralString = """
FROM participation p
JOIN text_embedding e ON e.person_id = p.person_id
WHERE p.program_id = %(program)s
  AND p.role = %(role)s
  AND NOT p.paused
  AND NOT p.away
  AND e.organization_id = %(organization)s
  AND e.model = %(model)s
"""
_HASHES: LiteralString = "SELECT DISTINCT e.text_hash" + _IN_PROGRAM
_HASHES_OF_PEOPLE: LiteralString = _HASHES + "AND e.person_id = ANY(%(people)s)"
# One row of each text is found by its place: sorted with their vectors in them, as DISTINCT ON
# would do it, the rows of a large programme take seconds and a disk.
_FIRST: LiteralString = """
SELECT one.text_hash, vector_send(one.vector)
FROM text_embedding one
WHERE one.ctid = ANY(ARRAY(SELECT min(e.ctid)"""
_EACH: LiteralString = " GROUP BY e.text_hash))"
_ALL: LiteralString = _FIRST + _IN_PROGRAM + _EACH
_MISSING: LiteralString = _FIRST + _IN_PROGRAM + "AND e.text_hash = ANY(%(missing)s)" + _EACH
_KINDS = {kind.value: kind for kind in TextKind}


class PostgresEmbeddings(TenantRepository):
    """Adapter of core.ports.repositories.Embeddings.

    Args:
        connection, organization_id: as every repository of a tenant.
        cache: vectors read before.
    """

    def __init__(
        self, connection: Connection, organization_id: OrganizationId, cache: VectorCache
    ) -> None:
        super().__init__(connection, organization_id)
        self._cache = cache

    def of_people(self, person_ids: Collection[PersonId], model: str) -> list[TextEmbedding]:
        """See the port; ordered by person id."""
        return self._read(_OF_PEOPLE, model, {"people": list(person_ids)})

    def vectors_of_program(
        self,
        program_id: ProgramId,
        role: Role,
        model: str,
        people: Collection[PersonId] | None = None,
    ) -> Mapping[bytes, bytes]:
        """See the port."""
        values: dict[str, object] = {"program": program_id, "role": role.value}
        if people is not None:
            values["people"] = list(people)
        wanted = _HASHES if people is None else _HASHES_OF_PEOPLE
        hashes = [text_hash for (text_hash,) in self._fetch(wanted, model, values)]
        found = self._cache.known(model, hashes)
        if missing := [text_hash for text_hash in hashes if text_hash not in found]:
            if len(missing) == len(hashes) and people is None:
                rows = self._fetch(_ALL, model, values)
            else:
                rows = self._fetch(_MISSING, model, {**values, "missing": missing})
            read = {text_hash: floats_from_binary(vector) for text_hash, vector in rows}
            self._cache.keep(model, read)
            found |= read
        return found

    def replace(self, person_id: PersonId, model: str, embeddings: Sequence[TextEmbedding]) -> None:
        """See the port."""
        self.replace_many(model, {person_id: embeddings})

    def replace_many(
        self, model: str, embeddings: Mapping[PersonId, Sequence[TextEmbedding]]
    ) -> None:
        """See the port."""
        table = TextEmbeddingRow
        self.connection.execute(
            delete(table).where(
                table.organization_id == self.organization_id,
                among(table.person_id, embeddings),
                table.model == model,
            )
        )
        rows = [
            {
                "organization_id": self.organization_id,
                "person_id": person_id,
                "model": model,
                "kind": embedding.kind,
                "text_hash": embedding.text_hash,
                "vector": embedding.vector,
            }
            for person_id, ones in embeddings.items()
            for embedding in ones
        ]
        if rows:
            # The same text twice in a profile, or two jobs at once, mean the same vector.
            key = ("person_id", "model", "kind", "text_hash")
            self.connection.execute(upsert(table, *key), rows)

    def _read(
        self, query: LiteralString, model: str, values: Mapping[str, object]
    ) -> list[TextEmbedding]:
        rows = self._fetch(query, model, values)
        rows.sort(key=_place)
        return [
            TextEmbedding(
                person_id=PersonId(person_id),
                kind=_KINDS[kind],
                text_hash=text_hash,
                model=model,
                vector=floats_from_binary(vector),
            )
            for person_id, kind, text_hash, vector in rows
        ]

    def _fetch(self, query: LiteralString, model: str, values: Mapping[str, object]) -> list[Any]:
        driver = self.connection.connection.driver_connection
        assert isinstance(driver, psycopg.Connection)
        values = {"organization": self.organization_id, "model": model, **values}
        with driver.cursor(binary=True) as cursor:
            return cursor.execute(query, values).fetchall()


def _place(row: tuple[UUID, str, bytes, bytes]) -> tuple[int, str, bytes]:
    return row[0].int, row[1], row[2]
