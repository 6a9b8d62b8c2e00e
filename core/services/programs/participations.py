"""Taking part in a programme: always a person's own choice."""

from dataclasses import replace

from core.domain.actor import Actor
from core.domain.choice import ChoiceState
from core.domain.course import CourseRole, MemberStatus
from core.domain.directory import Presence
from core.domain.identifiers import ParticipationId
from core.domain.match import OPEN_STATES, EndReason, Match, MatchState
from core.domain.program import MOST_CAPACITY, Participation, Role
from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.activities.progress import Progress
from core.services.requests.cascade import Cascade, forget, promise_turns
from core.services.requests.steps import step
from core.services.webhooks.events import tell_joined, tell_left


class Participations:
    """Joining, pausing and leaving the programme one came from."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._progress = progress
        self._cascade = Cascade(clock, entropy)

    def mine(self, actor: Actor) -> list[Participation]:
        """What the actor is in the programme they came from; empty outside a programme."""
        with self._storage.tenant(actor.organization_id) as work:
            return [
                p
                for p in work.participations.of_person(actor.person_id)
                if p.program_id == actor.program_id
            ]

    def barrier(self, actor: Actor) -> Sentence | None:
        """Why the actor cannot take part in the programme they came from; None if they can."""
        with self._storage.tenant(actor.organization_id) as work:
            return _barrier(work, actor)

    def join(self, actor: Actor, role: Role, capacity: int | None = None) -> Participation:
        """Take part, or agree to what others entered. Joining again changes nothing.

        Raises:
            NotFoundError: the course has no programme.
            ForbiddenError: the actor is a student view, an observer, or in the course no more.
            InvalidInputError: the capacity makes no sense.
        """
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            known = work.participations.get(program_id, actor.person_id, role)
            if known is not None:
                agreed = replace(known, agreed=True)
                if agreed != known:
                    work.participations.save(agreed)
                return agreed
            if barrier := _barrier(work, actor):
                raise ForbiddenError(barrier.message)
            program = work.programs.get(program_id)
            default = program.default_capacity if program and role is Role.MENTOR else 1
            participation = Participation(
                id=ParticipationId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                program_id=program_id,
                person_id=actor.person_id,
                role=role,
                capacity=_capacity(capacity) if capacity is not None else default,
                away=_away(work, actor),
                joined_at=self._clock.now(),
            )
            # Of two clicks at once, both get what the first one stored.
            stored = work.participations.add(participation)
            tell_joined(work, [stored])
            self._progress.refresh(work, actor.person_id)
            return stored

    def update(
        self,
        actor: Actor,
        role: Role,
        capacity: int | None = None,
        paused: bool | None = None,  # noqa: FBT001 - always named by callers
    ) -> Participation:
        """Change how many mentees one takes, or pause and resume.

        Raises:
            NotFoundError: the actor does not take part in that role.
            InvalidInputError: the capacity makes no sense.
        """
        with self._storage.tenant(actor.organization_id) as work:
            participation = _locked(work, actor, role)
            if capacity is not None:
                participation = replace(participation, capacity=_capacity(capacity))
            if paused is not None:
                participation = replace(participation, paused=paused)
            work.participations.save(participation)
            # Somebody may be waiting for the place, or for this mentee's own search to go on.
            promise_turns(work.jobs, actor.organization_id, participation.program_id)
            return participation

    def leave(self, actor: Actor, role: Role) -> None:
        """Stop taking part: open requests and matches in that role end, history stays.

        Raises:
            NotFoundError: the actor does not take part in that role.
        """
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            mentees = {match.mentee_id for match in _open(work, actor, role)}
            work.participations.lock_many(program_id, mentees, Role.MENTEE)
            participation = _locked(work, actor, role)
            going = _open(work, actor, role)
            for match in going:
                step(work, match, MatchState.ENDED, actor, self._clock, EndReason.LEFT)
            work.participations.remove(participation)
            tell_left(work, participation, self._clock.now())
            if role is Role.MENTEE:
                forget(work, program_id, [actor.person_id])
            else:
                unanswered = [match for match in going if match.state is MatchState.OFFERED]
                self._cascade.came_back(work, unanswered, ChoiceState.PASSED)
            promise_turns(work.jobs, actor.organization_id, program_id)


def _barrier(work: TenantWork, actor: Actor) -> Sentence | None:
    person = work.people.get(actor.person_id)
    if person is not None and person.test_user:
        return sentence(
            "This is the student view of your learning platform, not a person. "
            "It shows what learners see, but it cannot take part."
        )
    place = (actor.registration_id, actor.context_id)
    mine = work.rosters.of_person(actor.person_id)
    for member in mine:
        if (member.registration_id, member.context_id) != place:
            continue
        if member.status is MemberStatus.GONE:
            return sentence("Your learning platform says that you are in this course no more.")
        # LTI's "Mentor" is a parent or an adviser of one learner, not a mentor of ours.
        if member.roles == {CourseRole.OBSERVER}:
            return sentence(
                "You are an observer in this course, for example a parent or an adviser. "
                "Observers see what the programme is about, but they do not take part in it."
            )
    return None


def _away(work: TenantWork, actor: Actor) -> bool:
    """Whether a directory says that they are on leave, or have not begun yet."""
    person = work.people.get(actor.person_id)
    return person is not None and person.presence is not Presence.HERE


def _open(work: TenantWork, actor: Actor, role: Role) -> list[Match]:
    """The actor's open requests and matches in that role."""
    return [
        match
        for match in work.matches.of_person(actor.program(), actor.person_id)
        if actor.person_id == (match.mentor_id if role is Role.MENTOR else match.mentee_id)
        and match.state in OPEN_STATES
    ]


def _locked(work: TenantWork, actor: Actor, role: Role) -> Participation:
    participation = work.participations.lock(actor.program(), actor.person_id, role)
    if participation is None:
        raise NotFoundError("You do not take part in this programme in that role.")
    return participation


def _capacity(capacity: int) -> int:
    if not 1 <= capacity <= MOST_CAPACITY:
        raise InvalidInputError(
            "Some answers need a change before they can be saved.",
            {"capacity": [sentence("Choose a number from 1 to %(most)s.", most=MOST_CAPACITY)]},
        )
    return capacity
