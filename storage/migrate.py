"""Bring a database to the newest schema, with Alembic configured from here (no alembic.ini)."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from storage.database import open_engine

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 5_093_247_161
"""Advisory lock: processes that start together migrate one after the other."""


def upgrade(url: str) -> None:
    """Run the revisions a database has not seen yet, all in one transaction.

    Args:
        url: postgresql://... of a role that owns the database.

    Raises:
        UnavailableError: the database does not answer.
    """
    engine = open_engine(url, pool_size=1)
    try:
        with engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            command.upgrade(_config(connection), "head")
    finally:
        engine.dispose()


@cache
def newest_revision() -> str:
    """The revision this version of the hub needs."""
    head = ScriptDirectory(str(_SCRIPTS)).get_current_head()
    assert head is not None, "there is a first revision"
    return head


def ours(name: str | None, kind: str, _parents: object) -> bool:
    """Whether Alembic should look at something in the database: not at procrastinate's tables."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
