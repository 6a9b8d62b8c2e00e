"""A copied course knows its activities, and nothing else of its origin."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.activity import ActivityKind, Work
from core.domain.course import Course, CourseRole
from core.domain.notice import Notice
from core.domain.registration import Deployment
from core.services.courses.course_copies import MOST_ORIGINS, CourseCopies
from core.services.people.arrivals import Arrivals, LaunchFacts
from tests.core.services.campus import REGISTRATION
from tests.core.services.grades.graded_course import GradedCourse

OTHER = UUID(int=990)


class Copying:
    """The campus's course with two activities, a score and work, and a platform that copies it."""

    def __init__(self, campus):
        self.campus = campus
        self.first = GradedCourse(campus)
        self.first.progressed(self.first.mia, 0.5)
        self.first.run_all()
        second = replace(
            self.first.activity,
            id=UUID(int=951),
            origin_id=UUID(int=951),
            kind=ActivityKind.REFLECTION,
            link_id="link-2",
        )
        with self.tenant() as work:
            work.activities.save(second)
            work.works.add(
                Work(
                    activity_id=second.id,
                    organization_id=campus.organization.id,
                    person_id=self.first.mia,
                    created_at=campus.clock.now(),
                    updated_at=campus.clock.now(),
                )
            )
        with campus.storage.platform() as work:
            work.registrations.save_deployment(
                Deployment(
                    registration_id=REGISTRATION,
                    deployment_id="1",
                    organization_id=campus.organization.id,
                )
            )

    def tenant(self):
        return self.campus.storage.tenant(self.campus.organization.id)

    def notice(self, context_id, *origins, registration_id=REGISTRATION, deployment_id="1"):
        with self.campus.storage.platform() as work:
            work.notices.add(
                Notice(
                    registration_id=registration_id,
                    notice_id=f"{context_id}{origins}",
                    notice_type="LtiContextCopyNotice",
                    deployment_id=deployment_id,
                    context_id=context_id,
                    origins=origins,
                    received_at=self.campus.clock.now(),
                )
            )
        self.job(registration_id, f"{context_id}{origins}")

    def job(self, registration_id, notice_id):
        copies = CourseCopies(self.campus.storage, self.campus.entropy)
        copies.course_copied(str(registration_id), notice_id)

    def launch(self, context_id, *history):
        with self.campus.storage.platform() as work:
            registration = work.registrations.get(REGISTRATION)
        course = Course(
            registration_id=REGISTRATION,
            context_id=context_id,
            organization_id=self.campus.organization.id,
            title="Opened",
            history=history,
        )
        Arrivals(self.campus.storage, self.campus.clock, self.campus.entropy).arrive(
            LaunchFacts(
                registration=registration,
                organization_id=self.campus.organization.id,
                subject="9",
                course=course,
                roles=frozenset({CourseRole.TEACHER}),
            )
        )

    def course(self, context_id, registration_id=REGISTRATION):
        with self.tenant() as work:
            return work.courses.get(registration_id, context_id)

    def activities(self, context_id):
        with self.tenant() as work:
            return work.activities.of_course(REGISTRATION, context_id)

    def origins(self, context_id):
        return [activity.origin_id.int for activity in self.activities(context_id)]


@pytest.fixture
def copying(campus):
    return Copying(campus)


@pytest.mark.parametrize("way", ["notice", "launch"])
def test_a_copied_course_has_copies_of_the_activities_and_nothing_of_anybody(copying, way):
    getattr(copying, way)("copy", "course-1")
    copies = copying.activities("copy")
    assert copying.origins("copy") == [950, 951]
    assert not {copy.id.int for copy in copies} & {950, 951}
    assert {(copy.link_id, copy.line_item_url) for copy in copies} == {("", "")}
    assert [c.kind for c in copies] == [ActivityKind.MEETINGS, ActivityKind.REFLECTION]
    with copying.tenant() as work:
        ids = [copy.id for copy in copies]
        assert work.scores.of_activities(ids) == work.works.of_activities(ids) == []
    course = copying.course("copy")
    assert (course.program_id, course.history) == (None, ("course-1",))
    assert copying.first.column


def test_notices_and_launches_in_any_order_copy_once(copying):
    copying.notice("copy", "course-1")
    before = copying.activities("copy")
    copying.notice("copy", "course-1", "course-1")
    copying.launch("copy", "course-1", "even-older")
    copying.launch("copy", "course-1", "even-older")
    copying.job(REGISTRATION, "copy('course-1',)")
    assert copying.activities("copy") == before
    assert copying.course("copy").history == ("course-1", "even-older")
    assert copying.course("copy").title == "Opened"


def test_the_nearest_earlier_course_with_activities_counts(copying):
    copying.notice("copy", "course-1")
    with copying.tenant() as work:
        later = replace(copying.first.activity, id=UUID(int=952), origin_id=UUID(int=952))
        work.activities.save(later)
    copying.launch("copy of copy", "copy of copy", "never seen", "copy", "course-1")
    assert copying.origins("copy of copy") == [950, 951]


def test_content_imported_into_a_course_joins_what_is_there(copying):
    copying.launch("other")
    with copying.tenant() as work:
        own = replace(copying.first.activity, id=UUID(int=953), origin_id=UUID(int=953))
        work.activities.save(replace(own, context_id="other"))
    copying.notice("other", "other", "course-1")
    assert copying.origins("other") == [950, 951, 953]
    assert copying.course("other").history == ("course-1",)


def test_a_copy_that_somebody_opened_meanwhile_is_kept(copying, monkeypatch):
    copying.notice("copy", "course-1")
    before = copying.activities("copy")
    with copying.tenant() as work:
        repository = type(work.activities)
    of_course = repository.of_course
    quick = iter(["course-1", "copy"])
    monkeypatch.setattr(
        repository,
        "of_course",
        lambda self, *place: (
            of_course(self, *place) if next(quick, "course-1") == "course-1" else []
        ),
    )
    copying.job(REGISTRATION, "copy('course-1',)")
    monkeypatch.undo()
    assert copying.activities("copy") == before


def test_courses_that_never_showed_us_are_not_remembered(copying):
    copying.notice("copy", "somewhere")
    copying.notice("loop", "loop")
    assert copying.course("copy") is None
    assert copying.course("loop") is None


def test_only_known_notices_of_known_deployments_count(copying):
    copying.notice("copy", "course-1", deployment_id="2")
    copying.notice("copy", "course-1", registration_id=OTHER)
    copying.job(REGISTRATION, "never received")
    with copying.campus.storage.platform() as work:
        other = {"registration_id": OTHER, "organization_id": copying.campus.organization.id}
        work.registrations.save_deployment(Deployment(deployment_id="1", **other))
    copying.job(OTHER, "copy('course-1',)")
    assert copying.course("copy") is None
    assert copying.course("copy", OTHER) is None


def test_no_more_origins_are_kept_than_are_of_use(copying):
    copying.notice("copy", "course-1", *(f"older-{n}" for n in range(MOST_ORIGINS)))
    assert len(copying.course("copy").history) == MOST_ORIGINS
