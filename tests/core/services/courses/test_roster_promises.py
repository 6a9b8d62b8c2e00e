"""When rosters are read: by schedule and at launches."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.course import CourseServices, RosterTrigger
from core.domain.registration import RegistrationStatus
from core.errors import ForbiddenError
from core.services.courses.rosters import KEPT
from tests.core.services.courses.roster_campus import TEACHER, RosterCampus, listed


@pytest.fixture
def place(campus):
    return RosterCampus(campus)


class TestDue:
    def due(self, place):
        place.storage.tables.table("jobs").clear()
        place.rosters.sync_due()
        return [row["arguments"]["context_id"] for row in place.storage.jobs]

    def test_what_is_old_is_promised_and_the_job_reads_it(self, place):
        assert self.due(place) == ["course-1"]
        (job,) = place.storage.jobs
        assert job["lock"] == job["once"] == f"roster:{place.registration.id}:course-1"
        assert not job["urgent"]
        place.roster(listed(1))
        place.rosters.sync(**job["arguments"])
        assert place.run.trigger is RosterTrigger.SCHEDULE
        assert self.due(place) == []
        place.clock.advance(hours=6)
        assert self.due(place) == ["course-1"]

    def test_courses_that_cannot_be_read_are_left_out(self, place):
        off = replace(place.registration, id=UUID(int=5), client_id="off")
        with place.storage.platform() as work:
            work.registrations.save(replace(off, status=RegistrationStatus.DISABLED))
        with place.tenant() as work:
            work.courses.save(replace(place.course, registration_id=off.id))
            work.courses.save(replace(place.course, context_id="closed", services=CourseServices()))
            work.courses.save(replace(place.course, context_id="free", program_id=None))
        assert self.due(place) == ["course-1"]

    def test_old_runs_are_forgotten(self, place):
        place.roster(listed(1))
        place.read()
        place.clock.advance(seconds=KEPT.total_seconds())
        place.read()
        place.clock.advance(seconds=1)
        self.due(place)
        assert [run.started_at for run in place.runs] == [place.clock.now() - timedelta(seconds=1)]


class TestLaunches:
    def promised(self, place):
        jobs = [row for row in place.storage.jobs if row["job"] == "sync_roster"]
        place.storage.tables.table("jobs").clear()
        return [row["arguments"]["trigger"] for row in jobs]

    def test_a_teacher_or_administrator_has_an_old_roster_read(self, place):
        for arrive in (
            lambda: place.launch("t", TEACHER),
            lambda: place.launch("a", administers=True),
        ):
            arrive()
            assert self.promised(place) == ["launch"]

    def test_a_learner_does_not(self, place):
        place.launch("l")
        assert self.promised(place) == []

    def test_within_the_hour_it_is_not_tried_again(self, place):
        place.platform.fail(ForbiddenError("No access."))
        place.read()
        place.launch("t", TEACHER)
        place.clock.advance(minutes=61)
        place.launch("t", TEACHER)
        assert self.promised(place) == ["launch"]
        place.platform.fail(None)
        place.read()
        place.launch("t", TEACHER)
        assert self.promised(place) == []

    def test_a_course_without_programme_or_roster_is_not_read(self, place):
        place.launch("t", TEACHER, course=replace(place.course, context_id="x", program_id=None))
        closed = replace(place.course, context_id="y", services=CourseServices())
        with place.tenant() as work:
            work.courses.save(closed)
        place.launch("t", TEACHER, course=closed)
        assert self.promised(place) == []
