"""Telling people in Teams: words for news, and ways to bring them there.

Adapters: teams_app/notifier/; tests/fakes/teams.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from core.domain.notification import Notification
from core.domain.person import Person
from core.domain.teams_conversation import Conversation
from core.domain.teams_delivery import Purpose, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant

Card = Mapping[str, Any]
"""A message as the Bot Connector takes it: an activity without its addresses."""


@dataclass(frozen=True, slots=True)
class Sent:
    """Teams took it.

    Attributes:
        activity_id: what Teams calls the message; empty where it has no name (activity feed).
    """

    activity_id: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """There is a chat with somebody now.

    Attributes:
        conversation_id: Teams' id of it; empty while Teams is still at it.
        service_url: where its connector is; empty with an empty id.
    """

    conversation_id: str = ""
    service_url: str = ""


@dataclass(frozen=True, slots=True)
class Blocked:
    """They took the app away or blocked it: nothing may be sent there any more."""


@dataclass(frozen=True, slots=True)
class Gone:
    """There is no such conversation."""


@dataclass(frozen=True, slots=True)
class Throttled:
    """It was not taken, and has to be sent later.

    Attributes:
        pause: the least time to wait.
        everything: whether the whole app has to wait, not only this conversation.
        reason: a code for why.
    """

    pause: timedelta
    everything: bool = True
    reason: str = "throttled"


@dataclass(frozen=True, slots=True)
class TooBig:
    """It is longer than Teams takes."""


@dataclass(frozen=True, slots=True)
class Unsure:
    """It was sent, but no answer came: it may have arrived."""


@dataclass(frozen=True, slots=True)
class Refused:
    """It is refused for good.

    Attributes:
        code: what Teams calls the reason, in its own words for programs.
    """

    code: str


Outcome = Sent | Blocked | Gone | Throttled | TooBig | Unsure | Refused
"""What became of a message."""
Opening = Opened | Blocked | Throttled | Refused
"""What became of an attempt to get a chat with somebody."""


class Messenger(Protocol):
    """Sends messages to conversations."""

    def send(self, tenant: TeamsTenant, conversation: Conversation, card: Card) -> Outcome:
        """Send one message, once."""
        ...

    def reopen(self, tenant: TeamsTenant, conversation: Conversation) -> Opening:
        """Get another chat with the person of a conversation that is gone."""
        ...


class Installer(Protocol):
    """Brings the app to people who want messages and have no chat with it yet."""

    def install(self, tenant: TeamsTenant, object_id: str) -> Opening:
        """Install the app for one person; where it is already, nothing changes.

        Args:
            tenant: theirs; it allows this.
            object_id: theirs at Entra.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """A line in somebody's activity feed.

    Attributes:
        purpose: says which kind of entry of the app's manifest it is.
        topic: what it is about, in a few words.
        preview: what happened, at most 150 characters are shown.
        page: where it leads, below the hub's own address.
    """

    purpose: Purpose
    topic: str
    preview: str
    page: str


class FeedNotifier(Protocol):
    """Puts news into the activity feed of people without a chat."""

    def notify(self, tenant: TeamsTenant, object_id: str, item: FeedItem) -> Outcome:
        """Add one line, once."""
        ...


class CardWriter(Protocol):
    """Words news as messages. Called outside any unit of work."""

    def card(
        self, delivery: TeamsDelivery, person: Person, news: Sequence[Notification], locale: str
    ) -> Card | None:
        """A message that tells news, in the person's language; at most 28 KB.

        Args:
            delivery: what the message is for. One piece with a subject gets the card of that.
            person: to whom.
            news: what it tells, oldest first, at least one; several make one digest.
            locale: BCP 47 tag of the chat; empty for the person's own.

        Returns:
            None when there is nothing left to tell or to do.
        """
        ...

    def feed(
        self, delivery: TeamsDelivery, person: Person, news: Sequence[Notification]
    ) -> FeedItem:
        """The same as one line."""
        ...
