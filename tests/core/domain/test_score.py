from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from core.domain.score import ParkedReason, Score, ScoreState

NOW = datetime(2026, 3, 2, 9, 0, 0, 750_000, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def score():
    return Score(
        activity_id=UUID(int=1),
        organization_id=UUID(int=2),
        person_id=UUID(int=3),
        subject="6",
        given=5.0,
        maximum=10.0,
        updated_at=NOW,
    )


def worth(score, given, maximum=10.0):
    return score.worth("6", given, maximum, NOW + SECOND)


def test_the_first_attempt_is_of_now_and_others_repeat_it(score):
    first = score.attempted(NOW)
    assert first.posted_at == NOW.replace(microsecond=0)
    second = first.attempted(NOW + 5 * SECOND)
    assert (second.posted_at, second.attempts, second.version) == (first.posted_at, 2, 3)


def test_new_points_get_a_later_timestamp_even_in_the_same_second_or_when_the_clock_went_back(
    score,
):
    first = score.attempted(NOW)
    for now in (NOW, NOW - timedelta(hours=1)):
        newer = worth(first, 6.0).attempted(now)
        assert newer.posted_at == first.posted_at + SECOND
    assert worth(first, 6.0).attempted(NOW + 9 * SECOND).posted_at > first.posted_at + 8 * SECOND


def test_points_fall_only_before_anything_was_sent(score):
    assert worth(score, 4.0).given == 4.0
    tried = score.attempted(NOW)
    assert worth(tried, 4.0) is tried
    assert worth(tried, 5.0) is tried
    assert worth(tried, 8.0, 20.0) is tried
    assert worth(tried, 10.0, 20.0).maximum == 20.0


def test_an_attempt_that_newer_points_overtook_leaves_them_waiting(score):
    attempt = score.attempted(NOW)
    newer = worth(attempt, 6.0)
    assert newer.taken(attempt, NOW).state is ScoreState.WAITING
    assert newer.taken(attempt, NOW).sent == 5.0
    assert newer.failed(attempt, ParkedReason.REFUSED, 422, NOW) is newer
    sent = newer.attempted(NOW).taken(newer.attempted(NOW), NOW)
    assert (sent.state, sent.sent) == (ScoreState.SENT, 6.0)
    assert sent.taken(attempt, NOW) is sent


def test_news_that_it_arrived_end_its_parking(score):
    attempt = score.attempted(NOW)
    parked = attempt.failed(attempt, ParkedReason.UNREACHABLE, None, NOW)
    taken = parked.taken(attempt, NOW)
    assert (taken.state, taken.reason, taken.sent) == (ScoreState.SENT, None, 5.0)


@pytest.mark.parametrize(
    ("tries", "reason", "repeats"),
    [
        (0, ParkedReason.UNREACHABLE, False),
        (1, ParkedReason.UNREACHABLE, True),
        (1, ParkedReason.REFUSED, False),
        (2, ParkedReason.REFUSED, True),
    ],
)
def test_what_may_have_arrived_is_sent_again_under_its_timestamp(score, tries, reason, repeats):
    for _ in range(tries):
        score = score.attempted(NOW)
    later = NOW + timedelta(days=1)
    again = score.parked(reason, None, NOW).again(later).attempted(later)
    assert again.posted_at == (NOW if repeats else later).replace(microsecond=0)


def test_what_is_sent_is_sent_again_as_something_new(score):
    attempt = score.attempted(NOW).attempted(NOW)
    sent = attempt.taken(attempt, NOW)
    later = NOW + timedelta(days=1)
    assert sent.again(later).attempted(later).posted_at > attempt.posted_at
