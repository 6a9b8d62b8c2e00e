"""Overlapping limits against brute force, and what happens when time runs out."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.engine.matching.assignment.problem import Edges, Objective, Problem, Quota
from core.engine.matching.assignment.solving import solve
from core.errors import InvalidInputError


def inside(quota, pairs):
    return sum(one in quota.mentees and other in quota.mentors for one, other in pairs)


@st.composite
def instances(draw):
    shape = draw(st.tuples(st.integers(1, 4), st.integers(1, 4)))
    score = draw(arrays(np.int64, shape, elements=st.integers(-3, 10))) / 10
    allowed = draw(arrays(np.bool_, shape, elements=st.booleans()))
    most = draw(arrays(np.int64, shape[1], elements=st.integers(0, 3)))

    def some(count):
        return np.flatnonzero(draw(arrays(np.bool_, count, elements=st.booleans())))

    quotas = tuple(
        Quota(f"quota {each}", some(shape[0]), some(shape[1]), draw(st.integers(0, 2)))
        for each in range(draw(st.integers(1, 3)))
    )
    edges = Edges.of(score, allowed)
    return score, allowed, Problem(mentees=shape[0], edges=edges, most=most, quotas=quotas)


def brute(score, allowed, problem):
    best = (0, 0.0)
    for choice in itertools.product(range(-1, problem.mentors), repeat=problem.mentees):
        pairs = [(row, column) for row, column in enumerate(choice) if column >= 0]
        _, load = problem.loads(np.array(pairs, dtype=np.int64).reshape(-1, 2))
        fits = all(inside(quota, pairs) <= quota.most for quota in problem.quotas)
        if fits and all(allowed[pair] for pair in pairs) and (load <= problem.most).all():
            best = max(best, (len(pairs), sum(score[pair] for pair in pairs)))
    return best


@settings(max_examples=60, deadline=None)
@given(instances())
def test_equals_brute_force(instance):
    score, allowed, problem = instance
    solution = solve(problem)
    pairs, total = brute(score, allowed, problem)
    assert len(solution.pairs) == pairs
    assert solution.total == pytest.approx(total, abs=1e-6)
    assert solution.certificate.proved
    assert solution.certificate.gap == pytest.approx(0, abs=1e-6)


@pytest.fixture
def programme():
    draw = np.random.default_rng(8)
    score, allowed = draw.random((60, 30)), draw.random((60, 30)) < 0.5
    quotas = (
        Quota("sales", np.arange(0, 60, 2), np.arange(0, 30, 3), 4),
        Quota("Berlin", np.arange(0, 60, 3), np.arange(0, 30, 2), 5),
    )
    edges = Edges.of(score, allowed)
    return Problem(mentees=60, edges=edges, most=np.full(30, 3), quotas=quotas)


def test_a_programme_under_quotas_is_solved_and_proved(programme):
    solution = solve(programme)
    assert all(inside(quota, solution.pairs.tolist()) <= quota.most for quota in programme.quotas)
    assert len(solution.pairs) == 60
    assert solution.certificate.proved
    assert solution.prices is None


def test_when_time_runs_out_the_best_so_far_comes_with_its_gap(programme):
    best, hasty = solve(programme), solve(programme, seconds=0.0)
    assert all(inside(quota, hasty.pairs.tolist()) <= quota.most for quota in programme.quotas)
    assert len(hasty.pairs) > 40
    assert not hasty.certificate.proved
    assert hasty.certificate.dual >= best.total
    assert hasty.certificate.gap == pytest.approx(hasty.certificate.dual - hasty.total)


def test_locked_pairs_count_within_quotas():
    one = np.array([0])
    problem = Problem(
        mentees=2,
        edges=Edges.of(np.full((2, 2), 0.5), np.ones((2, 2), dtype=bool)),
        most=np.array([2, 1]),
        locked=np.array([[0, 0]]),
        quotas=(Quota("first", np.array([0, 1]), one, 1),),
    )
    assert solve(problem).pairs.tolist() == [[0, 0], [1, 1]]
    tight = Problem(
        mentees=2,
        edges=problem.edges,
        most=problem.most,
        locked=problem.locked,
        quotas=(Quota("first", np.array([0, 1]), one, 0),),
    )
    with pytest.raises(InvalidInputError, match="“first”"):
        solve(tight)


def test_quotas_go_with_the_total_only(programme):
    with pytest.raises(InvalidInputError, match="largest total"):
        solve(programme, Objective.FAIR)
