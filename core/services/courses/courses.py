"""What a teacher does in their course: look at its people, have its roster read, decide.

They see people of their own course only. Reading the roster is promised to the worker; the page
shows how it went.
"""

from core.domain.actor import Actor
from core.domain.course import Course, RosterOutcome, RosterTrigger
from core.domain.identifiers import MatchId, RosterRunId
from core.domain.match import OPEN_STATES, EndReason, Match, MatchState
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.courses.course_people import (
    CoursePerson,
    CourseView,
    PeopleFilter,
    counted,
    course_people,
    listed,
    loose,
)
from core.services.courses.roster_promises import promise_reading, readable
from core.services.requests.match_views import views
from core.services.requests.steps import step

SHOWN_RUNS = 5


class Courses:
    """The course somebody teaches."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def view(self, actor: Actor, wanted: PeopleFilter) -> CourseView:
        """The people of the actor's course and how its roster was read.

        Raises:
            ForbiddenError: the actor does not teach it.
            NotFoundError: they came from no course, or it has no programme.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _course(work, actor)
            everybody, matches = _read(work, course)
            runs = work.rosters.runs(course.registration_id, course.context_id, SHOWN_RUNS)
            pairs = views(work, loose(everybody, matches))
        shown = listed(everybody, wanted)
        return CourseView(
            course=course,
            readable=readable(course),
            counts=counted(everybody),
            people=shown.people,
            found=shown.found,
            page=shown.page,
            pages=shown.pages,
            groups=tuple(sorted({name for one in everybody for name in one.member.groups})),
            named=any(one.person.name for one in everybody),
            loose=tuple(pairs),
            runs=tuple(runs),
            at=self._clock.now(),
        )

    def read_roster(self, actor: Actor) -> None:
        """Have the roster read now.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: as `view`.
            ConflictError: the platform does not offer its roster.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _readable(work, actor)
            promise_reading(work, course, RosterTrigger.HAND, self._entropy)

    def confirm(self, actor: Actor, run_id: RosterRunId) -> None:
        """Say that so many people are really gone: the roster is read again and applied.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: as `view`.
            ConflictError: the run is not the newest, or not held.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _readable(work, actor)
            newest = work.rosters.runs(course.registration_id, course.context_id, 1)
            if not newest or newest[0].id != run_id or newest[0].outcome is not RosterOutcome.HELD:
                raise ConflictError(
                    "The roster was read again meanwhile. Look at the newest result below."
                )
            promise_reading(work, course, RosterTrigger.HAND, self._entropy, newest[0].gone)

    def end_match(self, actor: Actor, match_id: MatchId) -> Match:
        """End a match in which one of the two is in the course no more.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: as `view`, or there is no such match.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            for match in loose(*_read(work, _course(work, actor))):
                if match.id == match_id:
                    return step(work, match, MatchState.ENDED, actor, self._clock, EndReason.LEFT)
        raise NotFoundError("There is no such match in your course.")


def _course(work: TenantWork, actor: Actor) -> Course:
    program_id = actor.program()
    if actor.registration_id is not None and actor.context_id is not None:
        course = work.courses.get(actor.registration_id, actor.context_id)
        if course is not None and course.program_id == program_id:
            return course
    raise NotFoundError("Open Mentorloom from a course to see its people.")


def _readable(work: TenantWork, actor: Actor) -> Course:
    course = _course(work, actor)
    if not readable(course):
        raise ConflictError(
            "Your learning platform does not tell who is in this course. Its administrator can "
            "allow it in the settings of the tool."
        )
    return course


def _read(work: TenantWork, course: Course) -> tuple[list[CoursePerson], list[Match]]:
    """The people of a course, and all open matches of its programme."""
    assert course.program_id is not None, "see _course"
    matches = work.matches.of_program(course.program_id, OPEN_STATES)
    members = work.rosters.members(course.registration_id, course.context_id)
    everybody = course_people(
        members,
        work.people.get_many({member.person_id for member in members}),
        work.participations.of_program(course.program_id),
        matches,
    )
    return everybody, matches
