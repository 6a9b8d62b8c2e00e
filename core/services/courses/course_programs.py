"""Which programme a course shows: its teacher's choice, and one that can be taken back.

- A programme of another course may be shown here too, by whoever teaches both; administrators of
  the LMS may choose among all of the organization.
- A copied course knows the courses it came from ($Context.id.history): it may start like the
  nearest one's programme, with the same name, description and limits. People and pairs are never
  copied.
- A course that shows a programme no longer changes nothing in it: who takes part stays, and so
  do matches.

Everybody who is signed in through the course follows at once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.course import Course, CourseRole, MemberStatus
from core.domain.identifiers import ProgramId
from core.domain.program import Program
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.courses.roster_promises import promise_first_reading
from core.services.programs.programs import begin


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramOptions:
    """What a teacher can choose for their course.

    Attributes:
        course: as it is now.
        model: the programme of the nearest course this one was copied from; None if it was not,
            or has a programme already.
        choices: programmes that could be shown instead, by name.
    """

    course: Course
    model: Program | None
    choices: tuple[Program, ...]


class CoursePrograms:
    """The programme of the course somebody teaches."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def options(self, actor: Actor) -> ProgramOptions:
        """What the actor can choose.

        Raises:
            ForbiddenError: they do not teach the course.
            NotFoundError: they came from no course.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _course(work, actor)
            model = None if course.program_id else _model(work, course)
            choices = tuple(_choices(work, actor, course))
        return ProgramOptions(course=course, model=model, choices=choices)

    def start_like(self, actor: Actor, program_id: ProgramId) -> Program:
        """Start a programme like that of the course this one was copied from.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: there is no such programme to start from.
            ConflictError: the course has a programme already.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _course(work, actor, lock=True)
            if course.program_id is not None:
                raise ConflictError("This course has a programme already. Reload the page.")
            model = _model(work, course)
            if model is None or model.id != program_id:
                raise NotFoundError("There is no such programme for this course.")
            program = replace(
                model, id=ProgramId(self._entropy.uuid()), created_at=self._clock.now()
            )
            work.programs.save(program)
            begin(work, course, program, self._entropy)
        self._follow(course, program.id)
        return program

    def connect(self, actor: Actor, program_id: ProgramId) -> Program:
        """Show another programme in the course; whoever takes part in the old one stays in it.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: there is no such programme for them.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _course(work, actor, lock=True)
            choices = {program.id: program for program in _choices(work, actor, course)}
            if program_id not in choices:
                raise NotFoundError("There is no such programme for this course.")
            work.courses.assign(course.registration_id, course.context_id, program_id)
            connected = replace(course, program_id=program_id)
            promise_first_reading(work, connected, self._entropy)
        self._follow(course, program_id)
        return choices[program_id]

    def disconnect(self, actor: Actor) -> None:
        """Show no programme in the course. Again it changes nothing.

        Raises:
            ForbiddenError: the actor does not teach the course.
            NotFoundError: they came from no course.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            course = _course(work, actor, lock=True)
            work.courses.assign(course.registration_id, course.context_id, None)
        self._follow(course, None)

    def _follow(self, course: Course, program_id: ProgramId | None) -> None:
        with self._storage.platform() as platform:
            platform.sessions.move(course.registration_id, course.context_id, program_id)


def _course(work: TenantWork, actor: Actor, *, lock: bool = False) -> Course:
    if actor.registration_id is not None and actor.context_id is not None:
        read = work.courses.lock if lock else work.courses.get
        if course := read(actor.registration_id, actor.context_id):
            return course
    raise NotFoundError("Open Mentorloom from a course to do this.")


def _model(work: TenantWork, course: Course) -> Program | None:
    earlier = work.courses.among(course.registration_id, course.history)
    for context_id in course.history:
        known = earlier.get(context_id)
        if known is not None and known.program_id is not None:
            return work.programs.get(known.program_id)
    return None


def _choices(work: TenantWork, actor: Actor, course: Course) -> Sequence[Program]:
    programs = [program for program in work.programs.all() if program.id != course.program_id]
    if actor.administers:
        return programs
    taught = {
        (member.registration_id, member.context_id)
        for member in work.rosters.of_person(actor.person_id)
        if CourseRole.TEACHER in member.roles and member.status is MemberStatus.ACTIVE
    }
    theirs = work.courses.of_person(actor.person_id)
    managed = {c.program_id for c in theirs if (c.registration_id, c.context_id) in taught}
    return [program for program in programs if program.id in managed]
