import pytest

from core.domain.profile import Profile
from core.domain.program import Role


@pytest.fixture
def mentors(hub):
    made = []
    for number, skill in enumerate(["statistics", "python", "gardening"]):
        mentor = hub.person(f"Mentor {number}", Role.MENTOR)
        profile = Profile(
            person_id=mentor.person_id,
            headline=f"Knows {skill}",
            skills_offered=(skill,),
            avoid=frozenset(),
        )
        hub.services.profiles.save(mentor, profile)
        made.append(mentor)
    return made


@pytest.fixture
def client(hub, mentee, mentors):
    profile = Profile(person_id=mentee.person_id, skills_wanted=("statistics",))
    hub.services.profiles.save(mentee, profile)
    return hub.browser(mentee)


def test_mentors_come_with_scores_intervals_and_reasons(client):
    answer = client.get("/api/v1/suggestions")
    assert answer.status_code == 200
    items = answer.json["items"]
    assert {i["person"]["name"] for i in items} == {"Mentor 0", "Mentor 1", "Mentor 2"}
    for item in items:
        candidate = item["candidate"]
        assert 0 <= candidate["low"] <= candidate["score"] <= candidate["high"] <= 1
        assert item["free_places"] == 2
        assert all("%(" not in reason["sentence"] for reason in candidate["reasons"])
        assert all(reason["sentence"] for reason in candidate["reasons"])
    scores = [i["candidate"]["score"] for i in items]
    assert scores == sorted(scores, reverse=True)
    assert answer.json["ready"] is True


def test_what_is_private_stays_private(client):
    for item in client.get("/api/v1/suggestions").json["items"]:
        assert set(item["person"]) == {"id", "name"}
        assert "avoid" not in item["profile"]


def test_the_limit(client):
    assert len(client.get("/api/v1/suggestions?limit=2").json["items"]) == 2


@pytest.mark.parametrize(
    ("query", "field", "says"),
    [
        ("limit=0", "limit", "from 1 to 50"),
        ("limit=51", "limit", "from 1 to 50"),
        ("limit=-1", "limit", "from 1 to 50"),
        ("limit=many", "limit", "whole number"),
        ("limit=", "limit", "whole number"),
        ("limit=1e3", "limit", "whole number"),
        ("limits=3", "limits", "no such field"),
        ("limit=" + "9" * 5000, "limit", ""),
    ],
)
def test_odd_limits(client, query, field, says):
    answer = client.get(f"/api/v1/suggestions?{query}")
    assert answer.status_code == 422
    assert says in answer.json["errors"][field][0]


def test_an_open_request_is_named(hub, mentee, mentors, client):
    match = hub.services.requests.ask(mentee, mentors[0].person_id)
    items = client.get("/api/v1/suggestions").json["items"]
    named = {i["person"]["id"]: i.get("match_id") for i in items}
    assert named[str(mentors[0].person_id)] == str(match.id)
    assert named[str(mentors[1].person_id)] is None


def test_somebody_who_told_nothing_yet(hub, mentors):
    answer = hub.browser(hub.person("New", Role.MENTEE)).get("/api/v1/suggestions")
    assert answer.json["ready"] is False
    assert answer.json["items"] == []


def test_without_a_programme(hub):
    answer = hub.browser(hub.person(program_id=None)).get("/api/v1/suggestions")
    assert answer.status_code == 404


@pytest.mark.parametrize("role", [None, Role.MENTOR])
def test_mentors_are_shown_to_mentees_only(hub, mentors, role):
    outsider = hub.person("Eve", role)
    wish = Profile(person_id=outsider.person_id, skills_wanted=("statistics",))
    hub.services.profiles.save(outsider, wish)
    answer = hub.browser(outsider).get("/api/v1/suggestions")
    assert answer.status_code == 403
    assert "Knows" not in answer.text
