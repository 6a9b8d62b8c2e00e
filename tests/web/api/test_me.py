import pytest

from core.domain.profile import Profile, Seniority

WHOLE = {
    "headline": "Second year, informatics",
    "goals": ["Find a thesis topic", "Speak in front of people"],
    "skills_wanted": ["statistics"],
    "skills_offered": ["python"],
    "experience": ["Tutor for two terms"],
    "interests": ["climbing"],
    "languages": ["de", "en"],
    "time_zone": "Europe/Vienna",
    "location": "Graz",
    "department": "Informatics",
    "seniority": "student",
    "availability": ["mon-morning", "tue-evening"],
    "meeting_modes": ["chat", "video"],
    "avoid": [],
    "values": ["fairness", "team"],
    "ways": ["data"],
    "principles": ["Say what you mean"],
    "style": {"feedback": None, "pace": 2, "structure": 5, "contact": None},
    "personality": [1, 5, 2, 4, 3, 3, 2, 4, 1, 5],
    "topics": ["python"],
    "levels": ["student", "early"],
    "must_haves": ["place"],
    "meet_again": [],
}
EMPTY = {name: [] if isinstance(value, list) else "" for name, value in WHOLE.items()} | {
    "seniority": None,
    "style": dict.fromkeys(("feedback", "pace", "structure", "contact")),
}


@pytest.fixture
def client(hub, mentee):
    return hub.browser(mentee)


class TestMe:
    def test_tells_who_where_and_how(self, mentee, client):
        answer = client.get("/api/v1/me")
        assert answer.status_code == 200
        assert answer.json == {
            "person": {"id": str(mentee.person_id), "name": "Mia"},
            "organization_id": str(mentee.organization_id),
            "program_id": str(mentee.program_id),
            "manages": False,
            "administers": False,
            "surface": "lti",
            "theme": "dark",
            "locale": "en",
            "expires_at": "2026-03-02T21:00:00+00:00",
        }

    def test_works_by_bearer(self, hub, mentee):
        headers = {"Authorization": f"Bearer {hub.opened(mentee).token}"}
        answer = hub.app.test_client().get("/api/v1/me", headers=headers)
        assert answer.json["person"]["id"] == str(mentee.person_id)

    def test_a_person_who_was_erased_is_signed_out(self, hub, mentee, client):
        hub.storage.tables.table(f"{mentee.organization_id}/people").clear()
        assert client.get("/api/v1/me").status_code == 401


class TestProfile:
    def test_is_empty_at_first(self, client):
        assert client.get("/api/v1/me/profile").json == EMPTY

    def test_comes_back_as_it_was_sent(self, hub, mentee, client):
        answer = client.put("/api/v1/me/profile", json=WHOLE)
        assert answer.status_code == 200
        assert answer.json == WHOLE
        assert client.get("/api/v1/me/profile").json == WHOLE
        stored = hub.services.profiles.of(mentee)
        assert stored.seniority is Seniority.STUDENT
        assert stored.availability == {"mon-morning", "tue-evening"}

    def test_what_is_left_out_becomes_empty(self, client):
        client.put("/api/v1/me/profile", json=WHOLE)
        assert client.put("/api/v1/me/profile", json={}).json == EMPTY

    def test_avoids_people(self, client, mentor):
        sent = {"avoid": [str(mentor.person_id)]}
        assert client.put("/api/v1/me/profile", json=sent).json["avoid"] == sent["avoid"]

    @pytest.mark.parametrize(
        ("body", "field", "says"),
        [
            ({"golas": []}, "golas", "no such field"),
            ({"goals": "one"}, "goals", "Send a list"),
            ({"goals": ["ok", 3]}, "goals.1", "Send text"),
            ({"goals": [None]}, "goals.0", "cannot be null"),
            ({"goals": ["a\x00b"]}, "goals.0", "cannot be shown"),
            ({"headline": "\ud83d"}, "headline", "cannot be shown"),
            ({"headline": None}, "headline", "cannot be null"),
            ({"goals": ["x" * 5001]}, "goals", "longer than 5000"),
            ({"interests": ["x" * 501]}, "interests", "longer than 500"),
            ({"values": ["money"]}, "values.0", "Choose one of: learning"),
            ({"values": ["team", "balance", "learning", "security"]}, "values", "at most 3"),
            ({"style": {"pace": 6}}, "style.pace", "from 1 to 5"),
            ({"personality": [1, 2]}, "personality", "Answer all"),
            ({"levels": ["boss"]}, "levels.0", "Choose one of: student"),
            ({"must_haves": ["ahead"]}, "must_haves.0", "Choose one of: skill"),
            ({"goals": ["x"] + [str(n) for n in range(12)]}, "goals", "At most 12"),
            ({"seniority": "boss"}, "seniority", "Choose one of: student, early"),
            ({"seniority": 3}, "seniority", "Send text"),
            ({"time_zone": "Mars"}, "time_zone", "Europe/Berlin"),
            ({"availability": ["someday"]}, "availability", "mon-morning"),
            ({"meeting_modes": ["fax"]}, "meeting_modes.0", "in_person, video, chat"),
            ({"avoid": ["me"]}, "avoid.0", "Send an id"),
            ({"avoid": ["00000000-0000-0000-0000-000000000999"]}, "avoid", "this organization"),
        ],
    )
    def test_what_cannot_be_saved_names_the_field_and_saves_nothing(
        self, client, body, field, says
    ):
        client.put("/api/v1/me/profile", json=WHOLE)
        answer = client.put("/api/v1/me/profile", json=body)
        assert answer.status_code == 422
        assert list(answer.json["errors"]) == [field]
        assert says in answer.json["errors"][field][0]
        assert client.get("/api/v1/me/profile").json == WHOLE

    @pytest.mark.parametrize(
        ("data", "content_type", "status"),
        [
            ("", "application/json", 400),
            ("{", "application/json", 400),
            ("\x00", "application/json", 400),
            (b"\xff", "application/json", 400),
            ("[" * 100_000, "application/json", 400),
            ("9" * 5000, "application/json", 400),
            ("headline=x", "application/x-www-form-urlencoded", 415),
            ("headline", "text/plain", 415),
            ("", None, 400),
            ("[]", "application/json", 422),
            ("null", "application/json", 422),
            ('"x"', "application/json", 422),
            ("NaN", "application/json", 422),
        ],
    )
    def test_what_is_no_json_object(self, client, data, content_type, status):
        answer = client.put("/api/v1/me/profile", data=data, content_type=content_type)
        assert answer.status_code == status
        assert answer.mimetype == "application/problem+json"

    def test_messages_come_in_the_callers_language(self, hub, mentee, monkeypatch):
        translated = {"Send a list here.": "Bitte eine Liste senden."}
        monkeypatch.setattr("web.problems.gettext", lambda text: translated.get(text, text))
        answer = hub.browser(mentee).put("/api/v1/me/profile", json={"goals": 1})
        assert answer.json["errors"] == {"goals": ["Bitte eine Liste senden."]}


class TestEtag:
    def test_a_change_in_between_is_noticed(self, client):
        tag = client.get("/api/v1/me/profile").headers["ETag"]
        assert client.put("/api/v1/me/profile", json=WHOLE).headers["ETag"] != tag
        stale = client.put("/api/v1/me/profile", json={}, headers={"If-Match": tag})
        assert stale.status_code == 412
        assert stale.json["code"] == "precondition_failed"
        assert client.get("/api/v1/me/profile").json == WHOLE

    def test_the_current_tag_lets_it_through(self, client):
        tag = client.put("/api/v1/me/profile", json=WHOLE).headers["ETag"]
        answer = client.put("/api/v1/me/profile", json={}, headers={"If-Match": tag})
        assert answer.status_code == 200

    def test_the_same_profile_has_the_same_tag(self, hub, mentee, client):
        profile = Profile(person_id=mentee.person_id, availability=frozenset({"mon-morning"}))
        hub.services.profiles.save(mentee, profile)
        first = client.get("/api/v1/me/profile").headers["ETag"]
        hub.clock.advance(hours=1)
        hub.services.profiles.save(mentee, profile)
        assert client.get("/api/v1/me/profile").headers["ETag"] == first
