"""Intervals against published figures, against scipy, and by how often they hold the truth."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from core.engine.matching.fairness.intervals import ratio, share

patient = settings(deadline=None)  # another process may need the machine
counts = st.integers(1, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@patient
@given(counts)
def test_a_share_has_scipys_wilson_interval(count):
    hits, people = count
    ours = share(hits, people)
    theirs = binomtest(hits, people).proportion_ci(0.95, method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-12)
    assert ours.low <= ours.value == hits / people <= ours.high


@patient
@given(counts, counts.filter(lambda count: count[0] > 0))
def test_a_ratio_lies_in_its_interval_and_is_finite(one, other):
    found = ratio(share(*one), share(*other))
    assert 0 <= found.low <= found.value <= found.high < np.inf


@patient
@given(counts.filter(lambda count: count[0] > 0))
def test_equal_groups_have_a_ratio_around_one(count):
    found = ratio(share(*count), share(*count))
    assert found.low <= found.value == 1 <= found.high


@pytest.mark.parametrize(
    ("people", "truth"), [((40, 60), (0.5, 0.7)), ((15, 200), (0.3, 0.9)), ((25, 25), (0.8, 0.8))]
)
def test_nineteen_of_twenty_intervals_hold_the_true_ratio(people, truth):
    chance = np.random.default_rng(5)
    held = []
    for one, other in chance.binomial(people, truth, (4000, 2)):
        found = ratio(share(int(one), people[0]), share(int(other), people[1]))
        held.append(found.low <= truth[0] / truth[1] <= found.high)
    assert 0.93 <= np.mean(held) <= 0.98


def test_a_group_without_any_hit():
    found = ratio(share(0, 10), share(8, 10))
    assert (found.low, found.value) == (0, 0)
    assert 0.2 < found.high < 0.6
