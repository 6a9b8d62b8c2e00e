"""A hub with a bot on in-memory storage; the Bot Framework calls it, and Teams hears it."""

from dataclasses import replace

from config.teams import bot_desk
from config.wiring import Adapters
from core.domain.person import ENTRA_ISSUER, Identity, Person
from core.services.teams.conversations import KeptConversations
from core.services.teams.members import TeamsMembers
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_http import ConnectorHttp, Patience
from teams_app.bot.desk import Desk
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.inbound import BotOrigin, InboundActivities
from teams_app.bot.routes import bot_blueprint
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.worker import run_all
from tests.teams_app.bot.connector_partner import PartnerConnector, PartnerTokens
from tests.teams_app.bot.partner import (
    OBJECT,
    ORGANIZATION,
    SERVICE,
    TENANT,
    claims,
    encoded,
    publish,
    settle,
    teams_tenant,
)
from tests.teams_app.signing import KEY
from tests.web.hub import HTTP, Hub


class BotHub:
    def __init__(self, rate_limit="10000 per minute", **parts):
        self.hub = Hub(replace(HTTP, rate_limit=rate_limit), **parts)
        self.storage, self.clock = self.hub.storage, self.hub.clock
        settle(self.storage, self.clock.now())
        self.teams = PartnerConnector()
        self.http = FakeOutbound()
        publish(self.http)
        self.dispatcher = Dispatcher()
        self.waits = []
        http = ConnectorHttp(self.teams, PartnerTokens(), (), Patience(), self.waits.append)
        self.client = ConnectorClient(http)
        self.kept = KeptConversations(self.storage, self.clock)
        self.desk = Desk(
            storage=self.storage,
            clock=self.clock,
            services=self.hub.services,
            inbound=InboundActivities(self.storage, self.http, self.clock, BotOrigin()),
            dispatcher=self.dispatcher,
            client=self.client,
            who=TeamsMembers(self.storage).actor,
        )
        self.hub.app.register_blueprint(bot_blueprint(self.desk))
        self.browser = self.hub.app.test_client()

    def as_it_is(self):
        """Let everybody answer who answers in the real hub."""
        joined = Adapters(
            settings=self.hub.settings,
            storage=self.storage,
            clock=self.clock,
            entropy=self.hub.entropy,
            http=self.http,
            encoder=FakeEncoder(),
            checks={},
        )
        made = bot_desk(joined, self.hub.services, self.client)
        self.dispatcher = self.desk._dispatcher = made._dispatcher
        return self

    def post(self, told, token=None, **changes):
        """Send an activity as the Bot Framework does; bytes go as they are."""
        body = told if isinstance(told, bytes) else encoded(told)
        told = told if isinstance(told, dict) else {}
        changes = {"serviceurl": told.get("serviceUrl", SERVICE), **changes}
        token = KEY.sign(claims(self.clock, **changes)) if token is None else token
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return self.browser.post(
            "/api/messages", data=body, headers=headers, content_type="application/json"
        )

    def work(self):
        """Do what was promised."""
        run_all(self.storage, self.desk.handlers())

    def heard(self, told):
        """Send it and do what was promised; what the bot says then."""
        before = len(self.teams.messages)
        assert self.post(told).status_code == 200
        self.work()
        return [message for _, message in list(self.teams.messages.values())[before:]]

    def person(self, name="Mira", object_id=OBJECT):
        """Somebody who is known from Teams."""
        now = self.clock.now()
        made = Person(
            id=self.hub.entropy.uuid(),
            organization_id=ORGANIZATION,
            name=name,
            created_at=now,
            updated_at=now,
        )
        with self.storage.tenant(ORGANIZATION) as work:
            work.people.save(made)
            work.people.link(
                Identity(issuer=ENTRA_ISSUER.format(TENANT), subject=object_id, person_id=made.id)
            )
        return made

    def conversation(self, conversation_id="a:mira"):
        """What is kept of one."""
        with self.storage.tenant(ORGANIZATION) as work:
            return work.teams_conversations.by_conversation(teams_tenant().id, conversation_id)
