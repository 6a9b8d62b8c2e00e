"""A pairing in the words of the lists it was made from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.engine.matching.assignment.solution import Certificate, Why
from core.engine.matching.explanation.reasons import reasons
from core.engine.matching.result import Reason
from core.engine.matching.retrieval.blocks import Cohort, pair_blocks
from core.engine.matching.retrieval.pricing import Settlement
from core.sentence import Sentence
from core.services.pairing.left_over import NOBODY_ELSE, TAKEN, without_mentee, without_mentor

COMPARED_WITH = 1_000
"""Mentors whom the average candidate of an explanation is made of."""
LEAST_PRICE = 1e-6
"""A place that adds less than this to the total adds nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person of a list.

    Attributes:
        id: the list's own id, unique in it.
        capacity: places of a mentor.
        agreed: whether they agreed to take part; nobody is matched who did not.
        choices: of a mentee, the mentors they ranked themselves, first choice first.
        previous: with whom they had a match before.
    """

    id: str
    name: str
    profile: Profile
    capacity: int = 1
    agreed: bool = True
    choices: tuple[PersonId, ...] = ()
    previous: frozenset[PersonId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedPair:
    """Two people who should meet.

    Attributes:
        score: probability of a good match, with its 90 % interval low to high.
        reasons: what speaks most for it first; empty unless asked for.
    """

    mentee: Entry
    mentor: Entry
    score: float
    low: float
    high: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOver:
    """Somebody without a match, or with fewer than wanted, and why.

    Attributes:
        missing: how many are wanted still.
        nearest: for a mentee, the mentor whose next free place would most likely be theirs.
        behind: how much larger their score with that mentor would have to be.
    """

    entry: Entry
    why: Sentence
    missing: int = 1
    nearest: Entry | None = None
    behind: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The best assignment.

    Attributes:
        pairs: in the order of the mentees.
        mentees, mentors: who was left over; mentees who would come first come first.
        total: sum of the pairs' scores.
        cold: no outcome was learned from; scores are only a stated belief.
        certificate: how near to the optimum the pairing provably is.
        complete: the certificate holds against all pairs, not only those that were looked at.
        prices: mentor id -> what one more place would add to the total; who is not here: nothing.
        short: mentor id -> how many mentees they have below the least.
        blocking: how many pairs would both rather have each other than what they got.
    """

    pairs: tuple[MatchedPair, ...]
    mentees: tuple[LeftOver, ...]
    mentors: tuple[LeftOver, ...]
    total: float
    cold: bool
    certificate: Certificate
    complete: bool
    prices: Mapping[str, float] = field(default_factory=dict)
    short: Mapping[str, int] = field(default_factory=dict)
    blocking: int = 0


class Told:
    """A settlement in the words of the lists."""

    def __init__(
        self, cohort: Cohort, mentors: Sequence[Entry], mentees: Sequence[Entry], found: Settlement
    ) -> None:
        self._cohort = cohort
        self._mentors, self._mentees = mentors, mentees
        self._found = found

    def pairing(self, *, explain: bool) -> Pairing:
        """All of it."""
        solution = self._found.solution
        pairs = tuple(self._pairs(explain=explain))
        return Pairing(
            pairs=pairs,
            mentees=self._waiting(),
            mentors=self._idle(),
            total=sum(found.score for found in pairs),
            cold=self._cohort.posterior.cold,
            certificate=solution.certificate,
            complete=self._found.proved,
            prices=self._prices(),
            short={
                self._mentors[mentor].id: int(solution.missing[mentor])
                for mentor in np.flatnonzero(solution.missing).tolist()
            },
            blocking=len(solution.blocking),
        )

    def _pairs(self, *, explain: bool) -> Iterator[MatchedPair]:
        step = max(len(self._mentors) // COMPARED_WITH, 1)
        beside = np.arange(0, len(self._mentors), step) if explain else np.arange(0)
        for block, found in pair_blocks(self._cohort, self._found.solution.pairs, beside):
            scores = block.ranking.scores
            for _, row, column in found.tolist():
                mentor = np.array([column])
                why = reasons(block.question, block.ranking, row, mentor) if explain else [()]
                yield MatchedPair(
                    mentee=self._mentees[block.mentees[row]],
                    mentor=self._mentors[block.mentors[column]],
                    score=float(scores.probability[row, column]),
                    low=float(scores.low[row, column]),
                    high=float(scores.high[row, column]),
                    reasons=why[0],
                )

    def _waiting(self) -> tuple[LeftOver, ...]:
        waiting = self._found.solution.waiting
        with_one = set(self._found.solution.pairs[:, 0].tolist())
        lone = [who.mentee for who in waiting if who.mentee not in with_one]
        told = without_mentor(self._cohort, np.array(lone, dtype=np.int64))
        why = {who.mentee: TAKEN if who.why is Why.TAKEN else NOBODY_ELSE for who in waiting}
        why |= dict(zip(lone, told, strict=True))
        return tuple(
            LeftOver(
                self._mentees[who.mentee],
                why[who.mentee],
                who.missing,
                None if who.nearest is None else self._mentors[who.nearest],
                who.behind,
            )
            for who in waiting
        )

    def _idle(self) -> tuple[LeftOver, ...]:
        used = np.bincount(self._found.solution.pairs[:, 1], minlength=len(self._mentors))
        idle = np.flatnonzero(used == 0)
        told = without_mentee(self._cohort, idle)
        return tuple(
            LeftOver(self._mentors[mentor], why)
            for mentor, why in zip(idle.tolist(), told, strict=True)
        )

    def _prices(self) -> dict[str, float]:
        prices = self._found.solution.prices
        if prices is None:
            return {}
        return {
            self._mentors[mentor].id: float(prices.mentor[mentor])
            for mentor in np.flatnonzero(prices.mentor > LEAST_PRICE).tolist()
        }
