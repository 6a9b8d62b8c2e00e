from datetime import timedelta

import psycopg
import pytest

from core.errors import UnavailableError
from storage.database import libpq_url, open_engine
from storage.ticks import PostgresTicks
from tests.contracts.world import NOW


@pytest.fixture
def ticks(postgres_url):
    engine = open_engine(postgres_url)
    yield PostgresTicks(engine)
    engine.dispose()


@pytest.fixture
def connection(postgres_url):
    with psycopg.connect(libpq_url(postgres_url), autocommit=True) as connection:
        yield connection


def jobs(connection):
    query = "SELECT task_name, args FROM procrastinate_jobs ORDER BY id"
    return connection.execute(query).fetchall()


def work_off(connection):
    connection.execute("UPDATE procrastinate_jobs SET status = 'succeeded'")


def test_a_moment_is_deferred_once_even_when_its_job_is_done(ticks, connection):
    assert ticks.defer("purge", "purge_expired", NOW)
    work_off(connection)
    assert not ticks.defer("purge", "purge_expired", NOW)
    assert jobs(connection) == [("purge_expired", {})]


def test_the_next_moment_is_deferred_again(ticks, connection):
    assert ticks.defer("purge", "purge_expired", NOW)
    work_off(connection)
    assert ticks.defer("purge", "purge_expired", NOW + timedelta(minutes=1))
    assert len(jobs(connection)) == 2


def test_a_job_that_still_waits_is_enough(ticks, connection):
    assert ticks.defer("purge", "purge_expired", NOW)
    assert not ticks.defer("purge", "purge_expired", NOW + timedelta(minutes=1))
    assert len(jobs(connection)) == 1


def test_schedules_do_not_hinder_each_other(ticks, connection):
    assert ticks.defer("purge", "purge_expired", NOW)
    assert ticks.defer("report", "purge_expired", NOW)
    assert len(jobs(connection)) == 2


def test_without_a_database_it_says_so(tmp_path):
    engine = open_engine(f"postgresql://x@/x?host={tmp_path}")
    with pytest.raises(UnavailableError):
        PostgresTicks(engine).defer("purge", "purge_expired", NOW)
