"""Few edges first: the same optimum as with all of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.matching.assignment import columns
from core.engine.matching.assignment.columns import of_many
from core.engine.matching.assignment.flow import cheapest
from core.engine.matching.assignment.levels import costs
from core.engine.matching.assignment.network import network
from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.solving import solve


def made(seed, mentees, mentors):
    """Everybody likes the same mentors best, so that the best edges are not enough."""
    draw = np.random.default_rng(seed)
    score = 0.8 * draw.random(mentors)[None] + 0.2 * draw.random((mentees, mentors))
    allowed = draw.random((mentees, mentors)) < 0.8
    most, wanted = draw.integers(0, 3, mentors), draw.integers(0, 3, mentees)
    tiers = draw.integers(0, 3, int(allowed.sum())) if seed % 3 == 0 else None
    return Problem(
        mentees=mentees,
        edges=Edges.of(score, allowed),
        most=most,
        wanted=wanted if seed % 2 else None,
        least=np.minimum(most, 1) if seed % 5 else None,
        tiers=tiers,
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 12), st.integers(1, 12))
def test_any_first_edges_lead_to_the_optimum(seed, mentees, mentors):
    problem = made(seed, mentees, mentors)
    net = network(problem)
    levels = costs(problem, net)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "FIRST", 1)
        patch.setattr(columns, "MANY", 0)
        few = of_many(net, levels)
    every = cheapest(net, levels)
    assert [int(cost @ few.flow) for cost in levels] == [int(cost @ every.flow) for cost in levels]


def test_a_crowd_is_solved_from_few_edges_and_proved(monkeypatch):
    sizes = []

    def counted(net, levels, used):
        sizes.append(int(used[: net.edges].sum()))
        return cheapest(net, levels, used)

    monkeypatch.setattr(columns, "cheapest", counted)
    draw = np.random.default_rng(1)
    score = 0.8 * draw.random(80)[None] + 0.2 * draw.random((150, 80))
    edges = Edges.of(score, np.ones_like(score, dtype=bool))
    solution = solve(Problem(mentees=150, edges=edges, most=draw.integers(1, 4, 80)))
    assert solution.certificate.proved
    assert len(sizes) > 1
    assert sizes[0] == 150 * columns.FIRST < sizes[-1] < 150 * 80
