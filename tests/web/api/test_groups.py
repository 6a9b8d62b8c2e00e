import pytest


@pytest.fixture
def tess(hub):
    return hub.browser(hub.person("Tess", manages=True))


@pytest.fixture
def plan(mentor):
    return {"name": "Compilers", "topic": "Rust", "mentors": [str(mentor.person_id)]}


def test_a_group_from_start_to_end(hub, tess, plan, mentee):
    made = tess.post("/api/v1/programs/current/groups", json=plan)
    assert made.status_code == 201
    group = made.json
    assert [person["name"] for person in group["mentors"]] == ["Ada"]
    mia = hub.browser(mentee)
    (offer,) = mia.get("/api/v1/groups").json["open"]
    assert offer["group"]["free"] == 6
    assert not {"whereabouts", "mentees"} & offer["group"].keys()
    assert offer["low"] < offer["score"] < offer["high"]
    own = f"/api/v1/groups/{group['id']}"
    assert mia.post(f"{own}/join").status_code == 204
    (mine,) = mia.get("/api/v1/groups").json["mine"]
    assert [person["name"] for person in mine["mentees"]] == ["Mia"]
    assert mia.post(f"{own}/leave").status_code == 204
    one = f"/api/v1/programs/current/groups/{group['id']}"
    changed = tess.put(one, json={**plan, "name": "Parsers", "whereabouts": "Room 5"})
    assert (changed.json["name"], changed.json["whereabouts"]) == ("Parsers", "Room 5")
    assert tess.delete(one).status_code == 204
    assert tess.get("/api/v1/programs/current/groups").json == []
    assert tess.delete(one).status_code == 404


def test_filling(tess, plan, mentee):
    group = tess.post("/api/v1/programs/current/groups", json=plan).json
    path = "/api/v1/programs/current/groups/filling"
    proposed = tess.get(path).json
    assert [one["mentee"]["name"] for one in proposed["proposed"]] == ["Mia"]
    assert proposed["left"] == []
    placements = [{"mentee_id": str(mentee.person_id), "group_id": group["id"]}]
    assert tess.post(path, json={"placements": placements}).json == {"entered": 1}
    assert tess.post(path, json={"placements": placements}).json == {"entered": 0}


def test_what_is_wrong_is_said_by_field(tess, plan):
    answer = tess.post("/api/v1/programs/current/groups", json={**plan, "name": "", "most": 99})
    assert answer.status_code == 422
    assert answer.json["errors"].keys() == {"name", "most"}


def test_only_managers_manage(hub, mentee):
    mia = hub.browser(mentee)
    assert mia.get("/api/v1/programs/current/groups").status_code == 403
    assert mia.get("/api/v1/programs/current/groups/filling").status_code == 403
