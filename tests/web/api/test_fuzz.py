"""Whatever is sent, the answer is a problem or a success, never a failure of ours."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.domain.program import Role
from tests.web.api.test_me import WHOLE
from tests.web.hub import HTTP, Hub

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(
    [
        *WHOLE,
        "role",
        "capacity",
        "paused",
        "mentor_id",
        "note",
        "gender",
        "age",
        "importance",
        "must_haves",
    ]
)
BODIES = st.dictionaries(NAMES, JSON, max_size=4) | JSON
TARGETS = [
    ("PUT", "/api/v1/me/profile"),
    ("PUT", "/api/v1/me/demographics"),
    ("PUT", "/api/v1/programs/current/matching"),
    ("POST", "/api/v1/participation"),
    ("PATCH", "/api/v1/participation/mentee"),
    ("POST", "/api/v1/matches"),
    ("POST", "/api/v1/runs"),
]
FAST = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def client():
    hub = Hub(replace(HTTP, rate_limit="1000000 per minute"))
    return hub.browser(hub.person("Mia", Role.MENTEE))


def check(answer):
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert answer.mimetype == "application/problem+json"
        assert answer.json["detail"]


@pytest.mark.parametrize(("method", "path"), TARGETS)
class TestBodies:
    @FAST
    @given(body=BODIES)
    def test_any_json(self, client, method, path, body):
        check(
            client.open(path, method=method, data=json.dumps(body), content_type="application/json")
        )

    @FAST
    @given(data=st.binary(max_size=200))
    def test_any_bytes(self, client, method, path, data):
        check(client.open(path, method=method, data=data, content_type="application/json"))


@FAST
@given(limit=st.text(), more=st.dictionaries(st.text(min_size=1), st.text(), max_size=2))
def test_any_query(client, limit, more):
    check(client.get("/api/v1/suggestions", query_string={"limit": limit, **more}))


@FAST
@given(step=st.text(), match_id=st.text())
def test_any_path(client, step, match_id):
    check(client.post(f"/api/v1/matches/{match_id}/{step}"))


@FAST
@given(token=st.text(alphabet=st.characters(max_codepoint=255, exclude_characters="\r\n")))
def test_any_credentials(client, token):
    headers = {"Authorization": f"Bearer {token}", "Cookie": f"mentorloom={token}"}
    check(client.get("/api/v1/me", headers=headers))
