"""Fixtures every test folder may use: a real PostgreSQL, one empty database a test.

Each pytest process (each xdist worker) starts an embedded server of its own, in about a second; a
database costs a copy of a migrated template, 30 ms.
"""

import contextlib
import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storage import embedded
from storage.database import open_engine
from storage.embedded.cluster import Cluster
from storage.embedded.lock import FolderLock
from storage.embedded.owner import Owner
from storage.migrate import upgrade
from storage.secrets import AesGcmCipher, SecretKey
from storage.unit_of_work import PostgresStorage

PREFIX = "mentorloom-tests-"
TEMPLATE = "template_hub"
# Nothing of a test has to survive a power cut.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
}


@pytest.fixture(scope="session")
def postgres_server():
    sweep()
    # Not below pytest's own temporary folder: nobody but its owner may pass through that.
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    with embedded.start(folder, FAST) as server:
        make_template(server)
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


def make_template(server):
    with psycopg.connect(server.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE} OWNER {embedded.ROLE}")
    with psycopg.connect(server.admin_url, dbname=TEMPLATE) as connection:
        connection.execute("CREATE EXTENSION vector")
    upgrade(server.database_url(TEMPLATE))


@pytest.fixture
def postgres_url(postgres_server):
    """A migrated, empty database; the role is neither superuser nor exempt from row security."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as connection:
        connection.execute(
            f"CREATE DATABASE {name} OWNER {embedded.ROLE} TEMPLATE {TEMPLATE} STRATEGY file_copy"
        )
        yield postgres_server.database_url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


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
