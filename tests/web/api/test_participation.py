import pytest

from core.domain.match import MatchState


@pytest.fixture
def client(hub):
    return hub.browser(hub.person("Eve"))


def test_joining_changing_and_leaving(client):
    assert client.get("/api/v1/participation").json == []
    joined = client.post("/api/v1/participation", json={"role": "mentor", "capacity": 3})
    assert joined.status_code == 201
    expected = {
        "role": "mentor",
        "capacity": 3,
        "paused": False,
        "away": False,
        "joined_at": "2026-03-02T09:00:00+00:00",
    }
    assert joined.json == expected
    changed = client.patch("/api/v1/participation/mentor", json={"paused": True})
    assert changed.json == expected | {"paused": True}
    changed = client.patch("/api/v1/participation/mentor", json={"capacity": 1})
    assert changed.json == expected | {"paused": True, "capacity": 1}
    assert client.get("/api/v1/participation").json == [changed.json]
    left = client.delete("/api/v1/participation/mentor")
    assert (left.status_code, left.data) == (204, b"")
    assert client.get("/api/v1/participation").json == []


def test_joining_again_changes_nothing(client):
    client.post("/api/v1/participation", json={"role": "mentor", "capacity": 3})
    again = client.post("/api/v1/participation", json={"role": "mentor", "capacity": 5})
    assert again.json["capacity"] == 3


@pytest.mark.parametrize(
    ("body", "field", "says"),
    [
        ({}, "role", "is missing"),
        ({"role": "boss"}, "role", "mentee, mentor"),
        ({"role": "mentor", "capacity": 0}, "capacity", "from 1 to 20"),
        ({"role": "mentor", "capacity": 21}, "capacity", "from 1 to 20"),
        ({"role": "mentor", "capacity": 1.5}, "capacity", "whole number"),
        ({"role": "mentor", "capacity": "2"}, "capacity", "whole number"),
        ({"role": "mentor", "capacity": True}, "capacity", "whole number"),
        ({"role": "mentor", "capacity": None}, "capacity", "cannot be null"),
        ({"role": "mentor", "paused": True}, "paused", "no such field"),
    ],
)
def test_joining_with_odd_values(client, body, field, says):
    answer = client.post("/api/v1/participation", json=body)
    assert answer.status_code == 422
    assert says in answer.json["errors"][field][0]
    assert client.get("/api/v1/participation").json == []


@pytest.mark.parametrize("value", ["true", 1, "yes", None])
def test_paused_is_true_or_false(client, value):
    client.post("/api/v1/participation", json={"role": "mentor"})
    answer = client.patch("/api/v1/participation/mentor", json={"paused": value})
    assert answer.status_code == 422
    assert "paused" in answer.json["errors"]


@pytest.mark.parametrize("role", ["mentor", "boss", "%00"])
def test_a_role_one_does_not_have(client, role):
    assert client.patch(f"/api/v1/participation/{role}", json={}).status_code == 404
    assert client.delete(f"/api/v1/participation/{role}").status_code == 404


def test_without_a_programme(hub):
    client = hub.browser(hub.person(program_id=None))
    assert client.get("/api/v1/participation").json == []
    answer = client.post("/api/v1/participation", json={"role": "mentor"})
    assert answer.status_code == 404
    assert "Ask the teacher" in answer.json["detail"]


def test_leaving_ends_what_is_open(hub, mentee, mentor):
    match = hub.services.requests.ask(mentee, mentor.person_id)
    hub.browser(mentor).delete("/api/v1/participation/mentor")
    (view,) = hub.services.requests.mine(mentee)
    assert view.match.id == match.id
    assert view.match.state is MatchState.ENDED
