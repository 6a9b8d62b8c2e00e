"""The response clock: how long a mentor has to answer, and when they are reminded."""

from datetime import datetime, timedelta

LEAST_DAYS = 1
MOST_DAYS = 14
ONE_DAY = timedelta(days=1)


def deadline(asked_at: datetime, days: int) -> datetime:
    """When a request expires.

    Args:
        asked_at: when the mentor was asked.
        days: the programme gives them.
    """
    return asked_at + timedelta(days=days)


def next_reminder(asked_at: datetime, answer_by: datetime, after: datetime) -> datetime | None:
    """The first reminder after a moment: half-way, and one day before the end.

    Returns:
        None when none is left. With so little time that the two coincide, there is one.
    """
    half_way = asked_at + (answer_by - asked_at) / 2
    moments = sorted({half_way, answer_by - ONE_DAY})
    return next((moment for moment in moments if moment > max(after, asked_at)), None)
