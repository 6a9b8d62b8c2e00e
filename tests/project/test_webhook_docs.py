"""docs/reference/webhooks.md names every event and every field."""

import re
from pathlib import Path

from core.domain.webhook import RETRIES, EventType

PAGE = (Path(__file__).parents[2] / "docs/reference/webhooks.md").read_text()
EVENTS = (Path(__file__).parents[2] / "core/services/webhooks/events.py").read_text()


def test_every_event_is_there():
    assert re.findall(r"^\| `([a-z]+\.[a-z]+)` \|", PAGE, re.MULTILINE) == list(EventType)


def test_every_field_is_there():
    fields = set(re.findall(r'^        "([a-z_]+)":', EVENTS, re.MULTILINE)) | {"test"}
    assert len(fields) > 15
    assert {field for field in fields if f"`{field}`" not in PAGE} == set()


def test_the_pauses_are_there():
    units = {"s": 1, "min": 60, "h": 3600}
    (told,) = re.findall(r"then after (.*), each", PAGE)
    pauses = [int(n) * units[unit] for n, unit in re.findall(r"(\d+) (s|min|h)\b", told)]
    assert pauses == [pause.total_seconds() for pause in RETRIES]
