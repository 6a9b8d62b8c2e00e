"""Thousands of rows in one statement.

COPY would be quicker still, but PostgreSQL has none into tables with row-level security. So the
rows go as one JSON document, which jsonb_populate_recordset turns into rows with the types of the
table's columns (https://www.postgresql.org/docs/current/functions-json.html).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, TextClause, text

from storage.tables import Base, table_of

Rows = Sequence[Mapping[str, Any]]


def upsert_all(connection: Connection, row: type[Base], rows: Rows, *key: str) -> None:
    """INSERT, or UPDATE everything else where a row with this key exists.

    Args:
        connection: in a transaction.
        row: the table.
        rows: column -> value, every column of the table. Of two with one key the last counts.
        key: columns of its primary key or of a unique constraint.
    """
    single = {tuple(one[name] for name in key): one for one in rows}
    _write(connection, _upsert(row, key), list(single.values()))


def insert_all(connection: Connection, row: type[Base], rows: Rows) -> None:
    """INSERT in the order of the rows; columns the database numbers itself are left out."""
    _write(connection, _insert(row, ""), rows)


def insert_missing(connection: Connection, row: type[Base], rows: Rows) -> int:
    """INSERT, but leave rows alone whose key exists; returns how many were missing."""
    return _write(connection, _insert(row, "ON CONFLICT DO NOTHING"), rows)


def _write(connection: Connection, statement: TextClause, rows: Rows) -> int:
    if not rows:
        return 0
    told = json.dumps(rows, default=_written, separators=(",", ":"))
    return connection.execute(statement, {"rows": told}).rowcount


@cache
def _insert(row: type[Base], conflict: str) -> TextClause:
    table = table_of(row)
    names = ", ".join(f'"{c.name}"' for c in table.columns if c.identity is None)
    return text(
        f'INSERT INTO "{table.name}" ({names}) SELECT {names}'  # noqa: S608 - names of our tables
        f' FROM jsonb_populate_recordset(NULL::"{table.name}", CAST(:rows AS jsonb)) {conflict}'
    )


@cache
def _upsert(row: type[Base], key: tuple[str, ...]) -> TextClause:
    # A row keeps its tenant: only the rest of it is replaced.
    rest = [c.name for c in table_of(row).columns if c.name not in {*key, "organization_id"}]
    change = ", ".join(f'"{name}" = excluded."{name}"' for name in rest)
    known = ", ".join(f'"{name}"' for name in key)
    return _insert(row, f"ON CONFLICT ({known}) DO UPDATE SET {change}")


def _written(value: object) -> object:
    """A value JSON has no word for, as PostgreSQL reads it."""
    match value:
        case UUID():
            return str(value)
        case datetime():
            return value.isoformat()
        case bytes():
            return f"\\x{value.hex()}"
    raise TypeError(type(value))
