"""What people add to a score besides the features of a pair."""

from dataclasses import replace

import numpy as np
import pytest

from core.engine.matching.model.prior import prior
from core.engine.matching.model.responsiveness import MOST_LOAD, Habit, Habits, offset
from core.engine.matching.ranking import rank
from tests.fakes.matching import groups, question, someone

MENTEE = someone(skills_wanted=("law",))
MENTORS = [someone(skills_offered=("law",)) for _ in range(3)]


def ranked(habits, load=None):
    asked = question([MENTEE], MENTORS)
    posterior = replace(prior(), habits=habits)
    return rank(replace(asked, posterior=posterior, load=load)).scores


def test_nothing_learned_and_nobody_counted_adds_nothing():
    assert offset(Habits(), *groups([MENTEE], MENTORS)) is None


def test_a_ready_mentor_comes_first_and_a_new_one_is_least_sure():
    ready = Habit(0.8, 0.05, 0.9)
    slow = Habit(-0.8, 0.05, 0.9)
    mentors = {MENTORS[0].person_id: slow, MENTORS[1].person_id: ready}
    scores = ranked(Habits(mentors=mentors, spread=1.0))
    slowly, readily, new = scores.probability[0]
    assert slowly < new < readily
    width = (scores.high - scores.low)[0]
    assert width[2] > max(width[:2])


def test_what_people_name_counts_on_both_sides():
    effects = {"mentor: skills: law": Habit(0.5, 0.01), "mentee: skills: law": Habit(0.25, 0.01)}
    found = offset(Habits(labels=effects, spread=0.5), *groups([MENTEE, someone()], MENTORS))
    np.testing.assert_allclose(found.mean, [[0.75] * 3, [0.5] * 3])
    np.testing.assert_allclose(found.variance, [[0.27] * 3, [0.26] * 3])


def test_pairs_are_picked_from_the_table_of_all():
    effects = {"mentee: skills: law": Habit(0.25, 0.01)}
    known = {MENTORS[1].person_id: Habit(0.5, 0.1, 0.7)}
    habits = Habits(mentors=known, labels=effects, spread=0.5, pickiness=0.3)
    people = groups([MENTEE, someone()], MENTORS)
    whole = offset(habits, *people)
    some = offset(habits, *people, pairs=(np.array([1, 0, 0]), np.array([0, 1, 2])))
    np.testing.assert_allclose(some.mean, whole.mean[[1, 0, 0], [0, 1, 2]])
    np.testing.assert_allclose(some.variance, whole.variance[[1, 0, 0], [0, 1, 2]])
    np.testing.assert_allclose(some.known, whole.known[0])
    assert some.pickiness == whole.pickiness == pytest.approx(0.09)


def test_load_lowers_and_only_so_far():
    scores = ranked(Habits(), np.array([0.0, 1.0, 2.0])).probability[0]
    assert scores[0] > scores[1] > scores[2]
    far = ranked(Habits(), np.array([MOST_LOAD, 50.0, 0.0])).probability[0]
    assert far[0] == far[1]


def test_pickiness_evens_out_and_widens_nothing():
    one, other = ranked(Habits(spread=0.5)), ranked(Habits(spread=0.5, pickiness=1.5))
    assert (abs(other.probability - 0.5) < abs(one.probability - 0.5)).all()
    assert (other.high - other.low <= one.high - one.low + 0.05).all()
