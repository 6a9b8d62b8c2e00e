"""Asking platforms to send us notices.

1. A launch says that its platform sends notices, and where handlers are registered. Which handlers
   a deployment has is kept; what is missing, or has another address of ours, is promised.
2. The job registers the handler. A platform that refuses is asked again a day later at the
   earliest; one that does not answer, by the queue.

https://www.imsglobal.org/spec/lti-pns/v1p0/main/
"""

from datetime import timedelta
from uuid import UUID

import structlog

from core.domain.identifiers import RegistrationId
from core.domain.notice import COURSE_COPY, HELLO, NoticeSubscription
from core.domain.registration import Registration, RegistrationStatus
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from lti.messages import LtiMessage
from lti.services.notices import NoticeHandlers

SUBSCRIBE_NOTICES = "subscribe_notices"
WANTED = frozenset({HELLO, COURSE_COPY})
PAUSE = timedelta(days=1)
_log = structlog.get_logger(__name__)


class NoticeSubscriptions:
    """Keeps our handlers registered.

    Args:
        storage: where it is kept which are.
        clock: when they were.
        handlers: calls platforms.
        handler_url: where our handler is: our own address, absolute.
    """

    def __init__(
        self, storage: Storage, clock: Clock, handlers: NoticeHandlers, handler_url: str
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._handlers = handlers
        self._handler_url = handler_url
        # Deployments whose handlers are in order: launches need not ask the database again.
        self._settled: set[tuple[RegistrationId, str, str, frozenset[str]]] = set()

    def promise(self, registration: Registration, message: LtiMessage) -> None:
        """Have handlers registered that a launch shows to be missing."""
        url, wanted = message.services.notices_url, message.notice_types & WANTED
        key = (registration.id, message.deployment_id, url, wanted)
        if not url or not wanted or key in self._settled:
            return
        with self._storage.platform() as work:
            known = {
                subscription.notice_type: subscription
                for subscription in work.notices.subscriptions(registration.id)
                if subscription.deployment_id == message.deployment_id
            }
            missing = [kind for kind in sorted(wanted) if not self._in_order(known.get(kind), url)]
            for kind in missing:
                work.jobs.defer(
                    SUBSCRIBE_NOTICES,
                    once=f"{SUBSCRIBE_NOTICES}:{registration.id}:{message.deployment_id}:{kind}",
                    registration_id=str(registration.id),
                    deployment_id=message.deployment_id,
                    url=url,
                    notice_type=kind,
                )
        if not missing and all(known[kind].handler for kind in wanted):
            self._settled.add(key)

    def subscribe_notices(
        self, registration_id: str, deployment_id: str, url: str, notice_type: str
    ) -> None:
        """Register our handler of one type with a platform. Running it twice changes nothing.

        Raises:
            UnavailableError: the platform did not answer; the queue tries again.
        """
        known = RegistrationId(UUID(registration_id))
        with self._storage.platform() as work:
            registration = work.registrations.get(known)
        if registration is None or registration.status is not RegistrationStatus.ACTIVE:
            return
        handler = self._handler_url
        try:
            self._handlers.subscribe(registration, url, notice_type, handler)
        except ForbiddenError as error:
            _log.warning(
                "notices not subscribed", registration_id=registration_id, reason=error.message
            )
            handler = ""
        made = NoticeSubscription(
            registration_id=known,
            deployment_id=deployment_id,
            notice_type=notice_type,
            url=url,
            handler=handler,
            subscribed_at=self._clock.now(),
        )
        with self._storage.platform() as work:
            work.notices.save_subscription(made)

    def _in_order(self, known: NoticeSubscription | None, url: str) -> bool:
        if known is None or known.url != url:
            return False
        refused = not known.handler and self._clock.now() - known.subscribed_at < PAUSE
        return refused or known.handler == self._handler_url
