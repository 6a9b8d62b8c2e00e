import re
from urllib.parse import urlsplit

import pytest

from core.domain.must_have import MustHave
from core.domain.person import Identity
from core.domain.profile import MeetingMode, Profile, Seniority
from core.domain.program import Role
from core.domain.working_style import Style, Value, Way
from tests.core.services.directory.directory_campus import Directories, ann
from tests.web.hub import ORGANIZATION
from web.pages.profile_answers import answers_of, profile_in

COMPLETE = {
    "headline": "Analyst",
    "goals": "Lead a project\r\n- Write better\r\n\r\n",
    "skills_wanted": "Rust, public speaking; statistics",
    "skills_offered": "SQL",
    "experience": "• Moved a payroll system\r\n* Taught SQL",
    "interests": "chess\r\ngo",
    "languages": "Deutsch, English",
    "seniority": "2",
    "department": "Finance",
    "location": "Kiel",
    "time_zone": "Europe/Berlin",
    "availability": ["mon-morning", "sun-evening"],
    "meeting_modes": ["video", "chat"],
    "asked": ["values", "ways", "style", "levels", "must_haves", "personality"],
    "values": ["team", "fairness"],
    "ways": ["data"],
    "principles": "Say what you mean\r\n",
    "style-pace": "2",
    "style-contact": "5",
    "topics": "SQL, law",
    "levels": ["1", "2"],
    "must_haves": ["place"],
    **{f"personality-{place}": str(1 + place % 5) for place in range(10)},
}


def test_everything_is_saved_as_it_was_meant(hub):
    actor = hub.person("Mia", Role.MENTEE)
    answer = hub.browser(actor).post("/app/profile", data=COMPLETE)
    assert answer.status_code == 303
    saved = hub.services.profiles.of(actor)
    assert saved == Profile(
        person_id=actor.person_id,
        headline="Analyst",
        goals=("Lead a project", "Write better"),
        skills_wanted=("Rust", "public speaking", "statistics"),
        skills_offered=("SQL",),
        experience=("Moved a payroll system", "Taught SQL"),
        interests=("chess", "go"),
        languages=("de", "en"),
        time_zone="Europe/Berlin",
        location="Kiel",
        department="Finance",
        seniority=Seniority.EARLY,
        availability=frozenset({"mon-morning", "sun-evening"}),
        meeting_modes=frozenset({MeetingMode.VIDEO, MeetingMode.CHAT}),
        values=frozenset({Value.TEAM, Value.FAIRNESS}),
        ways=frozenset({Way.DATA}),
        principles=("Say what you mean",),
        style=Style(pace=2, contact=5),
        topics=("SQL", "law"),
        levels=frozenset({Seniority.STUDENT, Seniority.EARLY}),
        must_haves=frozenset({MustHave.PLACE}),
        personality=(1, 2, 3, 4, 5) * 2,
        updated_at=hub.clock.now(),
    )


def test_a_stored_profile_comes_back_unchanged_through_the_form(hub):
    actor = hub.person("Mia", Role.MENTEE)
    hub.browser(actor).post("/app/profile", data=COMPLETE)
    saved = hub.services.profiles.of(actor)
    assert profile_in(answers_of(saved), saved) == saved


def test_mentees_go_on_to_the_mentors_and_mentors_stay(hub):
    mentee = hub.browser(hub.person("Mia", Role.MENTEE)).post("/app/profile", data=COMPLETE)
    assert mentee.location == "/app/mentors?done=profile-saved"
    browser = hub.browser(hub.person("Ada", Role.MENTOR))
    mentor = browser.post("/app/profile", data=COMPLETE)
    assert mentor.location == "/app/profile?done=profile-saved"
    assert "Your profile is saved." in browser.get(mentor.location).text


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("languages", "English, Klingonisch", "We do not know the language “Klingonisch”."),
        ("time_zone", "Mars/Olympus", "This time zone is unknown."),
        ("seniority", "9", "Choose one of the levels in the list."),
        ("meeting_modes", "seance", "Choose from the ways to meet in the list."),
        ("availability", "mon-night", "Use a day and a part of the day"),
        ("goals", "\n".join(f"goal {n}" for n in range(13)), "At most 12 items fit here."),
        ("experience", "x" * 5001, "One item is longer than 5000 characters."),
        ("interests", "x" * 501, "One item is longer than 500 characters."),
        ("skills_wanted", ",".join(f"s{n}" for n in range(13)), "At most 12 items fit here."),
        ("headline", "x" * 201, "Use at most 200 characters."),
        ("location", "x" * 201, "Use at most 200 characters."),
        ("department", "x" * 201, "Use at most 200 characters."),
        ("values", ["team", "balance", "learning", "security"], "Choose at most 3."),
        ("values", ["money"], "Choose from those in the list."),
        ("ways", ["data", "details", "together", "try_out", "one_thing"], "Choose at most 4."),
        ("must_haves", ["ahead"], "Choose from those in the list."),
        ("principles", "\n".join("abcdefghijklm"), "At most 12 items fit here."),
    ],
)
def test_each_field_says_what_to_change_and_nothing_is_lost(hub, field, value, sentence):
    actor = hub.person("Mia", Role.MENTEE)
    page = hub.browser(actor).post("/app/profile", data={**COMPLETE, field: value})
    assert page.status_code == 422
    summary, form = page.text.split("<form", 1)
    assert f'href="#{field}"' in summary
    assert sentence in summary
    assert sentence in form
    assert f'id="{field}"' in form
    kept = COMPLETE["headline"] if field != "headline" else COMPLETE["location"]
    assert f'value="{kept}"' in form
    assert hub.services.profiles.of(actor) == Profile(person_id=actor.person_id)


def test_all_problems_are_told_at_once(hub):
    wrong = {"languages": "Elvish", "time_zone": "Nowhere", "headline": "x" * 201}
    page = hub.browser(hub.person("Mia", Role.MENTEE)).post("/app/profile", data=wrong)
    assert page.text.count('aria-invalid="true"') == 3


def test_what_people_write_is_never_markup(hub):
    browser = hub.browser(hub.person("Mia", Role.MENTEE))
    told = {"goals": "</textarea><script>alert(1)</script>", "headline": '"><b>'}
    browser.post("/app/profile", data=told)
    page = browser.get("/app/profile").text
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_characters_nobody_can_see_are_left_out(hub):
    actor = hub.person("Mia", Role.MENTEE)
    answer = hub.browser(actor).post("/app/profile", data={"goals": "Learn\x00 Ru\x07st"})
    assert answer.status_code == 303
    assert hub.services.profiles.of(actor).goals == ("Learn Rust",)


class TestAvoiding:
    def test_it_stays_between_us_and_survives_the_form(self, hub, mentor, mentee):
        browser = hub.browser(mentee)
        gone = browser.post(f"/app/profile/avoid/{mentor.person_id}")
        assert urlsplit(gone.location).path == "/app/profile"
        page = browser.get("/app/profile").text
        assert "People you are not matched with" in page
        assert "Ada" in page
        browser.post("/app/profile", data={"goals": "Learn Rust"})
        assert hub.services.profiles.of(mentee).avoid == {mentor.person_id}
        assert "Mia" not in hub.browser(mentor).get("/app/profile").text

    def test_it_can_be_undone(self, hub, mentor, mentee):
        browser = hub.browser(mentee)
        browser.post(f"/app/profile/avoid/{mentor.person_id}")
        browser.post(f"/app/profile/forgive/{mentor.person_id}")
        assert hub.services.profiles.of(mentee).avoid == frozenset()

    def test_nobody_who_is_unknown_can_be_avoided(self, hub, mentee):
        unknown = "00000000-0000-0000-0000-0000000000ff"
        page = hub.browser(mentee).post(f"/app/profile/avoid/{unknown}")
        assert page.status_code == 404
        assert hub.services.profiles.of(mentee).avoid == frozenset()


class TestWhatIsNotAsked:
    def test_it_stays(self, hub):
        actor = hub.person("Mia", Role.MENTEE)
        browser = hub.browser(actor)
        browser.post("/app/profile", data=COMPLETE)
        before = hub.services.profiles.of(actor)
        browser.post("/app/profile", data={"goals": "Learn Rust"})
        after = hub.services.profiles.of(actor)
        for name in ("values", "ways", "style", "topics", "levels", "must_haves", "personality"):
            assert getattr(after, name) == getattr(before, name)

    def test_mentors_and_mentees_are_asked_different_things(self, hub, mentor, mentee):
        asked = {
            who: hub.browser(actor).get("/app/profile").text
            for who, actor in (("mentor", mentor), ("mentee", mentee))
        }
        assert 'name="topics"' in asked["mentor"]
        assert 'name="topics"' not in asked["mentee"]
        assert 'value="must_haves"' in asked["mentee"]
        assert 'value="must_haves"' not in asked["mentor"]


class TestVoluntaryQuestions:
    def test_no_answers_delete_all(self, hub, mentee):
        browser = hub.browser(mentee)
        browser.post("/app/profile", data=COMPLETE)
        empty = {f"personality-{place}": "" for place in range(10)}
        browser.post("/app/profile", data={**COMPLETE, **empty})
        assert hub.services.profiles.of(mentee).personality == ()

    def test_half_of_them_is_told_and_kept_in_the_form(self, hub, mentee):
        page = hub.browser(mentee).post("/app/profile", data={**COMPLETE, "personality-3": ""})
        assert page.status_code == 422
        assert "Answer all of these questions, or none of them." in page.text
        assert re.search(r'name="personality-4">.*?value="5"\s+selected', page.text, re.DOTALL)

    def test_nobody_else_sees_an_answer(self, hub, mentor, mentee):
        hub.browser(mentor).post("/app/profile", data={**COMPLETE, "skills_offered": "Rust"})
        page = hub.browser(mentee).get(f"/app/mentors/{mentor.person_id}").text
        assert "Rust" in page
        assert "personality" not in page.lower()


def test_what_the_organization_tells_says_so(hub):
    actor = hub.person("Mia", Role.MENTEE)
    directories = Directories(hub, ORGANIZATION)
    with directories.work() as work:
        work.people.link(
            Identity(issuer=directories.hr.issuer, subject="e-1", person_id=actor.person_id)
        )
    browser = hub.browser(actor)
    assert "Your organization tells this" not in browser.get("/app/profile").text
    directories.tell(ann(title=""))
    form = browser.get("/app/profile").text
    assert form.count("Your organization tells this") == 1
