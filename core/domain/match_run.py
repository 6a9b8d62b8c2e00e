"""A whole-cohort run: pairs that a program computed and a person looks at before anybody is told.

    waiting -> running -> ready -> partly -> published
                  |         |        |
               failed   discarded  (what is not published yet can go on being edited)

A run's pairs are no matches. Matches come into being when the run is published, and only those
that a named person approved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from core.domain.identifiers import MatchId, MatchRunId, OrganizationId, PersonId, ProgramId
from core.domain.program import Role
from core.sentence import Sentence


class RunState(StrEnum):
    """Where a run stands."""

    WAITING = "waiting"  # a worker will compute it
    RUNNING = "running"
    READY = "ready"  # to be looked at, changed, approved and published
    PARTLY = "partly"  # some of its pairs are published
    PUBLISHED = "published"
    DISCARDED = "discarded"
    FAILED = "failed"


COMING_STATES = frozenset({RunState.WAITING, RunState.RUNNING})
"""States in which the result is still to come."""
EDITABLE_STATES = frozenset({RunState.READY, RunState.PARTLY})


class RunObjective(StrEnum):
    """What the best pairing is best at, once as many as possible are paired."""

    TOTAL = "total"  # the largest sum of scores
    FAIR = "fair"  # the worst served mentee is served as well as can be
    STABLE = "stable"  # no two would both rather have each other


class RunGroup(StrEnum):
    """Which mentees a run looks for mentors for."""

    WAITING = "waiting"  # neither a mentor nor an open request
    UNMATCHED = "unmatched"  # no mentor, whoever they asked
    CHOSEN = "chosen"


class RunPhase(StrEnum):
    """What a running run is doing."""

    READING = "reading"
    COMPARING = "comparing"
    ASSIGNING = "assigning"
    PROVING = "proving"  # that no pair was overlooked that would make it better
    WRITING = "writing"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What a manager chose before starting.

    Attributes:
        chosen: the mentees, where the group is CHOSEN.
        base: an earlier run whose locked pairs stay.
        keep: move as few of the other pairs of `base` as the numbers allow.
        least: mentees every mentor taking part should get at least, as far as there are enough.
        bands: of scores that count as equally fair, where it is to be fair; many are exact, but
            slow.
    """

    objective: RunObjective = RunObjective.TOTAL
    who: RunGroup = RunGroup.WAITING
    chosen: frozenset[PersonId] = frozenset()
    base: MatchRunId | None = None
    keep: bool = False
    least: int = 0
    bands: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFigures:
    """What came out, as it was computed; edits change pairs, not these.

    Attributes:
        mentees, mentors: who was looked at; mentors with a place only.
        matched: pairs.
        total: sum of their scores.
        proved: no other pairing is better in what the run was to be best at; else, for the total,
            `gap` says how much better one might be, as a share of it.
        cold: nothing was learned from outcomes yet.
        unread: texts that had no vector yet.
        blocking: pairs who would both rather have each other; None if nobody counted.
        moved: mentees who had another mentor in the run this one started from; None without one.
    """

    mentees: int
    mentors: int
    matched: int
    total: float
    proved: bool = True
    gap: float = 0.0
    cold: bool = True
    unread: int = 0
    blocking: int | None = None
    moved: int | None = None

    @property
    def unmatched(self) -> int:
        """Mentees without a mentor."""
        return self.mentees - self.matched

    @property
    def mean(self) -> float:
        """Mean score of a pair; 0 without any."""
        return self.total / self.matched if self.matched else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchRun:
    """One run of a programme.

    Attributes:
        started_by: the person who started it; None once they are erased.
        phase, done, total: how far it is while it runs.
        told_at: when it last gave a sign of life.
        figures: None until it is ready.
        settings: what the scores depended on, for whoever wants to compute them again.
        problem: why it failed.
        published_by: who told the people.
    """

    id: MatchRunId
    organization_id: OrganizationId
    program_id: ProgramId
    state: RunState = RunState.WAITING
    options: RunOptions = field(default_factory=RunOptions)
    started_by: PersonId | None
    started_at: datetime
    phase: RunPhase = RunPhase.READING
    done: int = 0
    total: int = 0
    told_at: datetime
    finished_at: datetime | None = None
    figures: RunFigures | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    problem: Sentence | None = None
    published_by: PersonId | None = None
    published_at: datetime | None = None

    @property
    def coming(self) -> bool:
        """Whether its result is still to come."""
        return self.state in COMING_STATES

    @property
    def editable(self) -> bool:
        """Whether its pairs can be changed, approved and published."""
        return self.state in EDITABLE_STATES


class PairOrigin(StrEnum):
    """Who put two people together."""

    COMPUTED = "computed"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class RunReason:
    """One feature's share in a score, kept in words.

    Attributes:
        contribution: log-odds it adds, or takes away.
    """

    feature: str
    sentence: Sentence
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPair:
    """A mentee and the mentor that a run has for them.

    Attributes:
        score: probability of a good match, with its 90 % interval low to high.
        reasons: what speaks most for it first.
        locked: a later run keeps it.
        approved_by: the person who approved it; None while nobody did.
        match_id: the match it became by being published.
        problem: why it could not be published.
        price: what one more place of the mentor would have added to the total when this was
            computed; None if it was put together by hand.
    """

    run_id: MatchRunId
    mentee_id: PersonId
    mentor_id: PersonId
    score: float
    low: float
    high: float
    reasons: tuple[RunReason, ...] = ()
    origin: PairOrigin = PairOrigin.COMPUTED
    locked: bool = False
    approved_by: PersonId | None = None
    match_id: MatchId | None = None
    problem: Sentence | None = None
    price: float | None = None

    @property
    def approved(self) -> bool:
        """Whether a person said yes."""
        return self.approved_by is not None

    def plain(self) -> "RunPair":
        """The pair without its reasons, which are long."""
        return replace(self, reasons=())


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLeftOver:
    """Somebody a run has nobody for, and why."""

    run_id: MatchRunId
    person_id: PersonId
    role: Role
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RunEdit:
    """What one step of editing changed for one mentee, so that it can be undone.

    Attributes:
        number: of the step; a swap has two edits of the same number.
        before: the pair they had; None if they had none.
    """

    run_id: MatchRunId
    number: int
    mentee_id: PersonId
    at: datetime
    by: PersonId | None
    before: RunPair | None
