"""When an answer was given, by the other side's clock."""

from datetime import UTC, datetime

import pytest

from core.ports.outbound import OutboundResponse
from integrations.base.answers import told_at


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 02 Mar 2026 09:00:00 GMT", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("Mon, 02 Mar 2026 09:00:00 -0000", datetime(2026, 3, 2, 9, tzinfo=UTC)),
        ("soon", None),
    ],
)
def test_is_told(date, moment):
    assert told_at(OutboundResponse(200, {"date": date}, b"")) == moment


def test_is_not_told():
    assert told_at(OutboundResponse(200, {}, b"")) is None
