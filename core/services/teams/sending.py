"""Sending what the ledger promises, as fast as Teams takes it and no faster.

1. One job a tenant at a time (its lock) claims a few messages that are due: from then on they are
   SENDING. They are tried outside any transaction, several at once, and what became of them is
   stored. Running the job twice sends nothing twice.
2. The pace (tempo.py) counts what went out lately, also before this job, as the ledger tells.
3. Where Teams asks to wait, the job ends and is promised again for later.
4. A message that stays SENDING belongs to a job that was killed: it may have arrived. After
   `STUCK` it is UNSURE, is not sent again, and its news goes by e-mail, unless it was read.
"""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from core.domain.identifiers import OrganizationId, TeamsTenantId
from core.domain.teams_conversation import Conversation
from core.domain.teams_delivery import DeliveryState, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.ports.clock import Clock
from core.ports.jobs import JobQueue
from core.ports.messenger import Throttled
from core.ports.unit_of_work import Storage, TenantWork
from core.services.teams.batch import Batch
from core.services.teams.outcomes import BY_MAIL, fallen_back
from core.services.teams.posting import Posting
from core.services.teams.preparing import news_ids, prepare
from core.services.teams.tempo import LONGEST, Tempo

SEND_TEAMS = "send_teams"
AT_ONCE = 10
"""Messages claimed together: so many are unsure at most when a process is killed."""
STUCK = timedelta(minutes=2)
"""After so long nobody is still sending a message: calls to Teams end long before."""
RUN = timedelta(seconds=50)
"""How long one job sends before others get their turn."""


def promise_sending(
    jobs: JobQueue,
    organization_id: OrganizationId,
    teams_tenant_id: TeamsTenantId,
    delay: timedelta | None = None,
) -> None:
    """Promise that what is due in a tenant is sent."""
    jobs.defer(
        SEND_TEAMS,
        lock=f"teams:{teams_tenant_id}",
        once=f"teams:{teams_tenant_id}",
        delay=delay,
        organization_id=str(organization_id),
        teams_tenant_id=str(teams_tenant_id),
    )


class TeamsSending:
    """The job that sends messages of one tenant.

    Args:
        storage: where the ledger is.
        clock: now.
        posting: makes each try.
        sleep: how to wait, in seconds.
        threads: in which tries are made.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        posting: Posting,
        sleep: Callable[[float], None] = time.sleep,
        threads: Callable[[], Executor] = lambda: ThreadPoolExecutor(AT_ONCE),
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._posting = posting
        self._sleep = sleep
        self._threads = threads

    def send_teams(self, organization_id: str, teams_tenant_id: str) -> None:
        """Send what is due. Run again, it finds nothing that was sent."""
        tenant_id = TeamsTenantId(UUID(teams_tenant_id))
        with self._storage.platform() as platform:
            tenant = platform.teams_tenants.get(tenant_id)
        if tenant is None or str(tenant.organization_id) != organization_id:
            return
        self._recover(tenant)
        stop = self._run(tenant)
        now = self._clock.now()
        with self._storage.tenant(tenant.organization_id) as work:
            if work.teams_deliveries.due(now, now - STUCK):
                pause = stop.pause if stop else None
                promise_sending(work.jobs, tenant.organization_id, tenant.id, pause)

    def _recover(self, tenant: TeamsTenant) -> None:
        """Nobody knows whether these arrived."""
        with self._storage.tenant(tenant.organization_id) as work:
            lost = work.teams_deliveries.begun(tenant.id, self._clock.now() - STUCK)
            unsure = [
                replace(one, state=DeliveryState.UNSURE, reason="interrupted") for one in lost
            ]
            _settle(work, unsure)

    def _close(self, tenant: TeamsTenant) -> None:
        """The tenant was switched off."""
        now = self._clock.now()
        with self._storage.tenant(tenant.organization_id) as work:
            while claimed := work.teams_deliveries.claim(tenant.id, now, 500):
                _settle(work, [fallen_back(one, "tenant_off") for one in claimed])

    def _run(self, tenant: TeamsTenant) -> Throttled | None:
        """Send until nothing is due, the time is over, or Teams asks to wait."""
        if not tenant.enabled:
            self._close(tenant)
            return None
        began = self._clock.now()
        tempo = self._tempo(tenant)
        with self._threads() as threads:
            while (now := self._clock.now()) < began + RUN:
                with self._storage.tenant(tenant.organization_id) as work:
                    claimed = work.teams_deliveries.claim(tenant.id, now, AT_ONCE)
                    if not claimed:
                        return None
                    prepared = prepare(work, tenant, claimed, now)
                    _settle(work, prepared.settled)
                batch = Batch(tenant, tempo, self._clock, self._posting, self._sleep)
                posted = batch.send(threads, prepared.messages)
                with self._storage.tenant(tenant.organization_id) as work:
                    _keep(work, [chat for one in posted for chat in one.chats])
                    _settle(work, [one.delivery for one in posted])
                if batch.stop is not None:
                    return batch.stop
        return None

    def _tempo(self, tenant: TeamsTenant) -> Tempo:
        now, tempo = self._clock.now(), Tempo()
        with self._storage.tenant(tenant.organization_id) as work:
            for pace in work.teams_deliveries.paces(tenant.id, now - LONGEST - STUCK):
                # Of what nobody knows the end of, it may have been a moment ago.
                tempo.remember(pace.conversation_id, pace.at or now)
        return tempo


def _keep(work: TenantWork, chats: Iterable[Conversation]) -> None:
    """Store conversations; what Teams itself told of one meanwhile counts more."""
    for chat in chats:
        named = (chat.teams_tenant_id, chat.conversation_id)
        known = work.teams_conversations.by_conversation(*named)
        if known is None or not (known.live and chat.live):
            work.teams_conversations.save(chat)


def _settle(work: TenantWork, deliveries: Iterable[TeamsDelivery]) -> None:
    """Store what became of messages; the news of those that did not arrive goes by e-mail."""
    deliveries = list(deliveries)
    work.teams_deliveries.mark(deliveries)
    lost = [one for one in deliveries if one.state in BY_MAIL]
    work.news.untold([news for one in lost for news in news_ids(one)])
