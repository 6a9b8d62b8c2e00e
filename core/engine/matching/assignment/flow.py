"""Who is matched with whom: the exact best assignment under capacities.

A b-matching as a flow: source -> mentee (one unit) -> mentor -> sink (capacity units). First as
many mentees as possible are matched, then the total score is the largest possible. OR-tools' cost
scaling solver gave the same optimum as scipy's dense one at a fraction of time and memory
(docs/models/matching.md). It takes whole numbers, so scores count in billionths.

ortools and highspy crash in one process; nothing here may import highspy.
"""

from dataclasses import dataclass

import numpy as np

from core.engine.matching.comparison.people import Bools, Floats, Ints

UNIT = 1_000_000_000
"""Cost units a score of 1 is worth."""


@dataclass(frozen=True, slots=True, eq=False)
class Edges:
    """Pairs that may be matched; a pair that is not here is forbidden.

    Attributes:
        mentee, mentor: indices, shape (edges,).
        score: finite, between -1 and 1, shape (edges,).
    """

    mentee: Ints
    mentor: Ints
    score: Floats

    @classmethod
    def of(cls, score: Floats, allowed: Bools) -> "Edges":
        """From tables of shape (mentees, mentors)."""
        mentee, mentor = np.nonzero(allowed)
        return cls(mentee, mentor, score[mentee, mentor])


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """An optimal assignment.

    Attributes:
        mentor: of each mentee, -1 for none, shape (mentees,).
        total: sum of the scores of the chosen pairs.
    """

    mentor: Ints
    total: float


def assign(edges: Edges, mentees: int, capacity: Ints) -> Assignment:
    """Match as many mentees as possible, at the largest total score.

    Args:
        edges: the pairs to choose from.
        mentees: how many there are.
        capacity: places of each mentor, not negative, shape (mentors,).

    Raises:
        ValueError: a score is not finite or out of range.
    """
    if not (np.abs(edges.score) <= 1).all():
        raise ValueError("scores must lie between -1 and 1")
    chosen = np.full(mentees, -1, dtype=np.int64)
    picked = _flow(edges, mentees, capacity)
    chosen[edges.mentee[picked]] = edges.mentor[picked]
    return Assignment(chosen, float(edges.score[picked].sum()))


def _flow(edges: Edges, mentees: int, capacity: Ints) -> Bools:
    """Which edges carry a unit in the maximum flow of least cost."""
    # Here and not above: pages that only rank mentors need no solver.
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow  # noqa: PLC0415 - heavy

    mentors = len(capacity)
    source, sink = mentees + mentors, mentees + mentors + 1
    people, places = np.arange(mentees), mentees + np.arange(mentors)
    count = len(edges.score)
    solver = SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([edges.mentee, np.full(mentees, source), places]),
        np.concatenate([mentees + edges.mentor, people, np.full(mentors, sink)]),
        np.concatenate([np.ones(count + mentees, dtype=np.int64), np.minimum(capacity, mentees)]),
        np.concatenate(
            [
                -np.rint(edges.score * UNIT).astype(np.int64),
                np.zeros(mentees + mentors, dtype=np.int64),
            ]
        ),
    )
    solver.set_node_supply(source, mentees)
    solver.set_node_supply(sink, -mentees)
    status = solver.solve_max_flow_with_min_cost()
    if status != solver.OPTIMAL:  # pragma: no cover - a flow of zero is always feasible
        raise RuntimeError(f"the flow solver answered {status}")
    return np.asarray(solver.flows(np.arange(count)), dtype=np.int64) > 0
