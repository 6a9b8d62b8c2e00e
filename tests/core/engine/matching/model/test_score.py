"""The score against a simulation of its own model, and what must hold for every pair."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.model.prior import BELIEFS, claimed_accuracy, prior
from core.engine.matching.model.score import (
    MOST_SPREADS,
    log_odds,
    score,
    sigmoid,
    standardised,
)

COUNT = len(FEATURES)


def at(**standard):
    """Features so many spreads above their centres; those not named are at their centre."""
    posterior = prior()
    values = posterior.centre.copy()
    for name, steps in standard.items():
        index = posterior.features.index(name)
        values[index] += steps * posterior.spread[index]
    return values[:, None]


def without(values, *names):
    values = values.copy()
    values[[list(FEATURES).index(name) for name in names]] = np.nan
    return values


def test_the_prior_covers_every_feature():
    assert tuple(BELIEFS) == tuple(FEATURES)


@pytest.mark.parametrize("unknown", [(), ("goals",), ("goals", "skills", "meeting")])
def test_equals_a_simulation_of_the_model(unknown):
    values = without(at(goals=2.0, skills=1.5, availability=-1.0), *unknown)
    posterior = prior()
    draw = np.random.default_rng(3)
    weights = draw.multivariate_normal(posterior.mean, posterior.covariance, 200_000)
    standard = (values[:, 0] - posterior.centre) / posterior.spread
    design = np.where(np.isnan(standard), draw.normal(size=(200_000, COUNT)), standard)
    sampled = sigmoid(weights[:, 0] + (weights[:, 1:] * design).sum(axis=1))
    result = score(values, posterior)
    assert result.probability[0] == pytest.approx(sampled.mean(), abs=0.01)
    assert result.low[0] == pytest.approx(np.quantile(sampled, 0.05), abs=0.02)
    assert result.high[0] == pytest.approx(np.quantile(sampled, 0.95), abs=0.02)


@settings(max_examples=200, deadline=None)
@given(
    arrays(
        np.float64,
        (COUNT, 3),
        elements=st.one_of(st.floats(-1.0, 1.0), st.just(float("nan"))),
    )
)
def test_a_probability_inside_its_interval(values):
    result = score(values, prior())
    assert (result.low >= 0).all()
    assert (result.low <= result.probability).all()
    assert (result.probability <= result.high).all()
    assert (result.high <= 1).all()


@pytest.mark.parametrize("name", FEATURES)
def test_not_knowing_widens_the_interval_and_moves_nothing(name):
    known = score(at(), prior())
    unknown = score(without(at(), name), prior())
    assert unknown.high - unknown.low > known.high - known.low
    # Both have the same mean log-odds; only the spread pulls the mean towards one half.
    assert abs(unknown.probability - 0.5) <= abs(known.probability - 0.5) + 1e-12


@pytest.mark.parametrize("name", FEATURES)
def test_a_better_value_scores_higher(name):
    sign = np.sign(BELIEFS[name].weight)
    better, worse = score(at(**{name: sign}), prior()), score(at(**{name: -sign}), prior())
    assert better.probability > worse.probability


def test_a_random_pair_is_a_good_match_in_a_third_of_all_cases():
    assert score(at(), prior()).probability[0] == pytest.approx(1 / 3, abs=0.05)


def test_the_prior_is_cold_until_outcomes_are_learned():
    assert prior().cold
    assert not replace(prior(), outcomes=1).cold


def test_an_extreme_value_counts_only_so_far_but_the_nearer_stays_first():
    steps = [1.0, 2.0, 2.01, 3.0, 4.0, 6.0, 8.5, 40.0]
    counted = standardised(np.hstack([at(goals=step) for step in steps]), prior())[0]
    np.testing.assert_allclose(counted[:3], steps[:3], atol=1e-4)
    assert (np.diff(counted) > 0).all()
    assert counted[-1] < MOST_SPREADS
    found = [score(at(goals=step), prior()).probability[0] for step in steps]
    assert (np.diff(found) > 0).all()
    low = standardised(np.hstack([at(goals=-step) for step in steps]), prior())[0]
    np.testing.assert_allclose(low, -counted)


def test_the_prior_claims_no_more_than_real_data_support():
    """Features of profiles ordered .675 of real candidates right; meaning alone was at chance."""
    assert 0.65 < claimed_accuracy(prior()) < 0.70


def test_the_claimed_accuracy_is_what_the_model_itself_would_see():
    posterior, chance = prior(), np.random.default_rng(7)
    log_odds = chance.standard_normal((200_000, len(FEATURES))) @ posterior.mean[1:]
    good = chance.random(log_odds.size) < sigmoid(log_odds + posterior.mean[0])
    better, worse = log_odds[good][:50_000], log_odds[~good][:50_000]
    seen = np.mean(better > worse[: better.size])
    assert abs(seen - claimed_accuracy(posterior)) < 0.02


def test_a_perfect_fit_of_texts_is_no_certainty():
    best = score(at(goals=9.0, skills=9.0, practice=9.0), prior())
    assert best.probability < 0.85
    assert best.high - best.low > 0.5


def test_correlated_weights_count():
    posterior = prior()
    covariance = posterior.covariance.copy()
    covariance[1, 2] = covariance[2, 1] = -0.05
    values = at(goals=2.0, skills=2.0)
    tied = score(values, replace(posterior, covariance=covariance))
    free = score(values, posterior)
    assert tied.high - tied.low < free.high - free.low


def test_log_odds_undo_sigmoid_and_stay_finite():
    np.testing.assert_allclose(log_odds(sigmoid(np.array([-3.0, 0.0, 2.0]))), [-3, 0, 2])
    assert np.isfinite(log_odds(np.array([0.0, 1.0]))).all()
