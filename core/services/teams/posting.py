"""One try for one message: to the chat, to get a chat, or to the activity feed.

Each is one call to the outside, outside any transaction, and may be made in a thread of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.teams_conversation import Conversation, ConversationKind
from core.domain.teams_delivery import DeliveryState, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.errors import MentorloomError
from core.ports.clock import Clock
from core.ports.messenger import (
    Blocked,
    CardWriter,
    FeedNotifier,
    Installer,
    Messenger,
    Opened,
    Opening,
    Outcome,
    Throttled,
)
from core.services.teams.outcomes import GONE, NOT_INSTALLED, after, dropped, later, opened
from core.services.teams.preparing import Message

FEED = "feed"
NO_WORDS_PAUSE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """What came of a try.

    Attributes:
        delivery: as it is now.
        ended_at: when the answer was there.
        chats: conversations that are new, or changed.
        stop: how everything has to wait; None if it has not.
    """

    delivery: TeamsDelivery
    ended_at: datetime
    chats: tuple[Conversation, ...] = ()
    stop: Throttled | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """What leads to people: the chat, an installation, the activity feed; and the words for it."""

    messenger: Messenger
    writer: CardWriter
    installer: Installer
    feed: FeedNotifier


class Posting:
    """Makes tries. Safe between threads if the adapters are."""

    def __init__(self, clock: Clock, ways: Ways) -> None:
        self._clock = clock
        self._ways = ways

    def post(self, tenant: TeamsTenant, message: Message) -> Posted:
        """Try once."""
        reason, chat = message.delivery.reason, message.conversation
        if chat is not None and reason == GONE:
            opening = self._ways.messenger.reopen(tenant, chat)
            return self._opened(tenant, message, opening)
        if chat is None and tenant.installs and reason != NOT_INSTALLED:
            opening = self._ways.installer.install(tenant, message.object_id)
            return self._opened(tenant, message, opening)
        try:
            return self._tell(tenant, message)
        except MentorloomError:
            # What the card shows could not be read just now.
            wait = Throttled(NO_WORDS_PAUSE, everything=False, reason="no_words")
            now = self._clock.now()
            return Posted(delivery=later(message.delivery, wait, now), ended_at=now)

    def _tell(self, tenant: TeamsTenant, message: Message) -> Posted:
        told = (message.delivery, message.person, message.news)
        chat = message.conversation
        if chat is None:
            item = self._ways.writer.feed(*told)
            outcome = self._ways.feed.notify(tenant, message.object_id, item)
            posted = self._sent(message, outcome)
            if posted.delivery.state is DeliveryState.SENT:
                return replace(posted, delivery=replace(posted.delivery, reason=FEED))
            return posted
        card = self._ways.writer.card(*told, chat.locale)
        if card is None:
            over = dropped(message.delivery, "over")
            return Posted(delivery=over, ended_at=self._clock.now())
        return self._sent(message, self._ways.messenger.send(tenant, chat, card))

    def _sent(self, message: Message, outcome: Outcome) -> Posted:
        now, chat = self._clock.now(), message.conversation
        blocked = isinstance(outcome, Blocked) and chat is not None
        return Posted(
            delivery=after(message.delivery, outcome, now),
            ended_at=now,
            chats=(replace(chat, blocked_at=now),) if blocked and chat else (),
            stop=outcome if isinstance(outcome, Throttled) and outcome.everything else None,
        )

    def _opened(self, tenant: TeamsTenant, message: Message, opening: Opening) -> Posted:
        now, chat = self._clock.now(), message.conversation
        feed = tenant.feed and chat is None
        return Posted(
            delivery=opened(message.delivery, opening, now, feed=feed),
            ended_at=now,
            chats=_chats(tenant, message, opening, now),
            stop=opening if isinstance(opening, Throttled) and opening.everything else None,
        )


def _chats(
    tenant: TeamsTenant, message: Message, opening: Opening, at: datetime
) -> tuple[Conversation, ...]:
    """The one that is gone, and the one there is now."""
    old = message.conversation
    over = (replace(old, installed_at=None),) if old and not isinstance(opening, Throttled) else ()
    if not isinstance(opening, Opened) or not opening.conversation_id:
        return over
    if old is not None and old.conversation_id == opening.conversation_id:
        return ()
    new = Conversation(
        organization_id=tenant.organization_id,
        teams_tenant_id=tenant.id,
        conversation_id=opening.conversation_id,
        kind=ConversationKind.PERSONAL,
        service_url=opening.service_url,
        bot_id=tenant.bot_id,
        user_id=old.user_id if old else "",
        object_id=message.object_id,
        person_id=message.person.id,
        locale=old.locale if old else "",
        installed_at=at,
        refreshed_at=at,
    )
    return (*over, new)
