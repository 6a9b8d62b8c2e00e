"""When somebody may be written to in Teams, and about what in one message.

Nobody is written to before they ask for it, at night, on free days, or in a pause. What happens
while they are not written to waits, and becomes one digest instead of many messages.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from core.domain.notification import Notification
from core.domain.teams_choices import TeamsChoices
from core.domain.teams_delivery import Purpose

MOST_AN_HOUR = 3
"""Messages to one person; what comes after these waits and is told together."""
LOOK_BACK = timedelta(days=8)
"""How far back messages count for somebody's rhythm."""
_PURPOSES = {
    "request": Purpose.REQUEST,
    "proposal": Purpose.PROPOSAL,
    "meeting": Purpose.MEETING,
    "appointment": Purpose.MEETING,
    "pulse": Purpose.PULSE,
    "nudge": Purpose.NUDGE,
    "digest": Purpose.DIGEST,
    "work": Purpose.MILESTONE,
}


def zone_of(name: str) -> tzinfo:
    """The time zone of this IANA name; UTC where it is empty or unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (KeyError, OSError, ValueError):  # what zoneinfo raises for names it does not know
        return UTC


def may_come(
    choices: TeamsChoices, zone: tzinfo, now: datetime, written: Sequence[datetime]
) -> bool:
    """Whether a message may come now.

    Args:
        choices: theirs.
        zone: theirs.
        now: in UTC.
        written: when messages were written for them in the last days, oldest first.
    """
    local = now.astimezone(zone)
    if not choices.takes(local):
        return False
    lately = [at for at in written if at > now - timedelta(hours=1)]
    last = written[-1].astimezone(zone) if written else None
    return len(lately) < MOST_AN_HOUR and not choices.rests(local, last)


def purpose_of(news: Sequence[Notification]) -> Purpose:
    """What a message with this news is about."""
    if len(news) > 1:
        return Purpose.DIGEST
    kind, _, _ = news[0].subject.partition(":")
    return _PURPOSES.get(kind, Purpose.NEWS)
