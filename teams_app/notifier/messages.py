"""Messages through the Bot Connector: what it refuses, as outcomes."""

from datetime import timedelta

from core.domain.teams_conversation import Conversation
from core.domain.teams_tenant import TeamsTenant
from core.errors import MentorloomError, UnavailableError
from core.ports.messenger import (
    Blocked,
    Card,
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
    BlockedError,
    GoneError,
    NotInRosterError,
    RefusedError,
    ThrottledError,
    TooBigError,
    UnsureError,
)
from teams_app.entra_refusals import AppRefusedError

WITHOUT_TOKEN = timedelta(minutes=5)
"""How long an app without a token waits: somebody has to put it right."""
LEAST = timedelta(seconds=1)
"""The least pause where Teams does not say."""

_OUTCOMES: dict[type[MentorloomError], Outcome] = {
    UnsureError: Unsure(),
    BlockedError: Blocked(),
    NotInRosterError: Blocked(),
    GoneError: Gone(),
    TooBigError: TooBig(),
}


class TeamsMessenger:
    """Adapter of core.ports.messenger.Messenger. Safe to share between threads.

    Args:
        client: which tries each call once; the ledger tries again.
    """

    def __init__(self, client: ConnectorClient) -> None:
        self._client = client

    def send(self, tenant: TeamsTenant, conversation: Conversation, card: Card) -> Outcome:
        """See the port."""
        try:
            return Sent(self._client.send(tenant, conversation, card))
        except MentorloomError as error:
            return outcome_of(error)

    def reopen(self, tenant: TeamsTenant, conversation: Conversation) -> Opening:
        """See the port."""
        member = conversation.user_id or conversation.object_id
        try:
            made = self._client.create_personal(tenant, conversation.service_url, member)
        except MentorloomError as error:
            return _opening_of(outcome_of(error))
        return Opened(made, conversation.service_url)


def outcome_of(error: MentorloomError) -> Outcome:
    """What an error of connector or sign-in means for a message.

    Raises:
        MentorloomError: it is no such error.
    """
    match error:
        case ThrottledError():
            return Throttled(max(error.retry_after or LEAST, LEAST))
        case RefusedError():
            return Refused(error.reason)
    for kind, outcome in _OUTCOMES.items():
        if isinstance(error, kind):
            return outcome
    return without_token(error)


def without_token(error: MentorloomError) -> Throttled:
    """Entra gave no token, so nothing was sent.

    Raises:
        MentorloomError: it is another error.
    """
    match error:
        case AppRefusedError():
            return Throttled(WITHOUT_TOKEN, reason="app_refused")
        case UnavailableError():
            return Throttled(error.retry_after or timedelta(minutes=1), reason="no_sign_in")
    raise error


def _opening_of(outcome: Outcome) -> Opening:
    """A chat that nobody knows to be open is asked for again: asking twice opens one."""
    match outcome:
        case Blocked() | Throttled() | Refused():
            return outcome
        case Unsure():
            return Throttled(timedelta(minutes=1), everything=False)
    return Refused("ConversationNotFound")
