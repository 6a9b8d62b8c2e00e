"""Whatever is sent, the answer is SCIM and no failure of ours."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.scim.provider import ENTERPRISE, GROUP, PATCH, USER, Provider

NAMES = st.sampled_from(
    [
        *("schemas", "id", "userName", "name", "givenName", "emails", "active", "members", "value"),
        *("displayName", "Manager", "manager", ENTERPRISE, "$ref", "type", "primary", "addresses"),
        *("x509Certificates", "profileUrl", "roles", "meta", "groups", "password", "timezone"),
        *("Operations", "op", "path", "", "a b", "urn:x"),
    ]
)
PATHS = st.sampled_from(
    [
        *("userName", "members", "active", "emails", "name", "schemas", "nothing", "a b", "[", "."),
        *('emails[type eq "work"].value', 'members[value eq "a"]', "members.value", "meta.created"),
        *('roles[primary eq "True"]', "emails[primary eq true].primary"),
        "members[value pr].display",
        *(ENTERPRISE, f"{ENTERPRISE}:manager", f"{ENTERPRISE}:manager.$ref", "x509Certificates"),
        *("name.givenName.more", 'emails[type eq "x"', "urn:x:y", "groups", "id"),
    ]
)
PLAIN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.sampled_from(["", "a", "True", USER, GROUP, ENTERPRISE, "\0", "é", "QQ==", "x" * 300]),
)
JSON = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
OBJECTS = st.dictionaries(NAMES, JSON, max_size=6)
OPERATIONS = st.fixed_dictionaries(
    {"op": st.sampled_from(["add", "Replace", "remove", "x", 5, None])},
    optional={"path": st.one_of(PATHS, JSON), "value": JSON},
)
FILTERS = st.builds(
    "{} {} {}".format,
    PATHS,
    st.sampled_from(["eq", "pr", "co", "gt", "xx", "ne null and"]),
    st.sampled_from(['"a"', "true", "5", "", "(", "null or userName pr", '"\\u0000"', "[x pr]"]),
)


@pytest.fixture(scope="module")
def told():
    provider = Provider()
    return provider, provider.user("ada"), provider.group("G", "a")


def is_scim(answer):
    assert answer.status_code < 500
    if answer.status_code not in (204, 304):
        assert answer.content_type == "application/scim+json"
        assert answer.json["schemas"]
    if answer.status_code >= 400:
        assert answer.json["status"] == str(answer.status_code)
        assert answer.json["detail"]


FUZZ = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)


@FUZZ
@given(body=st.one_of(OBJECTS, JSON), kind=st.sampled_from(["Users", "Groups"]))
def test_resources(told, body, kind):
    provider, user, group = told
    key, schema = (user, USER) if kind == "Users" else (group, GROUP)
    is_scim(provider.post(f"/{kind}", body))
    if isinstance(body, dict):
        body = {"userName": "ada", "displayName": "G", **body, "schemas": [schema]}
    is_scim(provider.put(f"/{kind}/{key}", body))
    is_scim(provider.get(f"/{kind}/{key}"))


@FUZZ
@given(operations=st.lists(OPERATIONS, max_size=3), kind=st.sampled_from(["Users", "Groups"]))
def test_patches(told, operations, kind):
    provider, user, group = told
    path = f"/{kind}/{user if kind == 'Users' else group}"
    is_scim(provider.call("PATCH", path, {"schemas": [PATCH], "Operations": operations}))
    is_scim(provider.get(path))


@FUZZ
@given(
    asked=st.fixed_dictionaries(
        {},
        optional={
            "filter": FILTERS,
            "sortBy": PATHS,
            "attributes": PATHS,
            "excludedAttributes": PATHS,
            "count": PLAIN,
            "startIndex": PLAIN,
            "sortOrder": st.sampled_from(["ascending", "descending", "up"]),
        },
    ),
    kind=st.sampled_from(["/Users", "/Groups", ""]),
)
def test_searches(told, asked, kind):
    provider, *_ = told
    is_scim(provider.post(f"{kind}/.search", asked))
    sent = {"query_string": asked, "headers": provider.headers}
    is_scim(provider.client.get(f"/scim/v2{kind}", **sent))
