"""What has to be known before messages are sent: to whom, where, and what is left to tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from core.domain.identifiers import NotificationId
from core.domain.notification import Notification
from core.domain.person import Person
from core.domain.teams_conversation import Conversation
from core.domain.teams_delivery import TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.ports.unit_of_work import TenantWork
from core.services.teams.etiquette import zone_of
from core.services.teams.outcomes import dropped, fallen_back, untried
from core.services.teams.reach import reaches

QUIET = timedelta(minutes=15)
"""How long a message waits that meets the night, before it is looked at again."""
LATE = timedelta(hours=6)
"""What could not be sent for so long, because Teams or we were away, goes by e-mail."""
SWITCHED_OFF = "switched_off"
NIGHT = "quiet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A claimed message.

    Attributes:
        person: to whom.
        news: what it tells, oldest first, at least one.
        conversation: their chat; None if they have none yet.
        object_id: theirs at Entra; empty if unknown.
    """

    delivery: TeamsDelivery
    person: Person
    news: Sequence[Notification]
    conversation: Conversation | None
    object_id: str

    @property
    def lane(self) -> str:
        """What it is paced with."""
        return self.conversation.conversation_id if self.conversation else self.object_id


@dataclass(slots=True)
class Prepared:
    """Messages to send, and those that are settled without."""

    messages: list[Message] = field(default_factory=list)
    settled: list[TeamsDelivery] = field(default_factory=list)


def news_ids(delivery: TeamsDelivery) -> list[NotificationId]:
    """What news a message tells."""
    return [NotificationId(UUID(one)) for one in delivery.about.get("news", "").split()]


def prepare(
    work: TenantWork, tenant: TeamsTenant, claimed: Iterable[TeamsDelivery], now: datetime
) -> Prepared:
    """Look everything up at once, and settle what need not be sent, or not now.

    Args:
        work: in which they were claimed.
        tenant: whose app sends.
        claimed: messages of that tenant.
        now: in UTC.
    """
    claimed = list(claimed)
    who = {delivery.person_id for delivery in claimed}
    people = work.people.get_many(who)
    choices = work.teams_choices.get_many(who)
    profiles = work.profiles.get_many(who)
    ways = reaches(work, [tenant], who)
    wanted = [one for delivery in claimed for one in news_ids(delivery)]
    unread = {one.id: one for one in work.news.get_many(wanted) if one.read_at is None}
    prepared = Prepared()
    for delivery in claimed:
        chosen, profile = choices.get(delivery.person_id), profiles.get(delivery.person_id)
        news = [unread[one] for one in news_ids(delivery) if one in unread]
        way = ways[delivery.person_id]
        local = now.astimezone(zone_of(profile.time_zone if profile else ""))
        if not news:
            prepared.settled.append(dropped(delivery, "read"))
        elif chosen is None or not chosen.chat or chosen.paused(local.date()):
            prepared.settled.append(fallen_back(delivery, SWITCHED_OFF))
        elif way.obstacle:
            prepared.settled.append(fallen_back(delivery, way.obstacle))
        elif not chosen.takes(local):
            prepared.settled.append(untried(delivery, now + QUIET, NIGHT))
        elif delivery.reason != NIGHT and now - delivery.created_at > LATE:
            prepared.settled.append(fallen_back(delivery, delivery.reason or "late"))
        else:
            prepared.messages.append(
                Message(
                    delivery=delivery,
                    person=people[delivery.person_id],
                    news=news,
                    conversation=way.conversation,
                    object_id=way.object_id,
                )
            )
    return prepared
