"""A made-up programme in which time goes by: mentees with lists, and mentors of every kind.

Everything that happens goes through the use cases and their jobs, with a clock that is stepped by
hand. What the mentors are like is drawn once; a fifth never answers.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np

from core.domain.actor import Actor
from core.domain.choice import MOST_CHOICES, Choice
from core.domain.identifiers import MatchId, OrganizationId, ParticipationId, PersonId, ProgramId
from core.domain.match import OCCUPYING_STATES, DeclineReason, EndReason, Match, MatchState
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.program import Participation, Program, Role
from core.errors import ConflictError
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.services.activities.progress import Progress
from core.services.grades.grading import Grading
from core.services.requests.choices import Choices
from core.services.requests.requests import Requests
from core.services.requests.response_clocks import ResponseClocks

ORGANIZATION = OrganizationId(UUID(int=1))
PROGRAM = ProgramId(UUID(int=2))
SILENT = 0.2
"""Share of mentors who never answer."""


class SteppedClock:
    """Stands still until it is stepped."""

    def __init__(self) -> None:
        self.time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """When it is."""
        return self.time


@dataclass(frozen=True, slots=True)
class Temper:
    """What a mentor is like: mean hours until they answer (None: never), and how often they do."""

    hours: float | None
    yes: float
    later: float


@dataclass(slots=True)
class Seen:
    """What was seen while time went by.

    Attributes:
        stranded: times that somebody searched without asking, queueing or knowing of the waitlist.
        overdue: open requests seen after their time.
        over_capacity: matches beyond a mentor's places, or a mentee's.
        first: hours until the first request of each mentee was answered or went on.
        silent_first: mentees whose first mentor never answers.
        expired_first: mentees whose first request nobody answered in time.
        placed: days until each mentee had a mentor.
    """

    stranded: int = 0
    overdue: int = 0
    over_capacity: int = 0
    first: dict[PersonId, float] = field(default_factory=dict)
    silent_first: set[PersonId] = field(default_factory=set)
    expired_first: set[PersonId] = field(default_factory=set)
    placed: dict[PersonId, float] = field(default_factory=dict)


class Mentoring:
    """The programme.

    Args:
        storage: empty.
        entropy: names people and requests.
        seed: of everything that is drawn.
        mentors, mentees: how many of each.
    """

    def __init__(
        self, storage: Storage, entropy: Entropy, seed: int, mentors: int, mentees: int
    ) -> None:
        self.clock = SteppedClock()
        self.seen = Seen()
        self._storage, self._entropy = storage, entropy
        self._random = np.random.default_rng(seed)
        progress = Progress(self.clock, Grading(self.clock))
        self.requests = Requests(storage, self.clock, entropy, progress)
        self.choices = Choices(storage, self.clock, entropy)
        self.clocks = ResponseClocks(storage, self.clock, entropy)
        self._settle()
        self._mentors = [self._joined(Role.MENTOR) for _ in range(mentors)]
        self._mentees = [self._joined(Role.MENTEE) for _ in range(mentees)]
        self._temper = {actor.person_id: self._drawn_temper() for actor in self._mentors}
        self._wanted = self._random.pareto(1.2, mentors) + 0.2  # a popular few
        self._answers: dict[MatchId, datetime | None] = {}
        self._began: dict[PersonId, datetime] = {}
        self._first: dict[PersonId, MatchId] = {}

    def run(self, days: int, hours: int) -> Iterator[int]:
        """Let time go by in steps of so many hours; yields the hour after each.

        Mentees come during the first third of the time.
        """
        arrivals = np.sort(self._random.uniform(0, 8 * days, len(self._mentees)))
        coming = list(zip(arrivals.tolist(), self._mentees, strict=True))
        for hour in range(0, 24 * days, hours):
            while coming and coming[0][0] <= hour:
                self._begin(coming.pop(0)[1])
            self._answer()
            self.clocks.take_turns(organization_id=str(ORGANIZATION), program_id=str(PROGRAM))
            self._look()
            yield hour
            self.clock.time += timedelta(hours=hours)

    def _begin(self, mentee: Actor) -> None:
        self._extend(mentee, MOST_CHOICES)
        if self.choices.mine(mentee).entries:
            self.choices.send(mentee)
            self._began[mentee.person_id] = self.clock.now()

    def _extend(self, mentee: Actor, more: int) -> None:
        """Put some mentors with room on a list, popular ones more often."""
        share = self._wanted / self._wanted.sum()
        for index in self._random.choice(len(self._mentors), 2 * more, p=share).tolist():
            mine = self.choices.mine(mentee)
            mentor = self._mentors[index].person_id
            known = any(entry.mentor.id == mentor for entry in mine.entries)
            if mine.room and not known:
                try:
                    self.choices.add(mentee, mentor)
                except ConflictError:  # full: not shown to the mentee
                    continue

    def _answer(self) -> None:
        """Let every mentor answer whose time has come."""
        now = self.clock.now()
        for match in self._open():
            if match.id not in self._answers:
                self._answers[match.id] = self._drawn_answer(match, now)
            due = self._answers[match.id]
            if due is not None and due <= now:
                self._say(match)

    def _say(self, match: Match) -> None:
        mentor = self._actor(match.mentor_id)
        temper, chance = self._temper[match.mentor_id], self._random.random()
        try:
            if chance < temper.yes:
                self.requests.accept(mentor, match.id)
            elif chance < temper.yes + temper.later:
                self.requests.later(mentor, match.id, 2)
            else:
                self.requests.decline(mentor, match.id, reason=DeclineReason.NO_TIME)
        except ConflictError:
            return  # full, or the mentee has somebody by now

    def _look(self) -> None:
        """Note what must never be seen, and what became of first requests."""
        now = self.clock.now()
        with self._storage.tenant(ORGANIZATION) as work:
            matches = work.matches.of_program(PROGRAM)
            searches = work.searches.of_program(PROGRAM)
            listed = work.choices.of_mentees(PROGRAM, {s.mentee_id for s in searches})
        offered = [match for match in matches if match.state is MatchState.OFFERED]
        asking = {match.mentee_id for match in offered}
        queued = {choice.mentee_id for choice in listed if choice.due(now)}
        waiting = [s for s in searches if s.mentee_id not in asking]
        self.seen.stranded += sum(
            s.waitlisted_at is None and s.mentee_id not in queued for s in waiting
        )
        self.seen.overdue += sum(m.answer_by is None or m.answer_by <= now for m in offered)
        self.seen.over_capacity += self._too_many(matches)
        self._note_first(matches)
        for search in waiting:
            if search.waitlisted_at and self._random.random() < 0.1:
                self._look_again(self._actor(search.mentee_id), listed)

    def _look_again(self, mentee: Actor, listed: Sequence[Choice]) -> None:
        if sum(choice.mentee_id == mentee.person_id for choice in listed) < 4 * MOST_CHOICES:
            self._extend(mentee, 2)

    def _note_first(self, matches: Sequence[Match]) -> None:
        now, by_id = self.clock.now(), {match.id: match for match in matches}
        for match in reversed(matches):
            self._first.setdefault(match.mentee_id, match.id)
            if match.state in OCCUPYING_STATES and match.mentee_id not in self.seen.placed:
                waited = now - self._began[match.mentee_id]
                self.seen.placed[match.mentee_id] = waited / timedelta(days=1)
        for mentee_id, match_id in self._first.items():
            first = by_id[match_id]
            if self._temper[first.mentor_id].hours is None:
                self.seen.silent_first.add(mentee_id)
            if first.state is not MatchState.OFFERED and mentee_id not in self.seen.first:
                waited = now - first.created_at
                self.seen.first[mentee_id] = waited / timedelta(hours=1)
                if first.end_reason is EndReason.EXPIRED:
                    self.seen.expired_first.add(mentee_id)

    def _too_many(self, matches: Sequence[Match]) -> int:
        with self._storage.tenant(ORGANIZATION) as work:
            taking_part = work.participations.of_program(PROGRAM)
        going = [match for match in matches if match.state in OCCUPYING_STATES]
        return sum(
            sum(
                part.person_id == (m.mentor_id if part.role is Role.MENTOR else m.mentee_id)
                for m in going
            )
            > part.capacity
            for part in taking_part
        )

    def _open(self) -> list[Match]:
        with self._storage.tenant(ORGANIZATION) as work:
            return work.matches.of_program(PROGRAM, {MatchState.OFFERED})

    def _drawn_temper(self) -> Temper:
        silent = self._random.random() < SILENT
        hours = None if silent else float(self._random.uniform(4, 72))
        yes = float(self._random.uniform(0.35, 0.85))
        return Temper(hours, yes, later=0.1)

    def _drawn_answer(self, match: Match, now: datetime) -> datetime | None:
        hours = self._temper[match.mentor_id].hours
        if hours is None:
            return None
        return now + timedelta(hours=float(self._random.exponential(hours)))

    def _settle(self) -> None:
        now = self.clock.now()
        with self._storage.platform() as platform:
            platform.organizations.save(
                Organization(id=ORGANIZATION, slug="bench", name="Bench", created_at=now)
            )
        with self._storage.tenant(ORGANIZATION) as work:
            work.programs.save(
                Program(id=PROGRAM, organization_id=ORGANIZATION, name="Bench", created_at=now)
            )

    def _joined(self, role: Role) -> Actor:
        now, person_id = self.clock.now(), PersonId(self._entropy.uuid())
        capacity = int(self._random.integers(1, 5)) if role is Role.MENTOR else 1
        with self._storage.tenant(ORGANIZATION) as work:
            work.people.save(
                Person(
                    id=person_id,
                    organization_id=ORGANIZATION,
                    name="",
                    created_at=now,
                    updated_at=now,
                )
            )
            work.participations.save(
                Participation(
                    id=ParticipationId(self._entropy.uuid()),
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                    person_id=person_id,
                    role=role,
                    capacity=capacity,
                    joined_at=now,
                )
            )
        return self._actor(person_id)

    def _actor(self, person_id: PersonId) -> Actor:
        return Actor(organization_id=ORGANIZATION, person_id=person_id, program_id=PROGRAM)
