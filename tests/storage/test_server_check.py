"""What an administrator is told about an unsuitable DATABASE_URL, on real servers."""

import pytest
from psycopg import connect

from core.errors import MisconfiguredError, UnavailableError
from storage import server_check
from storage.server_check import Server, check_server

GOOD = Server(
    version=160004,
    role="hub",
    database="mentoring",
    unbound=False,
    may_create=True,
    has_vector=True,
    knows_vector=True,
)


def test_the_embedded_database_is_suitable(empty_url):
    check_server(empty_url)


def test_a_superuser_is_refused(postgres_server, empty_url):
    name = empty_url.split("?")[0].rsplit("/", 1)[1]
    with pytest.raises(MisconfiguredError, match="NOSUPERUSER NOBYPASSRLS"):
        check_server(postgres_server.cluster.url("postgres", name))


def test_a_role_exempt_from_row_security_is_refused(postgres_server, empty_url):
    with connect(postgres_server.admin_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE exempt LOGIN BYPASSRLS")
        with pytest.raises(MisconfiguredError, match=r'"exempt".*would not be kept apart'):
            check_server(empty_url.replace("mentorloom@", "exempt@"))
        admin.execute("DROP ROLE exempt")


def test_a_role_that_may_not_create_tables_is_told_how(postgres_server, empty_url):
    with connect(postgres_server.admin_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE guest LOGIN")
        with pytest.raises(MisconfiguredError, match='OWNER TO "guest"'):
            check_server(empty_url.replace("mentorloom@", "guest@"))
        admin.execute("DROP ROLE guest")


def test_missing_pgvector_is_told_how(postgres_server, empty_url):
    name = empty_url.split("?")[0].rsplit("/", 1)[1]
    with connect(postgres_server.cluster.url("postgres", name)) as admin:
        admin.execute("DROP EXTENSION vector")
    with pytest.raises(MisconfiguredError, match=f'"{name}": CREATE EXTENSION vector'):
        check_server(empty_url)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": 140011}, "PostgreSQL 14; 15 or newer"),
        (
            {"has_vector": False, "knows_vector": False},
            "apt install postgresql-16-pgvector",
        ),
    ],
)
def test_other_servers(monkeypatch, changed, told):
    monkeypatch.setattr(server_check, "_ask", lambda _url: GOOD._replace(**changed))
    with pytest.raises(MisconfiguredError, match=told):
        check_server("postgresql://hub@db/mentoring")


def test_a_server_that_does_not_let_us_in_is_quoted_without_the_password(tmp_path):
    with pytest.raises(UnavailableError, match="DATABASE_URL") as caught:
        check_server(f"postgresql://hub:geheim@/mentoring?host={tmp_path}")
    assert "geheim" not in str(caught.value)
    assert str(tmp_path) in str(caught.value)
