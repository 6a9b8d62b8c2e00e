from dataclasses import replace

import pytest

from core.domain.profile import Profile

OFFER = {
    "starts_at": "2026-03-03T14:00",
    "minutes": 30,
    "topic": "Applications",
    "whereabouts": "Room 5",
}


@pytest.fixture
def ada(hub, mentor):
    profile = Profile(person_id=mentor.person_id, time_zone="Europe/Berlin")
    hub.services.profiles.save(mentor, profile)
    return hub.browser(mentor)


@pytest.fixture
def mia(hub, mentee):
    return hub.browser(mentee)


def test_a_slot_from_offer_to_end(ada, mia):
    (made,) = ada.post("/api/v1/drop-in/offered", json=OFFER).json
    assert made["starts_at"] == "2026-03-03T13:00:00+00:00"
    assert made["guests"] == []
    (seen,) = mia.get("/api/v1/drop-in").json
    assert seen["mentor"]["name"] == "Ada"
    assert (seen["free"], seen["booked"], seen["whereabouts"]) == (1, False, "")
    place = f"/api/v1/drop-in/{made['id']}/booking"
    for _ in range(2):
        assert mia.put(place, json={"note": "My letter"}).status_code == 204
    (seen,) = mia.get("/api/v1/drop-in").json
    assert (seen["free"], seen["booked"], seen["whereabouts"]) == (0, True, "Room 5")
    (own,) = ada.get("/api/v1/drop-in/offered").json
    assert [guest["person"]["name"] for guest in own["guests"]] == ["Mia"]
    assert own["guests"][0]["note"] == "My letter"
    assert mia.delete(place).status_code == 204
    assert ada.delete(f"/api/v1/drop-in/offered/{made['id']}").status_code == 204
    assert mia.get("/api/v1/drop-in").json == ada.get("/api/v1/drop-in/offered").json == []


def test_a_series(ada):
    made = ada.post("/api/v1/drop-in/offered", json={**OFFER, "weeks": 3}).json
    assert len(made) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"starts_at": "soon"}, "starts_at"),
        ({"starts_at": "2026-03-03T14:00+01:00"}, "starts_at"),
        ({"minutes": 1000}, "minutes"),
        ({"topic": "x" * 300}, "topic"),
    ],
)
def test_what_is_wrong_is_said_by_field(ada, change, field):
    answer = ada.post("/api/v1/drop-in/offered", json={**OFFER, **change})
    assert answer.status_code == 422
    assert answer.json["errors"].keys() == {field}


def test_only_mentors_offer_and_only_mentees_book(ada, mia):
    assert mia.post("/api/v1/drop-in/offered", json=OFFER).status_code == 403
    (made,) = ada.post("/api/v1/drop-in/offered", json=OFFER).json
    assert ada.put(f"/api/v1/drop-in/{made['id']}/booking", json={}).status_code == 403


def test_what_is_not_there(hub, mia):
    nothing = f"/api/v1/drop-in/{hub.entropy.uuid()}/booking"
    assert mia.put(nothing, json={}).status_code == 404
    assert mia.delete(nothing).status_code == 204
    outside = replace(hub.person("Eve"), program_id=None)
    assert hub.browser(outside).get("/api/v1/drop-in").status_code == 404
