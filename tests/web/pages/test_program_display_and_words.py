import re
from datetime import UTC, datetime

import pytest

from core.domain.learned_belief import LearnedBelief
from core.domain.program import Role
from core.engine.matching.model.told import Readiness
from core.services.matching.learning import Learned, Learning


class TestProgramme:
    def test_managers_see_who_waits_and_who_is_matched(self, hub, mentor, mentee):
        hub.person("Zoe", Role.MENTEE)
        match = hub.services.requests.ask(mentee, mentor.person_id)
        hub.services.requests.accept(mentor, match.id)
        page = hub.browser(hub.person("Tess", manages=True)).get("/app/program").text
        waiting = page.split('id="waiting"')[1].split("</section>")[0]
        assert "Zoe" in waiting
        assert "Mia" not in waiting
        assert page.count('<th scope="row">') == 4
        assert "Accepted" in page
        figures = dict(re.findall(r"<dt>\s*(.*?)\s*</dt>\s*<dd class=\"number\">\s*(\d+)", page))
        assert figures == {
            "Mentees": "2",
            "Mentors": "1",
            "Free places": "1",
            "Open requests": "0",
            "Matches": "1",
        }

    def test_an_empty_programme(self, hub):
        page = hub.browser(hub.person("Tess", manages=True)).get("/app/program").text
        assert "Nobody has joined yet." in page
        assert "No request yet." in page

    def test_others_may_not_look(self, hub, mentee):
        browser = hub.browser(mentee)
        page = browser.get("/app/program")
        assert page.status_code == 403
        assert "Only the teachers of this course can do this." in page.text
        assert "/app/program" not in browser.get("/app/").text


class TestDisplay:
    def test_theme_and_language_hold_for_the_next_page(self, hub, mentee):
        browser = hub.browser(mentee)
        saved = browser.post("/app/display", data={"theme": "contrast", "locale": "de"})
        assert saved.location == "/app/display?done=displayed"
        page = browser.get(saved.location).text
        assert '<html lang="de" data-theme="contrast">' in page
        assert "Anzeige und Sprache" in page

    @pytest.mark.parametrize(
        "form", [{}, {"theme": "pink", "locale": "de"}, {"theme": "dark", "locale": "tlh"}]
    )
    def test_unknown_choices_change_nothing(self, hub, mentee, form):
        browser = hub.browser(mentee)
        before = browser.get("/app/display").text
        assert browser.post("/app/display", data=form).status_code == 400
        assert browser.get("/app/display").text == before


def test_how_matching_works_promises_what_is_never_used(hub, mentee):
    page = hub.browser(mentee).get("/app/how-matching-works").text
    assert "What is never used" in page
    assert "nine times out of ten" in page


def test_how_matching_works_says_that_nothing_was_learned_yet(hub, mentee):
    page = hub.browser(mentee).get("/app/how-matching-works").text
    assert "too few requests were answered" in page
    assert "What raises a score" not in page


@pytest.mark.parametrize("checked", [True, False])
def test_how_matching_works_tells_what_was_learned_and_from_how_much(
    hub, mentee, monkeypatch, checked
):
    share = (0.62, 0.55, 0.69) if checked else (None, None, None)
    belief = LearnedBelief(
        program_id=mentee.program_id,
        learned_at=datetime(2026, 3, 2, tzinfo=UTC),
        outcomes=321,
        mentees=80,
        mentors=30,
        accuracy=share[0],
        low=share[1],
        high=share[2],
        model="{}",
    )
    told = Learned(
        belief=belief,
        raising=("skills: share", "skills", "mentor: letters", "mentee: texts", "tags club: share"),
        lowering=(),
        readiness=Readiness(0.2, 0.4, 0.6),
    )
    monkeypatch.setattr(Learning, "told", lambda _self, _actor: told)
    page = hub.browser(mentee).get("/app/how-matching-works").text
    assert "321 requests" in page
    assert ("62 of 100 cases" in page) == checked
    assert ("too few to say" in page) != checked
    assert page.count("<li>Skills</li>") == 1
    assert "How much a mentor tells about themselves" in page
    assert "club" not in page


@pytest.mark.parametrize("address", ["/app/", "/app/profile", "/app/mentors", "/nowhere"])
def test_pages_hold_nothing_that_the_content_policy_forbids(hub, mentee, mentor, address):
    page = hub.browser(mentee).get(address).text
    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:|hx-on|js:", page) == []
    assert all(" src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_a_page_without_cookies_carries_its_bearer_and_the_token_works(hub, mentee):
    opened = hub.services.sessions.open(mentee, "lti", "light", "en")
    client = hub.app.test_client()
    page = client.get(f"/app/?ticket={opened.ticket}")
    token = re.search(
        r"hx-headers:inherited='\{\"Authorization\": \"Bearer ([^\"]+)\"\}'", page.text
    )
    assert token is not None
    bearer = {"Authorization": f"Bearer {token[1]}"}
    form = {"role": "mentor", "action": "join"}
    joined = client.post("/app/participation", data=form, headers=bearer)
    assert joined.status_code == 303
    assert "hx-headers" not in hub.browser(mentee).get("/app/").text


def test_an_unknown_word_about_what_was_done_says_nothing(hub, mentee):
    page = hub.browser(mentee).get("/app/?done=<b>hacked</b>").text
    assert "hacked" not in page
    assert 'role="status"' not in page


def test_pages_speak_the_language_of_the_session(hub, mentee, mentor):
    page = hub.browser(mentee, locale="de-CH").get("/app/mentors").text
    assert '<html lang="de"' in page
    assert "Sie möchten Rust lernen; diese Person bietet es an." in page
