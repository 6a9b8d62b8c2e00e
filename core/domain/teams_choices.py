"""How somebody wants to be told things in Teams. Nothing is sent before they say so."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from core.domain.identifiers import OrganizationId, PersonId

EVENING = time(18)
MORNING = time(8)
_SATURDAY = 5


class Rhythm(StrEnum):
    """How often."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsChoices:
    """One person's choices. All times are in their own time zone.

    Attributes:
        chat: whether they want messages from the bot.
        quiet_from, quiet_until: no messages from the one to the other; equal for none such time.
        weekends: whether messages may come on Saturdays and Sundays.
        paused_until: no messages before this day; None if they are not paused.
    """

    person_id: PersonId
    organization_id: OrganizationId
    chat: bool = False
    quiet_from: time = EVENING
    quiet_until: time = MORNING
    weekends: bool = False
    rhythm: Rhythm = Rhythm.AT_ONCE
    paused_until: date | None = None

    def paused(self, today: date) -> bool:
        """Whether nothing is sent on this day of theirs, because they said so."""
        return self.paused_until is not None and today < self.paused_until

    def takes(self, local: datetime) -> bool:
        """Whether a message may come now.

        Args:
            local: the moment in their time zone.
        """
        if not self.chat or self.paused(local.date()):
            return False
        if local.weekday() >= _SATURDAY and not self.weekends:
            return False
        return not self._quiet(local.time())

    def rests(self, local: datetime, last: datetime | None) -> bool:
        """Whether their rhythm lets them wait: they were told something today, or this week.

        Args:
            local: the moment in their time zone.
            last: when they were written to last, in the same time zone; None for never.
        """
        if last is None or self.rhythm is Rhythm.AT_ONCE:
            return False
        begun = local.date()
        if self.rhythm is Rhythm.WEEKLY:
            begun -= timedelta(days=begun.weekday())
        return last.date() >= begun

    def _quiet(self, at: time) -> bool:
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until
