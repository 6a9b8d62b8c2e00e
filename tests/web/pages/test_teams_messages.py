from datetime import time

import pytest

from core.domain.teams_choices import Rhythm

FORM = {"chat": "on", "rhythm": "daily", "quiet_from": "20:00", "quiet_until": "07:30"}


def test_who_has_nothing_to_do_with_teams_is_not_asked(hub, mentee):
    assert "Messages in Teams" not in hub.browser(mentee).get("/app/participation").text


def test_one_chooses_under_participation(hub, mentee):
    hub.services.teams_choices.pause(mentee, 2)
    browser = hub.browser(mentee)
    page = browser.get("/app/participation").text
    assert "May the bot write to you?" in page
    assert "End the pause that lasts until Mar 16, 2026" in page
    done = browser.post("/app/news/teams", data=FORM)
    assert done.location == "/app/participation?done=messages-chosen#teams"
    chosen = hub.services.teams_choices.of(mentee)
    assert (chosen.chat, chosen.rhythm, chosen.weekends) == (True, Rhythm.DAILY, False)
    assert (chosen.quiet_from, chosen.quiet_until) == (time(20), time(7, 30))
    assert chosen.paused_until is not None
    browser.post("/app/news/teams", data=FORM | {"weekends": "1", "resume": "1", "chat": "off"})
    chosen = hub.services.teams_choices.of(mentee)
    assert (chosen.chat, chosen.weekends, chosen.paused_until) == (False, True, None)


@pytest.mark.parametrize(
    "wrong", [{"chat": "maybe"}, {"rhythm": "hourly"}, {"quiet_from": "late"}, {"quiet_until": ""}]
)
def test_what_no_form_of_ours_sends_is_refused(hub, mentee, wrong):
    assert hub.browser(mentee).post("/app/news/teams", data=FORM | wrong).status_code == 400
