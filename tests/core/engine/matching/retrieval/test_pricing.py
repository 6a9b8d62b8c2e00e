"""The pairing over all pairs, found and proved on a graph with few of them."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from core.engine.matching.assignment.certificate import certify
from core.engine.matching.assignment.problem import Edges, Problem, no_pairs
from core.engine.matching.assignment.solving import solve
from core.engine.matching.retrieval import pricing
from core.engine.matching.retrieval.bounds import Market
from core.engine.matching.retrieval.linear import Side, Weights, linear_scores
from core.engine.matching.retrieval.pricing import settle

GRADES = np.array([[0.1, 0.2, 0.0], [0.0, 0.1, 0.2], [0.05, 0.0, 0.1]])
WEIGHTS = Weights(meaning=0.6, region=0.15, grade=GRADES)


def side(draw, count, dimension=6):
    """People near a few centres, so that many want the same."""
    centres = np.eye(dimension)[draw.integers(0, 3, count)]
    vectors = (centres + 0.3 * draw.standard_normal((count, dimension))).astype(np.float32)
    return Side(
        vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
        region=draw.integers(0, 4, count),
        grade=draw.integers(0, 3, count),
        organization=draw.integers(0, 5, count),
    )


def dense(mentees, mentors):
    """Scores of all pairs from their terms; nan where organisations are the same."""
    score = WEIGHTS.meaning * mentees.vectors.astype(float) @ mentors.vectors.astype(float).T
    score += WEIGHTS.region * (mentees.region[:, None] == mentors.region)
    score += GRADES.astype(np.float32)[mentees.grade[:, None], mentors.grade]
    return np.where(mentees.organization[:, None] == mentors.organization, np.nan, score)


def optimum(score, capacity):
    """Pairs and total of scipy's dense solver, each mentor repeated once a place."""
    wide = np.repeat(np.where(np.isnan(score), -1e4, score), capacity, axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)
    chosen = wide[rows, columns]
    return (chosen > -1e3).sum(), chosen[chosen > -1e3].sum()


def settled(source, capacity, **options):
    mentees, _ = source.shape
    market = Market(np.ones(mentees, dtype=bool), capacity > 0)
    problem = Problem(
        mentees=mentees, edges=Edges.of(np.empty((0, 0)), np.empty((0, 0))), most=capacity
    )
    return settle(
        source, market, lambda edges: solve(replace(problem, edges=edges)), no_pairs(), **options
    )


@pytest.fixture(autouse=True)
def _few_at_once(monkeypatch):
    """Graphs and searches so small that they have to be repaired."""
    monkeypatch.setattr(pricing, "ACTIVE", 1)
    monkeypatch.setattr(pricing, "AGAIN", 2)
    monkeypatch.setattr("core.engine.matching.retrieval.bounds.MENTEES_AT_ONCE", 4)


@pytest.mark.parametrize("seed", range(40))
def test_the_optimum_over_all_pairs_is_found_and_proved(seed):
    draw = np.random.default_rng(seed)
    mentees, mentors = side(draw, int(draw.integers(1, 60))), side(draw, int(draw.integers(1, 30)))
    capacity = draw.integers(0, 5, len(mentors.vectors))
    found = settled(linear_scores(mentees, mentors, WEIGHTS), capacity, first=3)
    count, total = optimum(dense(mentees, mentors), capacity)
    assert len(found.solution.pairs) == count
    assert found.solution.total == pytest.approx(total, abs=1e-5)
    assert found.proved


def test_searching_again_costs_part_of_a_pass():
    draw = np.random.default_rng(1)
    mentees, mentors = side(draw, 400), side(draw, 160)
    capacity = draw.integers(1, 6, 160)
    found = settled(linear_scores(mentees, mentors, WEIGHTS), capacity, first=8)
    assert found.proved
    assert found.solved > 1
    assert 1 < found.passes < 3


def test_many_equal_mentors_are_all_looked_at():
    draw = np.random.default_rng(2)
    one = side(draw, 1)
    many = Side(**{name: np.repeat(getattr(one, name), 40, axis=0) for name in Side.__slots__})
    mentees = replace(side(draw, 60), organization=np.full(60, 9))
    found = settled(linear_scores(mentees, many, WEIGHTS), np.ones(40, dtype=np.int64), first=3)
    assert (len(found.solution.pairs), found.proved) == (40, True)


def test_where_too_many_are_equal_it_says_that_nothing_is_proved(monkeypatch):
    monkeypatch.setattr(pricing, "MOST_AGAIN", 1)
    draw = np.random.default_rng(3)
    source = linear_scores(side(draw, 60), side(draw, 30), WEIGHTS)
    assert not settled(source, np.ones(30, dtype=np.int64), first=1).proved


def everything(source, capacity):
    """The problem with all of its pairs."""
    rows, columns = (grid.ravel() for grid in np.indices(source.shape))
    score = source.scores(rows, columns).reshape(source.shape)
    edges = Edges.of(np.round(score, 9), ~np.isnan(score))
    return Problem(mentees=len(score), edges=edges, most=capacity)


@pytest.mark.parametrize("places", [1, 3])
def test_the_prices_prove_the_pairs_against_all_and_a_wrong_one_does_not(places):
    draw = np.random.default_rng(5)
    source = linear_scores(side(draw, 50), side(draw, 25), WEIGHTS)
    capacity = np.full(25, places)
    found = settled(source, capacity, first=3)
    problem = everything(source, capacity)
    pairs, prices = found.solution.pairs, found.solution.prices
    assert certify(problem, pairs, prices).proved
    taken = pairs[0, 1]
    for change in (0.01, -0.01):
        wrong = prices.mentor.copy()
        wrong[taken] += change
        assert not certify(problem, pairs, replace(prices, mentor=wrong)).proved
    assert not certify(problem, pairs[1:], prices).proved


def test_weights_that_leave_the_range_of_scores_are_refused():
    people = side(np.random.default_rng(1), 2)
    with pytest.raises(ValueError, match="more than 1"):
        linear_scores(people, people, replace(WEIGHTS, region=0.9))
