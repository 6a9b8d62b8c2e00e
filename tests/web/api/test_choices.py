"""The ranked list, answers with reasons, and undo, over the API."""

import pytest

from core.domain.program import Role


@pytest.fixture
def client(hub, mentee):
    return hub.browser(mentee)


@pytest.fixture
def two(hub, mentor):
    return [mentor, hub.person("Bob", Role.MENTOR)]


def sent(client, mentors):
    for mentor in mentors:
        body = {"mentor_id": str(mentor.person_id), "note": "Hello"}
        assert client.post("/api/v1/choices", json=body).status_code == 201
    return client.post("/api/v1/choices/send").json


def test_a_list_from_beginning_to_end(client, two):
    empty = client.get("/api/v1/choices").json
    assert empty == {"entries": [], "sent": False, "room": 5}
    begun = sent(client, two)
    first, second = begun["entries"]
    assert (first["state"], second["state"]) == ("asked", "waiting")
    assert first["mentor"]["name"] == "Ada"
    assert (first["note"], first["answer_by"]) == ("Hello", "2026-03-05T09:00:00+00:00")
    assert (begun["sent"], begun["waitlisted_at"], begun["room"]) == (True, None, 3)
    ((match),) = client.get("/api/v1/matches").json
    assert (match["id"], match["answer_by"]) == (first["match_id"], first["answer_by"])
    assert client.delete("/api/v1/choices").status_code == 204
    assert client.get("/api/v1/choices").json == empty


def test_the_order_and_the_length_change(client, two):
    ada, bob = (f"/api/v1/choices/{mentor.person_id}" for mentor in two)
    for mentor in two:
        client.post("/api/v1/choices", json={"mentor_id": str(mentor.person_id)})
    moved = client.post(f"{bob}/move", json={"places": -1}).json
    assert [entry["mentor"]["name"] for entry in moved["entries"]] == ["Bob", "Ada"]
    (left,) = client.delete(ada).json["entries"]
    assert left["mentor"]["name"] == "Bob"
    assert client.delete(ada).status_code == 404
    assert client.post(f"{bob}/move", json={"places": 9}).status_code == 422
    assert client.post(f"{bob}/move").status_code == 400


def test_who_is_no_mentee_has_none(hub, two):
    client = hub.browser(two[0])
    assert client.get("/api/v1/choices").json["entries"] == []
    body = {"mentor_id": str(two[1].person_id)}
    assert client.post("/api/v1/choices", json=body).status_code == 403
    assert client.delete("/api/v1/choices").status_code == 403
    assert client.post("/api/v1/choices/send").status_code == 403


def test_a_no_with_a_reason_asks_the_next_and_can_be_undone(hub, client, two):
    match_id = sent(client, two)["entries"][0]["match_id"]
    address = f"/api/v1/matches/{match_id}"
    mentor = hub.browser(two[0])
    assert mentor.post(f"{address}/decline", json={"reason": "boredom"}).status_code == 422
    declined = mentor.post(f"{address}/decline", json={"reason": "no_time", "note": "Sorry"})
    assert (declined.json["end_reason"], declined.json["decline_note"]) == ("declined", "Sorry")
    assert "no_time" not in client.get("/api/v1/matches").text
    states = [entry["state"] for entry in client.get("/api/v1/choices").json["entries"]]
    assert states == ["passed", "asked"]
    undone = mentor.post(f"{address}/undo")
    assert (undone.status_code, undone.json["state"]) == (200, "offered")
    assert mentor.post(f"{address}/undo").status_code == 409
    assert client.post(f"{address}/undo").status_code == 404


def test_later(hub, client, two):
    match_id = sent(client, two)["entries"][0]["match_id"]
    mentor = hub.browser(two[0])
    address = f"/api/v1/matches/{match_id}/later"
    assert mentor.post(address, json={"weeks": 27}).status_code == 422
    assert mentor.post(address, json={"weeks": 2}).json["end_reason"] == "later"
    (later, _) = client.get("/api/v1/choices").json["entries"]
    assert (later["state"], later["not_before"]) == ("later", "2026-03-16T09:00:00+00:00")


def test_managers_see_the_waitlist(hub, client, two):
    match_id = sent(client, two[:1])["entries"][0]["match_id"]
    hub.browser(two[0]).post(f"/api/v1/matches/{match_id}/decline")
    teacher = hub.browser(hub.person("Tea", manages=True))
    (waiting,) = teacher.get("/api/v1/programs/current/overview").json["waitlist"]
    assert waiting["person"]["name"] == "Mia"
    assert waiting["since"] == "2026-03-02T09:00:00+00:00"
