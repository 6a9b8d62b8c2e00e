from datetime import timedelta

import pytest

HOUR = timedelta(hours=1)
FIRST, SECOND = "2026-03-04T10:00", "2026-03-05T10:00"


@pytest.fixture
def match(hub, mentor, mentee):
    asked = hub.services.requests.ask(mentee, mentor.person_id)
    return hub.services.requests.accept(mentor, asked.id)


def proposing(match, *times, **changes):
    form = {"action": "propose", "match": match.id, "minutes": "30", "whereabouts": "Room 5"}
    return {**form, "times": list(times), **changes}


def planned(hub, actor):
    (viewed,) = hub.services.appointments.mine(actor)
    return viewed.appointment


def test_times_are_proposed_and_one_is_chosen(hub, mentor, mentee, match):
    mine, theirs = hub.browser(mentor), hub.browser(mentee)
    assert "No meeting is planned." in mine.get("/app/matches").text
    done = mine.post("/app/appointments", data=proposing(match, FIRST, "", SECOND))
    assert done.location == "/app/matches?done=times-proposed"
    assert "To be chosen by Mia" in mine.get("/app/matches").text
    page = theirs.get("/app/matches").text
    assert "Choose a time:" in page
    assert 'value="2026-03-04T10:00:00+00:00"' in page
    chosen = {"action": "choose", "appointment": planned(hub, mentee).id}
    done = theirs.post("/app/appointments", data=chosen | {"time": "2026-03-04T10:00:00+00:00"})
    assert done.location.endswith("?done=time-chosen")
    page = mine.get("/app/matches").text
    assert "Room 5" in page
    assert "Call off" in page


def test_what_was_planned_is_told_with_one_click(hub, mentor, mentee, match):
    made = hub.services.appointments.propose(mentor, match.id, [hub.clock.now() + HOUR], 30)
    hub.services.appointments.choose(mentee, made.id, made.times[0])
    hub.clock.advance(hours=3)
    browser = hub.browser(mentee)
    page = browser.get("/app/matches").text
    assert "Did you?" in page
    form = {"action": "log", "match": match.id, "held_on": "2026-03-02", "minutes": "30"}
    browser.post("/app/meetings", data=form)
    assert "Did you?" not in browser.get("/app/matches").text


def test_a_meeting_is_called_off(hub, mentor, mentee, match):
    made = hub.services.appointments.propose(mentor, match.id, [hub.clock.now() + HOUR], 30)
    form = {"action": "call-off", "appointment": made.id}
    done = hub.browser(mentee).post("/app/appointments", data=form)
    assert done.location.endswith("?done=meeting-called-off")
    assert hub.services.appointments.mine(mentor) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"times": []}, "Propose from 1 to 5 times."),
        ({"times": ["soon"]}, "Choose the day and the hour."),
        ({"minutes": ""}, "Choose from 5 to 600 minutes."),
    ],
)
def test_a_form_that_needs_a_change_comes_back_as_typed(hub, mentor, match, change, words):
    form = proposing(match, FIRST, **change)
    page = hub.browser(mentor).post("/app/appointments", data=form)
    assert page.status_code == 422
    assert words in page.text
    assert 'value="Room 5"' in page.text
    assert f'href="#times-plan-{match.id}"' in page.text or change.get("minutes") == ""


def test_a_conflict_says_why(hub, mentor, mentee, match):
    made = hub.services.appointments.propose(mentor, match.id, [hub.clock.now() + HOUR], 30)
    hub.services.appointments.call_off(mentor, made.id)
    form = {"action": "choose", "appointment": made.id, "time": made.times[0].isoformat()}
    page = hub.browser(mentee).post("/app/appointments", data=form)
    assert page.status_code == 409
    assert "decided already" in page.text


@pytest.mark.parametrize(
    "form",
    [
        {"action": "dance"},
        {"action": "call-off", "appointment": "no-id"},
        {"action": "choose", "appointment": "00000000-0000-0000-0000-000000000001", "time": "x"},
    ],
)
def test_what_no_form_of_ours_sends_is_refused(hub, mentor, match, form):
    assert hub.browser(mentor).post("/app/appointments", data=form).status_code == 400
