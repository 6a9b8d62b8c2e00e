"""News for chats in Teams: what nobody has read yet, written into the ledger.

1. Every minute `gather_teams` looks for people who want messages and have news that is unread and
   was told nowhere. News is its own promise: nothing has to be deferred where it is told.
2. Who may be written to now (etiquette.py) gets one message: about the one piece there is, or one
   digest of all of them. It is written into the ledger in the unit of work that marks the news as
   told, so nothing is told twice; its key is unique besides.
3. Who cannot be reached gets the news by e-mail, and the ledger says why.
4. One job for each tenant is promised, which sends what is due (sending.py).
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from core.domain.identifiers import OrganizationId, PersonId, TeamsDeliveryId
from core.domain.notification import Notification
from core.domain.teams_delivery import DeliveryState, Purpose, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.teams.etiquette import LOOK_BACK, may_come, purpose_of, zone_of
from core.services.teams.reach import Reach, reaches
from core.services.teams.sending import STUCK, promise_sending

GATHER_TEAMS = "gather_teams"
AT_ONCE = 500
"""People in one unit of work."""
NEW_FOR = timedelta(days=30)
"""What is older is read in the hub only: after a longer pause nobody is told everything."""


class TeamsGathering:
    """The job that writes messages into the ledger."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def gather_teams(self) -> None:
        """Write messages for everybody who may get one. Again it writes nothing more."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
            tenants: dict[OrganizationId, list[TeamsTenant]] = {}
            for tenant in platform.teams_tenants.all():
                if tenant.enabled:
                    tenants.setdefault(tenant.organization_id, []).append(tenant)
        for organization_id in organizations:
            beyond: PersonId | None = None
            while True:
                with self._storage.tenant(organization_id) as work:
                    beyond = self._some(work, tenants.get(organization_id, []), beyond)
                if beyond is None:
                    break
            self._promise(organization_id)

    def _promise(self, organization_id: OrganizationId) -> None:
        now = self._clock.now()
        with self._storage.tenant(organization_id) as work:
            for tenant_id in work.teams_deliveries.due(now, now - STUCK):
                promise_sending(work.jobs, organization_id, tenant_id)

    def _some(
        self, work: TenantWork, tenants: Sequence[TeamsTenant], beyond: PersonId | None
    ) -> PersonId | None:
        """Look at some people; the last of them, or None when there were no more."""
        now = self._clock.now()
        news = work.news.to_tell(now - NEW_FOR, beyond, AT_ONCE)
        if not news:
            return None
        people = {
            person_id: list(theirs) for person_id, theirs in groupby(news, lambda n: n.person_id)
        }
        if not tenants:
            work.news.untold([one.id for one in news])
            return news[-1].person_id
        ways = reaches(work, tenants, people)
        ready = set(self._ready(work, now, people, ways))
        messages = [
            self._message(work.organization_id, now, ways[person_id], people[person_id])
            for person_id in people
            if person_id in ready
        ]
        work.teams_deliveries.add_many(messages)
        lost = [one.id for one in news if ways[one.person_id].obstacle]
        work.news.untold(lost)
        sent = [
            one.id for one in news if one.person_id in ready and not ways[one.person_id].obstacle
        ]
        work.news.promised(sent, now)
        return news[-1].person_id

    def _ready(
        self,
        work: TenantWork,
        now: datetime,
        people: Mapping[PersonId, Sequence[Notification]],
        ways: Mapping[PersonId, Reach],
    ) -> Iterator[PersonId]:
        """Who may be written to now; whoever cannot be reached need not be spared."""
        choices = work.teams_choices.get_many(people)
        profiles = work.profiles.get_many(people)
        written = work.teams_deliveries.told_since(people, now - LOOK_BACK)
        for person_id in people:
            profile = profiles.get(person_id)
            zone = zone_of(profile.time_zone if profile else "")
            lately = written.get(person_id, ())
            if ways[person_id].obstacle or may_come(choices[person_id], zone, now, lately):
                yield person_id

    def _message(
        self,
        organization_id: OrganizationId,
        now: datetime,
        way: Reach,
        news: Sequence[Notification],
    ) -> TeamsDelivery:
        purpose = purpose_of(news)
        first = "digest" if purpose is Purpose.DIGEST else "news"
        return TeamsDelivery(
            id=TeamsDeliveryId(self._entropy.uuid()),
            organization_id=organization_id,
            teams_tenant_id=way.teams_tenant_id,
            person_id=news[0].person_id,
            purpose=purpose,
            about={"news": " ".join(str(one.id) for one in news)},
            key=f"{first}:{news[-1].id}",
            due_at=now,
            created_at=now,
            state=DeliveryState.FELL_BACK if way.obstacle else DeliveryState.WAITING,
            reason=way.obstacle,
            conversation_id=way.conversation.conversation_id if way.conversation else "",
        )
