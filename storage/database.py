"""Connections to PostgreSQL through psycopg 3."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DataError, InterfaceError, OperationalError

from core.errors import InvalidInputError, UnavailableError
from storage.types import BinaryVectorDumper, SentVector

CONNECT_SECONDS = 5


def open_engine(url: str, pool_size: int = 10) -> Engine:
    """An engine; nothing connects yet.

    Args:
        url: postgresql://... or postgres://...
        pool_size: connections kept open; as many again may be opened under load.
    """
    engine = create_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=pool_size,
        # The database may have been restarted since a connection was last used.
        pool_pre_ping=True,
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": "mentorloom"},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def sqlalchemy_url(url: str) -> URL:
    """The address as SQLAlchemy writes it, naming the driver."""
    return make_url(url.replace("postgres://", "postgresql://", 1)).set(
        drivername="postgresql+psycopg"
    )


def libpq_url(url: str) -> str:
    """The address as libpq (psycopg, procrastinate) reads it."""
    return sqlalchemy_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """A transaction: committed at the end of the block, rolled back on an exception.

    Raises:
        UnavailableError: the database does not answer, or ended the transaction (deadlock).
        InvalidInputError: a value cannot be stored at all.
    """
    try:
        with engine.begin() as connection:
            yield connection
    except DataError as error:
        raise InvalidInputError(
            "Something you sent contains characters or numbers that cannot be stored. "
            "Check what you entered and try again."
        ) from error
    except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
        raise UnavailableError(
            "The database does not answer just now. Try again in a moment."
        ) from error


def _prepare(connection: psycopg.Connection, _record: object) -> None:
    """Teach a new connection our types, and to give every moment in UTC."""
    connection.adapters.register_dumper(SentVector, BinaryVectorDumper)
    with connection.cursor() as cursor:
        cursor.execute("SET TIME ZONE 'UTC'")
    connection.commit()
