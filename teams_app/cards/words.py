"""Saying things in a card: in the reader's language, time zone and way of writing numbers."""

import re
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_percent

from core.domain.person import Person
from core.sentence import Sentence, sentence
from web.translated import told_in

SOMEBODY = sentence("Somebody without a name")
LONGEST = 600
"""Characters of what somebody wrote that a card shows."""
_MARKUP = re.compile(r"([\\`*_\[\]()~#>|!<])")
_BLANKS = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, slots=True)
class Words:
    """A reader's way of being told.

    Attributes:
        locale: one of web.surface.LOCALES.
        zone: their time zone.
    """

    locale: str
    zone: tzinfo

    def __call__(self, told: Sentence) -> str:
        """A sentence of ours, with values that nobody can smuggle markup in."""
        values = tuple((name, plain(value)) for name, value in told.params)
        return told_in(self.locale, Sentence(told.message, values))

    def name(self, person: Person) -> str:
        """What to call somebody."""
        return plain(person.name) if person.name else self(SOMEBODY)

    def moment(self, at: datetime) -> str:
        """A day and an hour where the reader is."""
        told: str = format_datetime(
            at.astimezone(self.zone), "EEE d MMM, HH:mm", locale=self.locale
        )
        return told

    def day(self, on: date) -> str:
        """A day."""
        told: str = format_date(on, "medium", locale=self.locale)
        return told

    def percent(self, share: float) -> str:
        """A share."""
        told: str = format_percent(share, locale=self.locale)
        return told


def plain(written: str, most: int = LONGEST) -> str:
    """What somebody wrote, as it is: no markup, and not more than a card should hold."""
    text = _BLANKS.sub(" ", written).strip()
    short = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return _MARKUP.sub(r"\\\1", short)
