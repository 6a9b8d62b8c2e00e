"""Conversations in Teams are kept fresh: whatever comes from one says where it can be reached.

- Something is heard from it: it is live, at the address that came along, and nobody blocks the bot.
- The app arrives there. Teams tells so in several ways, at the same time and in any order, and for
  a team in several of its channels. Jobs about one place share a lock (`Place.lock`): the first
  finds it new, greets, and says that it arrived; the others find it known.
- The app is taken away, or the team is: nothing may be said there any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from core.domain.identifiers import PersonId
from core.domain.teams_conversation import Conversation, ConversationKind
from core.domain.teams_tenant import TeamsTenant
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork

AGES = timedelta(minutes=10)
"""What was heard this recently, and says nothing new, is not written again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an activity comes from.

    Attributes:
        teams_tenant: whose bot hears it.
        conversation_id: without the message of a channel that it may answer.
        kind: PERSONAL where Teams says nothing that we know.
        user_id, object_id: who writes; of a personal chat.
        person_id: who that is here; None if they are not known.
        team_id, channel_id, locale: empty if there is none.
    """

    teams_tenant: TeamsTenant
    conversation_id: str
    kind: ConversationKind
    service_url: str
    bot_id: str
    user_id: str = ""
    object_id: str = ""
    person_id: PersonId | None = None
    team_id: str = ""
    channel_id: str = ""
    locale: str = ""

    @property
    def lock(self) -> str:
        """What jobs about this place share: a conversation, or all those of a team."""
        return f"teams:{self.teams_tenant.id}:{self.team_id or self.conversation_id}"


class KeptConversations:
    """Remembers conversations."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def heard(self, place: Place) -> Conversation:
        """Somebody said or did something there."""
        with self._storage.tenant(place.teams_tenant.organization_id) as work:
            return self._kept(work, place)

    def seen(self, place: Place) -> Conversation:
        """The conversation, whether or not it is kept; nothing is written."""
        with self._storage.tenant(place.teams_tenant.organization_id) as work:
            known = self._known(work, place)
        return known or _unheard(place, self._clock.now())

    def is_new(self, place: Place) -> bool:
        """Whether the app was not there before, as far as we know."""
        return self.seen(_whole(place)).installed_at is None

    def arrived(self, place: Place) -> None:
        """The app is there now."""
        self.heard(_whole(place))

    def left(self, place: Place) -> None:
        """The app is not there any more."""
        now = self._clock.now()
        with self._storage.tenant(place.teams_tenant.organization_id) as work:
            for one in {place.conversation_id, place.team_id} - {""}:
                known = self._known(work, replace(place, conversation_id=one))
                if known is not None:
                    gone = replace(known, installed_at=None, blocked_at=now)
                    work.teams_conversations.save(gone)

    def closed(self, place: Place) -> None:
        """Nothing may be said there until something is heard from there."""
        now, tenant = self._clock.now(), place.teams_tenant
        with self._storage.tenant(tenant.organization_id) as work:
            for one in {place.conversation_id, place.team_id} - {""}:
                work.teams_conversations.block(tenant.id, one, now)

    @staticmethod
    def _known(work: TenantWork, place: Place) -> Conversation | None:
        return work.teams_conversations.by_conversation(
            place.teams_tenant.id, place.conversation_id
        )

    def _kept(self, work: TenantWork, place: Place) -> Conversation:
        now, known = self._clock.now(), self._known(work, place)
        before = known or _unheard(place, now)
        fresh = replace(
            before.heard(now, place.service_url, place.locale),
            bot_id=place.bot_id,
            user_id=place.user_id or before.user_id,
            object_id=place.object_id or before.object_id,
            person_id=place.person_id or before.person_id,
        )
        same = known is not None and replace(fresh, refreshed_at=known.refreshed_at) == known
        if not same or now - before.refreshed_at >= AGES:
            work.teams_conversations.save(fresh)
        return fresh


def _whole(place: Place) -> Place:
    """A team counts as one place, whichever of its channels is told of."""
    if not place.team_id:
        return place
    return replace(place, conversation_id=place.team_id, channel_id=place.team_id)


def _unheard(place: Place, now: datetime) -> Conversation:
    return Conversation(
        organization_id=place.teams_tenant.organization_id,
        teams_tenant_id=place.teams_tenant.id,
        conversation_id=place.conversation_id,
        kind=place.kind,
        service_url=place.service_url,
        bot_id=place.bot_id,
        team_id=place.team_id,
        channel_id=place.channel_id,
        installed_at=None,
        refreshed_at=now,
    )
