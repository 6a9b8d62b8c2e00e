"""Runs of a connection that tells of courses, not of people."""

from dataclasses import replace

import pytest

from core.domain.resource import ResourceKind, ResourceRecord
from core.domain.sync import Outcome
from core.ports.connectors import RecordKind
from core.services.library.resource_sink import ResourceSink


@pytest.fixture
def held(hub, desk):
    """A connection of courses: thirty pages were read, then only one was left."""
    hub.reader._runner._sinks[RecordKind.RESOURCES] = ResourceSink(hub.clock)
    connector = hub.connectors["fake"]
    hub.connectors["fake"] = Courses(connector)
    hub.source.people = {f"p{number}": page(f"p{number}") for number in range(30)}
    desk.has_on()
    hub.clock.advance(minutes=1)
    hub.source.people = {"p0": replace(page("p0"), title="Other")}
    desk.press("full")
    hub.reader.work()
    return hub.runs()[0]


class Courses:
    """The small HR system, as if its records were pages of a course."""

    def __init__(self, connector):
        self._connector = connector

    def __getattr__(self, name):
        return getattr(self._connector, name)

    @property
    def streams(self):
        return [replace(one, records=RecordKind.RESOURCES) for one in self._connector.streams]


def page(key):
    address = "https://lms.example.edu/1"
    return ResourceRecord(key=key, title=key, kind=ResourceKind.PAGE, url=address)


def test_that_much_would_be_gone_is_said_of_records(hub, desk, held):
    assert (held.outcome, held.counts.gone) == (Outcome.HELD, 29)
    text = desk.get(f"{desk.one}/runs/{held.id}").text
    assert "So much would be gone" in text
    assert "29 records of this connection would be gone." in text
    assert "Yes, 29 records may go" in text


def test_nobody_is_recognised_in_courses(desk, held):
    assert "How its people are recognised" not in desk.get(f"{desk.one}/schedule").text
