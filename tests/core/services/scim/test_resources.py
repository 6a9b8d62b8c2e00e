"""Users and groups as use cases; tests/web/scim asks the same through the protocol."""

from uuid import UUID

import pytest

from core.domain.connection import ConnectionStatus
from core.domain.scim import ScimCaller, ScimMember
from core.domain.scim_query import Query
from core.errors import ConflictError, InvalidInputError, NotFoundError, UnavailableError
from core.services.directory.sink import PeopleSink
from core.services.scim.connections import StaleVersionError
from core.services.scim.groups import Add, GroupEdit, Remove, Replace
from core.services.scim.use_cases import ScimUseCases
from tests.contracts.world import World
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


class Provider:
    def __init__(self, status=ConnectionStatus.ON):
        self.world = World(FakeStorage())
        clock, entropy = FakeClock(), FakeEntropy()
        self.connection = self.world.new_connection(connector="scim", status=status)
        self.caller = ScimCaller(organization_id=self.world.id, connection_id=self.connection.id)
        made = ScimUseCases.assemble(self.world.storage, clock, entropy, PeopleSink(clock, entropy))
        self.users, self.groups = made.users, made.groups

    def user(self, name="ada", **more):
        return self.users.create(self.caller, {"userName": name, **more}).entry.key

    def group(self, name="G", *members):
        told = [ScimMember(key=key) for key in members]
        return str(self.groups.create(self.caller, {"displayName": name}, told).group.id)


@pytest.fixture
def provider():
    return Provider()


class TestUsers:
    def test_one_is_created_read_and_found(self, provider):
        key = provider.user(displayName="Ada")
        user = provider.users.get(provider.caller, key)
        assert user.entry.source == {"userName": "ada", "displayName": "Ada"}
        assert user.entry.person_id is not None
        total, found = provider.users.search(provider.caller, Query(), groups=False)
        assert (total, [one.entry.key for one in found]) == (1, [key])
        assert provider.users.search(provider.caller, Query(limit=0)) == (1, [])

    def test_names_are_unique_on_creation_and_on_change(self, provider):
        provider.user("ada")
        key = provider.user("ben")
        with pytest.raises(ConflictError):
            provider.user("ADA")
        with pytest.raises(ConflictError):
            provider.users.change(provider.caller, key, lambda _entry: {"userName": "Ada"})
        assert provider.users.get(provider.caller, key).entry.source == {"userName": "ben"}

    def test_a_change_that_changes_nothing_is_none(self, provider):
        key = provider.user()
        changed = provider.users.change(provider.caller, key, lambda entry: dict(entry.source))
        assert changed.entry.version == 1
        titled = {"userName": "ada", "title": "Dean"}
        changed = provider.users.change(provider.caller, key, lambda _entry: titled, [1])
        assert changed.entry.version == 2
        with pytest.raises(StaleVersionError):
            provider.users.change(provider.caller, key, lambda _entry: titled, [1])

    def test_what_cannot_be_stored_is_refused_by_name(self, provider):
        with pytest.raises(InvalidInputError, match="title"):
            provider.user(title="\0")
        assert provider.users.search(provider.caller, Query()) == (0, [])

    def test_a_deleted_one_is_not_there(self, provider):
        key = provider.user()
        provider.group("G", key)
        assert len(provider.users.get(provider.caller, key).groups) == 1
        provider.users.delete(provider.caller, key)
        with provider.world.tenant() as work:
            entry = work.directory_entries.get(provider.connection.id, key)
        assert (entry.present, entry.source) == (False, {})
        for forbidden in (provider.users.get, provider.users.delete):
            with pytest.raises(NotFoundError):
                forbidden(provider.caller, key)
        assert provider.users.search(provider.caller, Query()) == (0, [])


class TestGroups:
    def test_members_are_moved_in_order(self, provider):
        key = provider.group("G", "a", "b")
        steps = [Add([ScimMember(key="c")]), Remove(["a"]), Replace([ScimMember(key="c")])]
        view = provider.groups.change(provider.caller, key, lambda _view: GroupEdit(members=steps))
        assert [member.key for member in view.members] == ["c"]
        assert view.group.version == 2
        same = provider.groups.change(provider.caller, key, lambda _view: GroupEdit())
        assert same.group.version == 2

    def test_they_are_found_with_and_without_members(self, provider):
        key = provider.group("G", "a")
        provider.group("H")
        total, views = provider.groups.search(provider.caller, Query())
        assert (total, [len(view.members) for view in views]) == (2, [1, 0])
        _, views = provider.groups.search(provider.caller, Query(limit=1), members=False)
        assert [(str(view.group.id), view.members) for view in views] == [(key, ())]
        assert provider.groups.search(provider.caller, Query(limit=0)) == (2, [])
        alone = provider.groups.get(provider.caller, key, members=False)
        assert (alone.group.name, alone.members) == ("G", ())

    def test_versions_and_unknown_ids(self, provider):
        key = provider.group()
        with pytest.raises(StaleVersionError):
            provider.groups.delete(provider.caller, key, [5])
        provider.groups.delete(provider.caller, key, [1])
        for unknown in (key, "none", "{" + key + "}"):
            with pytest.raises(NotFoundError):
                provider.groups.get(provider.caller, unknown)
        with pytest.raises(NotFoundError):
            provider.groups.delete(provider.caller, key)


@pytest.mark.parametrize("status", [ConnectionStatus.DRAFT, ConnectionStatus.PAUSED])
def test_only_a_connection_that_is_on_is_written_to(status):
    provider = Provider(status)
    for write in (provider.user, provider.group):
        with pytest.raises(UnavailableError):
            write()
    elsewhere = ScimCaller(organization_id=provider.world.id, connection_id=UUID(int=5))
    with pytest.raises(NotFoundError):
        provider.users.create(elsewhere, {"userName": "ada"})
