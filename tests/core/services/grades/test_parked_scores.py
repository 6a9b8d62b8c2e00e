"""What keeps scores from a gradebook, and until when."""

from dataclasses import replace

import pytest

from core.domain.course import CourseRole, CourseServices, RosterTrigger
from core.domain.score import ParkedReason
from core.errors import ForbiddenError
from core.ports.jobs import ATTEMPTS
from core.services.courses.rosters import Rosters
from core.services.people.arrivals import Arrivals, LaunchFacts
from tests.core.services.campus import REGISTRATION
from tests.core.services.grades.graded_course import SENT, parked, stands


def course_of(course):
    with course.work() as work:
        return work.courses.get(REGISTRATION, "course-1")


def launch(course, role, **services):
    with course.work() as work:
        told = work.courses.get(REGISTRATION, "course-1")
    told = replace(told, services=CourseServices(**services))
    with course.campus.storage.platform() as work:
        registration = work.registrations.get(REGISTRATION)
    Arrivals(course.campus.storage, course.campus.clock, course.campus.entropy).arrive(
        LaunchFacts(
            registration=registration,
            organization_id=registration.organization_id,
            subject="6",
            course=told,
            roles=frozenset({role}),
        )
    )


def read_roster(course):
    with course.work() as work:
        known = work.courses.get(REGISTRATION, "course-1")
        services = replace(known.services, memberships_url="https://lms.example.edu/m")
        work.courses.save(replace(known, services=services))
    storage, clock, entropy = course.campus.storage, course.campus.clock, course.campus.entropy
    Rosters(storage, clock, entropy, course.platform.roster).sync(
        str(course.campus.organization.id),
        str(REGISTRATION),
        "course-1",
        str(entropy.uuid()),
        RosterTrigger.HAND.value,
    )


@pytest.mark.parametrize("shown", [lambda c: launch(c, CourseRole.LEARNER), read_roster])
def test_somebody_who_is_not_in_the_course_is_parked_until_they_are_seen_there(course, shown):
    course.platform.withdraw(course_of(course), "6")
    course.progressed(course.mia, 0.5)
    course.run_all()
    assert stands(course) == parked(ParkedReason.NOT_IN_COURSE, 400)
    read_roster(course)
    launch(course, CourseRole.TEACHER)
    assert course.campus.storage.jobs == []
    course.enrol(course.mia, "6")
    shown(course)
    course.run_all()
    assert stands(course) == SENT


def test_a_refusal_is_parked_with_its_status(course):
    course.platform.refuse("6")
    course.progressed(course.mia, 0.5)
    course.run_all()
    assert stands(course) == parked(ParkedReason.REFUSED, 422)
    assert len(course.calls("post")) == 1


def test_a_course_without_gradebook_parks_everything_until_it_offers_one(course):
    course.open_gradebook("")
    other = course.learner("Ana", "11")
    course.progressed(course.mia, 0.5)
    course.progressed(other, 0.5)
    course.run_all()
    assert [stands(course), stands(course, other)] == [parked(ParkedReason.NO_GRADEBOOK)] * 2
    launch(course, CourseRole.TEACHER)
    assert course.campus.storage.jobs == []
    launch(course, CourseRole.TEACHER, line_items_url="https://lms.example.edu/items")
    course.run_all()
    assert [stands(course), stands(course, other)] == [SENT] * 2


def test_without_permission_to_post_it_is_parked(course, monkeypatch):
    course.progressed(course.mia, 0.5)
    course.run()
    course.run()

    def forbid(*_message):
        raise ForbiddenError("No token for this.")

    monkeypatch.setattr(course.platform.gradebook, "post", forbid)
    course.run_all()
    assert stands(course) == parked(ParkedReason.NO_GRADEBOOK)


def test_after_the_last_try_it_is_parked_and_never_tried_under_another_timestamp(course):
    course.progressed(course.mia, 0.5)
    course.run()
    course.run()
    course.platform.lose_answers = True
    course.run_all()
    assert stands(course) == parked(ParkedReason.UNREACHABLE)
    assert len(course.calls("post")) == ATTEMPTS
    course.platform.lose_answers = False
    course.campus.clock.advance(days=2)
    with course.work() as work:
        course.grading.retry_parked(work, REGISTRATION, "course-1", ["6"])
    course.run_all()
    assert stands(course) == SENT
    assert len(course.taken) == 1
