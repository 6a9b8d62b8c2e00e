"""A mentee asks a mentor; the mentor answers. Nobody is assigned silently."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import MatchId, PersonId, ProgramId
from core.domain.match import OCCUPYING_STATES, OPEN_STATES, EndReason, Match, MatchState
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Participation, Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.activities.progress import Progress
from core.services.matching.steps import event, step
from core.services.people.profiles import never_match
from core.services.wording_rules import complaints

LONGEST_NOTE = 2000
_UNANSWERED = frozenset({MatchState.OFFERED})


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match with the people in it, as both of them may see it."""

    match: Match
    mentee: Person
    mentor: Person


class Requests:
    """Asking, answering, withdrawing and ending."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._progress = progress

    def mine(self, actor: Actor) -> list[MatchView]:
        """The actor's requests and matches in this programme, newest first."""
        with self._storage.tenant(actor.organization_id) as work:
            return views(work, work.matches.of_person(actor.program(), actor.person_id))

    def view(self, actor: Actor, match_id: MatchId) -> MatchView:
        """One of the actor's requests and matches, in whatever programme.

        Raises:
            NotFoundError: no such match for the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            (view,) = views(work, [_own(work, actor, match_id)])
        return view

    def profile_of(self, actor: Actor, match_id: MatchId) -> Profile:
        """The other person's profile, shown to the two of an open match only.

        Raises:
            NotFoundError: no such match for the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = _own(work, actor, match_id)
            if match.state not in OPEN_STATES:
                raise NotFoundError("This request is closed.")
            other = match.mentee_id if actor.person_id == match.mentor_id else match.mentor_id
            profile = work.profiles.get(other) or Profile(person_id=other)
        return profile.without_private()

    def ask(
        self, actor: Actor, mentor_id: PersonId, note: str = "", score: float | None = None
    ) -> Match:
        """Ask a mentor.

        Args:
            actor: a mentee of the programme.
            mentor_id: whom to ask.
            note: what to tell the mentor.
            score: the probability shown when they asked, kept for learning.

        Raises:
            NotFoundError: there is no such mentor in the programme.
            ForbiddenError: the actor is no mentee here, or in the course no more.
            InvalidInputError: the note is too long.
            ConflictError: the mentor is paused, away or full, was asked already, or must be
                avoided; or the mentee has too many open requests.
        """
        _check_note(note)
        program_id, now = actor.program(), self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            # The mentee's row is locked first: two clicks cannot slip past the limit.
            _check_mentee(work.participations.lock(program_id, actor.person_id, Role.MENTEE))
            mentor = work.participations.lock(program_id, mentor_id, Role.MENTOR)
            _check_mentor(work, actor, mentor)
            _check_limit(work, actor)
            match = Match(
                id=MatchId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                program_id=program_id,
                mentee_id=actor.person_id,
                mentor_id=mentor_id,
                state=MatchState.OFFERED,
                note=note.strip(),
                score=score,
                created_at=now,
                updated_at=now,
            )
            work.matches.add(match)
            work.matches.record(event(match, None, actor))
            return match

    def accept(self, actor: Actor, match_id: MatchId) -> Match:
        """Say yes to a mentee.

        Raises:
            NotFoundError: no such request to the actor.
            ConflictError: it is no longer open, or every place is taken.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = _own(work, actor, match_id, Role.MENTOR)
            # Locking the mentor's row makes two acceptances wait for each other.
            mentor = work.participations.lock(match.program_id, actor.person_id, Role.MENTOR)
            if mentor is not None and _free_places(work, mentor) < 1:
                raise ConflictError(
                    "All your places are taken. Raise your capacity or end a match first."
                )
            accepted = step(work, match, MatchState.ACCEPTED, actor, self._clock)
            self._progress.refresh(work, match.mentee_id)
            return accepted

    def decline(self, actor: Actor, match_id: MatchId, *, avoid: bool = False) -> Match:
        """Say no to a mentee. Raises as `accept`.

        Args:
            actor: the mentor.
            match_id: the request.
            avoid: never match the two again; nobody is told.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = _own(work, actor, match_id, Role.MENTOR)
            if avoid:
                never_match(work, actor.person_id, match.mentee_id, self._clock)
            return self._end(work, actor, match, EndReason.DECLINED, _UNANSWERED)

    def withdraw(self, actor: Actor, match_id: MatchId) -> Match:
        """Take back one's own request. Raises as `accept`."""
        with self._storage.tenant(actor.organization_id) as work:
            match = _own(work, actor, match_id, Role.MENTEE)
            return self._end(work, actor, match, EndReason.WITHDRAWN, _UNANSWERED)

    def end(self, actor: Actor, match_id: MatchId) -> Match:
        """End a match; either of the two may. Raises as `accept`."""
        with self._storage.tenant(actor.organization_id) as work:
            match = _own(work, actor, match_id)
            return self._end(work, actor, match, EndReason.LEFT, OCCUPYING_STATES)

    def _end(
        self,
        work: TenantWork,
        actor: Actor,
        match: Match,
        reason: EndReason,
        expected: Collection[MatchState],
    ) -> Match:
        if match.state not in expected:
            raise ConflictError(
                "This is not possible any more or not yet. Reload the page to see where it stands."
            )
        return step(work, match, MatchState.ENDED, actor, self._clock, reason)


def views(work: TenantWork, matches: Iterable[Match]) -> list[MatchView]:
    """Matches with their people, in two queries."""
    matches = list(matches)
    people = work.people.get_many({p for m in matches for p in (m.mentee_id, m.mentor_id)})
    return [MatchView(m, people[m.mentee_id], people[m.mentor_id]) for m in matches]


def _own(work: TenantWork, actor: Actor, match_id: MatchId, role: Role | None = None) -> Match:
    match = work.matches.get(match_id)
    sides = {Role.MENTOR: "mentor_id", Role.MENTEE: "mentee_id"}
    names = [sides[role]] if role else list(sides.values())
    if match is None or actor.person_id not in [getattr(match, name) for name in names]:
        raise NotFoundError("There is no such request for you.")
    return match


def _check_note(note: str) -> None:
    if wrong := complaints(note, LONGEST_NOTE):
        raise InvalidInputError(
            "Some answers need a change before they can be saved.", {"note": wrong}
        )


def _check_mentee(mentee: Participation | None) -> None:
    if mentee is None:
        raise ForbiddenError("Join this programme as a mentee before you ask a mentor.")
    if mentee.away:
        raise ForbiddenError("Your learning platform says that you are in this course no more.")


def _check_mentor(work: TenantWork, actor: Actor, mentor: Participation | None) -> None:
    if mentor is None or mentor.person_id == actor.person_id:
        raise NotFoundError("This person is not a mentor in this programme.")
    profiles = work.profiles.get_many([actor.person_id, mentor.person_id])
    avoided = any(
        {actor.person_id, mentor.person_id} & profile.avoid for profile in profiles.values()
    )
    # One sentence for all three: who avoids whom is nobody's business.
    if not mentor.available or avoided or _free_places(work, mentor) < 1:
        raise ConflictError("This mentor takes no new mentees now. Please choose another one.")


def _check_limit(work: TenantWork, actor: Actor) -> None:
    program_id: ProgramId = actor.program()
    program = work.programs.get(program_id)
    waiting = [
        m
        for m in work.matches.of_person(program_id, actor.person_id)
        if m.mentee_id == actor.person_id and m.state is MatchState.OFFERED
    ]
    if program is not None and len(waiting) >= program.open_request_limit:
        raise ConflictError(
            "You have %(count)s open requests, as many as this programme allows. "
            "Wait for an answer or withdraw one.",
            count=len(waiting),
        )


def _free_places(work: TenantWork, mentor: Participation) -> int:
    taken = work.matches.load(mentor.program_id, OCCUPYING_STATES).get(mentor.person_id, 0)
    return mentor.capacity - taken
