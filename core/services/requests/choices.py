"""A mentee's list of mentors: putting it together, ordering it, sending it, and how it stands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.choice import MOST_CHOICES, Choice, ChoiceState, Search
from core.domain.identifiers import MatchId, PersonId, ProgramId
from core.domain.match import OCCUPYING_STATES, EndReason, Match, MatchState
from core.domain.person import Person
from core.domain.program import Program
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.requests.asking import (
    check_mentor,
    check_note,
    check_still_looking,
    current_program,
    locked_mentee,
)
from core.services.requests.cascade import Cascade, forget
from core.services.requests.steps import step

_MOVABLE = frozenset({ChoiceState.WAITING, ChoiceState.LATER})
"""Choices whose order still matters."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One mentor on the list, and the newest request to them."""

    choice: Choice
    mentor: Person
    match: Match | None


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A mentee's list.

    Attributes:
        entries: by rank.
        search: None until it is sent.
    """

    entries: tuple[Entry, ...] = ()
    search: Search | None = None

    @property
    def asked(self) -> tuple[Entry, ...]:
        """Whose answer is awaited."""
        return self._in({ChoiceState.ASKED})

    @property
    def next(self) -> tuple[Entry, ...]:
        """Who is asked after that, in this order."""
        return self._in(_MOVABLE)

    @property
    def passed(self) -> tuple[Entry, ...]:
        """Who said no, or nothing."""
        return self._in({ChoiceState.PASSED})

    @property
    def room(self) -> int:
        """How many more mentors fit."""
        return MOST_CHOICES - len(self.asked) - len(self.next)

    def has(self, mentor_id: PersonId) -> bool:
        """Whether this mentor is on it and not passed."""
        return any(entry.mentor.id == mentor_id for entry in (*self.asked, *self.next))

    def _in(self, states: frozenset[ChoiceState] | set[ChoiceState]) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.choice.state in states)


class Choices:
    """The actor's own list, in the programme they came from."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._cascade = Cascade(clock, entropy)

    def mine(self, actor: Actor) -> ChoiceList:
        """The list, and how it stands; empty for who has none."""
        if actor.program_id is None:
            return ChoiceList()
        with self._storage.tenant(actor.organization_id) as work:
            return _list(work, actor.program_id, actor.person_id)

    def add(
        self, actor: Actor, mentor_id: PersonId, note: str = "", score: float | None = None
    ) -> ChoiceList:
        """Put a mentor at the end of the list; once it is sent, they are asked in their turn.

        Args:
            actor: a mentee of the programme.
            mentor_id: whom to add. Adding them again changes the note.
            note: what to tell the mentor.
            score: the probability shown when they were chosen, kept for learning.

        Raises:
            NotFoundError: there is no such mentor in the programme.
            ForbiddenError: the actor is no mentee here, or in the course no more.
            InvalidInputError: the note is too long.
            ConflictError: the mentor is paused, away or full, must be avoided or was asked
                already; or the list is full; or the mentee has a mentor.
        """
        check_note(note)

        def added(work: TenantWork, program: Program, listed: Sequence[Choice]) -> list[Choice]:
            check_mentor(work, program, actor, mentor_id)
            open_now = work.matches.of_mentees(program.id, [actor.person_id], OCCUPYING_STATES)
            if mentor_id in {match.mentor_id for match in open_now}:
                raise ConflictError("There is a match between you already.")
            known = next((c for c in listed if c.mentor_id == mentor_id), None)
            if known is not None and known.state in _MOVABLE:
                return [replace(known, note=note.strip())]
            _check_addition(listed, known)
            return [self._new(program, actor, mentor_id, note, score, listed)]

        return self._changed(actor, added)

    def remove(self, actor: Actor, mentor_id: PersonId) -> ChoiceList:
        """Take a mentor off the list who was not asked yet, or was passed.

        Raises:
            NotFoundError: they are not on it.
            ForbiddenError: as `add`.
            ConflictError: they are asked just now.
        """
        with self._storage.tenant(actor.organization_id) as work:
            locked_mentee(work, actor)
            program = current_program(work, actor.program())
            choice = _chosen(work.choices.of_mentees(program.id, [actor.person_id]), mentor_id)
            if choice.state is ChoiceState.ASKED:
                raise ConflictError("This mentor is asked just now. Withdraw the request first.")
            work.choices.remove(program.id, actor.person_id, [mentor_id])
            if work.choices.of_mentees(program.id, [actor.person_id]):
                self._cascade.go_on(work, program, [actor.person_id], quiet=True)
            else:
                forget(work, program.id, [actor.person_id])
            return _list(work, program.id, actor.person_id)

    def move(self, actor: Actor, mentor_id: PersonId, places: int) -> ChoiceList:
        """Move a mentor who was not asked yet towards the end of the list.

        Args:
            actor: whose list it is.
            mentor_id: who moves.
            places: how far; less than 0 moves towards the beginning. Beyond the ends is the end.

        Raises:
            NotFoundError: they are not among those to be asked.
            ForbiddenError: as `add`.
        """

        def moved(_work: TenantWork, _program: Program, listed: Sequence[Choice]) -> list[Choice]:
            waiting = [c for c in listed if c.state in _MOVABLE]
            choice = _chosen(waiting, mentor_id)
            place = max(0, waiting.index(choice) + places)
            waiting.remove(choice)
            waiting.insert(place, choice)
            return _ranked([*(c for c in listed if c.state not in _MOVABLE), *waiting])

        return self._changed(actor, moved)

    def send(self, actor: Actor) -> ChoiceList:
        """Begin the search: the first of the list who has room is asked at once.

        Sending again changes nothing.

        Raises:
            ForbiddenError: as `add`.
            ConflictError: the list is empty, or the mentee is paused or has a mentor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            if not locked_mentee(work, actor).available:
                raise ConflictError("You have paused. Resume under Participation to ask mentors.")
            program = current_program(work, actor.program())
            check_still_looking(work, program, actor.person_id)
            if not work.choices.of_mentees(program.id, [actor.person_id]):
                raise ConflictError("Put at least one mentor on your list first.")
            if not work.searches.of_mentees(program.id, [actor.person_id]):
                work.searches.save_many([self._search(program, actor)])
            self._cascade.go_on(work, program, [actor.person_id], actor)
            return _list(work, program.id, actor.person_id)

    def stop(self, actor: Actor) -> None:
        """Stop looking: open requests are withdrawn, the list is emptied.

        Raises:
            ForbiddenError: as `add`.
        """
        with self._storage.tenant(actor.organization_id) as work:
            locked_mentee(work, actor)
            program_id = actor.program()
            for match in work.matches.of_mentees(
                program_id, [actor.person_id], {MatchState.OFFERED}
            ):
                step(work, match, MatchState.ENDED, actor, self._clock, EndReason.WITHDRAWN)
            forget(work, program_id, [actor.person_id])

    def _changed(
        self,
        actor: Actor,
        change: Callable[[TenantWork, Program, Sequence[Choice]], list[Choice]],
    ) -> ChoiceList:
        """Change the actor's list, and let a search that is on go on with it."""
        with self._storage.tenant(actor.organization_id) as work:
            locked_mentee(work, actor)
            program = current_program(work, actor.program())
            check_still_looking(work, program, actor.person_id)
            listed = work.choices.of_mentees(program.id, [actor.person_id])
            work.choices.save_many(change(work, program, listed))
            self._cascade.go_on(work, program, [actor.person_id], actor)
            return _list(work, program.id, actor.person_id)

    def _new(
        self,
        program: Program,
        actor: Actor,
        mentor_id: PersonId,
        note: str,
        score: float | None,
        listed: Sequence[Choice],
    ) -> Choice:
        return Choice(
            organization_id=actor.organization_id,
            program_id=program.id,
            mentee_id=actor.person_id,
            mentor_id=mentor_id,
            rank=1 + max((choice.rank for choice in listed), default=0),
            note=note.strip(),
            score=score,
            created_at=self._clock.now(),
        )

    def _search(self, program: Program, actor: Actor) -> Search:
        return Search(
            organization_id=actor.organization_id,
            program_id=program.id,
            mentee_id=actor.person_id,
            began_at=self._clock.now(),
        )


def _list(work: TenantWork, program_id: ProgramId, mentee_id: PersonId) -> ChoiceList:
    listed = work.choices.of_mentees(program_id, [mentee_id])
    people = work.people.get_many({choice.mentor_id for choice in listed})
    asked: dict[MatchId, Match] = {
        match.id: match for match in work.matches.of_person(program_id, mentee_id)
    }
    search = next(iter(work.searches.of_mentees(program_id, [mentee_id])), None)
    entries = [
        Entry(c, people[c.mentor_id], asked.get(c.match_id) if c.match_id else None) for c in listed
    ]
    return ChoiceList(tuple(entries), search)


def _check_addition(listed: Sequence[Choice], known: Choice | None) -> None:
    if known is not None and known.state is ChoiceState.ASKED:
        raise ConflictError("This mentor is asked just now. Wait for the answer.")
    going = sum(choice.state is not ChoiceState.PASSED for choice in listed)
    if going >= MOST_CHOICES:
        raise ConflictError(
            "Your list has %(most)s mentors, as many as fit. Take one off first.",
            most=MOST_CHOICES,
        )


def _chosen(listed: Sequence[Choice], mentor_id: PersonId) -> Choice:
    found = next((choice for choice in listed if choice.mentor_id == mentor_id), None)
    if found is None:
        raise NotFoundError("This mentor is not on your list, or was asked already.")
    return found


def _ranked(listed: Sequence[Choice]) -> list[Choice]:
    return [replace(choice, rank=rank) for rank, choice in enumerate(listed, 1)]
