"""The bot of Microsoft Teams, joined together: for the route in the web process, and for jobs."""

from collections.abc import Callable
from typing import Any

from config.wiring import Adapters
from core.domain.identifiers import TeamsTenantId
from core.domain.teams_tenant import TeamsTenant
from core.services.teams.conversations import KeptConversations
from core.services.teams.gathering import GATHER_TEAMS, TeamsGathering
from core.services.teams.members import TeamsMembers
from core.services.teams.posting import Posting, Ways
from core.services.teams.ratings import AnswerRatings
from core.services.teams.sending import SEND_TEAMS, TeamsSending
from teams_app.bot.activity import MESSAGE
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_http import ONCE, ConnectorHttp, Patience
from teams_app.bot.desk import Desk
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.events import Events
from teams_app.bot.feedback import Feedback
from teams_app.bot.inbound import BotOrigin, InboundActivities
from teams_app.cards.builders import card_builders
from teams_app.cards.buttons import Buttons
from teams_app.dialog.dialog import Dialog
from teams_app.extension.searches import Searches
from teams_app.microsoft_http import AppTokens
from teams_app.notifier.feed import GraphFeed
from teams_app.notifier.graph_calls import GraphCalls
from teams_app.notifier.installations import GraphInstaller
from teams_app.notifier.messages import TeamsMessenger
from teams_app.notifier.news_cards import NewsCards
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


def teams_handlers(joined: Adapters, services: Services) -> dict[str, Callable[..., Any]]:
    """The jobs that tell people news in Teams."""
    storage, clock, settings = joined.storage, joined.clock, joined.settings
    tokens = app_tokens(joined)
    graph = GraphCalls(joined.http, tokens, settings.graph_url)

    def tenant_of(teams_tenant_id: TeamsTenantId) -> TeamsTenant | None:
        with storage.platform() as work:
            return work.teams_tenants.get(teams_tenant_id)

    ways = Ways(
        # The ledger tries again, so one call is one try.
        TeamsMessenger(connector_client(joined, ONCE)),
        NewsCards(
            settings.public_url,
            tenant_of,
            card_builders(services, tenant_of, settings.public_url),
        ),
        GraphInstaller(graph),
        GraphFeed(graph, settings.public_url),
    )
    return {
        GATHER_TEAMS: TeamsGathering(storage, clock, joined.entropy).gather_teams,
        SEND_TEAMS: TeamsSending(storage, clock, Posting(clock, ways)).send_teams,
    }


def app_tokens(joined: Adapters) -> AppTokens:
    """Tokens of the apps of Teams tenants."""

    def secret_of(tenant: TeamsTenant) -> str:
        with joined.storage.platform() as work:
            return work.teams_tenants.secret(tenant.id)

    return AppTokens(joined.http, joined.settings.entra_authority, secret_of, joined.clock)


def _dispatcher(joined: Adapters) -> Dispatcher:
    """Who handles what."""
    made = Dispatcher()
    dialog = Dialog(joined.settings.public_url, joined.encoder)
    Events(KeptConversations(joined.storage, joined.clock), dialog.greet).register(made)
    made.on_activity(MESSAGE, dialog.answer)
    Buttons(joined.settings.public_url).register(made)
    Searches(joined.settings.public_url).register(made)
    Feedback(AnswerRatings(joined.storage, joined.clock)).register(made)
    return made
