"""Programmes: starting one for a course, and what their managers see."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from core.domain.actor import Actor
from core.domain.course import Course
from core.domain.identifiers import ProgramId
from core.domain.match import OPEN_STATES
from core.domain.person import Person
from core.domain.program import LIMITS, Participation, Program, Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.courses.roster_promises import promise_first_reading
from core.services.requests.cascade import promise_turns
from core.services.requests.match_views import MatchView, views
from core.services.wording_rules import complaints

LONGEST_NAME = 120
LONGEST_DESCRIPTION = 2000


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a programme, with how many open matches and requests they have."""

    person: Person
    participation: Participation
    open_matches: int


@dataclass(frozen=True, slots=True)
class Waitlisted:
    """A mentee nobody of whose list can be asked.

    Attributes:
        began_at: since when they look for a mentor.
        since: since when they are on the waitlist.
        waited: how long that is.
    """

    person: Person
    began_at: datetime
    since: datetime
    waited: timedelta


@dataclass(frozen=True, slots=True)
class ProgramOverview:
    """What a programme's managers see.

    Attributes:
        waitlist: who waits longest first.
        waiting: mentees who could begin but have neither a match nor an open request.
    """

    program: Program
    participants: tuple[Participant, ...]
    matches: tuple[MatchView, ...]
    waiting: tuple[Person, ...]
    waitlist: tuple[Waitlisted, ...] = ()


class Programs:
    """The programme of the course somebody came from."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def current(self, actor: Actor) -> Program | None:
        """The programme the actor came to; None when the course has none yet."""
        if actor.program_id is None:
            return None
        with self._storage.tenant(actor.organization_id) as work:
            return work.programs.get(actor.program_id)

    def all(self, actor: Actor) -> list[Program]:
        """Every programme of the organization, by name.

        Raises:
            ForbiddenError: the actor does not administer its LMS.
        """
        if not actor.administers:
            raise ForbiddenError("Only the administrators of the LMS can see this.")
        with self._storage.tenant(actor.organization_id) as work:
            return work.programs.all()

    def course(self, actor: Actor) -> Course | None:
        """The course the actor came from; None outside a course."""
        if actor.registration_id is None or actor.context_id is None:
            return None
        with self._storage.tenant(actor.organization_id) as work:
            return work.courses.get(actor.registration_id, actor.context_id)

    def start(self, actor: Actor, name: str, description: str = "") -> Program:
        """Start a programme for the course the actor teaches.

        Raises:
            ForbiddenError: they do not teach it.
            InvalidInputError: the name is empty or too long.
            ConflictError: there is no course, or it has a programme already.
        """
        actor.must_manage()
        check_words(name, description)
        with self._storage.tenant(actor.organization_id) as work:
            if actor.registration_id is None or actor.context_id is None:
                raise ConflictError("Open Mentorloom from a course to start a programme there.")
            course = work.courses.lock(actor.registration_id, actor.context_id)
            if course is None or course.program_id is not None:
                raise ConflictError("This course has a programme already. Reload the page.")
            program = Program(
                id=ProgramId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                name=name.strip(),
                description=description.strip(),
                created_at=self._clock.now(),
            )
            work.programs.save(program)
            begin(work, course, program, self._entropy)
            return program

    def change(
        self,
        actor: Actor,
        name: str,
        description: str,
        limits: Mapping[str, int],
        *,
        reminders: bool | None = None,
    ) -> Program:
        """Change what a programme is called and its limits. What is going on stays as it is.

        Args:
            actor: one of its managers.
            name: what people read at the top of every page.
            description: what it is for.
            limits: the numbers of core.domain.program.LIMITS; what is left out stays as it is.
            reminders: whether mentors are reminded of requests; None leaves it as it is.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: the course has none.
            InvalidInputError: names the fields.
        """
        actor.must_manage()
        program_id = actor.program()
        check_words(name, description, limits)
        numbers: dict[str, Any] = dict(limits)
        with self._storage.tenant(actor.organization_id) as work:
            program = work.programs.get(program_id)
            assert program is not None, "a foreign key keeps courses and programmes together"
            changed = replace(
                program,
                name=name.strip(),
                description=description.strip(),
                **numbers,
                reminders=program.reminders if reminders is None else reminders,
            )
            work.programs.save(changed)
            promise_turns(work.jobs, actor.organization_id, program_id)
        return changed

    def overview(self, actor: Actor) -> ProgramOverview:
        """Participants, matches and who is waiting.

        Raises:
            ForbiddenError: the actor does not manage this programme.
            NotFoundError: the course has no programme.
        """
        actor.must_manage()
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            program = work.programs.get(program_id)
            assert program is not None, "a foreign key keeps courses and programmes together"
            taking_part = work.participations.of_program(program_id)
            people = work.people.get_many({p.person_id for p in taking_part})
            matches = work.matches.of_program(program_id)
            shown = views(work, matches)
            searches = work.searches.of_program(program_id)
        busy = Counter(
            key
            for m in matches
            if m.state in OPEN_STATES
            for key in ((m.mentee_id, Role.MENTEE), (m.mentor_id, Role.MENTOR))
        )
        participants = tuple(
            sorted(
                (
                    Participant(people[p.person_id], p, busy[p.person_id, p.role])
                    for p in taking_part
                    if not people[p.person_id].test_user
                ),
                key=lambda p: (p.participation.role, p.person.name.casefold()),
            )
        )
        waiting = tuple(
            p.person
            for p in participants
            if p.participation.role is Role.MENTEE
            and p.participation.available
            and not p.open_matches
        )
        waitlist = tuple(
            Waitlisted(
                people[search.mentee_id],
                search.began_at,
                search.waitlisted_at,
                self._clock.now() - search.waitlisted_at,
            )
            for search in searches
            if search.waitlisted_at and search.mentee_id in people
        )
        return ProgramOverview(program, participants, tuple(shown), waiting, waitlist)


def begin(work: TenantWork, course: Course, program: Program, entropy: Entropy) -> None:
    """Let a course that has none show a programme, and find out who is in the course."""
    begun = replace(course, program_id=program.id)
    work.courses.save(begun)
    promise_first_reading(work, begun, entropy)


def check_words(name: str, description: str, limits: Mapping[str, int] | None = None) -> None:
    """Raise InvalidInputError unless a programme can be called and limited like this."""
    fields = {
        "name": complaints(name, LONGEST_NAME),
        "description": complaints(description, LONGEST_DESCRIPTION),
    }
    if not name.strip():
        fields["name"].append(sentence("Give the programme a name."))
    for field, number in (limits or {}).items():
        least, most = LIMITS[field]
        if not least <= number <= most:
            wrong_number = sentence(
                "Choose a number from %(least)s to %(most)s.", least=least, most=most
            )
            fields[field] = [wrong_number]
    if wrong := {field: sentences for field, sentences in fields.items() if sentences}:
        raise InvalidInputError("Some answers need a change before they can be saved.", wrong)
