"""What outcomes make of the prior: nothing without them, more with more."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.domain.profile import Profile
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.model.learning import TERMS_FROM, learn
from core.engine.matching.model.pairs import pair_scores
from core.engine.matching.model.prior import prior
from core.engine.matching.model.responsiveness import LOAD_DOUBT, LOAD_WEIGHT
from core.engine.matching.model.score import sigmoid
from core.engine.matching.model.validation import accuracy
from tests.fakes.outcomes import suggestions


def scores(posterior, outcomes):
    pairs = (outcomes.mentee, outcomes.mentor)
    return pair_scores(outcomes.mentees, outcomes.mentors, pairs, outcomes.at, posterior)


def the_first(outcomes, count):
    return outcomes.part(np.arange(count))


@pytest.fixture(scope="module")
def many():
    return suggestions(seed=4, mentors=80, mentees=400, each=12)


@pytest.fixture(scope="module")
def learned(many):
    outcomes, _ = many
    return learn(outcomes.part(outcomes.mentee < 300))


class TestLittle:
    def test_without_outcomes_it_is_the_prior(self):
        outcomes, _ = suggestions(mentees=3, each=2)
        stated = prior()
        assert learn(the_first(outcomes, 0), stated) is stated
        assert learn(the_first(outcomes, 0)).cold

    def test_one_outcome_moves_a_little_and_warms(self):
        outcomes, _ = suggestions(mentees=3, each=2)
        one = learn(the_first(outcomes, 1))
        assert (one.outcomes, one.cold, one.terms) == (1, False, ())
        before = dict(zip(prior().features, prior().mean[1:], strict=True))
        for name, weight in zip(one.features, one.mean[1:], strict=True):
            assert weight == pytest.approx(before.get(name, 0.0), abs=0.1)

    def test_what_nobody_tells_makes_nothing_unsure(self):
        outcomes, _ = suggestions(mentees=20, each=5)
        assert "seniority" not in learn(outcomes).features
        assert "skills" in learn(outcomes).features

    def test_few_outcomes_make_no_terms(self):
        outcomes, _ = suggestions(mentees=40, each=8)
        assert not learn(the_first(outcomes, TERMS_FROM - 1)).terms
        assert learn(the_first(outcomes, TERMS_FROM)).terms


class TestProperties:
    @settings(max_examples=10, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_the_order_of_rows_does_not_matter(self, chance):
        outcomes, _ = suggestions(mentors=12, mentees=15, each=6)
        order = list(range(len(outcomes)))
        chance.shuffle(order)
        one, other = learn(outcomes), learn(outcomes.part(np.array(order)))
        np.testing.assert_allclose(one.mean, other.mean, atol=1e-3)
        for who, habit in one.habits.mentors.items():
            assert habit.mean == pytest.approx(other.habits.mentors[who].mean, abs=1e-3)

    def test_more_outcomes_narrow(self, many):
        outcomes, _ = many
        draw = np.random.default_rng(1).permutation(len(outcomes))
        wide = []
        for count in (100, 600, 4000):
            result = scores(learn(outcomes.part(draw[:count])), outcomes)
            wide.append(float((result.high - result.low).mean()))
        assert wide[0] > wide[1] > wide[2]

    def test_a_mentor_of_few_answers_stays_near_the_others(self):
        outcomes, _ = suggestions(mentors=40, mentees=60, each=10)
        always = outcomes.good.copy()
        always[outcomes.mentor == 0] = 1.0
        rows = np.flatnonzero(outcomes.mentor == 0)
        few = np.delete(np.arange(len(outcomes)), rows[2:])
        outcomes = replace(outcomes, good=always)
        who = outcomes.mentors.profiles[0].person_id
        shrunk, own = learn(outcomes.part(few)), learn(outcomes)
        assert 0 < shrunk.habits.mentors[who].mean < own.habits.mentors[who].mean
        assert shrunk.habits.mentors[who].known < own.habits.mentors[who].known < 1

    def test_old_outcomes_fade(self):
        outcomes, _ = suggestions(mentors=30, mentees=60, each=10)
        turned = outcomes.mentor == 0
        good = np.where(turned, 1.0, outcomes.good)
        old = replace(outcomes, good=good, age=np.where(turned, 4000.0, 0.0))
        who = outcomes.mentors.profiles[0].person_id
        fresh, faded = learn(old, half_life=0), learn(old, half_life=365)
        assert faded.habits.mentors[who].mean < fresh.habits.mentors[who].mean / 2
        assert faded.habits.mentors[who].known < 0.1

    def test_half_of_it_every_half_life(self):
        outcomes, _ = suggestions(mentees=2, each=2)
        aged = replace(outcomes, age=np.array([0.0, 100.0, 200.0, -5.0]))
        np.testing.assert_allclose(aged.weight(100), [1, 0.5, 0.25, 1])
        np.testing.assert_array_equal(aged.weight(0), 1.0)

    def test_a_picky_mentee_is_not_held_against_their_mentors(self):
        """One mentor meets only mentees who refuse everybody."""
        outcomes, _ = suggestions(mentors=30, mentees=90, each=10, picky=0.0, ready=0.0, level=0.6)
        picky = outcomes.mentee < 20
        good = np.where(picky, 0.0, outcomes.good)
        kept = ~((outcomes.mentor == 0) & ~picky)
        learned = learn(replace(outcomes, good=good).part(kept))
        habit = learned.habits.mentors[outcomes.mentors.profiles[0].person_id]
        assert habit.mean > -0.15 - 2 * np.sqrt(habit.variance)
        refused = good[kept][outcomes.mentor[kept] == 0]
        assert refused.sum() == 0
        assert sigmoid(habit.mean) > 0.3


class TestManyOutcomes:
    def test_unseen_mentees_get_their_mentors_in_order(self, many, learned):
        outcomes, cause = many
        rest = outcomes.mentee >= 300
        held = outcomes.part(rest)
        found = accuracy(held.mentee, held.good, scores(learned, held).probability)
        best = accuracy(held.mentee, held.good, cause[rest])
        stated = accuracy(held.mentee, held.good, scores(prior(), held).probability)
        assert found.share > 0.66
        assert found.share > stated.share + 0.05
        assert found.share > best.share - 0.03

    def test_probabilities_come_true(self, many, learned):
        outcomes, _ = many
        held = outcomes.part(outcomes.mentee >= 300)
        probability = scores(learned, held).probability
        parts = np.array_split(np.argsort(probability), 6)
        for part in parts:
            assert probability[part].mean() == pytest.approx(held.good[part].mean(), abs=0.09)

    def test_intervals_hold_the_truth_as_often_as_they_say(self, many, learned):
        outcomes, cause = many
        rest = outcomes.mentee >= 300
        result = scores(learned, outcomes.part(rest))
        inside = (result.low <= sigmoid(cause[rest])) & (sigmoid(cause[rest]) <= result.high)
        assert 0.80 < inside.mean() < 0.99

    def test_a_new_mentor_has_the_programmes_mean_and_is_less_sure(self, many, learned):
        outcomes, _ = many
        known = outcomes.mentors.profiles[0]
        pair = [known, replace(known, person_id=Profile(person_id=known.person_id).person_id)]
        new = replace(known, person_id=outcomes.mentees.profiles[0].person_id)
        people = gather([pair[0], new], TextVectors.of({}))
        mentee = gather(outcomes.mentees.profiles[:1], TextVectors.of({}))
        both = (np.zeros(2, dtype=np.int64), np.arange(2))
        result = pair_scores(mentee, people, both, outcomes.at, learned)
        width = result.high - result.low
        assert width[1] > 1.5 * width[0]

    def test_what_helps_has_weight(self, learned):
        skills = learned.features.index("skills") + 1
        doubt = np.sqrt(learned.covariance[skills, skills])
        assert learned.mean[skills] > 2 * doubt
        assert learned.habits.spread == pytest.approx(0.8, abs=0.25)


def test_load_is_learned_from_its_stated_belief():
    outcomes, _ = suggestions(mentors=30, mentees=200, each=10, ready=0.1)
    assert learn(outcomes).habits.load.mean == pytest.approx(LOAD_WEIGHT, abs=1e-3)
    assert learn(outcomes).habits.load.variance == pytest.approx(LOAD_DOUBT**2, rel=1e-3)
    load = np.random.default_rng(3).integers(0, 3, len(outcomes)).astype(float)
    refused = np.random.default_rng(4).random(len(outcomes)) < 0.3 * load
    burdened = replace(outcomes, load=load, good=np.where(refused, 0.0, outcomes.good))
    assert learn(burdened).habits.load.mean < LOAD_WEIGHT
