"""The few statements all repositories share."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy import ARRAY, ColumnElement, Connection, Uuid, any_, literal
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from core.domain.identifiers import OrganizationId
from core.errors import ConflictError
from storage.tables import Base, table_of


class TenantRepository:
    """A repository that sees one organization: it says so in every statement.

    Row-level security would hide the others anyway; the two do not rely on each other.
    """

    def __init__(self, connection: Connection, organization_id: OrganizationId) -> None:
        self.connection = connection
        self.organization_id = organization_id


class PlatformRepository:
    """A repository of what no single organization owns."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection


def upsert(row: type[Base], *key: str) -> Insert:
    """INSERT, or UPDATE everything else when a row with this key exists.

    Args:
        row: the table.
        key: columns of its primary key or of a unique constraint.
    """
    table = table_of(row)
    statement = insert(table)
    # A row keeps its tenant: only the rest of it is replaced.
    replaced = [c for c in table.columns if c.name not in {*key, "organization_id"}]
    return statement.on_conflict_do_update(
        index_elements=list(key), set_={c.name: statement.excluded[c.name] for c in replaced}
    )


def among(
    column: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    values: Collection[UUID],
) -> ColumnElement[bool]:
    """Whether a column is one of these: one array parameter, however many there are."""
    return column == any_(literal(list(values), ARRAY(Uuid())))


def values_of(kept: Any) -> dict[str, Any]:
    """Field -> value of a dataclass whose fields are the columns of its table.

    Unlike dataclasses.asdict it copies nothing, which counts with thousands of rows.
    """
    return {name: getattr(kept, name) for name in type(kept).__dataclass_fields__}


@contextmanager
def unique_or_conflict(connection: Connection, message: str) -> Iterator[None]:
    """Turn a broken unique constraint into a ConflictError; the transaction stays usable.

    Args:
        connection: in a transaction.
        message: what is taken and what to do.
    """
    try:
        with connection.begin_nested():
            yield
    except IntegrityError as error:
        if isinstance(error.orig, psycopg.errors.UniqueViolation):
            raise ConflictError(message) from error
        raise
