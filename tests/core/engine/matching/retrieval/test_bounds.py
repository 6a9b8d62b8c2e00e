"""What is left to search, and prices that say the same with small numbers."""

import numpy as np
import pytest

from core.engine.matching.retrieval import bounds
from core.engine.matching.retrieval.bounds import Asked, Bound, Market, flattened, staircase


def table(threshold, price):
    return threshold[:, None] + price[None, :]


@pytest.mark.parametrize("seed", range(20))
def test_the_staircase_holds_every_pair_that_no_bound_excludes(seed, monkeypatch):
    monkeypatch.setattr(bounds, "MENTEES_AT_ONCE", 3)
    draw = np.random.default_rng(seed)
    mentees, mentors = int(draw.integers(1, 20)), int(draw.integers(1, 12))
    known = [Bound(draw.random(mentees), draw.random(mentors) / 2) for _ in range(seed % 3 + 1)]
    asked = Asked(draw.random(mentees), draw.random(mentors) / 2)
    market = Market(draw.random(mentees) < 0.8, draw.random(mentors) < 0.8)
    open_pairs = np.logical_and.outer(market.mentees, market.mentors)
    for bound in known:
        open_pairs &= table(bound.level, bound.price) > table(asked.threshold, asked.price)
    covered = np.zeros((mentees, mentors), dtype=int)
    for step in staircase(known, asked, market):
        covered[np.ix_(step.mentees, step.mentors)] += 1
    assert covered.max(initial=0) <= 1
    assert not (open_pairs & (covered == 0)).any()
    assert not covered[~market.mentees].any()
    assert not covered[:, ~market.mentors].any()


def test_dearer_than_when_it_was_searched_needs_no_second_look():
    level, price = np.array([0.5, 0.4]), np.array([0.0, 0.1])
    everybody = Market(np.ones(2, dtype=bool), np.ones(2, dtype=bool))
    assert staircase([Bound(level, price)], Asked(level, price + 0.2), everybody) == []
    (step,) = staircase([Bound(level, price)], Asked(level, price - [0, 0.05]), everybody)
    assert (step.mentees.tolist(), step.mentors.tolist()) == ([0, 1], [1])


@pytest.mark.parametrize("seed", range(20))
def test_flattened_prices_say_the_same_about_every_score(seed):
    draw = np.random.default_rng(seed)
    worth = 10.0 ** draw.integers(0, 7)
    threshold = draw.integers(-1, 3, 30) * worth + draw.random(30)
    price = draw.integers(0, 3, 20) * worth + draw.random(20)
    small_threshold, small_price = flattened(threshold, price)
    for score in np.linspace(-1, 1, 9):
        before = score > table(threshold, price)
        assert ((score > table(small_threshold, small_price)) == before).all()
    assert np.abs(small_price).max() < 50


def test_nobody_has_prices():
    nothing = np.empty(0)
    threshold, price = flattened(np.array([0.3]), nothing)
    assert (threshold.tolist(), price.tolist()) == ([0.3], [])
