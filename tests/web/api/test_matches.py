from dataclasses import replace
from uuid import UUID, uuid4

import pytest


@pytest.fixture
def both(hub, mentee, mentor):
    return hub.browser(mentee), hub.browser(mentor)


@pytest.fixture
def asked(both, mentor):
    asking, _ = both
    body = {"mentor_id": str(mentor.person_id), "note": "May I learn from you?"}
    answer = asking.post("/api/v1/matches", json=body)
    assert answer.status_code == 201
    return answer.json


def test_asking_shows_the_request_to_both(both, asked, mentee, mentor):
    assert asked["mentee"] == {"id": str(mentee.person_id), "name": "Mia"}
    assert asked["mentor"] == {"id": str(mentor.person_id), "name": "Ada"}
    assert (asked["state"], asked["end_reason"]) == ("offered", None)
    assert asked["note"] == "May I learn from you?"
    for browser in both:
        assert browser.get("/api/v1/matches").json == [asked]


@pytest.mark.parametrize(
    ("who", "step", "state", "reason"),
    [
        (1, "accept", "accepted", None),
        (1, "decline", "ended", "declined"),
        (0, "withdraw", "ended", "withdrawn"),
    ],
)
def test_steps(both, asked, who, step, state, reason):
    answer = both[who].post(f"/api/v1/matches/{asked['id']}/{step}")
    assert answer.status_code == 200
    assert (answer.json["state"], answer.json["end_reason"]) == (state, reason)


@pytest.mark.parametrize("elsewhere", [None, UUID(int=799)])
def test_a_request_of_another_programme_is_answered_too(hub, asked, mentor, elsewhere):
    client = hub.browser(replace(mentor, program_id=elsewhere))
    answer = client.post(f"/api/v1/matches/{asked['id']}/accept")
    assert (answer.status_code, answer.json["state"]) == (200, "accepted")


@pytest.mark.parametrize("who", [0, 1])
def test_either_may_end_a_match(both, asked, who):
    both[1].post(f"/api/v1/matches/{asked['id']}/accept")
    answer = both[who].post(f"/api/v1/matches/{asked['id']}/end")
    assert answer.json["state"] == "ended"


@pytest.mark.parametrize(("who", "step"), [(0, "accept"), (0, "decline"), (1, "withdraw")])
def test_steps_of_the_other_side_do_not_exist(both, asked, who, step):
    answer = both[who].post(f"/api/v1/matches/{asked['id']}/{step}")
    assert answer.status_code == 404


def test_a_step_twice_is_a_conflict(both, asked):
    address = f"/api/v1/matches/{asked['id']}/accept"
    both[1].post(address)
    answer = both[1].post(address)
    assert answer.status_code == 409
    assert "Reload the page" in answer.json["detail"]


def test_outsiders_see_nothing(hub, asked):
    outsider = hub.browser(hub.person("Eve"))
    assert outsider.get("/api/v1/matches").json == []
    for step in ("accept", "decline", "withdraw", "end"):
        assert outsider.post(f"/api/v1/matches/{asked['id']}/{step}").status_code == 404


@pytest.mark.parametrize("match_id", ["nonsense", "1", "0b5c7a1e-1111-4222-8333-444455556666"])
def test_unknown_matches(both, match_id):
    assert both[0].post(f"/api/v1/matches/{match_id}/accept").status_code == 404


class TestRefusedRequests:
    def test_somebody_who_is_no_mentor(self, both):
        answer = both[0].post("/api/v1/matches", json={"mentor_id": str(uuid4())})
        assert answer.status_code == 404

    def test_somebody_who_is_no_mentee(self, both, mentee):
        answer = both[1].post("/api/v1/matches", json={"mentor_id": str(mentee.person_id)})
        assert answer.status_code == 403

    def test_the_same_mentor_twice(self, both, mentor):
        body = {"mentor_id": str(mentor.person_id)}
        assert both[0].post("/api/v1/matches", json=body).status_code == 201
        assert both[0].post("/api/v1/matches", json=body).status_code == 409

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "mentor_id"),
            ({"mentor_id": "x"}, "mentor_id"),
            ({"mentor_id": 7}, "mentor_id"),
            ({"mentor_id": str(uuid4()), "note": 1}, "note"),
            ({"mentor_id": str(uuid4()), "note": "x" * 2001}, "note"),
            ({"mentor_id": str(uuid4()), "score": 1}, "score"),
        ],
    )
    def test_odd_bodies_name_the_field(self, both, body, field):
        answer = both[0].post("/api/v1/matches", json=body)
        assert answer.status_code == 422
        assert list(answer.json["errors"]) == [field]

    def test_without_a_programme(self, hub):
        client = hub.browser(hub.person(program_id=None))
        assert client.get("/api/v1/matches").status_code == 404


class TestPrograms:
    def test_the_current_one(self, both, mentee):
        answer = both[0].get("/api/v1/programs/current")
        assert answer.json == {
            "id": str(mentee.program_id),
            "name": "Peers",
            "description": "",
            "open_request_limit": 3,
            "default_capacity": 2,
            "response_days": 3,
            "reminders": True,
            "mentor_request_limit": 5,
            "mentors_per_mentee": 1,
        }

    def test_there_may_be_none(self, hub):
        client = hub.browser(hub.person(program_id=None, manages=True))
        assert client.get("/api/v1/programs/current").status_code == 404
        assert client.get("/api/v1/programs/current/overview").status_code == 404

    def test_managers_see_everything_but_private_notes(self, hub, asked):
        teacher = hub.browser(hub.person("Tea", manages=True))
        answer = teacher.get("/api/v1/programs/current/overview")
        assert answer.status_code == 200
        assert answer.json["program"]["name"] == "Peers"
        people = [
            (p["person"]["name"], p["participation"]["role"], p["open_matches"])
            for p in answer.json["participants"]
        ]
        assert people == [("Mia", "mentee", 1), ("Ada", "mentor", 1)]
        (match,) = answer.json["matches"]
        private = {"note", "decline_note"}
        assert match == {name: value for name, value in asked.items() if name not in private}
        assert answer.json["waiting"] == []

    def test_others_do_not(self, both):
        assert both[0].get("/api/v1/programs/current/overview").status_code == 403
