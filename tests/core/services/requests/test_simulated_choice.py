"""A small made-up programme in which time goes by: nobody is left waiting (see bench/choice.py)."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.mentoring import Mentoring
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeEntropy

STEP = 6
CLOCK = 72


@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 2**32), mentors=st.integers(1, 8), mentees=st.integers(1, 10))
def test_nobody_is_stranded_and_nobody_overloaded(seed, mentors, mentees):
    mentoring = Mentoring(FakeStorage(), FakeEntropy(), seed, mentors, mentees)
    for _ in mentoring.run(days=20, hours=STEP):
        seen = mentoring.seen
        assert (seen.stranded, seen.overdue, seen.over_capacity) == (0, 0, 0)
    assert all(hours <= CLOCK + STEP for hours in seen.first.values())
