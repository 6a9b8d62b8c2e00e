"""The product's own scores, compared in blocks so that memory grows with one side only."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.engine.matching.comparison.people import Floats, Ints, People, TextVectors, gather
from core.engine.matching.model.prior import Posterior
from core.engine.matching.ranking import Question, Ranking, rank
from core.engine.matching.retrieval.source import Found, joined
from core.engine.matching.rules import Standing

PAIRS_AT_ONCE = 50_000
"""About 10 MB of features."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Cohort:
    """Everybody, and all that their scores depend on.

    Attributes:
        mentees, mentors: their profiles.
        vectors: of their texts.
        standing: of the mentors and pairs.
        posterior, at, waived: as of a question.
        choices: mentee -> the mentors they ranked themselves, first choice first.
    """

    mentees: Sequence[Profile]
    mentors: Sequence[Profile]
    vectors: TextVectors
    standing: Standing
    posterior: Posterior
    at: datetime
    waived: AbstractSet[str] = frozenset()
    choices: Mapping[PersonId, Sequence[PersonId]] = field(default_factory=dict)
    _gathered: dict[bytes, People] = field(default_factory=dict)

    def question(self, mentees: Ints, mentors: Ints) -> Question:
        """What is asked about some of them, by index."""
        standing = self.standing
        return Question(
            mentees=gather([self.mentees[place] for place in mentees], self.vectors, self.choices),
            mentors=self._some_mentors(mentors),
            standing=replace(
                standing, free=standing.free[mentors], paused=standing.paused[mentors]
            ),
            posterior=self.posterior,
            at=self.at,
            waived=self.waived,
        )

    def _some_mentors(self, mentors: Ints) -> People:
        """The same mentors are asked for block by block: the last ones are kept."""
        key = mentors.tobytes()
        if key not in self._gathered:
            self._gathered.clear()
            self._gathered[key] = gather([self.mentors[place] for place in mentors], self.vectors)
        return self._gathered[key]


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """Some of the pairs, compared.

    Attributes:
        mentees, mentors: indices of the rows and columns.
        question, ranking: about these.
    """

    mentees: Ints
    mentors: Ints
    question: Question
    ranking: Ranking


def blocks(cohort: Cohort, mentees: Ints, mentors: Ints) -> Iterator[Block]:
    """Compare some mentees with some mentors, some mentees at a time."""
    for rows in some_at_a_time(mentees, mentors):
        question = cohort.question(rows, mentors)
        yield Block(rows, mentors, question, rank(question))


def some_at_a_time(mentees: Ints, mentors: Ints) -> Iterator[Ints]:
    """Mentees in parts that make no more than PAIRS_AT_ONCE pairs with the mentors."""
    at_once = max(PAIRS_AT_ONCE // max(len(mentors), 1), 1)
    for start in range(0, len(mentees), at_once):
        yield mentees[start : start + at_once]


def pair_blocks(cohort: Cohort, pairs: Ints, beside: Ints) -> Iterator[tuple[Block, Ints]]:
    """Compare some pairs.

    Args:
        cohort: everybody.
        pairs: of shape (pairs, 2), by mentee.
        beside: mentors who are compared with each of the mentees too.

    Yields:
        A block, and where pairs are in it: index of the pair, row and column, shape (found, 3).
    """
    at_once = int(np.sqrt(PAIRS_AT_ONCE))
    for start in range(0, len(pairs), at_once):
        part = pairs[start : start + at_once]
        mentees, mentors = np.unique(part[:, 0]), np.union1d(part[:, 1], beside)
        question = cohort.question(mentees, mentors)
        block = Block(mentees, mentors, question, rank(question))
        rows, columns = np.searchsorted(mentees, part[:, 0]), np.searchsorted(mentors, part[:, 1])
        yield block, np.column_stack([start + np.arange(len(part)), rows, columns])


class BlockScores:
    """A source that compares people anew each time it is asked.

    Args:
        cohort: everybody.
        tell: is told how many mentees of how many a search has compared.
    """

    def __init__(self, cohort: Cohort, tell: Callable[[int, int], None]) -> None:
        self._cohort = cohort
        self._tell = tell

    @property
    def shape(self) -> tuple[int, int]:
        """See the port."""
        return len(self._cohort.mentees), len(self._cohort.mentors)

    def best(self, mentees: Ints, mentors: Ints, price: Floats, count: int) -> Found:
        """See the port."""
        parts, done = [_nobody()], 0
        self._tell(0, len(mentees))
        for block in blocks(self._cohort, mentees, mentors):
            parts.append(_best(block, price, min(count, len(mentors))))
            done += len(block.mentees)
            self._tell(done, len(mentees))
        return joined(parts)

    def scores(self, mentee: Ints, mentor: Ints) -> Floats:
        """See the port."""
        score = np.empty(len(mentee), dtype=np.float64)
        pairs = np.column_stack([mentee, mentor])
        for block, found in pair_blocks(self._cohort, pairs, mentor[:0]):
            which, row, column = found.T
            value = block.ranking.scores.probability[row, column]
            score[which] = np.where(block.ranking.allowed[row, column], value, np.nan)
        return score


def _best(block: Block, price: Floats, count: int) -> Found:
    """The best pairs of a block."""
    score = np.where(block.ranking.allowed, block.ranking.scores.probability, -np.inf)
    loss = price - score
    if count < len(price):
        order = np.argpartition(loss, count - 1, axis=1)[:, :count]
    else:
        order = np.broadcast_to(np.arange(len(price)), loss.shape)
    ahead = np.argsort(np.take_along_axis(loss, order, axis=1), axis=1, kind="stable")
    order = np.take_along_axis(order, ahead, axis=1)
    value = np.take_along_axis(score, order, axis=1)
    kept = np.isfinite(value)
    if 0 < count < len(price):
        rest = value[:, -1] - price[order[:, -1]]
    else:
        rest = np.full(len(score), -np.inf)
    mentee = np.repeat(block.mentees, kept.sum(axis=1))
    return Found(mentee, block.mentors[order[kept]], value[kept], rest, 0.0)


def _nobody() -> Found:
    none = np.empty(0, dtype=np.int64)
    return Found(none, none, np.empty(0), np.empty(0), 0.0)
