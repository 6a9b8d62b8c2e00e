"""What a dry run shows: who would be new, and what would change of whom."""

import re
from dataclasses import replace

from core.domain.directory import EmploymentStatus


def words_of(page):
    """The words of the table of changes."""
    table = page.text.split('id="changes"')[1].split("</table>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", table).split()).replace("\u2013", "-")


def test_new_people_are_named_before_they_are_there(hub, desk):
    desk.add()
    desk.press("dry-run")
    hub.reader.work()
    (run,) = hub.runs()
    page = desk.get(f"{desk.one}/runs/{run.id}")
    assert "Ada New - ada Bo New - bo Cleo New - cleo" in words_of(page)
    assert "Names and values stay here for 7 days." in page.text
    assert hub.entries() == []


def test_changes_are_shown_field_by_field(hub, desk):
    desk.has_on()
    people = hub.source.people
    hub.clock.advance(minutes=1)
    people["bo"] = replace(people["bo"], title="Lead", status=EmploymentStatus.ON_LEAVE)
    desk.press("dry-run")
    hub.reader.work()
    told = words_of(desk.get(f"{desk.one}/runs/{hub.runs()[0].id}"))
    assert "Job title - → Lead Employment status active → on leave bo" in told


def test_a_run_that_applies_keeps_no_values(hub, desk):
    desk.has_on()
    people = hub.source.people
    hub.clock.advance(minutes=1)
    people["bo"] = replace(people["bo"], title="Lead")
    desk.press("full")
    hub.reader.work()
    page = desk.get(f"{desk.one}/runs/{hub.runs()[0].id}")
    assert "Bo Changed Job title bo" in words_of(page)
    assert "Lead" not in page.text
    assert "stay here" not in page.text
