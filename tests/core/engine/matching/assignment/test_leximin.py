"""Fair shares against brute force."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.engine.matching.assignment.flow import cheapest
from core.engine.matching.assignment.levels import costs
from core.engine.matching.assignment.leximin import gaps
from core.engine.matching.assignment.network import network
from core.engine.matching.assignment.problem import Edges, Objective, Problem
from core.engine.matching.assignment.solving import solve


@st.composite
def instances(draw):
    shape = draw(st.tuples(st.integers(0, 5), st.integers(1, 4)))
    score = draw(arrays(np.int64, shape, elements=st.integers(-3, 10))) / 10
    allowed = draw(arrays(np.bool_, shape, elements=st.booleans()))
    most = draw(arrays(np.int64, shape[1], elements=st.integers(0, 3)))
    edges = Edges.of(score, allowed)
    return score, allowed, Problem(mentees=shape[0], edges=edges, most=most)


def brute(score, allowed, problem):
    """The shares, smallest first, of the assignment with most pairs that no other beats."""
    best = (0, [])
    for choice in itertools.product(range(-1, problem.mentors), repeat=problem.mentees):
        pairs = [(row, column) for row, column in enumerate(choice) if column >= 0]
        _, load = problem.loads(np.array(pairs, dtype=np.int64).reshape(-1, 2))
        if all(allowed[pair] for pair in pairs) and (load <= problem.most).all():
            best = max(best, (len(pairs), sorted(score[pair] for pair in pairs)))
    return best[1]


@settings(max_examples=200, deadline=None)
@given(instances())
def test_exact_leximin_equals_brute_force(instance):
    score, allowed, problem = instance
    solution = solve(problem, Objective.FAIR, bands=None)
    assert sorted(solution.scores.tolist()) == brute(score, allowed, problem)
    assert solution.certificate.proved


@settings(max_examples=100, deadline=None)
@given(instances(), st.integers(1, 4))
def test_bands_hold_the_smallest_share(instance, bands):
    score, allowed, problem = instance
    solution = solve(problem, Objective.FAIR, bands=bands)
    shares = brute(score, allowed, problem)
    assert len(solution.scores) == len(shares)
    if shares:
        assert solution.scores.min() == shares[0]
        assert (solution.scores == shares[0]).sum() == shares.count(shares[0])
        best = solve(problem)
        assert solution.total <= best.total + 1e-9
    assert solution.certificate.proved


@pytest.fixture
def programme():
    draw = np.random.default_rng(4)
    score, allowed = draw.random((120, 50)), draw.random((120, 50)) < 0.25
    return Problem(mentees=120, edges=Edges.of(score, allowed), most=draw.integers(1, 5, 50))


def test_more_bands_share_more_fairly_and_cost_total(programme):
    largest = solve(programme)
    few, many = (solve(programme, Objective.FAIR, bands=bands) for bands in (1, 8))
    assert len(few.pairs) == len(many.pairs) == len(largest.pairs)
    assert largest.scores.min() < few.scores.min() == many.scores.min()
    assert many.total < few.total < largest.total
    assert np.quantile(many.scores, 0.1) > np.quantile(few.scores, 0.1)
    assert few.prices is None


def test_wishes_and_tiers_come_before_fairness(programme):
    least = np.minimum(programme.most, 1)
    tiers = np.arange(len(programme.edges.score)) % 2
    problem = replace(programme, least=least, tiers=tiers)
    fair, largest = solve(problem, Objective.FAIR), solve(problem)
    assert fair.missing.sum() == largest.missing.sum()

    def first(solution):
        return (tiers[problem.find(solution.pairs)] == 0).sum()

    assert first(fair) == first(largest)
    assert fair.scores.min() >= largest.scores.min()
    assert fair.certificate.proved


def test_a_flow_that_is_not_best_has_gaps(programme):
    net = network(programme)
    levels = costs(programme, net)
    best = cheapest(net, levels)
    assert gaps(net, levels, best) == [0, 0]
    chosen = best.chosen(net)
    chosen[np.flatnonzero(chosen)[0]] = False
    assert gaps(net, levels, replace(best, flow=net.flow(chosen)))[0] > 0
