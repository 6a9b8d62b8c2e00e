"""What the hub needs on a server of its own: a plain role, a database of that role, pgvector."""

from typing import LiteralString

import psycopg
from psycopg import sql


def provision(admin_url: str, *, role: str, database: str) -> None:
    """Make role, database and extension unless they exist.

    The extension is made by the superuser: `vector` need not be a trusted extension.

    Args:
        admin_url: a superuser's connection to any database of the server.
        role: owner of the database; neither superuser nor exempt from row-level security.
        database: name of the database.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if not _exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role):
            connection.execute(
                sql.SQL(
                    "CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE"
                ).format(sql.Identifier(role))
            )
        if not _exists(connection, "SELECT 1 FROM pg_database WHERE datname = %s", database):
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(
                    sql.Identifier(database), sql.Identifier(role)
                )
            )
    with psycopg.connect(admin_url, dbname=database, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")


def _exists(connection: psycopg.Connection, query: LiteralString, name: str) -> bool:
    return connection.execute(query, (name,)).fetchone() is not None
