import shutil
import tempfile
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from storage import embedded
from tests.contracts.world import World
from tests.storage.embedded_life import stop_whatever_runs


@pytest.fixture
def empty_url(postgres_server):
    """A database of the hub's role with pgvector and nothing else."""
    name = f"empty_{uuid4().hex}"
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} OWNER {embedded.ROLE}")
        with psycopg.connect(postgres_server.admin_url, dbname=name) as inside:
            inside.execute("CREATE EXTENSION vector")
        yield postgres_server.database_url(name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def defer(storage):
    world = World(storage)

    def defer(job, **options):
        with world.platform() as work:
            work.jobs.defer(job, **options)

    return defer


@pytest.fixture
def folder():
    made = Path(tempfile.mkdtemp(prefix="mentorloom-life-"))
    yield made
    stop_whatever_runs(made)
    shutil.rmtree(made, ignore_errors=True)  # a server on its way down removes files itself
