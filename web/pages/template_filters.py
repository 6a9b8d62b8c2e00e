"""Filters of the templates: from domain values to what people read."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask_babel import format_date, format_decimal, format_percent

from core.domain.languages import own_name
from core.domain.match import Match
from web.pages.words import END_REASONS, STATES
from web.problems import told

HUES = 8
"""Colours of avatars in web/static/theme.css: .hue-0 and so on."""


def initials(name: str) -> str:
    """The first letters of the first and last word of a name; "?" without a name."""
    words = [word for word in name.split() if word[0].isalnum()]
    if not words:
        return "?"
    chosen = words[:1] if len(words) == 1 else [words[0], words[-1]]
    return "".join(word[0].upper() for word in chosen)


def hue(person_id: UUID) -> int:
    """A colour that stays with a person. 0 to HUES - 1."""
    return sum(person_id.bytes) % HUES


def percent(share: float) -> str:
    """A share as the reader's language writes percentages: 0.67 -> "67%" or "67 %"."""
    written: str = format_percent(share)
    return written


def decimal(value: float) -> str:
    """A number as the reader's language writes it: 2.5 -> "2.5" or "2,5"."""
    written: str = format_decimal(value)
    return written


def along(share: float) -> float:
    """Where a share lies on the score bar, whose line runs from 1 to 99 of 100 units."""
    return round(1 + 98 * share, 2)


def day(moment: datetime | date) -> str:
    """A day, or that of a moment in the reader's time zone: "2 Mar 2026"."""
    written: str = format_date(moment, "medium")
    return written


def standing(match: Match) -> Any:
    """Where a match stands, in a word or two."""
    return END_REASONS[match.end_reason] if match.end_reason else STATES[match.state]


def mail_address(address: str) -> str:
    """An e-mail address as a mailto link writes it, without headers of its own (RFC 6068)."""
    return quote(address, safe="@")


FILTERS: dict[str, Callable[..., Any]] = {
    "along": along,
    "day": day,
    "decimal": decimal,
    "hue": hue,
    "initials": initials,
    "language": own_name,
    "mail_address": mail_address,
    "percent": percent,
    "standing": standing,
    "told": told,
}
