"""Before anything else: can this PostgreSQL do what the hub builds on?"""

from typing import NamedTuple

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import make_url

from core.errors import MisconfiguredError, UnavailableError
from storage.database import CONNECT_SECONDS, libpq_url

OLDEST = 15
"""ON DELETE SET NULL (column) and owners' rights on the schema came with PostgreSQL 15."""

_QUESTIONS = """
SELECT current_setting('server_version_num')::int AS version,
       current_user AS role,
       current_database() AS database,
       r.rolsuper OR r.rolbypassrls AS unbound,
       has_schema_privilege('public', 'CREATE') AS may_create,
       EXISTS (SELECT FROM pg_extension WHERE extname = 'vector') AS has_vector,
       EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS knows_vector
FROM pg_roles r WHERE r.rolname = current_user
"""


class Server(NamedTuple):
    """What the server answered.

    Attributes:
        version: as server_version_num, 150004 for 15.4.
        unbound: row-level security does not bind the role.
        may_create: the role may create tables.
        has_vector, knows_vector: pgvector is set up in the database; is installed on the server.
    """

    version: int
    role: str
    database: str
    unbound: bool
    may_create: bool
    has_vector: bool
    knows_vector: bool


def check_server(url: str) -> None:
    """Refuse a database the hub cannot run on, or in which tenants would not be kept apart.

    Args:
        url: DATABASE_URL.

    Raises:
        MisconfiguredError: says what to run to put it right.
        UnavailableError: the database does not answer.
    """
    server = _ask(url)
    if server.version < OLDEST * 10_000:
        raise MisconfiguredError(
            "DATABASE_URL leads to PostgreSQL %(found)s; %(oldest)s or newer is needed. Upgrade "
            "the server, or leave DATABASE_URL empty to use the embedded one.",
            found=server.version // 10_000,
            oldest=OLDEST,
        )
    if server.unbound:
        raise MisconfiguredError(
            'The role "%(role)s" in DATABASE_URL is a superuser or bypasses row-level security, '
            "so organizations would not be kept apart. Run, as a superuser: "
            "CREATE ROLE mentorloom LOGIN PASSWORD '...' NOSUPERUSER NOBYPASSRLS; "
            'ALTER DATABASE "%(database)s" OWNER TO mentorloom; '
            "and put that role into DATABASE_URL.",
            role=server.role,
            database=server.database,
        )
    if not server.may_create:
        raise MisconfiguredError(
            'The role "%(role)s" may not create tables. Run, as a superuser: '
            'ALTER DATABASE "%(database)s" OWNER TO "%(role)s";',
            role=server.role,
            database=server.database,
        )
    _check_vector(server)


def _check_vector(server: Server) -> None:
    if server.has_vector:
        return
    if server.knows_vector:
        raise MisconfiguredError(
            "The extension pgvector is not set up. Run, as a superuser, in the database "
            '"%(database)s": CREATE EXTENSION vector;',
            database=server.database,
        )
    raise MisconfiguredError(
        "The extension pgvector is not installed on the server. Install it (Debian and Ubuntu: "
        "apt install postgresql-%(major)s-pgvector), then run, as a superuser, in the database "
        '"%(database)s": CREATE EXTENSION vector;',
        major=server.version // 10_000,
        database=server.database,
    )


def _ask(url: str) -> Server:
    try:
        with psycopg.connect(
            libpq_url(url), connect_timeout=CONNECT_SECONDS, row_factory=namedtuple_row
        ) as connection:
            answer = connection.execute(_QUESTIONS).fetchone()
    except psycopg.OperationalError as error:
        raise UnavailableError(
            "The database in DATABASE_URL (%(where)s) does not let us in: %(reason)s",
            where=make_url(url).render_as_string(hide_password=True),
            reason=str(error).strip().replace("\n", " "),
        ) from error
    assert answer is not None
    return Server(*answer)
