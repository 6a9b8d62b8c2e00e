"""Having the roster read: waiting for it, its outcomes, and confirming a held one."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.course import RosterOutcome, RosterRun, RosterTrigger
from tests.web.hub import ORGANIZATION, REGISTRATION

HELD = "Held: too many people would be gone. Nothing was changed."


def ran(hub, outcome, **values):
    run = RosterRun(
        id=hub.entropy.uuid(),
        registration_id=REGISTRATION,
        context_id="c1",
        organization_id=ORGANIZATION,
        trigger=RosterTrigger.SCHEDULE,
        outcome=outcome,
        started_at=hub.clock.now(),
    )
    run = replace(run, **values)
    with hub.storage.tenant(ORGANIZATION) as work:
        work.rosters.save_run(run)
    return run


class TestRoster:
    @pytest.mark.usefixtures("course")
    def test_a_teacher_has_it_read_and_the_page_waits_for_it(self, hub, browser):
        page = browser.get("/app/course").text
        assert "Read the roster now" in page
        assert 'name="last" value="none"' in " ".join(page.split())
        asked = browser.post("/app/course", data={"action": "read", "last": "none"})
        assert asked.location == "/app/course?since=none#roster"
        assert [job["arguments"]["trigger"] for job in hub.storage.jobs] == ["hand"]
        waiting = browser.get(asked.location).text
        assert "The roster is being read." in waiting
        assert "/app/course/roster?look=1&amp;since=none" in waiting
        ran(hub, RosterOutcome.RUNNING)
        fragment = browser.get("/app/course/roster?look=1&since=none").text
        assert "look=2" in fragment
        assert "<html" not in fragment
        assert "hx-get" not in browser.get("/app/course/roster?look=60&since=none").text
        ran(hub, RosterOutcome.COMPLETE, started_at=hub.clock.now() + timedelta(seconds=1), seen=3)
        done = browser.get("/app/course/roster?look=2&since=none").text
        assert "hx-get" not in done
        assert "The roster has been read" in done

    @pytest.mark.usefixtures("course")
    def test_every_outcome_has_its_words(self, hub, browser):
        outcomes = [
            {"outcome": RosterOutcome.COMPLETE, "seen": 12},
            {"outcome": RosterOutcome.COMPLETE, "seen": 12, "added": 1, "changed": 2, "gone": 3},
            {"outcome": RosterOutcome.HELD, "gone": 40, "trigger": RosterTrigger.NOTICE},
            {"outcome": RosterOutcome.RUNNING, "trigger": RosterTrigger.LAUNCH},
            {
                "outcome": RosterOutcome.FAILED,
                "problem": "Use at most %(count)s characters.",
                "params": (("count", "9"),),
                "trigger": RosterTrigger.HAND,
            },
        ]
        for number, values in enumerate(outcomes):
            at = hub.clock.now() - timedelta(minutes=20 * number)
            ran(hub, started_at=at, **values)
        page = browser.get("/app/course").text.split('id="roster"')[1]
        found = [
            re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
        ]
        assert [" ".join(row.split()) for row in found[1:]] == [
            "just now By schedule People listed: 12. Nothing changed.",
            "20 minutes ago By schedule People listed: 12. New: 1, changed: 2, gone: 3.",
            f"40 minutes ago The platform told of a change {HELD}",
            "1 hour ago A teacher came in Interrupted",
            "1 hour ago By hand Use at most 9 characters.",
        ]

    @pytest.mark.usefixtures("course")
    def test_a_reading_that_ended_without_a_word_is_not_waited_for(self, hub, browser):
        ran(hub, RosterOutcome.RUNNING)
        assert "The roster is being read." in browser.get("/app/course").text
        hub.clock.advance(hours=1)
        page = browser.get("/app/course").text
        assert "Interrupted" in page
        assert "Read the roster now" in page

    @pytest.mark.usefixtures("course")
    def test_a_held_reading_is_confirmed(self, hub, browser):
        held = ran(hub, RosterOutcome.HELD, gone=40)
        page = browser.get("/app/course").text
        assert "40 would be gone at once" in page
        assert "waits for you" in page
        form = {"action": "confirm", "last": str(held.id)}
        assert browser.post("/app/course", data=form).status_code == 303
        assert [job["arguments"]["confirmed"] for job in hub.storage.jobs] == [40]
        ran(hub, RosterOutcome.COMPLETE, started_at=hub.clock.now() + timedelta(seconds=1))
        late = browser.post("/app/course", data=form)
        assert late.status_code == 409
        assert "read again meanwhile" in late.text

    @pytest.mark.parametrize(
        "form", [{}, {"action": "fly"}, {"action": "confirm"}, {"action": "end", "match": "x"}]
    )
    def test_a_form_that_no_page_has_is_not_understood(self, browser, form):
        assert browser.post("/app/course", data=form).status_code == 400

    def test_a_platform_that_offers_no_roster(self, hub, browser):
        page = browser.get("/app/course").text
        assert "does not tell who is in this course" in page
        assert "Read the roster now" not in page
        assert browser.post("/app/course", data={"action": "read"}).status_code == 409
        assert hub.storage.jobs == []
