"""Managers read why a pair was not made: true, complete, and nothing private."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.features import FEATURES
from core.engine.matching.explanation.why_not import (
    AHEAD,
    BLOCKED,
    MOST_FEATURES,
    RULE_WORDS,
    Case,
    ahead,
    least_loss,
    why_not,
)
from core.engine.matching.model.prior import prior
from core.engine.matching.rules import RULES


def told(**case):
    return [str(said) for said in why_not(Case(**{"score": 0.6, **case}), prior())]


def table(**values):
    """A pair's features: the usual ones, except these."""
    usual = dict(zip(prior().features, prior().centre, strict=True))
    return np.array([{**usual, **values}[name] for name in prior().features])


class TestRules:
    def test_each_is_named_and_nothing_else_is_told(self):
        said = told(broken=("paused", "no_language"), own=0.9, loss=0.3)
        assert said == ["The mentor is taking a break.", "They name no common language."]

    @pytest.mark.parametrize("names", [("avoided",), ("avoids",), ("avoided", "avoids")])
    def test_who_avoids_whom_is_not_told(self, names):
        assert told(broken=names) == [str(BLOCKED)]

    def test_a_rule_without_words_is_taken_to_be_private(self):
        assert told(broken=("some newer rule",)) == [str(BLOCKED)]

    def test_every_rule_but_who_avoids_whom_has_words(self):
        assert RULE_WORDS.keys() == {rule.name for rule in RULES} - {"avoided", "avoids"}


class TestTheMenteesOwnMentor:
    def test_a_better_one(self):
        assert told(own=0.71) == [
            "The mentee has a mentor who fits better: 71 of 100 instead of 60."
        ]

    def test_in_what_they_are_better(self):
        said = told(
            own=0.71,
            features=table(skills=0.0, availability=0.2),
            own_features=table(skills=1.0, availability=0.5),
        )
        assert said[1:] == [str(AHEAD["skills"]), str(AHEAD["availability"])]

    def test_not_everything_is_listed(self):
        best = dict.fromkeys(("skills", "interests", "availability", "meeting", "goals"), 1.0)
        least = dict.fromkeys(best, 0.0)
        said = told(own=0.9, features=table(**least), own_features=table(**best))
        assert len(said) == 1 + MOST_FEATURES

    def test_one_as_good(self):
        assert told(own=0.603) == ["The mentee has a mentor who fits as well."]

    def test_a_worse_one_though_there_is_room(self):
        (said,) = told(own=0.5)
        assert "(60 of 100) than the one the mentee has (50 of 100), and the mentor has a" in said

    def test_a_worse_one_for_the_good_of_all(self):
        (said, *_) = told(own=0.5, holders=(0.9,))
        assert "This pair fits better (60 of 100)" in said
        assert "(50 of 100)" in said

    def test_what_is_unknown_of_the_other_counts_as_usual(self):
        unknown = table(skills=np.nan)
        found = ahead(unknown, table(skills=1.0), prior())
        assert list(found) == ["skills"]
        assert ahead(table(), table(skills=np.nan), prior()) == {}

    def test_every_feature_but_personality_has_words(self):
        assert AHEAD.keys() == FEATURES.keys() - {"personality"}


class TestPlaces:
    def test_they_went_to_better_ones(self):
        (said,) = told(holders=(0.7, 0.6), places=2)
        assert said == "The mentor's places went to mentees who fit at least as well: 2."

    def test_some_who_hold_them_would_lose_more_elsewhere(self):
        (said,) = told(holders=(0.7, 0.4), places=2)
        assert "went to 2 mentees. Of these, 1 fit at least as well" in said

    def test_a_free_place_is_no_reason(self):
        assert told(holders=(0.7,), places=2, own=0.603) == [
            "The mentee has a mentor who fits as well."
        ]

    def test_what_a_place_is_worth(self):
        said = told(holders=(0.7,), price=0.124)
        assert (
            said[1] == "One more place with this mentor would raise the total by up to 12 points."
        )
        assert len(told(holders=(0.7,), price=0.001)) == 1

    def test_a_place_that_would_give_somebody_a_mentor(self):
        said = told(holders=(0.7,), price=4.2)
        assert said[1] == "One more place with this mentor would help one more mentee."


class TestCost:
    def test_it_is_told_in_points_and_people(self):
        assert told(loss=0.12, fewer=1) == [
            "If this pair were made, fewer mentees would have a mentor: 1 fewer.",
            "This pair would lower the total of all scores by at least 12 points.",
        ]

    @pytest.mark.parametrize("loss", [None, 0.0, 1e-12])
    def test_no_cost_and_no_rule_means_that_nothing_speaks_against_it(self, loss):
        assert told(loss=loss) == [
            "Nothing speaks against this pair. It can be made without loss to anybody."
        ]


@settings(max_examples=60, deadline=None)
@given(
    arrays(np.float64, (5, 4), elements=st.floats(0, 1, width=16)),
    st.lists(st.integers(1, 2), min_size=4, max_size=4),
)
def test_no_pair_can_be_forced_at_a_smaller_loss(scores, places):
    problem = Problem(
        mentees=5, edges=Edges.of(scores, np.ones((5, 4), dtype=bool)), most=np.array(places)
    )
    best = solve(problem)
    prices, own = best.prices.mentor, dict(best.pairs.tolist())
    for mentee, mentor in own.items():
        for other in {*range(4)} - {mentor}:
            loss = least_loss(
                scores[mentee, mentor], prices[mentor], scores[mentee, other], prices[other]
            )
            if loss is None:
                continue
            forced = solve(replace(problem, locked=np.array([[mentee, other]])))
            assert len(forced.pairs) == len(best.pairs)
            assert best.total - forced.total >= loss - 1e-6


def test_prices_that_count_people_say_nothing_of_points():
    assert least_loss(0.9, 0.2, 0.6, 0.1) == pytest.approx(0.2)
    assert least_loss(0.6, 0.0, 0.9, 0.0) == 0.0
    assert least_loss(0.9, 3.5, 0.6, 0.1) is None
    assert least_loss(0.9, 0.2, 0.6, 1.0) is None
