import pytest

from core.domain.program import Role

SAVE = {"role": "mentor", "action": "save"}


def mine(hub, actor):
    return {p.role: p for p in hub.services.participations.mine(actor)}


def test_capacity_and_pause_are_saved(hub, mentor):
    browser = hub.browser(mentor)
    saved = browser.post("/app/participation", data={**SAVE, "capacity": "5", "paused": "1"})
    assert saved.location == "/app/participation?done=participation-saved"
    assert mine(hub, mentor)[Role.MENTOR].capacity == 5
    assert mine(hub, mentor)[Role.MENTOR].paused
    page = browser.get(saved.location).text
    assert 'value="5"' in page
    browser.post("/app/participation", data={**SAVE, "capacity": "5"})
    assert not mine(hub, mentor)[Role.MENTOR].paused


@pytest.mark.parametrize("typed", ["", "0", "21", "two", "-1", "1.5", "٣", "9" * 30])
def test_a_capacity_that_makes_no_sense_comes_back_as_typed(hub, mentor, typed):
    page = hub.browser(mentor).post("/app/participation", data={**SAVE, "capacity": typed})
    assert page.status_code == 422
    assert "Choose a number from 1 to 20." in page.text
    assert f'value="{typed}"' in page.text
    assert mine(hub, mentor)[Role.MENTOR].capacity == 2


def test_a_mentee_pauses(hub, mentee):
    form = {"role": "mentee", "action": "save", "paused": "1"}
    hub.browser(mentee).post("/app/participation", data=form)
    assert mine(hub, mentee)[Role.MENTEE].paused


def test_leaving_ends_what_is_open(hub, mentor, mentee):
    hub.services.requests.ask(mentee, mentor.person_id)
    left = hub.browser(mentee).post(
        "/app/participation", data={"role": "mentee", "action": "leave"}
    )
    assert left.location == "/app/?done=left"
    assert mine(hub, mentee) == {}
    assert "Nobody is waiting for your answer." in hub.browser(mentor).get("/app/requests").text


def test_leaving_a_role_one_does_not_have(hub, mentee):
    form = {"role": "mentor", "action": "leave"}
    assert hub.browser(mentee).post("/app/participation", data=form).status_code == 404


def test_the_other_role_is_offered(hub, mentee):
    page = hub.browser(mentee).get("/app/participation").text
    assert "Offer to be a mentor" in page
    assert "Join as a mentee" not in page
