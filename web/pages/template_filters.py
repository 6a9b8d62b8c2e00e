"""Filters of the templates: from domain values to what people read."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask_babel import (
    format_date,
    format_datetime,
    format_decimal,
    format_percent,
    format_timedelta,
    gettext,
)

from core.domain.course import RosterOutcome, RosterRun
from core.domain.languages import own_name
from core.domain.match import Match
from core.sentence import Sentence
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


def decimal(value: float, digits: int | None = None) -> str:
    """A number as the reader's language writes it: 2.5 -> "2.5" or "2,5".

    Args:
        value: the number.
        digits: behind the point; None for as many as it has, three at most.
    """
    written: str = format_decimal(value, None if digits is None else f"0.{'0' * digits}")
    return written


def along(share: float) -> float:
    """Where a share lies on the score bar, whose line runs from 1 to 99 of 100 units."""
    return round(1 + 98 * share, 2)


def day(moment: datetime | date) -> str:
    """A day, or that of a moment in the reader's time zone: "2 Mar 2026"."""
    written: str = format_date(moment, "medium")
    return written


def ago(past: timedelta) -> str:
    """How long ago something was, in the reader's language: "5 minutes ago"."""
    if past < timedelta(minutes=1):
        just_now: str = gettext("just now")
        return just_now
    written: str = format_timedelta(-past, granularity="minute", add_direction=True)
    return written


def reading(run: RosterRun) -> str:
    """How reading a roster ended, in a sentence."""
    counts = {"seen": run.seen, "added": run.added, "changed": run.changed, "gone": run.gone}
    if run.outcome is RosterOutcome.FAILED:
        return told(Sentence(run.problem, run.params))
    if run.outcome is RosterOutcome.HELD:
        held: str = gettext("Held: too many people would be gone. Nothing was changed.")
        return held
    if run.outcome is RosterOutcome.RUNNING:
        running: str = gettext("Being read")
        return running
    if not (run.added or run.changed or run.gone):
        same: str = gettext("People listed: %(seen)s. Nothing changed.", **counts)
        return same
    changed: str = gettext(
        "People listed: %(seen)s. New: %(added)s, changed: %(changed)s, gone: %(gone)s.", **counts
    )
    return changed


def moment(when: datetime) -> str:
    """A moment in the reader's time zone: "2 Mar 2026, 09:00:00" without the seconds."""
    written: str = format_datetime(when, "short")
    return written


def standing(match: Match) -> Any:
    """Where a match stands, in a word or two."""
    return END_REASONS[match.end_reason] if match.end_reason else STATES[match.state]


def mail_address(address: str) -> str:
    """An e-mail address as a mailto link writes it, without headers of its own (RFC 6068)."""
    return quote(address, safe="@")


FILTERS: dict[str, Callable[..., Any]] = {
    "ago": ago,
    "along": along,
    "day": day,
    "decimal": decimal,
    "hue": hue,
    "initials": initials,
    "language": own_name,
    "mail_address": mail_address,
    "moment": moment,
    "percent": percent,
    "reading": reading,
    "standing": standing,
    "told": told,
}
