"""From an LMS to what somebody sees: the real connector, runner and sinks."""

import pytest

from core.domain.person import LMS_ISSUER, LTI_ISSUER, Identity
from core.domain.sync import Outcome
from core.services.library.library import Library, LibraryQuery
from core.services.library.own_evidence import OwnEvidence
from integrations.lms.canvas.connector import Canvas
from integrations.lms.moodle.connector import Moodle
from tests.core.services.library.course_platform import CoursePlatform
from tests.fakes.encoder import FakeEncoder


class Through:
    """A connector whose requests go to a stand-in, whatever the runner hands it."""

    def __init__(self, connector, campus):
        self.connector, self.campus = connector, campus
        self.streams = connector.streams
        self.fields = connector.fields

    def hosts(self, _settings):
        return frozenset()

    def pull(self, stream, _context, cursor, window):
        return self.connector.pull(stream, self.campus.context(), cursor, window)


@pytest.fixture
def platform():
    return CoursePlatform()


@pytest.mark.parametrize(
    ("vendor", "issuer", "number"), [("canvas", LMS_ISSUER, "7"), ("moodle", LTI_ISSUER, "5")]
)
def test_what_courses_offer_and_show_reaches_people(
    platform, canvas, moodle, vendor, issuer, number
):
    campus = {"canvas": canvas, "moodle": moodle}[vendor]
    canvas.grade(12, 1, 7, 8.0)
    canvas.grade(12, 1, 99, 8.0)
    moodle.complete(5, 21)
    through = Through({"canvas": Canvas(), "moodle": Moodle()}[vendor], campus)
    platform.runner._connectors["courses"] = through
    ada = platform.campus.person("Ada")
    with platform.tenant() as work:
        of = issuer.format(platform.connection.settings["registration"])
        work.people.link(Identity(issuer=of, subject=number, person_id=ada.person_id))
    runs = platform.reads()
    assert [run.problem for run in runs.values()] == [None, None]
    found = Library(platform.storage, FakeEncoder.model).search(ada, LibraryQuery(skill="SQL"))
    assert found.found >= 3
    assert {one.record.course for one in found.items} == {"Data analysis with SQL"}
    (shown,) = OwnEvidence(platform.storage).mine(ada)
    assert "sql" in shown.skills
    again = platform.reads()
    assert [run.counts.changed for run in again.values()] == [0, 0]


class TestCoursesThatMayNotBeReadAnyMore:
    """What they had is not taken for gone, however little it is."""

    def test_keep_what_people_completed_in_them(self, platform, canvas):
        canvas.grade(12, 1, 7, 8.0)
        canvas.grade(15, 4, 7, 8.0)
        platform.runner._connectors["courses"] = Through(Canvas(), canvas)
        ada = platform.campus.person("Ada")
        platform.knows(ada.person_id, "7", LMS_ISSUER)
        platform.reads()
        assert set(platform.evidence(ada)) == {"assignment/1/7", "assignment/4/7"}
        canvas.graders = {15}
        run = platform.reads()["completions"]
        assert (run.outcome, run.counts.quarantined) == (Outcome.HELD, 1)
        assert set(platform.evidence(ada)) == {"assignment/1/7", "assignment/4/7"}
        canvas.graders = {12, 15}
        assert platform.reads()["completions"].outcome is Outcome.COMPLETE

    def test_keep_what_they_offer(self, platform, moodle):
        platform.runner._connectors["courses"] = Through(Moodle(), moodle)
        platform.reads()
        offered = set(platform.resources)
        moodle.refused = {2}
        assert platform.reads()["resources"].outcome is Outcome.HELD
        assert set(platform.resources) == offered
