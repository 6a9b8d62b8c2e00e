"""Who may ask whom: the rules of requests, the same for one that is sent and for a list."""

from collections.abc import Collection, Iterable, Mapping

from core.domain.actor import Actor
from core.domain.choice import Choice, ChoiceState
from core.domain.identifiers import PersonId, ProgramId
from core.domain.match import OCCUPYING_STATES, OPEN_STATES, Match, MatchState
from core.domain.program import Participation, Program, Role
from core.engine.matching.turns import Room
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.ports.unit_of_work import TenantWork
from core.services.wording_rules import complaints

LONGEST_NOTE = 2000


def current_program(work: TenantWork, program_id: ProgramId) -> Program:
    """The programme, with its limits."""
    program = work.programs.get(program_id)
    assert program is not None, "foreign keys keep requests and programmes together"
    return program


def locked_mentee(work: TenantWork, actor: Actor) -> Participation:
    """The actor as a mentee; two clicks of theirs wait for each other.

    Raises:
        ForbiddenError: the actor is no mentee here, or in the course no more.
    """
    mentee = work.participations.lock(actor.program(), actor.person_id, Role.MENTEE)
    if mentee is None:
        raise ForbiddenError("Join this programme as a mentee before you ask a mentor.")
    if mentee.away:
        raise ForbiddenError("Your learning platform says that you are in this course no more.")
    return mentee


def check_note(note: str) -> None:
    """Refuse a note that cannot be stored.

    Raises:
        InvalidInputError: says why.
    """
    if wrong := complaints(note, LONGEST_NOTE):
        raise InvalidInputError(
            "Some answers need a change before they can be saved.", {"note": wrong}
        )


def check_mentor(work: TenantWork, program: Program, actor: Actor, mentor_id: PersonId) -> Room:
    """What the mentor can take; nobody else asks them until this unit of work ends.

    Raises:
        NotFoundError: there is no such mentor in the programme.
        ConflictError: they are paused, away or full, or must be avoided.
    """
    mentor = work.participations.lock(program.id, mentor_id, Role.MENTOR)
    if mentor is None or mentor_id == actor.person_id:
        raise NotFoundError("This person is not a mentor in this programme.")
    # One sentence for all three: who avoids whom is nobody's business.
    room = rooms(work, program, [mentor]).get(mentor_id)
    if room is None or room.places < 1 or barred(work, [(actor.person_id, mentor_id)]):
        raise ConflictError("This mentor takes no new mentees now. Please choose another one.")
    return room


def check_still_looking(work: TenantWork, program: Program, mentee_id: PersonId) -> list[Match]:
    """The mentee's open requests and matches.

    Raises:
        ConflictError: they have as many mentors as the programme gives one mentee.
    """
    going = work.matches.of_mentees(program.id, [mentee_id], OPEN_STATES)
    if sum(match.occupies for match in going) >= program.mentors_per_mentee:
        raise ConflictError("You have a mentor. End that match before you look for another one.")
    return going


def check_limit(program: Program, going: Iterable[Match]) -> None:
    """Raise ConflictError if the mentee has as many open requests as the programme allows."""
    waiting = sum(match.state is MatchState.OFFERED for match in going)
    if waiting >= program.open_request_limit:
        raise ConflictError(
            "You have %(count)s open requests, as many as this programme allows. "
            "Wait for an answer or withdraw one.",
            count=waiting,
        )


def check_patience(choice: Choice | None) -> None:
    """Raise ConflictError if the mentor has asked the mentee for time."""
    if choice is not None and choice.state is ChoiceState.LATER:
        raise ConflictError(
            "This mentor asked for time. They stay on your list and are asked when it is over."
        )


def mentors_missing(work: TenantWork, program: Program, mentee_id: PersonId) -> int:
    """How many more mentors the programme gives a mentee."""
    mentors = work.matches.of_mentees(program.id, [mentee_id], OCCUPYING_STATES)
    return program.mentors_per_mentee - sum(match.occupies for match in mentors)


def free_places(work: TenantWork, mentor: Participation) -> int:
    """How many more mentees a mentor takes."""
    who = mentor.person_id
    taken = work.matches.load(mentor.program_id, OCCUPYING_STATES, [who])
    return mentor.capacity - taken.get(who, 0)


def rooms(
    work: TenantWork, program: Program, mentors: Iterable[Participation]
) -> dict[PersonId, Room]:
    """What each mentor who can be asked at all can take.

    Args:
        work: in which they are locked, if it matters that nobody else asks them.
        program: whose limits hold.
        mentors: in it.
    """
    ready = [mentor for mentor in mentors if mentor.available and mentor.agreed]
    who = {mentor.person_id for mentor in ready}
    taken = work.matches.load(program.id, OCCUPYING_STATES, who)
    asked = work.matches.load(program.id, {MatchState.OFFERED}, who)
    return {
        mentor.person_id: Room(
            places=mentor.capacity - taken.get(mentor.person_id, 0),
            requests=program.mentor_request_limit - asked.get(mentor.person_id, 0),
        )
        for mentor in ready
    }


def barred(
    work: TenantWork, pairs: Collection[tuple[PersonId, PersonId]]
) -> set[tuple[PersonId, PersonId]]:
    """Which (mentee, mentor) must not be matched.

    One of them avoids the other, manages the other, or has a conflict of interest with the other.
    """
    profiles = work.profiles.get_many({person for pair in pairs for person in pair})
    apart: Mapping[PersonId, frozenset[PersonId]] = {
        person: profile.apart for person, profile in profiles.items()
    }
    return {
        (one, other)
        for one, other in pairs
        if other in apart.get(one, ()) or one in apart.get(other, ())
    }
