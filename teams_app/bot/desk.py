"""Where activities come in and are answered: invokes at once, everything else by the worker.

1. The activity is verified (inbound.py). A channel other than Teams is not ours: 200, or 501 for an
   invoke.
2. An invoke waits for its answer, which its handler returns. Nobody handles it: 501.
3. Anything else that somebody handles is kept, encrypted, and a job is promised in the same
   transaction; what came before is known by its id in its conversation. Then 200.
4. The job answers it, one after the other in a conversation, and forgets it. If Teams or the
   database is away it is tried again, for as long as somebody may still wait. Anything else that
   goes wrong is in the log, and the person is told that something went wrong.

No text of anybody's is in the log.
"""

import contextlib
import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import structlog

from core.domain.actor import Actor
from core.domain.identifiers import TeamsTenantId
from core.domain.teams_tenant import TeamsTenant
from core.errors import MentorloomError, UnavailableError
from core.ports.clock import Clock
from core.ports.jobs import Lane
from core.ports.unit_of_work import Storage
from core.services.teams.conversations import KeptConversations
from teams_app.bot.activity import INVOKE, MESSAGE, Activity, parse_activity
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.dispatcher import Dispatcher, Handler
from teams_app.bot.failures import failure, sentence_of
from teams_app.bot.inbound import InboundActivities
from teams_app.bot.place import place_of
from teams_app.bot.turn import Answer, Turn
from web.services import Services
from web.surface import supported_locale

ANSWER_ACTIVITY = "answer_activity"
PATIENCE = timedelta(minutes=5)
"""An answer that comes later answers nobody."""
TEAMS = "msteams"
NOTHING = Answer()
UNKNOWN = Answer(status=501)
Who = Callable[[TeamsTenant, str], Actor | None]
"""(tenant, object id): who that is here; None for somebody unknown, or gone."""
_log = structlog.get_logger(__name__)


class Desk:
    """Takes and answers activities. One per process; safe to share between threads."""

    def __init__(
        self,
        *,
        storage: Storage,
        clock: Clock,
        services: Services,
        inbound: InboundActivities,
        dispatcher: Dispatcher,
        client: ConnectorClient,
        who: Who,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._services = services
        self._inbound = inbound
        self._dispatcher = dispatcher
        self._client = client
        self._who = who
        self._kept = KeptConversations(storage, clock)

    def verify(self, token: str | None, activity: Activity) -> TeamsTenant:
        """The tenant an activity comes from. Raises as InboundActivities.verify."""
        return self._inbound.verify(token, activity)

    def take(self, tenant: TeamsTenant, activity: Activity, body: bytes) -> Answer:
        """Answer a verified activity, or promise to.

        Args:
            tenant: it comes from.
            activity: what came.
            body: it as JSON.
        """
        ours = activity.channel == TEAMS and activity.thread
        handler = self._dispatcher.handler(activity) if ours else None
        if activity.type == INVOKE:
            return self._answered(tenant, activity, handler) if handler else UNKNOWN
        if handler is not None:
            self._promise(tenant, activity, body)
        return NOTHING

    def handlers(self) -> dict[str, Callable[..., None]]:
        """The jobs, by name."""
        return {ANSWER_ACTIVITY: self.answer_activity}

    def answer_activity(self, teams_tenant_id: str, key: str, at: str) -> None:
        """Handle what was taken; again it does nothing.

        Args:
            teams_tenant_id: where it came from.
            key: what it is kept under.
            at: when it came, ISO 8601.

        Raises:
            UnavailableError: Teams or the database does not answer; try again.
        """
        number = TeamsTenantId(UUID(teams_tenant_id))
        with self._storage.platform() as work:
            tenant = work.teams_tenants.get(number)
            body = work.teams_activities.get(number, key)
        if tenant is None or not tenant.enabled or body is None:
            return
        activity = parse_activity(body.encode())
        handler = self._dispatcher.handler(activity)
        if handler is not None:
            late = self._clock.now() - datetime.fromisoformat(at) > PATIENCE
            self._handle(tenant, activity, handler, late=late)
        with self._storage.platform() as work:
            work.teams_activities.done(number, key)

    def _promise(self, tenant: TeamsTenant, activity: Activity, body: bytes) -> None:
        now, key = self._clock.now(), _key(activity)
        with self._storage.platform() as work:
            if not work.teams_activities.take(tenant.id, key, body.decode(), now):
                _log.info("an activity came again", type=activity.type)
                return
            work.jobs.defer(
                ANSWER_ACTIVITY,
                lock=place_of(tenant, activity).lock,
                lane=Lane.CHAT,
                teams_tenant_id=str(tenant.id),
                key=key,
                at=now.isoformat(),
            )

    def _answered(self, tenant: TeamsTenant, activity: Activity, handler: Handler) -> Answer:
        """What an invoke's handler answers, or what its failure is answered."""
        locale = supported_locale(activity.locale)
        try:
            turn = self._turn(tenant, activity)
            locale = turn.locale
            return handler(turn) or NOTHING
        except MentorloomError as error:
            _log.info("an invoke was refused", name=activity.name, code=error.code)
            return failure(activity.name, error, locale)
        except Exception as error:  # noqa: BLE001  as for pages: whatever it is is told as a failure
            _log.exception("an invoke failed", name=activity.name)
            return failure(activity.name, error, locale)

    def _handle(
        self, tenant: TeamsTenant, activity: Activity, handler: Handler, *, late: bool
    ) -> None:
        turn = self._turn(tenant, activity)
        try:
            handler(turn)
        except UnavailableError:
            if not late:
                raise
            _log.warning("an activity was given up", type=activity.type)
        except MentorloomError as error:
            _log.info("an activity was refused", type=activity.type, code=error.code)
            _tell(turn, error)
        except Exception as error:  # noqa: BLE001  it would fail again: whoever waits is told
            _log.exception("an activity failed", type=activity.type)
            _tell(turn, error)

    def _turn(self, tenant: TeamsTenant, activity: Activity) -> Turn:
        known = activity.sender.object_id
        actor = self._who(tenant, known) if known else None
        place = place_of(tenant, activity, actor)
        spoken = activity.type in {MESSAGE, INVOKE}
        conversation = self._kept.heard(place) if spoken else self._kept.seen(place)
        return Turn(
            tenant=tenant,
            activity=activity,
            conversation=conversation,
            actor=actor,
            locale=supported_locale(activity.locale or conversation.locale),
            services=self._services,
            client=self._client,
        )


def _key(activity: Activity) -> str:
    """Ids are unique in a conversation, and a message that is changed keeps its own."""
    told = f"{activity.type}\n{activity.thread}\n{activity.id}"
    return hashlib.sha256(told.encode()).hexdigest()


def _tell(turn: Turn, error: Exception) -> None:
    """Say that it did not work, where somebody waits for words."""
    if turn.activity.type == MESSAGE:
        with contextlib.suppress(MentorloomError):
            turn.say(sentence_of(error))
