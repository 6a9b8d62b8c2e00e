"""Messages nobody asked for just now: the adapter of core.ports.messenger.Messenger.

Each call tries once (connector_http.ONCE): whoever sends has a ledger and comes again. What a
connector refuses becomes what the ledger knows; where no token is to be had, nothing was sent.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import structlog

from core.domain.teams_conversation import Conversation
from core.domain.teams_tenant import TeamsTenant
from core.errors import ForbiddenError, MentorloomError, MisconfiguredError, UnavailableError
from core.ports.messenger import (
    Blocked,
    Gone,
    Opened,
    Opening,
    Outcome,
    Refused,
    Sent,
    Throttled,
    TooBig,
    Unsure,
)
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_errors import (
    GoneError,
    RefusedError,
    ThrottledError,
    TooBigError,
    UnsureError,
)

NO_TOKEN = timedelta(minutes=5)
"""Somebody has to put the app's secret right, or Entra has to come back."""
MOMENT = timedelta(seconds=30)
_log = structlog.get_logger(__name__)


class TeamsMessenger:
    """Sends messages to conversations. One per process; safe to share between threads.

    Args:
        client: that tries each call once.
    """

    def __init__(self, client: ConnectorClient) -> None:
        self._client = client

    def send(
        self, tenant: TeamsTenant, conversation: Conversation, card: Mapping[str, Any]
    ) -> Outcome:
        """See the port."""
        try:
            return Sent(self._client.send(tenant, conversation, card))
        except MentorloomError as error:
            return _outcome(error)

    def reopen(self, tenant: TeamsTenant, conversation: Conversation) -> Opening:
        """See the port. Asking twice gives the same chat."""
        member, where = conversation.user_id or conversation.object_id, conversation.service_url
        try:
            return Opened(self._client.create_personal(tenant, where, member), where)
        except MentorloomError as error:
            outcome = _outcome(error)
        if isinstance(outcome, Blocked | Throttled | Refused):
            return outcome
        return Throttled(MOMENT, everything=False) if isinstance(outcome, Unsure) else Blocked()


def _outcome(error: MentorloomError) -> Outcome:
    """What the ledger calls it.

    Raises:
        MentorloomError: it is none of what a connector's client raises.
    """
    outcome: Outcome
    match error:
        case ThrottledError():
            outcome = Throttled(error.retry_after or MOMENT)
        case UnsureError():
            outcome = Unsure()
        case GoneError():
            outcome = Gone()
        case TooBigError():
            outcome = TooBig()
        case RefusedError():
            outcome = Refused(error.reason)
        case ForbiddenError():
            outcome = Blocked()
        case MisconfiguredError() | UnavailableError():
            # It came from the token, before anything was sent.
            _log.warning("the bot has no token", code=error.code)
            outcome = Throttled(NO_TOKEN, reason="no_token")
        case _:
            raise error
    return outcome
