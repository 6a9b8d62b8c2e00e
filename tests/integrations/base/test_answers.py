"""When another system wants to be asked again."""

from datetime import UTC, datetime, timedelta

import pytest

from core.ports.outbound import OutboundResponse
from integrations.base.answers import retry_after, told_at

DATE = "Mon, 02 Mar 2026 09:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "30"}, timedelta(seconds=30)),
        ({"retry-after": "99999999"}, timedelta(days=1)),
        ({"retry-after": "9999999999"}, None),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:30 GMT", "date": DATE}, timedelta(seconds=30)),
        ({"retry-after": "Mon, 02 Mar 2026 08:00:00 GMT", "date": DATE}, timedelta(0)),
        ({"retry-after": "Mon, 02 Mar 2026 09:00:30 GMT"}, None),
        ({"retry-after": "soon", "date": DATE}, None),
        ({}, None),
    ],
)
def test_says_how_long_to_wait(headers, wait):
    assert retry_after(OutboundResponse(429, headers, b"")) == wait


def test_a_date_without_a_zone_is_utc():
    answer = OutboundResponse(200, {"date": "Mon, 02 Mar 2026 09:00:00 -0000"}, b"")
    assert told_at(answer) == datetime(2026, 3, 2, 9, tzinfo=UTC)
