"""Fixtures every test folder may use: a real PostgreSQL, one empty database a test.

Each pytest process (each xdist worker) starts an embedded server of its own in about a second, with
one migrated database; after a test, whatever is still connected is cut off and all rows go.
"""

import contextlib
import gc
import shutil
import tempfile
from pathlib import Path

import psycopg
import pytest
from flask import Flask

from storage import embedded
from storage.database import open_engine
from storage.embedded.cluster import Cluster
from storage.embedded.lock import FolderLock
from storage.embedded.owner import Owner
from storage.migrate import upgrade
from storage.secrets import AesGcmCipher, SecretKey
from storage.unit_of_work import PostgresStorage
from tests.compiled_rules import CompiledOnce

PREFIX = "mentorloom-tests-"
DATABASE = "tests"
CUT_OFF = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
TABLES = """
SELECT oid::regclass FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> 'alembic_version'
"""
# Nothing of a test has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


def pytest_configure():
    Flask.url_rule_class = CompiledOnce


def pytest_collection_modifyitems(items):
    """Journeys in browsers look at whole pages; which lines run is measured by the other tests."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.no_cover)


def pytest_collection_finish():
    """Modules and tests stay until the end: the garbage collector need not walk them each time.

    Whole applications come and go between its walks; fewer of these cost a little memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(scope="session")
def postgres_server():
    sweep()
    # Not below pytest's own temporary folder: nobody but its owner may pass through that.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with embedded.start(folder, FAST) as server:
        yield server
    shutil.rmtree(folder)


def sweep():
    """Stop servers of runs that were killed: nobody holds the locks of their folders."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        starting, users = FolderLock(folder / "start.lock"), FolderLock(folder / "users.lock")
        with contextlib.suppress(OSError):
            if (folder / "users.lock").exists() and starting.try_exclusive():
                if users.try_exclusive():
                    Cluster(folder, Owner.of_this_process()).stop()
                    shutil.rmtree(folder)
                    users.release()
                starting.release()


@pytest.fixture(scope="session")
def database(postgres_server):
    """The name of a migrated database."""
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {embedded.ROLE}")
    with psycopg.connect(postgres_server.cluster.url("postgres", DATABASE)) as connection:
        connection.execute("CREATE EXTENSION vector")
    upgrade(postgres_server.database_url(DATABASE))
    return DATABASE


@pytest.fixture
def postgres_url(postgres_server, database):
    """A migrated, empty database; the role is neither superuser nor exempt from row security."""
    yield postgres_server.database_url(database)
    with psycopg.connect(postgres_server.cluster.url("postgres", database)) as connection:
        connection.execute(CUT_OFF)
        # No triggers, so no foreign keys to obey: any order will do.
        connection.execute("SET session_replication_role = replica")
        tables = connection.execute(TABLES).fetchall()
        connection.execute("; ".join(f"DELETE FROM {table}" for (table,) in tables))


@pytest.fixture
def cipher():
    return AesGcmCipher([SecretKey("test", bytes(32))])


@pytest.fixture
def postgres_storage(postgres_url, cipher):
    """core.ports.unit_of_work.Storage on PostgreSQL, empty."""
    opened = PostgresStorage(open_engine(postgres_url, pool_size=5), cipher)
    yield opened
    opened.close()


@pytest.fixture
def storage(postgres_storage):
    """The same by its short name; tests/contracts runs against more than one."""
    return postgres_storage
