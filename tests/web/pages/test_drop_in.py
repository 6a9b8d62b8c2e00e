from dataclasses import replace

import pytest

TIME = "2026-03-03T14:00"


@pytest.fixture
def ada(hub, mentor):
    hub.services.profiles.change(mentor, lambda p: replace(p, time_zone="Europe/Berlin"))
    return mentor


def offered(**changes):
    form = {
        "action": "offer",
        "starts_at": TIME,
        "minutes": "30",
        "places": "1",
        "weeks": "1",
        "topic": "Applications",
        "whereabouts": "Room 5",
    }
    return {**form, **changes}


def only_slot(hub, actor):
    (found,) = hub.services.offers.mine(actor)
    return found.slot


def test_a_time_is_offered_booked_and_given_back(hub, ada, mentee):
    hers, mine = hub.browser(ada), hub.browser(mentee)
    assert "No time is free now." in mine.get("/app/drop-in").text
    done = hers.post("/app/drop-in", data=offered())
    assert done.location == "/app/drop-in?done=time-offered"
    slot = only_slot(hub, ada)
    assert "2:00" in hers.get("/app/drop-in").text
    page = mine.get("/app/drop-in").text
    assert "Applications" in page
    assert "Room 5" not in page
    form = {"action": "book", "slot": slot.id, "note": "My <letter>"}
    assert mine.post("/app/drop-in", data=form).location.endswith("?done=time-booked")
    page = mine.get("/app/drop-in").text
    assert "Booked by you" in page
    assert "Room 5" in page
    page = hers.get("/app/drop-in").text
    assert "My &lt;letter&gt;" in page
    assert "1 of 1 places taken" in page
    back = mine.post("/app/drop-in", data={"action": "give-back", "slot": slot.id})
    assert back.location.endswith("?done=time-given-back")
    off = hers.post("/app/drop-in", data={"action": "call-off", "slot": slot.id})
    assert off.location.endswith("?done=time-called-off")
    assert "You offer no time now." in hers.get("/app/drop-in").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"starts_at": ""}, "Choose the day and the hour."),
        ({"starts_at": "2020-01-01T10:00"}, "Choose a time that is ahead"),
        ({"minutes": "x"}, "Choose from 10 to 240."),
        ({"places": ""}, "Choose from 1 to 30."),
    ],
)
def test_an_offer_that_needs_a_change_comes_back_as_typed(hub, ada, change, words):
    page = hub.browser(ada).post("/app/drop-in", data=offered(**change))
    assert page.status_code == 422
    assert words in page.text
    assert 'value="Applications"' in page.text


def test_a_group_says_how_many_places_are_left(hub, ada, mentee):
    hub.browser(ada).post("/app/drop-in", data=offered(places="4"))
    assert "4 places are left" in hub.browser(mentee).get("/app/drop-in").text


def test_a_place_that_is_gone_is_said(hub, ada, mentee):
    hub.browser(ada).post("/app/drop-in", data=offered())
    slot = only_slot(hub, ada)
    mine = hub.browser(mentee)
    hub.services.offers.call_off(ada, slot.id)
    late = mine.post("/app/drop-in", data={"action": "book", "slot": slot.id})
    assert late.status_code == 409
    assert "not offered any more" in late.text


def test_strange_forms_are_refused(hub, mentee):
    mine = hub.browser(mentee)
    assert mine.post("/app/drop-in", data={"action": "book", "slot": "?"}).status_code == 400
    assert mine.post("/app/drop-in", data={"action": "steal"}).status_code == 400


def test_who_takes_no_part_is_led_home(hub):
    assert hub.browser(hub.person("Eve")).get("/app/drop-in").location == "/app/"


def test_without_a_time_zone_times_are_in_utc_and_it_says_so(hub, mentee):
    assert "shown in UTC" in hub.browser(mentee).get("/app/drop-in").text
