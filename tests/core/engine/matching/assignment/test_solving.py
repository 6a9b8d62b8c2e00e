"""The optimum against two things we did not write: scipy's dense solver and brute force."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment

from core.engine.matching.assignment.certificate import certify
from core.engine.matching.assignment.problem import Edges, Objective, Problem
from core.engine.matching.assignment.solving import solve

PAIR = 1000.0
"""What a pair as such is worth to scipy: more than all scores together."""
LEAST = 1e5


@st.composite
def instances(draw, most=9):
    """Problems with ties, forbidden and locked pairs, minimums and capacities."""
    mentees, mentors = draw(st.integers(0, most)), draw(st.integers(0, most))
    shape = (mentees, mentors)
    # Tenths make ties likely; some scores are negative.
    score = draw(arrays(np.int64, shape, elements=st.integers(-3, 10))) / 10
    allowed = draw(arrays(np.bool_, shape, elements=st.booleans()))
    places = draw(arrays(np.int64, mentors, elements=st.integers(0, 3)))
    least = np.minimum(draw(arrays(np.int64, mentors, elements=st.integers(0, 2))), places)
    locked, left = [], places.copy()
    for mentee in range(min(mentees, draw(st.integers(0, 2)))):
        if left.any():
            mentor = draw(st.sampled_from(np.flatnonzero(left).tolist()))
            locked.append((mentee, mentor))
            left[mentor] -= 1
    return (
        score,
        allowed,
        Problem(
            mentees=mentees,
            edges=Edges.of(score, allowed),
            most=places,
            least=least if draw(st.booleans()) else None,
            locked=np.array(locked, dtype=np.int64).reshape(-1, 2),
        ),
    )


def dense(score, allowed, problem):
    """Most pairs, most minimums, largest total: scipy on mentors repeated once a place."""
    locked = [tuple(pair) for pair in problem.locked.tolist()]
    known = sum(score[pair] for pair in locked if allowed[pair])
    _, load = problem.loads(problem.locked)
    least = np.maximum(problem.minimum - load, 0)
    columns, worth = [], []
    for mentor, places in enumerate((problem.most - load).tolist()):
        columns += [mentor] * places
        worth += [LEAST if place < least[mentor] else 0.0 for place in range(places)]
    free = [row for row in range(problem.mentees) if row not in {pair[0] for pair in locked}]
    table = np.where(allowed, score + PAIR, 0.0)[np.ix_(free, columns)]
    table += np.where(table > 0, np.array(worth), 0.0)
    rows, places = linear_sum_assignment(table, maximize=True)
    chosen = table[rows, places][table[rows, places] > 0]
    filled = int((chosen > LEAST / 2).sum())
    total = chosen.sum() - LEAST * filled - PAIR * len(chosen) + known
    return len(chosen) + len(locked), int(least.sum()) - filled, total


def brute(score, allowed, problem):
    """Every choice of mentors for every mentee."""
    best = (0, 0.0)
    mentees, mentors = score.shape
    for choice in itertools.product(range(-1, mentors), repeat=mentees):
        pairs = [(row, column) for row, column in enumerate(choice) if column >= 0]
        used = np.bincount([column for _, column in pairs], minlength=mentors)
        if all(allowed[pair] for pair in pairs) and (used <= problem.most).all():
            best = max(best, (len(pairs), sum(score[pair] for pair in pairs)))
    return best


def check_feasible(solution, allowed, problem):
    found = {tuple(pair) for pair in solution.pairs.tolist()}
    locked = {tuple(pair) for pair in problem.locked.tolist()}
    assert locked <= found
    assert len(found) == len(solution.pairs)
    assert all(allowed[pair] for pair in found - locked)
    given, load = problem.loads(solution.pairs)
    assert (given <= problem.wishes).all()
    assert (load <= problem.most).all()
    assert (solution.missing == np.maximum(problem.minimum - load, 0)).all()
    assert sum(each.missing for each in solution.waiting) == (problem.wishes - given).sum()


@settings(max_examples=1000, deadline=None)
@given(instances())
def test_equals_scipy(instance):
    score, allowed, problem = instance
    solution = solve(problem)
    check_feasible(solution, allowed, problem)
    pairs, missing, total = dense(score, allowed, problem)
    assert (len(solution.pairs), solution.missing.sum()) == (pairs, missing)
    assert solution.total == pytest.approx(total, abs=1e-6)
    assert solution.certificate.proved
    assert solution.certificate.primal == pytest.approx(total, abs=1e-6)


@settings(max_examples=100, deadline=None)
@given(instances(most=4))
def test_equals_brute_force(instance):
    score, allowed, problem = instance
    problem = replace(problem, locked=problem.locked[:0], least=None)
    solution = solve(problem)
    check_feasible(solution, allowed, problem)
    pairs, total = brute(score, allowed, problem)
    assert len(solution.pairs) == pairs
    assert solution.total == pytest.approx(total, abs=1e-9)


def test_equals_scipy_at_300_people_with_fine_scores():
    draw = np.random.default_rng(5)
    score, allowed = draw.random((300, 120)), draw.random((300, 120)) < 0.3
    problem = of(score, draw.integers(0, 5, 120), allowed)
    solution = solve(problem)
    check_feasible(solution, allowed, problem)
    pairs, _, total = dense(score, allowed, problem)
    assert (len(solution.pairs), solution.total) == (pairs, pytest.approx(total, abs=1e-6))
    assert solution.certificate.proved


def of(score, most, allowed=None, **more):
    score = np.asarray(score, dtype=float)
    allowed = np.ones_like(score, dtype=bool) if allowed is None else np.asarray(allowed)
    return Problem(
        mentees=len(score), edges=Edges.of(score, allowed), most=np.asarray(most), **more
    )


def test_more_pairs_beat_a_larger_total():
    problem = of([[1.0, 0.01], [0.99, 0.0]], [1, 1], [[True, True], [True, False]])
    assert solve(problem).mentor_of_each(2).tolist() == [1, 0]


def test_a_capacity_larger_than_everybody_is_fine():
    assert solve(of(np.ones((3, 1)), [2**40])).mentor_of_each(3).tolist() == [0, 0, 0]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1.5, -2.0])
def test_a_score_out_of_range_is_refused(bad):
    with pytest.raises(ValueError, match="between -1 and 1"):
        solve(of([[bad]], [1]))


def test_a_pair_twice_is_refused_and_any_other_order_is_fine():
    ones = np.ones(2)
    twice = Edges(np.array([0, 0]), np.array([0, 0]), ones)
    with pytest.raises(ValueError, match="twice"):
        solve(Problem(mentees=1, edges=twice, most=np.array([1])))
    turned = Edges(np.array([1, 0]), np.array([0, 1]), ones)
    solution = solve(Problem(mentees=2, edges=turned, most=np.array([1, 1])))
    assert solution.pairs.tolist() == [[0, 1], [1, 0]]


def test_points_alone_may_leave_places_free():
    problem = of([[0.9, -0.1], [0.8, 0.05]], [1, 1])
    most, points = solve(problem), solve(problem, Objective.POINTS)
    assert (len(most.pairs), most.total) == (2, pytest.approx(0.95))
    assert most.pairs.tolist() == points.pairs.tolist() == [[0, 0], [1, 1]]
    below = of([[0.9, -0.1], [0.8, -0.2]], [1, 1])
    assert solve(below).total == pytest.approx(0.7)
    few = solve(below, Objective.POINTS)
    assert (few.pairs.tolist(), few.total) == ([[0, 0]], 0.9)
    assert few.certificate.proved


@settings(max_examples=100, deadline=None)
@given(instances())
def test_points_equal_scipy(instance):
    score, allowed, problem = instance
    problem = replace(problem, locked=problem.locked[:0], tiers=None)
    solution = solve(problem, Objective.POINTS)
    wide = np.repeat(np.where(allowed, np.maximum(score, 0), 0), problem.most, axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)
    assert solution.total == pytest.approx(wide[rows, columns].sum(), abs=1e-6)
    assert solution.certificate.proved
    tiers = replace(problem, tiers=np.arange(len(problem.edges.score)) % 3)
    assert solve(tiers, Objective.POINTS).certificate.proved


class TestCertificate:
    @pytest.fixture
    def solved(self):
        draw = np.random.default_rng(3)
        problem = of(draw.random((12, 8)), draw.integers(1, 3, 8), draw.random((12, 8)) < 0.7)
        return problem, solve(problem)

    def test_prices_of_somebody_else_leave_a_gap(self, solved):
        problem, solution = solved
        for name in ("mentee", "mentor"):
            wrong = getattr(solution.prices, name).copy()
            wrong[0] += 0.1
            certificate = certify(
                problem, solution.pairs, replace(solution.prices, **{name: wrong})
            )
            assert not certificate.proved

    def test_a_worse_choice_leaves_a_gap(self, solved):
        problem, solution = solved
        certificate = certify(problem, solution.pairs[1:], solution.prices)
        assert certificate.gap > 0.1
        assert not certificate.proved

    def test_a_choice_that_is_not_allowed_proves_nothing(self, solved):
        problem, solution = solved
        twice = np.concatenate([solution.pairs, solution.pairs[:1]])
        assert not certify(problem, twice, solution.prices).proved
        locked = replace(problem, locked=np.array([[0, solution.pairs[0, 1]]]))
        assert not certify(locked, solution.pairs[1:], solution.prices).proved
