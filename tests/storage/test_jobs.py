"""Deferring inside a unit of work."""

from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from core.ports.jobs import Lane
from storage.database import libpq_url
from tests.contracts.world import World


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def waiting(postgres_url):
    """Reads the jobs that wait, as another connection sees them."""

    def read(columns="task_name, args, lock, queueing_lock"):
        with psycopg.connect(libpq_url(postgres_url)) as connection:
            return connection.execute(
                f"SELECT {columns} FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"
            ).fetchall()

    return read


def test_a_job_appears_when_the_work_is_committed(world, waiting):
    with world.tenant() as work:
        work.jobs.defer("encode", lock="program-1", person="ada", count=3, half=0.5, gone=None)
        assert waiting() == []
    arguments = {"person": "ada", "count": 3, "half": 0.5, "gone": None}
    assert waiting() == [("encode", arguments, "program-1", None)]


def test_rolled_back_work_leaves_no_job(world, waiting):
    def work_and_fail():
        with world.platform() as work:
            work.jobs.defer("encode", person="ada")
            work.jobs.defer("encode", once="ada", person="ada")
            raise LookupError

    with pytest.raises(LookupError):
        work_and_fail()
    assert waiting() == []


def test_once_adds_no_second_job_and_leaves_the_work_usable(world, waiting):
    with world.tenant() as work:
        work.jobs.defer("encode", once="ada", attempt=1)
        work.jobs.defer("encode", once="ada", attempt=2)
        work.jobs.defer("encode", once="ben", attempt=3)
        work.programs.save(world.program)
    with world.tenant() as work:
        work.jobs.defer("encode", once="ada", attempt=4)
    assert waiting("queueing_lock, args") == [("ada", {"attempt": 1}), ("ben", {"attempt": 3})]


def test_a_delay_puts_a_job_off(world, waiting):
    with world.tenant() as work:
        work.jobs.defer("encode", delay=timedelta(hours=1, milliseconds=500))
        work.jobs.defer("encode")
    (put_off,), (at_once,) = waiting("scheduled_at")
    hour = timedelta(hours=1)
    assert hour - timedelta(minutes=1) < put_off - datetime.now(UTC) < hour + timedelta(minutes=1)
    assert at_once is None


def test_what_somebody_waits_for_goes_first(world, waiting):
    with world.tenant() as work:
        work.jobs.defer("encode", lock="a")
        work.jobs.defer("encode", lock="a", urgent=True)
    assert waiting("priority") == [(0,), (1,)]


def test_a_job_waits_in_its_lane(world, waiting):
    with world.tenant() as work:
        work.jobs.defer("encode")
        work.jobs.defer("answer", lane=Lane.CHAT)
    assert waiting("queue_name") == [("default",), ("chat",)]
