"""Tokens and groups."""

from datetime import timedelta

import pytest
from scim2_models import Group

from core.domain.scim import Lookup, Membership, ScimMember, ScimToken
from tests.contracts.world import NOW, digest
from web.scim.searches import query_of, search_request


@pytest.fixture
def connection(world):
    return world.new_connection(connector="scim")


def token(connection, number, minutes=0):
    return ScimToken(
        token_hash=digest(number),
        connection_id=connection.id,
        organization_id=connection.organization_id,
        ends="abcd",
        created_at=NOW + timedelta(minutes=minutes),
    )


def new_group(world, connection, name, *members, minutes=0):
    at = NOW + timedelta(minutes=minutes)
    schemas = [str(Group.__schema__)]
    source = {"displayName": name, "externalId": f"ext-{name}", "schemas": schemas}
    group = world.scim_group(connection, source=source, created_at=at, updated_at=at)
    with world.tenant() as work:
        work.scim_groups.save(group)
        work.scim_groups.add_members(group.id, [ScimMember(key=key) for key in members])
    return group


class TestTokens:
    def test_they_are_found_by_their_hash_and_listed_newest_first(self, world, connection):
        old, new = token(connection, 1), token(connection, 2, minutes=1)
        other = token(world.new_connection(connector="scim"), 3)
        with world.platform() as work:
            for one in (old, new, other):
                work.scim_tokens.add(one)
            assert work.scim_tokens.find(digest(1)) == old
            assert work.scim_tokens.find(digest(9)) is None
            assert work.scim_tokens.of_connection(connection.id) == [new, old]

    def test_their_use_is_noted_and_they_can_be_removed(self, world, connection):
        with world.platform() as work:
            work.scim_tokens.add(token(connection, 1))
            work.scim_tokens.note_use(digest(1), NOW + timedelta(hours=2))
            assert work.scim_tokens.find(digest(1)).used_at == NOW + timedelta(hours=2)
            work.scim_tokens.remove(digest(1))
            work.scim_tokens.remove(digest(1))
            assert work.scim_tokens.find(digest(1)) is None


def test_all_goes_with_the_connection(world, connection):
    group = new_group(world, connection, "Mentors", "a")
    with world.platform() as work:
        work.scim_tokens.add(token(connection, 1))
    with world.tenant() as work:
        work.directory_entries.save_many([world.entry(connection, "a")])
        work.scim_users.file(connection.id, "a", {Lookup.USER_NAME: ["ada"]})
        work.connections.remove(connection.id)
    with world.platform() as work:
        assert work.scim_tokens.find(digest(1)) is None
    with world.tenant() as work:
        assert work.scim_groups.get(connection.id, group.id) is None
        assert work.scim_groups.members([group.id]) == {}
        assert work.scim_users.named(connection.id, "ada") is None
        assert work.scim_users.count(connection.id, None) == 0


class TestLeavers:
    def test_who_left_waits_until_it_is_over(self, world, connection):
        other, at = world.new_connection(connector="scim"), NOW + timedelta(minutes=5)
        with world.tenant() as work:
            entries = [world.entry(connection, key) for key in "abc"]
            work.directory_entries.save_many([*entries, world.entry(other, "a")])
            leavers = work.scim_leavers
            leavers.note(connection.id, ["c"], NOW)
            leavers.note(connection.id, ["b", "a"], at)
            leavers.note(other.id, ["a"], NOW)
            assert leavers.waiting(connection.id) == ["c", "a", "b"]
            leavers.end(connection.id, ["a", "b", "nobody"], at)
            assert leavers.waiting(connection.id) == ["c"]
            assert leavers.ended_since(connection.id, at) == 2
            assert leavers.ended_since(connection.id, at + timedelta(seconds=1)) == 0
            leavers.note(connection.id, ["b"], at)
            assert leavers.waiting(connection.id) == ["c", "b"]
            leavers.purge(connection.id, at)
            assert leavers.ended_since(connection.id, NOW) == 1
            leavers.purge(connection.id, at + timedelta(seconds=1))
            assert leavers.ended_since(connection.id, NOW) == 0
            leavers.forget(connection.id, ["c", "nobody"])
            assert leavers.waiting(connection.id) == ["b"]
            assert leavers.waiting(other.id) == ["a"]
            work.connections.remove(connection.id)
            assert leavers.waiting(connection.id) == []


class TestGroups:
    def test_a_group_belongs_to_its_connection(self, world, connection):
        group = new_group(world, connection, "Mentors")
        other = world.new_connection(connector="scim")
        with world.tenant() as work:
            assert work.scim_groups.get(connection.id, group.id) == group
            assert work.scim_groups.lock(connection.id, group.id) == group
            assert work.scim_groups.get(other.id, group.id) is None
            assert work.scim_groups.lock(other.id, group.id) is None
            assert work.scim_groups.count(other.id, None) == 0

    def test_members_are_counted_when_they_change(self, world, connection):
        group = new_group(world, connection, "Mentors", "a", "b")
        ada, ben = ScimMember(key="a", display="Ada", type="User"), ScimMember(key="b")
        with world.tenant() as work:
            groups = work.scim_groups
            assert groups.add_members(group.id, []) == 0
            assert groups.add_members(group.id, [ada, ben, ScimMember(key="c")]) == 2
            assert groups.add_members(group.id, [ada]) == 0
            assert groups.members([group.id]) == {group.id: [ada, ben, ScimMember(key="c")]}
            assert groups.remove_members(group.id, ["c", "nobody"]) == 1
            assert groups.clear_members(group.id, ["b"]) == 1
            assert groups.members([group.id]) == {group.id: [ben]}
            assert groups.clear_members(group.id) == 1
            assert groups.members([group.id]) == {}

    def test_a_user_knows_their_groups_by_name(self, world, connection):
        second = new_group(world, connection, "B", "ada")
        first = new_group(world, connection, "A", "ada", "ben")
        new_group(world, world.new_connection(connector="scim"), "C", "ada")
        with world.tenant() as work:
            found = work.scim_groups.of_users(connection.id, ["ada", "ben", "cleo"])
            a = Membership(group_id=first.id, name="A")
            assert found == {"ada": [a, Membership(group_id=second.id, name="B")], "ben": [a]}
            work.scim_groups.forget_member(connection.id, "ada")
            assert work.scim_groups.of_users(connection.id, ["ada", "ben"]) == {"ben": [a]}

    def test_a_removed_group_takes_its_members_along(self, world, connection):
        group = new_group(world, connection, "A", "ada")
        with world.tenant() as work:
            work.scim_groups.remove(group.id)
            assert work.scim_groups.get(connection.id, group.id) is None
            assert work.scim_groups.members([group.id]) == {}

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            ({"filter": 'displayName eq "mentors"'}, ["Mentors"]),
            ({"filter": 'externalId eq "ext-Empty"'}, ["Empty"]),
            ({"filter": 'members.value eq "ada"'}, ["Mentors", "Other"]),
            ({"filter": 'members[value eq "ada" and type eq "User"]'}, []),
            ({"filter": 'members.value co "EN"'}, []),
            ({"filter": 'members.value co "en"'}, ["Mentors"]),
            ({"filter": "members pr"}, ["Mentors", "Other"]),
            ({"filter": "members.display pr"}, []),
            ({"filter": 'schemas eq "urn:other"'}, []),
            ({"sortBy": "schemas"}, ["Mentors", "Empty", "Other"]),
            ({"filter": "not (members pr)"}, ["Empty"]),
            ({"filter": 'members.value ne "ada"'}, ["Empty"]),
            ({"filter": 'meta.created ge "2026-03-02T09:01:00Z"'}, ["Empty", "Other"]),
            ({"sortBy": "displayName"}, ["Empty", "Mentors", "Other"]),
            ({"sortBy": "members", "sortOrder": "descending"}, ["Empty", "Mentors", "Other"]),
            ({"sortBy": "meta.created", "sortOrder": "descending"}, ["Other", "Empty", "Mentors"]),
            ({"startIndex": 2, "count": 1}, ["Empty"]),
        ],
    )
    def test_questions(self, world, connection, asked, expected):
        groups = [
            new_group(world, connection, "Mentors", "ada", "ben"),
            new_group(world, connection, "Empty", minutes=1),
            new_group(world, connection, "Other", "ada", minutes=2),
        ]
        query = query_of(search_request(asked, Group), Group)
        with world.tenant() as work:
            page = work.scim_groups.page(connection.id, query)
            assert [group.name for group in page] == expected
            whole = len(expected) if "filter" in asked else len(groups)
            assert work.scim_groups.count(connection.id, query.filter) == whole
