from datetime import timedelta
from uuid import UUID

import pytest

DAY = "2026-03-02"  # today, by the fake clock


@pytest.fixture
def match(hub, mentor, mentee):
    asked = hub.services.requests.ask(mentee, mentor.person_id)
    return hub.services.requests.accept(mentor, asked.id)


def told(match, **changes):
    return {"action": "log", "match": match.id, "held_on": DAY, "minutes": "45", **changes}


def only_meeting(hub, actor):
    ((meeting,),) = hub.services.meetings.of_matches(actor).values()
    return meeting


def test_one_tells_of_a_meeting_and_the_other_confirms(hub, mentor, mentee, match):
    mine, theirs = hub.browser(mentee), hub.browser(mentor)
    assert "No meeting yet." in mine.get("/app/matches").text
    done = mine.post("/app/meetings", data=told(match))
    assert done.location == "/app/matches?done=meeting-told"
    page = mine.get("/app/matches").text
    assert "45 minutes" in page
    assert "To be confirmed by Ada" in page
    assert "waits for your confirmation" not in mine.get("/app/").text
    assert "1 meeting waits for your confirmation" in theirs.get("/app/").text
    form = {"action": "confirm", "meeting": only_meeting(hub, mentor).id}
    assert theirs.post("/app/meetings", data=form).location.endswith("?done=meeting-confirmed")
    page = theirs.get("/app/matches").text
    assert "Confirmed" in page
    assert "Meeting</span>" in page  # the match is active now


def test_one_removes_what_one_told(hub, mentor, mentee, match):
    hub.services.meetings.log(mentee, match.id, hub.clock.now().date(), 30)
    form = {"action": "remove", "meeting": only_meeting(hub, mentee).id}
    assert hub.browser(mentor).post("/app/meetings", data=form).status_code == 404
    done = hub.browser(mentee).post("/app/meetings", data=form)
    assert done.location == "/app/matches?done=meeting-removed"
    assert "No meeting yet." in hub.browser(mentee).get("/app/matches").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"held_on": ""}, "Choose the day."),
        ({"held_on": "2026-03-09"}, "not in the future"),
        ({"minutes": ""}, "Choose from 5 to 600 minutes."),
        ({"minutes": "4"}, "Choose from 5 to 600 minutes."),
    ],
)
def test_a_form_that_needs_a_change_comes_back_as_typed(hub, mentee, match, change, words):
    page = hub.browser(mentee).post("/app/meetings", data=told(match, **change))
    assert page.status_code == 422
    assert words in page.text
    (name,) = change
    assert f'href="#{name.replace("_", "-")}-{match.id}"' in page.text
    assert f'value="{change[name]}"' in page.text
    assert '<details class="more" open>' in page.text


def test_a_meeting_told_twice_is_explained(hub, mentor, mentee, match):
    hub.services.meetings.log(mentee, match.id, hub.clock.now().date(), 30)
    page = hub.browser(mentor).post("/app/meetings", data=told(match))
    assert (page.status_code, "waits to be confirmed already" in page.text) == (409, True)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({}, 400),
        ({"action": "confirm"}, 400),
        ({"action": "confirm", "meeting": UUID(int=5)}, 404),
        ({"action": "log", "match": "x", "held_on": DAY, "minutes": "45"}, 400),
    ],
)
def test_forms_of_programs_are_refused(hub, mentee, form, status):
    assert hub.browser(mentee).post("/app/meetings", data=form).status_code == status


def test_an_active_match_needs_no_first_meeting(hub, mentor, mentee, match):
    assert "arrange your first meeting" in hub.browser(mentee).get("/app/").text
    met = hub.services.meetings.log(
        mentor, match.id, hub.clock.now().date() - timedelta(days=1), 30
    )
    hub.services.meetings.confirm(mentee, met.id)
    assert "arrange your first meeting" not in hub.browser(mentee).get("/app/").text
