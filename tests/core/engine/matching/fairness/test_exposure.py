import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.matching.fairness.exposure import exposure, gini, most_even

patient = settings(deadline=None)  # another process may need the machine
loads = st.lists(st.integers(0, 9), min_size=1, max_size=40)


@patient
@given(loads)
def test_gini_is_the_mean_difference_in_relation_to_twice_the_mean(load):
    values = np.array(load)
    if values.sum() == 0:
        assert gini(values) == 0
        return
    differences = np.abs(values[:, None] - values[None, :]).mean()
    assert gini(values) == pytest.approx(differences / (2 * values.mean()), abs=1e-12)


@patient
@given(loads, st.data())
def test_no_way_to_fill_the_places_is_more_even(places, data):
    room = np.array(places)
    pairs = data.draw(st.integers(0, int(room.sum())))
    even = most_even(room, pairs)
    assert even.sum() == pairs
    assert (even <= room).all()
    # Moving one mentee from the busiest to anybody with room never makes it more even.
    for busy in np.flatnonzero(even > 0):
        for free in np.flatnonzero(even < room):
            assert even[free] + 1 >= even[busy]


def test_a_programme():
    found = exposure([3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [3, 2, 1, 1, 1, 1, 1, 1, 1, 1, 0])
    assert (found.mentors, found.places, found.pairs) == (11, 13, 4)
    assert (found.none, found.full) == (9, 1)
    assert found.top_share == 1.0  # the busiest tenth of eleven are two
    assert found.least_gini == pytest.approx(7 / 11)
    assert found.gini > found.least_gini


def test_more_mentees_than_places_are_places_too():
    assert exposure([3], [1]).places == 3


def test_no_pairs_and_no_mentors():
    found = exposure([], [])
    assert (found.mentors, found.gini, found.top_share, found.none) == (0, 0.0, 0.0, 0)
    assert exposure([0, 0], [1, 1]).none == 2
