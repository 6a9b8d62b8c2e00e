import numpy as np
import pytest

from core.engine.matching.model import validation
from core.engine.matching.model.validation import accuracy, validated
from tests.fakes.outcomes import suggestions


def test_couples_of_one_mentee_only():
    mentee = np.array([1, 0, 0, 1, 2])
    good = np.array([1.0, 1, 0, 0, 1])
    assert accuracy(mentee, good, np.array([0.9, 0.1, 0.2, 0.8, 0.5])).share == 0.5
    assert accuracy(mentee, good, np.array([0.9, 0.2, 0.1, 0.8, 0.5])).share == 1.0
    assert accuracy(mentee, good, np.full(5, 0.3)).share == 0.5
    assert accuracy(mentee, good, good).mentees == 2


def test_mixed_outcomes_are_in_between():
    assert accuracy(np.zeros(3, int), np.array([0, 0.5, 1]), np.array([0.1, 0.2, 0.3])).share == 1.0


def test_nobody_to_order():
    result = accuracy(np.array([0, 1]), np.array([1.0, 0]), np.array([0.5, 0.5]))
    assert np.isnan(result.share)
    assert result.mentees == 0


def test_the_interval_surrounds_the_share_and_narrows():
    widths = []
    for people in (30, 300):
        draw = np.random.default_rng(1)
        mentee = np.repeat(np.arange(people), 8)
        good = (draw.random(len(mentee)) < 0.4).astype(float)
        result = accuracy(mentee, good, good + draw.normal(0, 1, len(mentee)))
        assert result.low < result.share < result.high
        widths.append(result.high - result.low)
    assert widths[1] < widths[0] / 2


def test_outcomes_drawn_by_lot_are_ordered_by_chance():
    """A rate that knew the row it scores would seem to order them."""
    outcomes, _ = suggestions(seed=8, mentors=60, mentees=130, each=8, ready=0, picky=0, skill=0)
    result = validated(outcomes)
    assert abs(result.share - 0.5) < 0.06
    assert result.low < 0.52


@pytest.mark.parametrize("most", [100, 20_000])
def test_held_out_mentees_are_ordered_better_than_by_chance(monkeypatch, most):
    monkeypatch.setattr(validation, "ALL_FOLDS_TO", most)
    outcomes, _ = suggestions(seed=6, mentors=30, mentees=120, each=10)
    result = validated(outcomes)
    assert result.low > 0.5
    assert (result.mentees < 40) == (most == 100)
