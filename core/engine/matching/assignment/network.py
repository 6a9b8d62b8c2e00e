"""A problem as a circulation: root -> mentee -> mentor -> root, one arc a limit of theirs.

What is locked is taken out first, with its places and wishes. Then there is one arc of capacity 1
for each pair, and two for each person: root -> mentee for the first mentor and for more, mentor ->
root for the least load and for more. Costs are whole numbers; what should happen costs less.
"""

from dataclasses import dataclass

import numpy as np

from core.engine.matching.assignment.problem import Problem
from core.engine.matching.comparison.people import Bools, Ints
from core.errors import InvalidInputError

UNIT = 1_000_000_000
"""Cost units a score of 1 is worth."""

ENOUGH = 1_000_000
"""Pairs of one person beyond which more make no difference: solvers' numbers are not endless."""


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """What is free in a problem.

    Attributes:
        mentees, mentors: how many there are; nodes are mentees, then mentors, then the root.
        origin: index in the problem of each edge, shape (edges,), by mentee and mentor.
        tail, head, capacity: of the arcs: all edges, then a first mentor of each mentee, more of
            them, the least load of each mentor, more than that.
        rows: first edge of each mentee, and the number of edges at the end, shape (mentees + 1,).
    """

    mentees: int
    mentors: int
    origin: Ints
    tail: Ints
    head: Ints
    capacity: Ints
    rows: Ints

    @property
    def root(self) -> int:
        """Its node."""
        return self.mentees + self.mentors

    @property
    def edges(self) -> int:
        """How many pairs there are to choose from."""
        return len(self.origin)

    def arcs(self, edge: Ints, first: int = 0, least: int = 0) -> Ints:
        """One number an arc: of each edge, each first mentor and each mentee of the least load."""
        none, nobody = np.zeros(self.mentees, np.int64), np.zeros(self.mentors, np.int64)
        return np.concatenate([edge, none + first, none, nobody + least, nobody])

    def flow(self, chosen: Bools) -> Ints:
        """What each arc carries when these edges are chosen."""
        given = np.bincount(self.tail[: self.edges][chosen], minlength=self.mentees)
        load = np.bincount(self.head[: self.edges][chosen] - self.mentees, minlength=self.mentors)
        first, _, least, _ = self._people()
        one, under = np.minimum(given, first), np.minimum(load, least)
        return np.concatenate([chosen.astype(np.int64), one, given - one, under, load - under])

    def room(self) -> tuple[Ints, Ints]:
        """How many pairs each mentee and each mentor can be in."""
        first, more, least, rest = self._people()
        return first + more, least + rest

    def _people(self) -> list[Ints]:
        ends = [self.mentees, 2 * self.mentees, 2 * self.mentees + self.mentors]
        return np.split(self.capacity[self.edges :], ends)


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What is left of wishes and places when the locked pairs have taken theirs.

    Attributes:
        first, more: a first mentor and further ones of each mentee, shape (mentees,).
        least, rest: places that should be filled and others of each mentor, shape (mentors,).
    """

    first: Ints
    more: Ints
    least: Ints
    rest: Ints


def room(problem: Problem) -> Room:
    """Take away what is locked.

    Raises:
        InvalidInputError: more is locked than somebody has room for.
    """
    given, load = problem.loads(problem.locked)
    wanted = np.minimum(problem.wishes, ENOUGH) - given
    most = np.minimum(problem.most, ENOUGH) - load
    if (wanted < 0).any():
        raise InvalidInputError(
            "A mentee has more locked pairs than they want mentors. Unlock one of them."
        )
    if (most < 0).any():
        raise InvalidInputError(
            "A mentor has more locked pairs than places. Unlock one, or give them more places."
        )
    first = np.where(given > 0, 0, np.minimum(wanted, 1))
    least = np.clip(problem.minimum - load, 0, most)
    return Room(first, wanted - first, least, most - least)


def network(problem: Problem) -> Network:
    """Take out what is locked and lay out the arcs.

    Raises:
        ValueError: a score is not finite or out of range, or a pair is there twice.
        InvalidInputError: more is locked than somebody has room for.
    """
    left = room(problem)
    mentees, mentors = problem.mentees, problem.mentors
    index = free_edges(problem, left)
    people, places = np.arange(mentees), mentees + np.arange(mentors)
    mentee, mentor = problem.edges.mentee[index], mentees + problem.edges.mentor[index]
    to_people, to_root = (np.full(count, mentees + mentors) for count in (mentees, mentors))
    ones = np.ones(len(index), dtype=np.int64)
    return Network(
        mentees=mentees,
        mentors=mentors,
        origin=index,
        tail=np.concatenate([mentee, to_people, to_people, places, places]),
        head=np.concatenate([mentor, people, people, to_root, to_root]),
        capacity=np.concatenate([ones, left.first, left.more, left.least, left.rest]),
        rows=np.searchsorted(mentee, np.arange(mentees + 1)),
    )


def free_edges(problem: Problem, left: Room) -> Ints:
    """Edges that are neither locked nor without room, by mentee and mentor.

    Raises:
        ValueError: a score is not finite or out of range, or a pair is there twice.
    """
    edges = problem.edges
    if not (np.abs(edges.score) <= 1).all():
        raise ValueError("scores must lie between -1 and 1")
    free = (left.first + left.more)[edges.mentee] > 0
    free &= (left.least + left.rest)[edges.mentor] > 0
    key = edges.mentee * problem.mentors + edges.mentor
    if len(problem.locked):
        free &= ~np.isin(key, problem.locked @ np.array([problem.mentors, 1]))
    index = np.flatnonzero(free)
    if (np.diff(key[index]) <= 0).any():
        index = index[np.argsort(key[index], kind="stable")]
        if (np.diff(key[index]) == 0).any():
            raise ValueError("a pair is there twice")
    return index
