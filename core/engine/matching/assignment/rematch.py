"""A solution that stands while people come and go: re-matching without starting over.

Every event is answered by a few shortest paths from the kept prices, so that the total is again the
largest possible, as a new run would find it, while few others move. With `keep`, what stood at
first is worth so much more, and moves only for a larger gain. All of it is exact: `solution()`
proves the result from the problem as it is by then.
"""

from dataclasses import replace

import numpy as np

from core.engine.matching.assignment.certificate import certify
from core.engine.matching.assignment.levels import bonus
from core.engine.matching.assignment.network import UNIT
from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.residual import ENDLESS, Search, Side, pair, part
from core.engine.matching.assignment.sides import append, set_worth, sides
from core.engine.matching.assignment.solution import Prices, Solution
from core.engine.matching.assignment.solving import solution
from core.engine.matching.comparison.people import Floats, Ints

LEVELS = 2
"""The number of pairs, and the total."""


class Rematch:
    """What stands, and what changes it.

    Mentees and mentors keep their index when others leave; those who arrive get the next one.

    Args:
        problem: what was solved for the largest total, without quotas and tiers.
        solved: its solution by a run.
        keep: what each of its pairs is worth beyond its score from now on, in units of score; no
            less than before.

    Raises:
        ValueError: the solution has no prices, or the problem has quotas or tiers, or `keep` falls.
    """

    def __init__(self, problem: Problem, solved: Solution, keep: float | None = None) -> None:
        keep = problem.keep if keep is None else keep
        if problem.quotas or problem.tiers is not None or keep < problem.keep:
            raise ValueError("quotas or tiers cannot stand, and keep may not fall")
        if solved.prices is None or len(solved.prices.levels) != LEVELS:
            raise ValueError("only the solution of a run for the largest total can stand")
        self._start = replace(problem, kept=solved.pairs, keep=keep)
        self._kept = {tuple(each) for each in solved.pairs.tolist()}
        self._locked = {tuple(each) for each in problem.locked.tolist()}
        self._wishes, self._places = problem.wishes.tolist(), problem.most.tolist()
        self._least = problem.minimum.tolist()
        self._mentees, self._mentors, self._size = sides(self._start, solved.prices, solved.pairs)
        for mentee, mentor in self._kept - self._locked:
            others, worth = self._mentees.edges(mentee)
            pair(self._mentees, self._mentors, mentee, mentor, int(worth[others == mentor][0]))
            self._mentees.units[mentee] += 1
            self._mentors.units[mentor] += 1

    def mentee_arrives(self, mentors: Ints, scores: Floats, wanted: int = 1) -> int:
        """Somebody new, with those they may meet; their index.

        Raises:
            ValueError: more than one mentor is wanted, as nobody did when this was solved.
        """
        if wanted > 1 and not self._mentees.extra:
            raise ValueError("nobody wanted several mentors before: solve anew")
        self._wishes.append(wanted)
        worth = self._worth(scores)
        return _arrives(self._mentees, self._mentors, mentors, worth, wanted, min(wanted, 1))

    def mentor_arrives(self, mentees: Ints, scores: Floats, most: int) -> int:
        """Somebody new, with those they may meet and so many places; their index."""
        self._places.append(most)
        self._least.append(0)
        return _arrives(self._mentors, self._mentees, mentees, self._worth(scores), most, 0)

    def mentee_leaves(self, who: int) -> None:
        """Their mentors get a place free."""
        released = {pair for pair in self._locked if pair[0] == who}
        self._locked -= released
        self._wishes[who] = 0
        _leaves(self._mentees, self._mentors, who)
        for _, mentor in released:
            self.offers(mentor, self._places[mentor])

    def mentor_leaves(self, who: int) -> None:
        """Their mentees look for somebody else."""
        released = {pair for pair in self._locked if pair[1] == who}
        self._locked -= released
        self._places[who] = self._least[who] = 0
        _leaves(self._mentors, self._mentees, who)
        for mentee, _ in released:
            self._mentees.most[mentee] += 1
            bound = any(other == mentee for other, _ in self._locked)
            self._mentees.wish[mentee] = int(not bound)
            _fill(self._mentees, self._mentors, mentee)

    def offers(self, mentor: int, most: int) -> None:
        """A mentor has another number of places.

        Raises:
            ValueError: fewer than are locked.
        """
        side, locked = self._mentors, sum(other == mentor for _, other in self._locked)
        if most < locked:
            raise ValueError("more is locked than that")
        self._places[mentor], side.most[mentor] = most, most - locked
        side.wish[mentor] = max(0, self._least[mentor] - locked)
        while side.units[mentor] > side.most[mentor]:
            side.units[mentor] -= 1
            Search(self._mentees, side, ~mentor).run()
        _fill(side, self._mentees, mentor)

    def changes(self, mentee: int, mentor: int, score: float | None) -> None:
        """A pair has another score, or is allowed now; None: it is forbidden. Locked ones stay."""
        if (mentee, mentor) in self._locked:
            return
        mentees, mentors = self._mentees, self._mentors
        worth = None
        if score is not None:
            kept = self._start.keep if (mentee, mentor) in self._kept else 0.0
            worth = int(self._worth(np.array([score]))[0]) + round(kept * UNIT)
        set_worth(mentees, mentee, mentor, worth)
        set_worth(mentors, mentor, mentee, worth)
        price = int(mentees.price[mentee]) + int(mentors.price[mentor])
        had = mentor in mentees.mates[mentee]
        has = worth is not None and (worth > price or (had and worth == price))
        if had:
            part(mentees, mentors, mentee, mentor)
        if has and worth is not None:
            pair(mentees, mentors, mentee, mentor, worth)
        if had and not has:
            Search(mentees, mentors, mentee).run()
            Search(mentors, mentees, mentor).run()
        elif has and not had:
            Search(mentees, mentors, ~mentor).run()
            Search(mentors, mentees, ~mentee).run()

    def pairs(self) -> Ints:
        """All pairs by now, (mentee, mentor), in order."""
        found = {(one, other) for one, mates in enumerate(self._mentees.mates) for other in mates}
        return np.array(sorted(found | self._locked), dtype=np.int64).reshape(-1, 2)

    def problem(self) -> Problem:
        """What a new run would be asked by now; scores in billionths."""
        rows = [self._mentees.edges(who) for who in range(len(self._wishes))]
        mentee = np.repeat(np.arange(len(rows)), [len(others) for others, _ in rows])
        mentor, worth = (np.concatenate([row[part] for row in rows]) for part in (0, 1))
        locked = np.array(sorted(self._locked), dtype=np.int64).reshape(-1, 2)
        known = self._start.find(locked)
        mentee = np.concatenate([mentee, locked[known >= 0, 0]])
        mentor = np.concatenate([mentor, locked[known >= 0, 1]])
        problem = replace(
            self._start,
            mentees=len(self._wishes),
            edges=Edges(mentee, mentor, np.zeros(len(mentee))),
            most=np.array(self._places, dtype=np.int64),
            least=np.array(self._least, dtype=np.int64),
            wanted=np.array(self._wishes, dtype=np.int64),
            locked=locked,
        )
        score = (worth - self._size) / UNIT - bonus(problem)[: len(worth)]
        score = np.concatenate([score, self._start.edges.score[known[known >= 0]]])
        return replace(problem, edges=Edges(mentee, mentor, score))

    def solution(self) -> Solution:
        """Everything about the pairs by now, proved anew."""
        problem, pairs = self.problem(), self.pairs()
        prices = Prices(
            mentee=self._mentees.price / UNIT,
            mentor=self._mentors.price / UNIT,
            pair=self._size / UNIT,
            first=self._mentees.extra / UNIT,
            least=self._mentors.extra / UNIT,
        )
        return solution(problem, pairs, prices, certify(problem, pairs, prices))

    def _worth(self, scores: Floats) -> Ints:
        if not (np.abs(scores) <= 1).all():
            raise ValueError("scores must lie between -1 and 1")
        return self._size + np.rint(scores * UNIT).astype(np.int64)


def _fill(side: Side, other: Side, who: int) -> None:
    """One pair after the other while somebody gains by it."""
    if not side.most[who]:
        side.price[who] = ENDLESS
    elif side.price[who] == ENDLESS:
        side.price[who] = side.asking(who, other)
    while (cost := side.one_more(who)) is not None and cost < 0:
        side.units[who] += 1
        Search(side, other, who).run()


def _arrives(side: Side, other: Side, others: Ints, worth: Ints, most: int, wish: int) -> int:
    who = append(side, other, others, worth, most, wish)
    _fill(side, other, who)
    return who


def _leaves(side: Side, other: Side, who: int) -> None:
    mates = list(side.mates[who])
    side.price[who], side.most[who], side.units[who] = ENDLESS, 0, 0
    for mate in mates:
        part(side, other, who, mate)
    for mate in mates:
        Search(other, side, mate).run()
