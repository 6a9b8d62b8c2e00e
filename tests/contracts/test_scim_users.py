"""How users are found; the reading of filters and orders is compared with that of scim2-models."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.scim import ENTERPRISE, Lookup
from core.domain.scim_query import Query
from core.errors import ConflictError
from core.services.scim.records import lookups_of
from tests.contracts.world import NOW
from web.scim.models import POLICY, OurUser
from web.scim.searches import query_of, search_request

USERS = {
    "a1": {
        "userName": "Ärger@uni.test",
        "externalId": "X-1",
        "displayName": "Ada Ärger",
        "name": {"givenName": "Ada", "familyName": "Ärger"},
        "active": True,
        "emails": [
            {"value": "Ada@uni.test", "type": "work", "primary": True},
            {"value": "ada@home.test", "type": "home"},
        ],
        "roles": [{"value": "Admin"}],
        ENTERPRISE: {"department": "Physics", "manager": {"value": "b2"}},
    },
    "b2": {
        "userName": "ben@uni.test",
        "externalId": "x-1",
        "displayName": "ben",
        "title": "",
        "active": False,
        "emails": [{"value": "ben@home.test", "type": "home"}],
        "x509Certificates": [{"value": "QQ=="}],
        ENTERPRISE: {"department": "physics", "employeeNumber": "007"},
    },
    "c3": {
        "userName": "ΑΣ@uni.test",
        "displayName": "Zoë",
        "title": 'Dr. "Q" \\ %_',
        "emails": [{"type": "work"}],
    },
    "d4": {"userName": "dora", "title": "Zoo keeper", "nickName": "D", "active": True},
}
FILTERS = [
    'userName eq "ÄRGER@uni.test"',
    'userName eq "ärger@uni.test"',
    'userName eq "ας@UNI.test"',
    'userName ne "dora"',
    'userName sw "D"',
    'userName ew "Uni.Test"',
    'userName co "R@"',
    'userName co ""',
    'userName gt "ben@uni.test"',
    'userName le "dora"',
    'externalId eq "X-1"',
    'externalId co "-1"',
    'id eq "b2"',
    'id eq "B2"',
    'id ne "b2"',
    "title pr",
    "not (title pr)",
    'title eq "dr. \\"q\\" \\\\ %_"',
    'title co "%"',
    'title ne "zoo keeper"',
    "title eq null",
    "title ne null",
    'title lt "m"',
    "active eq true",
    "active eq false",
    "active ne true",
    "not (active eq true)",
    'active eq "True"',
    "name pr",
    'name.familyName eq "ärger"',
    "name.givenName pr",
    'emails eq "ADA@uni.test"',
    'emails.value eq "ben@home.test"',
    'emails ne "ben@home.test"',
    'emails.value co "HOME"',
    "emails pr",
    "emails.value pr",
    "emails.value eq null",
    "emails.value ne null",
    "emails.primary eq true",
    'emails[type eq "work" and value eq "ada@UNI.test"]',
    'emails[type eq "home" and value eq "ada@uni.test"]',
    'emails[type eq "work"].value eq "ada@uni.test"',
    'emails[type eq "work" and not (value pr)]',
    'emails[type eq "home" or primary eq true]',
    'roles eq "admin"',
    'x509Certificates.value eq "QQ=="',
    f'schemas eq "{OurUser.__schema__}"',
    f'{ENTERPRISE}:department eq "PHYSICS"',
    f'{ENTERPRISE}:manager.value eq "b2"',
    f'{ENTERPRISE}:employeeNumber ge "006"',
    'meta.created gt "2026-03-02T09:00:30Z"',
    'meta.lastModified le "2026-03-02T10:01:00+01:00"',
    'meta.created co "2026"',
    "title gt null",
    'meta.resourceType eq "User"',
    'meta.resourceType ne "User"',
    'userName eq "dora" or (active eq false and emails pr)',
    'userName eq "dora" and active eq true and title co "zoo"',
]
SORTS = [
    "userName",
    "displayName",
    "title",
    "emails",
    "emails.type",
    "name.familyName",
    "id",
    "externalId",
    "active",
    "meta.created",
    f"{ENTERPRISE}:department",
]


@pytest.fixture
def connection(world):
    return world.new_connection(connector="scim")


@pytest.fixture
def resources(world, connection):
    """What is stored, as scim2-models sees it."""
    gone = world.entry(connection, "e5", source={"userName": "gone"}, present=False)
    other = world.new_connection(connector="scim")
    made = {}
    with world.tenant() as work:
        work.directory_entries.save_many([gone, world.entry(other, "a1", source=USERS["d4"])])
        work.scim_users.file(other.id, "a1", lookups_of(USERS["d4"]))
        for minutes, (key, said) in enumerate(USERS.items()):
            at = NOW + timedelta(minutes=minutes)
            user = OurUser.model_validate(
                {
                    **said,
                    "id": key,
                    "meta": {"resourceType": "User", "created": at, "lastModified": at},
                }
            )
            source = user.model_dump()
            del source["id"], source["meta"]
            entry = world.entry(connection, key, source=source, created_at=at, updated_at=at)
            work.directory_entries.save_many([entry])
            work.scim_users.file(connection.id, key, lookups_of(source))
            made[key] = user
    return made


def asked(world, connection, **parameters):
    request = search_request(parameters, OurUser)
    query = query_of(request, OurUser)
    with world.tenant() as work:
        keys = work.scim_users.keys(connection.id, query)
        return request, keys, work.scim_users.count(connection.id, query.filter)


def test_filters_mean_what_scim2_models_takes_them_for(world, connection, resources):
    for text in FILTERS:
        request, keys, count = asked(world, connection, filter=text)
        with POLICY:
            expected = [key for key, user in resources.items() if request.filter.match(user)]
        assert (text, keys, count) == (text, expected, len(expected))


@pytest.mark.parametrize("order", ["ascending", "descending"])
def test_sorts_as_scim2_models_does(world, connection, resources, order):
    for name in SORTS:
        request, keys, _ = asked(world, connection, sortBy=name, sortOrder=order)
        with POLICY:
            values = {key: request.sort_value(user) for key, user in resources.items()}
            expected = [values[user.id] for user in request.sort(resources.values())]
        assert (name, [values[key] for key in keys]) == (name, expected)


def test_pages_have_a_stable_order(world, connection, resources):
    _, keys, _ = asked(world, connection)
    assert keys == sorted(resources)
    _, keys, count = asked(world, connection, startIndex=2, count=2)
    assert (keys, count) == (["b2", "c3"], 4)
    same = [asked(world, connection, sortBy="active", startIndex=i, count=1)[1] for i in (1, 2, 3)]
    assert same == [["b2"], ["a1"], ["d4"]]


def test_a_user_who_is_gone_is_neither_found_nor_locked(world, connection, resources):
    with world.tenant() as work:
        assert work.scim_users.lock(connection.id, "a1")
        assert not work.scim_users.lock(connection.id, "e5")
        assert not work.scim_users.lock(connection.id, "nobody")
        assert work.scim_users.keys(connection.id, Query(limit=0)) == []


def test_user_names_are_unique_in_a_connection_whatever_their_case(world, connection, resources):
    with world.tenant() as work:
        assert work.scim_users.named(connection.id, "DORA") == "d4"
        assert work.scim_users.named(connection.id, "nobody") is None
        with pytest.raises(ConflictError):
            work.scim_users.file(connection.id, "b2", {Lookup.USER_NAME: ["Dora"]})
        work.scim_users.file(connection.id, "d4", {Lookup.USER_NAME: ["Dora 2"]})
        work.scim_users.file(connection.id, "b2", {Lookup.USER_NAME: ["Dora"]})
        work.scim_users.file(connection.id, "d4", {})
        assert work.scim_users.named(connection.id, "Dora 2") is None
        assert work.scim_users.named(connection.id, "dora") == "b2"


def test_what_is_looked_up_goes_with_the_entry(world, connection, resources):
    with world.tenant() as work:
        work.directory_entries.remove(connection.id, ["d4"])
        entry = work.directory_entries.get(connection.id, "b2")
        work.directory_entries.save_many([replace(entry, present=False)])
    with world.tenant() as work:
        assert work.scim_users.count(connection.id, None) == 2


WORDS = ["", "a", "ADA", "ada@uni.test", "b", "zoo keeper", "work"]
TEXTS = [*WORDS, "Ärger", "ΑΣ", "%", "_", "\\", '"']
NAMES = [
    "userName",
    "externalId",
    "id",
    "displayName",
    "title",
    "name.familyName",
    "emails.value",
    "emails.type",
    "roles",
    f"{ENTERPRISE}:department",
    f"{ENTERPRISE}:manager.value",
]
COMPARED = st.builds(
    lambda name, op, value: f"{name} {op} {json.dumps(value, ensure_ascii=False)}",
    st.sampled_from(NAMES),
    st.sampled_from(["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"]),
    st.sampled_from(TEXTS),
)
ASKED = st.one_of(
    COMPARED,
    st.sampled_from([f"{name} pr" for name in NAMES]),
    st.sampled_from(["active eq true", "active ne false", "emails.primary eq true"]),
    st.builds(
        lambda value, op, rest: f"emails[value {op} {json.dumps(value)} {rest}]",
        st.sampled_from(TEXTS),
        st.sampled_from(["eq", "ne", "co"]),
        st.sampled_from(['and type eq "work"', "or primary eq true", 'and not (type eq "home")']),
    ),
)
TREES = st.recursive(
    ASKED,
    lambda inner: st.one_of(
        st.builds("({} and {})".format, inner, inner),
        st.builds("({} or {})".format, inner, inner),
        st.builds("not ({})".format, inner),
    ),
    max_leaves=5,
)


def test_any_filter_means_what_scim2_models_takes_it_for(world, connection, resources):
    @settings(max_examples=150, deadline=None, derandomize=True, database=None)
    @given(TREES)
    def holds(text):
        request, keys, count = asked(world, connection, filter=text)
        with POLICY:
            expected = [key for key, user in resources.items() if request.filter.match(user)]
        assert (keys, count) == (expected, len(expected))

    holds()
