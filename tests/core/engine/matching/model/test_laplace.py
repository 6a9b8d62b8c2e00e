"""The fit beside things we did not write: scikit-learn and numerical integration."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from core.engine.matching.model import laplace
from core.engine.matching.model.laplace import Rows, Weights, fitted


def rows(design, good, mentor=None, mentee=None, weight=None):
    count = len(good)
    mentor = np.arange(count) if mentor is None else mentor
    order = np.argsort(mentor, kind="stable")
    mentee = np.arange(count) if mentee is None else mentee
    return Rows(
        design=np.asarray(design, dtype=np.float32)[order],
        good=np.asarray(good, dtype=np.float64)[order],
        weight=(np.ones(count) if weight is None else weight)[order],
        mentor=mentor[order],
        mentee=mentee[order],
        mentors=int(mentor.max()) + 1,
        mentees=int(mentee.max()) + 1,
    )


def weights(variance, mean=None, group=None):
    variance = np.asarray(variance, dtype=np.float64)
    return Weights(
        mean=np.zeros(len(variance)) if mean is None else np.asarray(mean, dtype=np.float64),
        variance=variance,
        group=np.full(len(variance), -1) if group is None else np.asarray(group),
    )


@pytest.fixture
def fixed_spreads(monkeypatch):
    """Spreads as given, so that the mode is one of a stated model."""

    def fix(size):
        monkeypatch.setattr(laplace, "SPREAD", size)
        monkeypatch.setattr(laplace._Search, "spread", lambda _search: 0.0)

    return fix


def test_the_mode_is_that_of_a_ridge_regression_with_a_column_for_everybody(fixed_spreads):
    fixed_spreads(0.7)
    draw = np.random.default_rng(3)
    design = draw.normal(size=(400, 3))
    mentor, mentee = draw.integers(0, 25, 400), draw.integers(0, 40, 400)
    good = draw.random(400) < 1 / (1 + np.exp(-design[:, 0] - draw.normal(0, 0.7, 25)[mentor]))
    fit = fitted(rows(design, good, mentor, mentee), weights([0.3, 0.3, 0.3]))
    # scikit-learn has one penalty for all, so columns are scaled by their prior's spread.
    scale = np.sqrt([0.3] * 3 + [0.49] * 65)
    whole = np.concatenate([design, np.eye(25)[mentor], np.eye(40)[mentee]], axis=1) * scale
    peer = LogisticRegression(C=1.0, fit_intercept=False, tol=1e-10, max_iter=1000)
    expected = peer.fit(whole, good).coef_[0] * scale
    found = np.concatenate([fit.mean, fit.mentors, fit.mentees])
    np.testing.assert_allclose(found, expected, atol=2e-3)


def test_the_normal_is_that_of_numerical_integration(fixed_spreads):
    """One weight, one mentor, 40 outcomes: the posterior on a grid."""
    fixed_spreads(0.6)
    draw = np.random.default_rng(5)
    x = draw.normal(size=40)
    good = draw.random(40) < 1 / (1 + np.exp(-0.8 * x - 0.5))
    fit = fitted(
        rows(x[:, None], good, np.zeros(40, dtype=np.int64), np.arange(40)), weights([0.5])
    )
    weight, effect = np.meshgrid(np.linspace(-3, 4, 141), np.linspace(-3, 3, 121), indexing="ij")
    nodes, masses = np.polynomial.hermite_e.hermegauss(21)  # each mentee's own effect
    log_odds = weight[..., None] * x + effect[..., None]
    chance = sum(
        mass / np.sqrt(2 * np.pi) / (1 + np.exp(-np.where(good, 1, -1) * (log_odds + 0.6 * node)))
        for node, mass in zip(nodes, masses, strict=True)
    )
    density = np.exp(np.log(chance).sum(axis=-1) - weight**2 / 1.0 - effect**2 / 0.72)
    density /= density.sum()
    mean, level = (density * weight).sum(), (density * effect).sum()
    assert fit.mean[0] == pytest.approx(mean, abs=0.15)
    assert fit.mentors[0] == pytest.approx(level, abs=0.1)
    deviation = np.sqrt((density * (weight - mean) ** 2).sum())
    assert np.sqrt(fit.covariance[0, 0]) == pytest.approx(deviation, rel=0.15)
    deviation = np.sqrt((density * (effect - level) ** 2).sum())
    assert np.sqrt(fit.doubt[0]) == pytest.approx(deviation, rel=0.15)


def test_without_rows_everything_is_as_stated():
    nobody = np.empty(0, dtype=np.int64)
    nothing = Rows(
        design=np.empty((0, 2), dtype=np.float32),
        good=np.empty(0),
        weight=np.empty(0),
        mentor=nobody,
        mentee=nobody,
        mentors=2,
        mentees=1,
    )
    fit = fitted(nothing, weights([0.25, 0.09], mean=[-0.6, 0.2]))
    np.testing.assert_allclose(fit.mean, [-0.6, 0.2], atol=1e-6)
    np.testing.assert_allclose(np.diagonal(fit.covariance), [0.25, 0.09])
    np.testing.assert_array_equal(fit.mentors, 0.0)
    np.testing.assert_allclose(fit.known, 0.0, atol=1e-12)
    assert (fit.spread, fit.pickiness) == pytest.approx((0.5, 0.5), abs=0.01)


def test_spreads_are_found():
    draw = np.random.default_rng(11)
    mentor, mentee = draw.integers(0, 200, 8000), draw.integers(0, 400, 8000)
    ready, picky = draw.normal(0, 1.0, 200), draw.normal(0, 0.4, 400)
    level = -0.3 + ready[mentor] + picky[mentee]
    good = draw.random(8000) < 1 / (1 + np.exp(-level))
    fit = fitted(rows(np.ones((8000, 1)), good, mentor, mentee), weights([0.25]))
    assert fit.spread == pytest.approx(ready.std(), abs=0.15)
    assert fit.pickiness == pytest.approx(picky.std(), abs=0.1)


def test_a_group_that_says_nothing_is_shrunk_away_and_one_that_does_is_not():
    draw = np.random.default_rng(12)
    design = draw.normal(size=(3000, 40))
    good = draw.random(3000) < 1 / (1 + np.exp(-design[:, :20] @ draw.normal(0, 0.3, 20)))
    group = np.repeat([0, 1], 20)
    people = draw.integers(0, 50, 3000)
    fit = fitted(rows(design, good, people, people), weights([0.01] * 40, group=group))
    assert fit.scale[0] > 2
    assert fit.scale[1] < 0.5


def test_a_mentor_nobody_saw_has_the_whole_spread():
    draw = np.random.default_rng(2)
    mentor = draw.integers(0, 30, 900)
    design, good = np.ones((900, 1)), draw.random(900) < 0.4
    seen = rows(design, good, np.append(mentor[:-1], 35))
    fit = fitted(seen, weights([0.25]))
    assert fit.mentors[33] == pytest.approx(0.0, abs=1e-9)
    assert fit.doubt[33] == pytest.approx(fit.spread**2)
    assert fit.doubt[:30].max() < fit.doubt[33]


def test_an_impossible_start_is_left_in_bounded_steps():
    """All the same, from a prior far away: Newton alone would overshoot."""
    design = np.ones((500, 1))
    people = np.zeros(500, dtype=np.int64)
    fit = fitted(rows(design, np.ones(500), people, people), weights([100.0], mean=[-12.0]))
    assert 2 < fit.mean[0] < 30


def test_a_search_that_may_not_go_on_ends_where_it_is(monkeypatch):
    """Even one round leaves a usable normal: nearer to the outcomes than the prior was."""
    monkeypatch.setattr(laplace, "MOST_ROUNDS", 1)
    draw = np.random.default_rng(9)
    design, people = draw.normal(size=(300, 1)), draw.integers(0, 10, 300)
    good = draw.random(300) < 1 / (1 + np.exp(-1.5 * design[:, 0]))
    fit = fitted(rows(design, good, people, people), weights([1.0]))
    assert 0.5 < fit.mean[0] < 2.5
    assert fit.covariance[0, 0] > 0
