"""The bot of Microsoft Teams, joined together: for the route in the web process, and for jobs."""

from config.wiring import Adapters
from core.domain.teams_tenant import TeamsTenant
from core.services.teams.conversations import KeptConversations
from core.services.teams.members import TeamsMembers
from teams_app.bot.activity import MESSAGE
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_http import ConnectorHttp, Patience
from teams_app.bot.desk import Desk
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.events import Events
from teams_app.bot.greeting import greet, say_help
from teams_app.bot.inbound import BotOrigin, InboundActivities
from teams_app.microsoft_http import AppTokens
from web.services import Services


def bot_desk(joined: Adapters, services: Services, client: ConnectorClient | None = None) -> Desk:
    """Where activities come in and are answered.

    Args:
        joined: adapters.
        services: use cases on them.
        client: speaks to Teams; the real one unless given.
    """
    storage, clock, settings = joined.storage, joined.clock, joined.settings
    origin = BotOrigin(
        metadata_url=settings.teams_bot_metadata, service_origins=settings.teams_connectors
    )
    return Desk(
        storage=storage,
        clock=clock,
        services=services,
        inbound=InboundActivities(storage, joined.http, clock, origin),
        dispatcher=_dispatcher(joined),
        client=client or connector_client(joined, Patience()),
        who=TeamsMembers(storage).actor,
    )


def connector_client(joined: Adapters, patience: Patience) -> ConnectorClient:
    """What speaks to Teams.

    Args:
        joined: adapters.
        patience: how long a call may try.
    """
    origins = joined.settings.teams_connectors
    return ConnectorClient(ConnectorHttp(joined.http, app_tokens(joined), origins, patience))


def app_tokens(joined: Adapters) -> AppTokens:
    """Tokens of the apps of Teams tenants."""

    def secret_of(tenant: TeamsTenant) -> str:
        with joined.storage.platform() as work:
            return work.teams_tenants.secret(tenant.id)

    return AppTokens(joined.http, joined.settings.entra_authority, secret_of, joined.clock)


def _dispatcher(joined: Adapters) -> Dispatcher:
    """Who handles what."""
    made = Dispatcher()
    Events(KeptConversations(joined.storage, joined.clock), greet).register(made)
    made.on_activity(MESSAGE, say_help)
    return made
