"""How fast messages may go: so many in so much time, for one conversation and for a whole app.

A message reaches Teams at some moment between the call and its answer; nobody here knows when.
So a call counts from its beginning until the time of the limit has passed since its end. Then no
window over there, wherever it begins, holds more than the limit.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many calls within so much time."""

    most: int
    within: timedelta


IN_CONVERSATION = (
    Limit(7, SECOND),
    Limit(8, 2 * SECOND),
    Limit(60, 30 * SECOND),
    Limit(1800, 3600 * SECOND),
)
"""What Teams takes of one bot in one conversation."""
OF_APP = (Limit(30, SECOND),)
"""What Teams takes of one app in one tenant."""
OUR_SHARE = (Limit(25, SECOND),)
"""What of it goes to messages nobody waits for: the rest is left for the bot's answers."""
LONGEST = max(limit.within for limit in (*IN_CONVERSATION, *OF_APP))
"""How far back calls count."""


@dataclass(slots=True)
class _Lane:
    """Calls that count together.

    Attributes:
        limits: of them.
        open: calls that have no answer yet.
        ends: when the others ended, in order.
    """

    limits: Sequence[Limit]
    open: int = 0
    ends: list[datetime] = field(default_factory=list)

    def free_at(self, now: datetime) -> datetime | None:
        """When another call may begin; None when one of the open ones has to end first."""
        found = now
        for limit in self.limits:
            if self.open >= limit.most:
                return None
            counting = len(self.ends) - bisect_left(self.ends, now - limit.within)
            over = counting + self.open + 1 - limit.most
            if over > 0:
                # Until one tick after the window of the last call that is too many.
                last = self.ends[len(self.ends) - counting + over - 1]
                found = max(found, last + limit.within + timedelta.resolution)
        return found

    def end(self, at: datetime) -> None:
        insort(self.ends, at)
        old = at - max(limit.within for limit in self.limits)
        del self.ends[: bisect_left(self.ends, old)]


class Tempo:
    """Says when the next call may begin. For one thread.

    Args:
        of_app: limits of all calls together.
        in_conversation: limits of each conversation.
    """

    def __init__(
        self,
        of_app: Sequence[Limit] = OUR_SHARE,
        in_conversation: Sequence[Limit] = IN_CONVERSATION,
    ) -> None:
        self._all = _Lane(of_app)
        self._in_conversation = in_conversation
        self._lanes: dict[str, _Lane] = {}

    def free_at(self, conversation_id: str, now: datetime) -> datetime | None:
        """When a call may begin, `now` at the earliest; None when an open one has to end first."""
        moments = [lane.free_at(now) for lane in (self._all, self._lane(conversation_id))]
        return max((m for m in moments if m), default=None) if all(moments) else None

    def begin(self, conversation_id: str) -> None:
        """A call begins."""
        self._all.open += 1
        self._lane(conversation_id).open += 1

    def end(self, conversation_id: str, at: datetime) -> None:
        """A call that began has ended, whatever came of it."""
        for lane in (self._all, self._lane(conversation_id)):
            lane.open -= 1
            lane.end(at)

    def remember(self, conversation_id: str, at: datetime) -> None:
        """A call of others, or of before, that ended at a moment."""
        self.begin(conversation_id)
        self.end(conversation_id, at)

    def _lane(self, conversation_id: str) -> _Lane:
        return self._lanes.setdefault(conversation_id, _Lane(self._in_conversation))
