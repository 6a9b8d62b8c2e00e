from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.match import EndReason, MatchState
from core.domain.program import Role


@pytest.fixture
def match(hub, mentor, mentee):
    return hub.services.requests.ask(mentee, mentor.person_id, "Line one\nLine <two>")


def state(hub, actor):
    (view,) = hub.services.requests.mine(actor)
    return view.match.state, view.match.end_reason


def test_the_mentor_reads_note_and_profile(hub, mentor, match):
    page = hub.browser(mentor).get("/app/requests").text
    assert "Mia" in page
    assert "<p>Line one</p>" in page
    assert "Line &lt;two&gt;" in page
    assert "Rust" in page
    assert "mia@example.edu" not in page


def test_accepting_brings_both_together(hub, mentor, mentee, match):
    browser = hub.browser(mentor)
    done = browser.post("/app/requests", data={"match": match.id, "action": "accept"})
    assert done.location == "/app/matches?done=accepted"
    seen_by_mentor = browser.get(done.location).text
    assert "mailto:mia@example.edu" in seen_by_mentor
    seen_by_mentee = hub.browser(mentee).get("/app/matches").text
    assert "mailto:ada@example.edu" in seen_by_mentee
    assert "Your mentor" in seen_by_mentee


def test_an_address_adds_nothing_to_the_message(hub, mentor, mentee, match):
    with hub.storage.tenant(mentee.organization_id) as work:
        person = work.people.get(mentee.person_id)
        work.people.save(replace(person, email="mia?bcc=eve&body=100%@example.edu"))
    hub.services.requests.accept(mentor, match.id)
    page = hub.browser(mentor).get("/app/matches").text
    assert 'href="mailto:mia%3Fbcc%3Deve%26body%3D100%25@example.edu"' in page


def test_declining_lets_the_mentee_go_on(hub, mentor, mentee, match):
    browser = hub.browser(mentor)
    done = browser.post("/app/requests", data={"match": match.id, "action": "decline"})
    assert done.location == f"/app/requests?undo={match.id}&done=declined"
    assert state(hub, mentee) == (MatchState.ENDED, EndReason.DECLINED)
    assert "Declined" in hub.browser(mentee).get("/app/requests").text
    assert hub.services.profiles.of(mentor).avoid == frozenset()


def test_declining_for_good_is_private(hub, mentor, mentee, match):
    form = {"match": match.id, "action": "decline", "avoid": "1"}
    hub.browser(mentor).post("/app/requests", data=form)
    assert hub.services.profiles.of(mentor).avoid == {mentee.person_id}
    assert hub.services.profiles.of(mentor).skills_offered == ("Rust",)


def test_withdrawing(hub, mentee, match):
    browser = hub.browser(mentee)
    assert "Withdraw" in browser.get("/app/requests").text
    done = browser.post("/app/requests", data={"match": match.id, "action": "withdraw"})
    assert done.location == f"/app/requests?undo={match.id}&done=withdrawn"
    assert state(hub, mentee) == (MatchState.ENDED, EndReason.WITHDRAWN)


def test_an_answer_that_comes_too_late_is_explained_on_the_page(hub, mentor, mentee, match):
    hub.services.requests.withdraw(mentee, match.id)
    page = hub.browser(mentor).post("/app/requests", data={"match": match.id, "action": "accept"})
    assert page.status_code == 409
    assert "Reload the page to see where it stands." in page.text
    assert "<h1" in page.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"match": "x", "action": "accept"}, 400),
        ({"match": UUID(int=5), "action": "explode"}, 400),
        ({"match": UUID(int=5), "action": "accept"}, 404),
    ],
)
def test_requests_that_do_not_exist(hub, mentor, form, status):
    assert hub.browser(mentor).post("/app/requests", data=form).status_code == status


def test_nobody_answers_for_somebody_else(hub, mentor, mentee, match):
    for actor in (mentee, hub.person("Eve", Role.MENTOR)):
        form = {"match": match.id, "action": "accept"}
        assert hub.browser(actor).post("/app/requests", data=form).status_code == 404
    assert state(hub, mentee) == (MatchState.OFFERED, None)


@pytest.mark.parametrize("who", ["mentor", "mentee"])
def test_either_side_may_end_a_match_once(hub, mentor, mentee, match, who):
    hub.services.requests.accept(mentor, match.id)
    browser = hub.browser({"mentor": mentor, "mentee": mentee}[who])
    ended = browser.post("/app/matches", data={"match": match.id})
    assert ended.location == f"/app/matches?undo={match.id}&done=ended"
    page = browser.get("/app/matches").text
    assert "No match yet" in page
    assert "Ended, " in page.split("Earlier")[1]
    again = browser.post("/app/matches", data={"match": match.id})
    assert again.status_code == 409
    assert "Reload the page" in again.text


def test_somebody_whose_name_is_withheld_is_still_shown(hub, mentor):
    nameless = hub.person("", Role.MENTEE)
    hub.services.requests.ask(nameless, mentor.person_id)
    page = hub.browser(mentor).get("/app/requests").text
    assert "Name withheld" in page
    assert ">?</span>" in page


def test_without_a_role_the_pages_say_how_to_join(hub):
    browser = hub.browser(hub.person("Ben"))
    assert "You do not take part yet." in browser.get("/app/requests").text
    page = browser.get("/app/matches").text
    assert "No match yet" in page
    assert "You do not take part yet." in page
