"""The optimum against two things we did not write: scipy's dense solver and brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.optimize import linear_sum_assignment

from core.engine.matching.assignment.flow import Edges, assign

FORBIDDEN = -1e6


@st.composite
def instances(draw, most=9):
    mentees, mentors = draw(st.integers(0, most)), draw(st.integers(0, most))
    shape = (mentees, mentors)
    # Tenths make ties likely; some scores are negative.
    score = draw(arrays(np.int64, shape, elements=st.integers(-3, 10))) / 10
    allowed = draw(arrays(np.bool_, shape, elements=st.booleans()))
    capacity = draw(arrays(np.int64, mentors, elements=st.integers(0, 3)))
    return score, allowed, capacity


def dense(score, allowed, capacity):
    """Most pairs first, then the largest total, by scipy on repeated mentors."""
    wide = np.repeat(np.where(allowed, score + 1000.0, 0.0), capacity, axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)
    chosen = wide[rows, columns]
    chosen = chosen[chosen > 0]
    return len(chosen), (chosen - 1000.0).sum()


def brute(score, allowed, capacity):
    mentees, mentors = score.shape
    best = (0, 0.0)
    for choice in itertools.product(range(-1, mentors), repeat=mentees):
        pairs = [(row, column) for row, column in enumerate(choice) if column >= 0]
        used = np.bincount([column for _, column in pairs], minlength=mentors)
        if all(allowed[pair] for pair in pairs) and (used <= capacity).all():
            best = max(best, (len(pairs), sum(score[pair] for pair in pairs)))
    return best


def check_feasible(result, allowed, capacity):
    rows = np.flatnonzero(result.mentor >= 0)
    assert allowed[rows, result.mentor[rows]].all()
    used = np.bincount(result.mentor[rows], minlength=len(capacity))
    assert (used <= capacity).all()
    return rows


@settings(max_examples=300, deadline=None)
@given(instances())
def test_equals_scipy(instance):
    score, allowed, capacity = instance
    result = assign(Edges.of(score, allowed), len(score), capacity)
    rows = check_feasible(result, allowed, capacity)
    pairs, total = dense(score, allowed, capacity)
    assert len(rows) == pairs
    assert result.total == pytest.approx(total, abs=1e-6)
    assert result.total == pytest.approx(score[rows, result.mentor[rows]].sum())


@settings(max_examples=100, deadline=None)
@given(instances(most=4))
def test_equals_brute_force(instance):
    score, allowed, capacity = instance
    result = assign(Edges.of(score, allowed), len(score), capacity)
    rows = check_feasible(result, allowed, capacity)
    pairs, total = brute(score, allowed, capacity)
    assert len(rows) == pairs
    assert result.total == pytest.approx(total, abs=1e-9)


def test_equals_scipy_at_300_people_with_fine_scores():
    draw = np.random.default_rng(5)
    score, allowed = draw.random((300, 120)), draw.random((300, 120)) < 0.3
    capacity = draw.integers(0, 5, 120)
    result = assign(Edges.of(score, allowed), 300, capacity)
    rows = check_feasible(result, allowed, capacity)
    pairs, total = dense(score, allowed, capacity)
    assert (len(rows), result.total) == (pairs, pytest.approx(total, abs=1e-6))


def test_more_pairs_beat_a_larger_total():
    score = np.array([[1.0, 0.01], [0.99, 0.0]])
    allowed = np.array([[True, True], [True, False]])
    result = assign(Edges.of(score, allowed), 2, np.array([1, 1]))
    assert result.mentor.tolist() == [1, 0]


def test_a_capacity_larger_than_everybody_is_fine():
    result = assign(Edges.of(np.ones((3, 1)), np.ones((3, 1), dtype=bool)), 3, np.array([2**40]))
    assert result.mentor.tolist() == [0, 0, 0]


@pytest.mark.parametrize("bad", [np.nan, np.inf, 1.5, -2.0])
def test_a_score_out_of_range_is_refused(bad):
    with pytest.raises(ValueError, match="between -1 and 1"):
        assign(Edges.of(np.array([[bad]]), np.array([[True]])), 1, np.array([1]))
