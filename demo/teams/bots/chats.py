"""Conversations of a bot: what was said, and what people see of it.

In memory until the campus restarts. Every change has a number, so that pages ask for what is new.
"""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from demo.teams.tenant import Employee, employees

CHANNEL_ID = "19:leadership-academy@thread.tacv2"
"""The channel where a team of Fjordwerk talks."""
TYPING_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One message.

    Attributes:
        id: of its activity.
        by_bot: whether the bot said it.
        at: seconds since 1970.
        activity: as it was sent.
        view: the card that a person sees instead of the activity's: refreshed, or answered.
        changed: number of the change that made it as it is.
        gone: whether it was deleted.
    """

    id: str
    by_bot: bool
    at: float
    activity: Mapping[str, Any]
    view: Mapping[str, Any] | None = None
    changed: int = 0
    gone: bool = False


@dataclass(slots=True)
class Chat:
    """One conversation.

    Attributes:
        person: whose personal chat it is; None for a channel.
        installed: whether the bot is there.
        typing_until: until when the bot is shown typing.
    """

    id: str
    person: Employee | None
    installed: bool = False
    typing_until: float = 0.0
    entries: dict[str, Entry] = field(default_factory=dict)


class Chats:
    """All of them.

    Args:
        now: seconds since 1970.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._changes = 0
        self._last_id = 0
        self._known = {who.chat_id: Chat(who.chat_id, who) for who in employees()}
        self._known[CHANNEL_ID] = Chat(CHANNEL_ID, None)

    def find(self, conversation: str) -> Chat | None:
        """The chat with that id, or of that thread in a channel."""
        return self._known.get(conversation.partition(";")[0])

    def of(self, who: Employee) -> Chat:
        """Somebody's chat with the bot."""
        return self._known[who.chat_id]

    def set_installed(self, chat: Chat, installed: bool) -> None:  # noqa: FBT001 - said by name
        """Put the bot into a chat, or take it out."""
        with self._lock:
            chat.installed = installed
            self._changes += 1

    def new_id(self) -> str:
        """An activity's id: milliseconds since 1970, as Teams has them."""
        with self._lock:
            self._last_id = max(self._last_id + 1, int(self._now() * 1000))
            return str(self._last_id)

    def say(self, chat: Chat, activity: Mapping[str, Any], *, by_bot: bool) -> str:
        """Add a message; returns its id."""
        activity_id = str(activity.get("id") or "") if not by_bot else ""
        activity_id = activity_id or self.new_id()
        with self._lock:
            self._changes += 1
            chat.typing_until = 0.0
            chat.entries[activity_id] = Entry(
                id=activity_id,
                by_bot=by_bot,
                at=self._now(),
                activity=activity,
                changed=self._changes,
            )
        return activity_id

    def change(self, chat: Chat, activity_id: str, **changes: Any) -> bool:
        """Change a message; False if there is none."""
        with self._lock:
            known = chat.entries.get(activity_id)
            if known is None or known.gone:
                return False
            self._changes += 1
            chat.entries[activity_id] = replace(known, changed=self._changes, **changes)
            return True

    def type(self, chat: Chat) -> None:
        """Show the bot typing."""
        with self._lock:
            chat.typing_until = self._now() + TYPING_SECONDS

    def since(self, chat: Chat, change: int) -> tuple[int, list[Entry], bool]:
        """What is new.

        Args:
            chat: where.
            change: number of the last change that is known.

        Returns:
            The number of the last change there is, messages that changed, whether the bot types.
        """
        with self._lock:
            new = [entry for entry in chat.entries.values() if entry.changed > change]
            return self._changes, new, chat.typing_until > self._now()
