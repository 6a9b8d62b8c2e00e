"""OneRoster's access tokens: kept with the connection, and renewed by one of many."""

from datetime import timedelta

import pytest

from core.ports.connectors import ForbiddenScopeError, NotAuthorisedError
from integrations.school.oneroster.rest import OneRoster
from tests.vendors.contexts import GivenSecrets, read_all
from tests.vendors.school import SECRET

from .roster_service import Service

ROSTER = OneRoster(page=3)


class Connection:
    """What is kept of one between runs."""

    def __init__(self):
        self.school = Service()
        self.secrets = GivenSecrets(client_secret=SECRET)

    def reads(self):
        people = read_all(ROSTER, "people", self.school.context(secrets=self.secrets), None)[0]
        assert len(people) == 7
        return len(self.school.tokens)

    def checks(self):
        ROSTER.check(self.school.context(secrets=self.secrets))
        return len(self.school.tokens)


@pytest.fixture
def connection():
    return Connection()


def test_a_token_is_used_by_later_runs_until_shortly_before_it_ends(connection):
    assert connection.reads() == 1
    connection.school.clock.advance(minutes=58)
    assert connection.reads() == 1
    connection.school.clock.advance(minutes=1)
    assert connection.reads() == 2


def test_one_that_others_renewed_meanwhile_is_taken(connection):
    connection.reads()
    late = GivenSecrets(**connection.secrets.known)
    connection.school.clock.advance(hours=2)
    connection.reads()
    late.refreshed = connection.secrets.refreshed
    read_all(ROSTER, "people", connection.school.context(secrets=late), None)
    assert len(connection.school.tokens) == connection.secrets.renewed == 2


def test_a_check_asks_for_a_new_one_so_that_it_tells_whether_the_secret_is_good(connection):
    connection.reads()
    assert connection.checks() == 2
    assert connection.reads() == 2
    connection.school.wire.fault("/token", status=401)
    with pytest.raises(NotAuthorisedError):
        connection.checks()


def test_one_of_other_credentials_is_not_used(connection):
    connection.reads()
    connection.secrets.known["client_secret"] = "another"
    with pytest.raises(NotAuthorisedError):
        connection.reads()


def test_one_from_before_a_permission_was_given_is_replaced(connection):
    connection.reads()
    connection.school.wire.fault("/users", status=403)
    assert connection.reads() == 2


def test_a_permission_that_is_missing_is_asked_for_once(connection):
    connection.reads()
    connection.school.wire.fault("/users", status=403, times=2)
    with pytest.raises(ForbiddenScopeError):
        connection.reads()
    assert len(connection.school.tokens) == 2


def test_one_that_lasts_no_time_is_used_at_least_once(connection, monkeypatch):
    monkeypatch.setattr("integrations.school.oneroster.api.BEFORE_ITS_END", timedelta(hours=2))
    assert connection.reads() > 1
