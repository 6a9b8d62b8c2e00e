"""The pace holds over there, whenever within a call a message arrives."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from core.services.teams.tempo import IN_CONVERSATION, OF_APP, OUR_SHARE, Limit, Tempo

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)

# Each call: which conversation, how long it takes, and when within that it arrives.
CALLS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 3_000_000),
        st.floats(0, 1),
        st.integers(0, 400_000),
    ),
    max_size=150,
)


def most_within(arrivals, window):
    """The most arrivals in any window of this length, its later end left out."""
    arrivals = sorted(arrivals)
    return max(
        (sum(first <= one < first + window for one in arrivals) for first in arrivals), default=0
    )


def played(tempo, calls, at_once):
    """When the calls arrive, if each begins as soon as it may and so many run at once."""
    now, running, arrived = START, [], []
    for lane, takes, share, later in calls:
        now += timedelta(microseconds=later)
        while True:
            running.sort()
            for end, of in [one for one in running if one[0] <= now]:
                tempo.end(of, end)
                running.remove((end, of))
            free = tempo.free_at(lane, now)
            if free is None or (free <= now and len(running) >= at_once):
                now = running[0][0]
            elif free <= now:
                break
            else:
                now = min([free, *(end for end, _ in running if end > now)])
        tempo.begin(lane)
        took = timedelta(microseconds=takes)
        running.append((now + took, lane))
        arrived.append((lane, now + took * share))
    return arrived


@settings(max_examples=60, deadline=None)
@given(CALLS, st.integers(1, 12))
def test_no_window_holds_more_than_its_limit(calls, at_once):
    arrived = played(Tempo((Limit(5, SECOND),)), calls, at_once)
    assert len(arrived) == len(calls)
    assert most_within([at for _, at in arrived], SECOND) <= 5
    for lane in "abc":
        mine = [at for of, at in arrived if of == lane]
        for limit in IN_CONVERSATION:
            assert most_within(mine, limit.within) <= limit.most


def test_it_is_no_slower_than_it_has_to_be():
    calls = [(f"c{number}", 0, 0.0, 0) for number in range(101)]
    arrived = played(Tempo(), calls, 1)
    assert arrived[-1][1] - START < 4 * SECOND + timedelta(milliseconds=1)
    assert most_within([at for _, at in arrived], SECOND) == OUR_SHARE[0].most < OF_APP[0].most


def test_what_was_before_counts():
    tempo = Tempo()
    for _ in range(7):
        tempo.remember("a", START)
    assert tempo.free_at("b", START) == START
    assert tempo.free_at("a", START) > START + SECOND
    assert tempo.free_at("a", START + SECOND) > START + SECOND
    assert tempo.free_at("a", START + 1.5 * SECOND) == START + 1.5 * SECOND


def test_with_too_many_open_one_has_to_end_first():
    tempo = Tempo()
    for _ in range(7):
        tempo.begin("a")
    assert tempo.free_at("a", START) is None
    assert tempo.free_at("b", START) == START
    tempo.end("a", START)
    assert tempo.free_at("a", START) > START + SECOND
