import pytest
from sqlalchemy import text

from core.errors import UnavailableError
from storage.database import libpq_url, open_engine, sqlalchemy_url, transaction
from storage.unit_of_work import PostgresStorage
from tests.contracts.world import fresh


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_addresses_are_understood_however_they_begin(scheme):
    url = f"{scheme}://hub:p%40ss@db.example.edu:5433/mentoring?sslmode=require"
    assert sqlalchemy_url(url).drivername == "postgresql+psycopg"
    assert sqlalchemy_url(url).password == "p@ss"
    expected = "postgresql://hub:p%40ss@db.example.edu:5433/mentoring?sslmode=require"
    assert libpq_url(url) == expected


class TestADatabaseThatIsAway:
    @pytest.fixture
    def storage(self, tmp_path, cipher):
        engine = open_engine(f"postgresql://x@/x?host={tmp_path}")
        return PostgresStorage(engine, cipher)

    def test_ping_says_so(self, storage):
        with pytest.raises(UnavailableError, match="database"):
            storage.ping()

    def test_work_says_so(self, storage):
        def work():
            with storage.platform() as work:
                work.organizations.all()

        with pytest.raises(UnavailableError, match="database"):
            work()


def test_a_connection_that_was_closed_is_replaced(postgres_server, postgres_url):
    engine = open_engine(postgres_url, pool_size=1)
    with transaction(engine) as connection:
        pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
    admin = open_engine(postgres_server.admin_url)
    with transaction(admin) as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
    admin.dispose()
    with transaction(engine) as connection:
        assert connection.execute(text("SELECT pg_backend_pid()")).scalar() != pid
    engine.dispose()


def test_losing_the_connection_in_the_middle_says_so(postgres_server, postgres_storage):
    """However the statement was sent: by SQLAlchemy, psycopg or procrastinate."""

    def read_people(work):
        work.people.get(fresh())

    def read_vectors(work):
        work.embeddings.of_people([fresh()], "m")

    def defer(work):
        work.jobs.defer("encode")

    def defer_once(work):
        work.jobs.defer("encode", once="ada")

    admin = open_engine(postgres_server.admin_url)

    def lose_and(step):
        with postgres_storage.tenant(fresh()) as work:
            connection = work.people.connection
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
            with admin.begin() as other:
                other.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": pid})
            step(work)

    for step in (read_people, read_vectors, defer, defer_once):
        with pytest.raises(UnavailableError):
            lose_and(step)
    admin.dispose()


def test_moments_are_in_utc_whatever_the_server_prefers(postgres_url):
    engine = open_engine(f"{postgres_url}&options=-c%20TimeZone%3DAsia/Tokyo")
    with transaction(engine) as connection:
        moment = connection.execute(text("SELECT now()")).scalar()
    assert moment.utcoffset().total_seconds() == 0
    engine.dispose()
