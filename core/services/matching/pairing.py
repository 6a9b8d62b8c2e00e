"""Matching two lists of people in memory: files in, pairs out, nothing stored."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.domain.profile import Profile
from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import Bools, Floats, Ints, TextVectors, gather
from core.engine.matching.explanation.reasons import reasons
from core.engine.matching.model.prior import Posterior, prior
from core.engine.matching.ranking import Question, Ranking, rank
from core.engine.matching.result import Reason
from core.engine.matching.rules import Standing
from core.ports.encoder import TextEncoder
from core.sentence import Sentence, sentence

TEXTS_AT_ONCE = 256
MENTEES_AT_ONCE = 50
"""Pairs are compared in blocks, so that memory grows with one side only."""

Progress = Callable[[str, int, int], None]
"""Called with the phase ("reading", "comparing", "assigning"), what is done, and how much it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One person of a list.

    Attributes:
        id: the list's own id, unique in it.
        capacity: places of a mentor.
    """

    id: str
    name: str
    profile: Profile
    capacity: int = 1


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
    """Somebody without a match, and why."""

    entry: Entry
    why: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """The best assignment.

    Attributes:
        pairs: in the order of the mentees.
        mentees, mentors: who was left over.
        total: sum of the pairs' scores, the largest possible at this many pairs.
        cold: no outcome was learned from; scores are only a stated belief.
    """

    pairs: tuple[MatchedPair, ...]
    mentees: tuple[LeftOver, ...]
    mentors: tuple[LeftOver, ...]
    total: float
    cold: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """What is kept of all pairs, each of shape (mentees, mentors)."""

    probability: Floats
    low: Floats
    high: Floats
    allowed: Bools

    def pair(
        self, row: int, column: int, mentee: Entry, mentor: Entry, reasons: tuple[Reason, ...]
    ) -> MatchedPair:
        """One chosen pair."""
        return MatchedPair(
            mentee=mentee,
            mentor=mentor,
            score=float(self.probability[row, column]),
            low=float(self.low[row, column]),
            high=float(self.high[row, column]),
            reasons=reasons,
        )


def pair(
    mentors: Sequence[Entry],
    mentees: Sequence[Entry],
    encoder: TextEncoder,
    at: datetime,
    *,
    explain: bool = False,
    progress: Progress = lambda _phase, _done, _total: None,
) -> Pairing:
    """Match as many mentees as possible, at the largest total score.

    Args:
        mentors: with their places.
        mentees: each wants one mentor.
        encoder: reads their texts.
        at: the moment that decides about summer time.
        explain: whether to give each pair its reasons.
        progress: is told how far it is.
    """
    vectors = _read(encoder, [entry.profile for entry in (*mentors, *mentees)], progress)
    posterior = prior()
    blocks = _Blocks(mentors, mentees, vectors, posterior, at)
    tables = blocks.compared(progress)
    progress("assigning", 0, 1)
    capacity = np.array([entry.capacity for entry in mentors], dtype=np.int64)
    edges = Edges.of(tables.probability, tables.allowed)
    solution = solve(Problem(mentees=len(mentees), edges=edges, most=capacity))
    mentor = solution.mentor_of_each(len(mentees))
    progress("assigning", 1, 1)
    why = blocks.explained(mentor) if explain else {}
    return Pairing(
        pairs=tuple(
            tables.pair(row, column, mentees[row], mentors[column], why.get(row, ()))
            for row, column in enumerate(mentor.tolist())
            if column >= 0
        ),
        mentees=_without_mentor(mentees, mentor, blocks),
        mentors=_without_mentee(mentors, mentor, tables.allowed),
        total=solution.total,
        cold=posterior.cold,
    )


def _read(encoder: TextEncoder, profiles: Sequence[Profile], progress: Progress) -> TextVectors:
    texts = list(dict.fromkeys(text for profile in profiles for _, text in profile.texts()))
    texts.sort(key=len)  # so that the encoder's batches need little padding
    parts = [np.empty((0, encoder.dimension), dtype=np.float32)]
    progress("reading", 0, len(texts))
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        parts.append(encoder.encode(texts[start : start + TEXTS_AT_ONCE]))
        progress("reading", min(start + TEXTS_AT_ONCE, len(texts)), len(texts))
    return TextVectors.encoded(texts, np.concatenate(parts))


class _Blocks:
    """All pairs, some mentees at a time."""

    def __init__(
        self,
        mentors: Sequence[Entry],
        mentees: Sequence[Entry],
        vectors: TextVectors,
        posterior: Posterior,
        at: datetime,
    ) -> None:
        self._mentees = mentees
        self._mentors = gather([entry.profile for entry in mentors], vectors)
        self._vectors = vectors
        self._posterior = posterior
        self._at = at
        self._standing = Standing(
            free=np.array([entry.capacity for entry in mentors], dtype=np.int64),
            paused=np.zeros(len(mentors), dtype=np.bool_),
        )

    def ranked(self) -> Iterator[tuple[int, Question, Ranking]]:
        """Each block: index of its first mentee, the question and the answer."""
        for start in range(0, len(self._mentees), MENTEES_AT_ONCE):
            block = self._mentees[start : start + MENTEES_AT_ONCE]
            question = Question(
                mentees=gather([entry.profile for entry in block], self._vectors),
                mentors=self._mentors,
                standing=self._standing,
                posterior=self._posterior,
                at=self._at,
            )
            yield start, question, rank(question)

    def compared(self, progress: Progress) -> _Tables:
        """Scores and permissions of all pairs."""
        shape = (len(self._mentees), len(self._mentors))
        tables = _Tables(np.zeros(shape), np.zeros(shape), np.zeros(shape), np.zeros(shape, bool))
        progress("comparing", 0, len(self._mentees))
        for start, question, ranking in self.ranked():
            rows = slice(start, start + len(question.mentees))
            tables.probability[rows] = ranking.scores.probability
            tables.low[rows] = ranking.scores.low
            tables.high[rows] = ranking.scores.high
            tables.allowed[rows] = ranking.allowed
            progress("comparing", rows.stop, len(self._mentees))
        return tables

    def explained(self, mentor: Ints) -> dict[int, tuple[Reason, ...]]:
        """Reasons of each mentee's mentor."""
        found = {}
        for start, question, ranking in self.ranked():
            for row in range(len(question.mentees)):
                if (column := mentor[start + row]) >= 0:
                    (found[start + row],) = reasons(question, ranking, row, column[None])
        return found

    def against(self, rows: Sequence[int]) -> dict[int, Sentence]:
        """Why some mentees may meet nobody at all, of those who may not."""
        found = {}
        for start, question, ranking in self.ranked():
            for row in range(len(question.mentees)):
                if start + row in rows and not ranking.allowed[row].any():
                    found[start + row] = _nobody(ranking, row)
        return found


def _nobody(ranking: Ranking, row: int) -> Sentence:
    """Why one mentee may meet none of the mentors."""
    broken = {name: table[row] for name, table in ranking.verdict.broken.items()}
    places = ~broken["full"]
    if not places.any():
        return sentence("No mentor has a place.")
    if broken["no_language"][places].all():
        return sentence("No mentor with a place speaks a language that they name.")
    if not broken["no_language"][places].any():
        return sentence("Every mentor with a place is blocked.")
    return sentence("Every mentor with a place is blocked or speaks no language that they name.")


def _without_mentor(
    mentees: Sequence[Entry], mentor: Ints, blocks: _Blocks
) -> tuple[LeftOver, ...]:
    rows = np.flatnonzero(mentor < 0).tolist()
    if not rows:
        return ()
    against = blocks.against(rows)
    taken = sentence("All places of the mentors they may meet went to others.")
    return tuple(LeftOver(mentees[row], against.get(row, taken)) for row in rows)


def _without_mentee(mentors: Sequence[Entry], mentor: Ints, allowed: Bools) -> tuple[LeftOver, ...]:
    used = set(mentor.tolist())
    return tuple(
        LeftOver(entry, _unused(entry, may_meet=bool(allowed[:, column].any())))
        for column, entry in enumerate(mentors)
        if column not in used
    )


def _unused(entry: Entry, *, may_meet: bool) -> Sentence:
    if entry.capacity < 1:
        return sentence("Offers no place.")
    if may_meet:
        return sentence(
            "In the best pairing overall every mentee they may meet has another mentor."
        )
    return sentence("Rules keep them from every mentee: blocked, or no common language.")
