import psycopg
import pytest

from storage.leadership import AdvisoryLeadership


@pytest.fixture
def contenders(postgres_url):
    made = [AdvisoryLeadership(postgres_url) for _ in range(2)]
    yield made
    for one in made:
        one.release()


def test_there_is_one_leader(contenders):
    first, second = contenders
    assert first.acquire()
    assert not second.acquire()
    assert first.acquire()
    assert first.holds()
    first.release()
    assert not first.holds()
    assert second.acquire()


def test_two_locks_have_two_leaders(postgres_url, contenders):
    other = AdvisoryLeadership(postgres_url, lock=1)
    assert contenders[0].acquire()
    assert other.acquire()
    other.release()


def test_losing_the_connection_ends_leading(postgres_server, postgres_url, contenders):
    first, second = contenders
    assert first.acquire()
    name = postgres_url.split("?")[0].rsplit("/", 1)[1]
    with psycopg.connect(postgres_server.admin_url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s",
            [name],
        )
    assert second.acquire()
    assert not first.holds()
    assert not first.acquire()


def test_without_a_database_nobody_leads(tmp_path):
    nobody = AdvisoryLeadership(f"postgresql://x@/x?host={tmp_path}")
    assert not nobody.acquire()
    assert not nobody.holds()
