"""Tokens of connections: who may issue them, how many there are, and whose they are."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.scim import ScimCaller
from core.errors import ForbiddenError, NotFoundError, UnavailableError
from core.services.scim.tokens import ScimTokens
from tests.contracts.world import World
from tests.fakes.directory_storage import FakeAudit
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


class Office:
    def __init__(self):
        self.world = World(FakeStorage())
        self.clock = FakeClock()
        self.connection = self.world.new_connection(connector="scim", title="Entra")
        self.admin = Actor(
            organization_id=self.world.id, person_id=self.world.dora.id, configures=True
        )
        self.tokens = ScimTokens(self.world.storage, self.clock, FakeEntropy())

    def issue(self):
        self.clock.advance(minutes=1)
        return self.tokens.issue(self.admin, self.connection.id)

    def listed(self):
        return self.tokens.tokens(self.admin, self.connection.id)

    def deeds(self):
        with self.world.tenant() as work:
            return [entry.deed for entry in work.audit.page(None, 9)]


@pytest.fixture
def office():
    return Office()


def test_a_token_is_its_connections(office):
    token = office.issue()
    caller = ScimCaller(organization_id=office.world.id, connection_id=office.connection.id)
    assert office.tokens.caller(token) == caller
    assert office.tokens.caller("guessed") is None


def test_only_a_hash_and_the_end_are_kept(office):
    token = office.issue()
    [kept] = office.listed()
    assert kept.ends == token[-4:]
    assert token not in repr(kept)


def test_two_are_valid_while_they_change(office):
    first, second = office.issue(), office.issue()
    assert all(office.tokens.caller(one) for one in (first, second))
    third = office.issue()
    assert office.tokens.caller(first) is None
    assert all(office.tokens.caller(one) for one in (second, third))
    assert [one.ends for one in office.listed()] == [third[-4:], second[-4:]]


def test_a_removed_one_ends_at_once(office):
    token = office.issue()
    [kept] = office.listed()
    office.tokens.remove(office.admin, office.connection.id, kept.token_hash)
    assert office.tokens.caller(token) is None
    office.tokens.remove(office.admin, office.connection.id, kept.token_hash)
    assert office.deeds() == ["scim_token.removed", "scim_token.issued"]


def test_a_token_of_another_connection_is_not_removed(office):
    token = office.issue()
    [kept] = office.listed()
    other = office.world.new_connection(connector="scim")
    office.tokens.remove(office.admin, other.id, kept.token_hash)
    assert office.tokens.caller(token) is not None


def test_the_last_use_is_known_to_the_hour(office):
    token = office.issue()
    assert office.listed()[0].used_at is None
    office.tokens.caller(token)
    first = office.clock.now()
    office.clock.advance(minutes=59)
    office.tokens.caller(token)
    assert office.listed()[0].used_at == first
    office.clock.advance(minutes=1)
    office.tokens.caller(token)
    assert office.listed()[0].used_at == office.clock.now()


def test_only_administrators_have_tokens_to_give(office):
    for somebody in (replace(office.admin, configures=False),):
        with pytest.raises(ForbiddenError):
            office.tokens.issue(somebody, office.connection.id)
        with pytest.raises(ForbiddenError):
            office.tokens.tokens(somebody, office.connection.id)
        with pytest.raises(ForbiddenError):
            office.tokens.remove(somebody, office.connection.id, b"")


def test_other_connections_have_none(office):
    file = office.world.new_connection(connector="file")
    for connection_id in (file.id, UUID(int=9)):
        with pytest.raises(NotFoundError):
            office.tokens.issue(office.admin, connection_id)


@pytest.mark.parametrize("deed", ["issue", "remove"])
def test_no_token_comes_or_goes_unless_that_is_noted(office, monkeypatch, deed):
    token = office.issue()
    [kept] = office.listed()

    def full(*_):
        raise UnavailableError("The audit cannot be written.")

    with monkeypatch.context() as broken:
        broken.setattr(FakeAudit, "add", full)
        with pytest.raises(UnavailableError):
            office.issue() if deed == "issue" else office.tokens.remove(
                office.admin, office.connection.id, kept.token_hash
            )
    assert office.listed() == [kept]
    assert office.tokens.caller(token) is not None
