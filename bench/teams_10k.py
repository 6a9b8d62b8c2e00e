"""Proactive messages in Teams: 10,000 people with news, a connector that throttles as Teams does.

The whole way is real: PostgreSQL, gathering, the ledger, the pace, cards, the connector client. The
other side (teams_connector.py) counts arrivals, refuses what is above Teams' limits, and is moody;
some people blocked the app, some chats are gone, and the sending process is killed again and again.
Afterwards everybody must have been told: in the chat once, or by e-mail where no chat could tell.
Time is counted, not waited: a second here is one over there. All people are made up ("simulated").
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as time_of_day
from uuid import UUID, uuid4

import psycopg

from bench.hub import fresh_hub
from bench.teams_connector import CountedClock, KilledError, Moods, ThrottlingConnector
from config.wiring import Adapters
from core.domain.identifiers import NotificationId, OrganizationId, PersonId, TeamsTenantId
from core.domain.notification import Notification
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.teams_choices import TeamsChoices
from core.domain.teams_conversation import Conversation, ConversationKind
from core.domain.teams_delivery import DeliveryState
from core.domain.teams_tenant import TeamsTenant
from core.ports.unit_of_work import TenantWork
from core.sentence import sentence
from core.services.teams.gathering import TeamsGathering
from core.services.teams.posting import Posting, Ways
from core.services.teams.sending import SEND_TEAMS, STUCK, TeamsSending
from storage.database import libpq_url
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_http import ConnectorHttp
from teams_app.notifier.feed import GraphFeed
from teams_app.notifier.graph_calls import GraphCalls
from teams_app.notifier.installations import GraphInstaller
from teams_app.notifier.messages import TeamsMessenger
from teams_app.notifier.news_cards import NewsCards

PEOPLE = 10_000
BLOCKED, GONE = 100, 100
"""One person in so many."""
MOODS = Moods(throttled=0.004, busy=0.004, lost_before=0.002, lost_after=0.002, killed=0.003)
TEAMS_TAKES = 30
"""Messages a second of one app in one tenant."""
SERVICE = "https://smba.trafficmanager.net/emea/"


class NoSignIn:
    """Tokens of nobody in particular."""

    def app_token(self, _tenant: TeamsTenant, _scope: str) -> str:
        """Any."""
        return "token"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of everybody.

    Attributes:
        chat: person -> messages in their chat.
        mail: who is told by e-mail.
        states: how many messages are in which state, for which reason.
    """

    chat: Counter[PersonId]
    mail: set[PersonId]
    states: Counter[str]


def lines(people: int = PEOPLE) -> Iterator[str]:
    """One line a figure.

    Args:
        people: how many have news.
    """
    with fresh_hub() as joined:
        scene = Scene(joined, people)
        started = time.perf_counter()
        kills = scene.run()
        took = time.perf_counter() - started
        told = scene.told()
        connector = scene.connector
    lost = sum(one not in told.mail and not told.chat[one] for one in scene.people)
    doubled = sum(count > 1 for count in told.chat.values())
    both = sum(one in told.mail for one in told.chat)
    yield (
        f"{people} simulated people with news: {len(told.chat)} told in a chat, "
        f"{len(told.mail)} by e-mail"
    )
    yield f"{kills} kills; lost: {none(lost)}; doubled in a chat: {none(doubled)}"
    yield f"told in a chat and by e-mail, as nobody knew whether the chat had told: {both}"
    yield f"calls above a limit of Teams: {none(connector.exceeded.total())}"
    seconds = (scene.clock.now() - scene.began).total_seconds()
    yield (
        f"it took {seconds:.0f} counted seconds, x {seconds / (people / TEAMS_TAKES):.2f} of what "
        f"Teams would take at most; {took:.0f} s of this machine"
    )
    yield "ledger: " + ", ".join(f"{count} {name}" for name, count in told.states.most_common())


def none(count: int) -> str:
    """A figure that has to be 0."""
    return f"{count}, MISSED" if count else "none"


class Scene:
    """An organization in Teams, and the process that sends."""

    def __init__(self, joined: Adapters, people: int) -> None:
        self.joined = joined
        self.clock = CountedClock()
        self.began: datetime = self.clock.now()
        self.connector = ThrottlingConnector(self.clock, MOODS)
        self.organization = OrganizationId(uuid4())
        self.tenant = TeamsTenant(
            id=TeamsTenantId(uuid4()),
            organization_id=self.organization,
            tenant="t",
            client_id="c",
            app_id="a",
            created_at=self.began,
        )
        self.people = [PersonId(UUID(int=number)) for number in range(1, people + 1)]
        self._settle()

    def run(self) -> int:
        """Gather once a counted minute and send while anything is open; how many kills."""
        kills, minute = 0, self.began
        while True:
            if self.clock.now() >= minute:
                TeamsGathering(self.joined.storage, self.clock, self.joined.entropy).gather_teams()
                minute = self.clock.now() + timedelta(minutes=1)
            pause = self._promised()
            if pause is None and not self._open():
                return kills
            if pause is None or pause > 0:
                self.clock.sleep(pause or (minute - self.clock.now()).total_seconds())
                if pause is None:
                    continue
            try:
                self._sending().send_teams(str(self.organization), str(self.tenant.id))
            except KilledError:
                kills += 1

    def told(self) -> Told:
        """Look at the other side, and at our own."""
        with self.joined.storage.tenant(self.organization) as work:
            chats = work.teams_conversations.of_people(self.people)
            owner = {one.conversation_id: who for who, all_ in chats.items() for one in all_}
            states = Counter(
                f"{one.state.value}{f' ({one.reason})' if one.reason else ''}"
                for one in work.teams_deliveries.latest(list(DeliveryState), 10 * len(self.people))
            )
            mail = {
                person
                for person in self.people
                for one in work.news.of_person(person, 9)
                if one.by_mail
            }
        chat = Counter[PersonId]()
        for conversation, messages in self.connector.messages.items():
            chat[owner[conversation]] += len(messages)
        return Told(chat, mail, states)

    def _sending(self) -> TeamsSending:
        http = ConnectorHttp(self.connector, NoSignIn())
        graph = GraphCalls(self.connector, NoSignIn(), "https://graph.microsoft.com")
        ways = Ways(
            TeamsMessenger(ConnectorClient(http)),
            NewsCards("https://hub.example.edu", lambda _: self.tenant, {}),
            GraphInstaller(graph),
            GraphFeed(graph, "https://hub.example.edu"),
        )
        posting = Posting(self.clock, ways)
        return TeamsSending(self.joined.storage, self.clock, posting, self.clock.sleep)

    def _promised(self) -> float | None:
        """Take the promised job; in how many seconds it may begin, None if there is none."""
        url = libpq_url(self.joined.settings.database_url)
        with psycopg.connect(url, autocommit=True) as connection:
            row = connection.execute(
                "DELETE FROM procrastinate_jobs WHERE task_name = %s AND status = 'todo'"
                " RETURNING extract(epoch FROM scheduled_at - now())::float",
                (SEND_TEAMS,),
            ).fetchone()
        return None if row is None else max(row[0] or 0.0, 0.0)

    def _open(self) -> bool:
        later = self.clock.now() + timedelta(days=1)
        with self.joined.storage.tenant(self.organization) as work:
            return bool(work.teams_deliveries.due(later, later - STUCK))

    def _settle(self) -> None:
        with self.joined.storage.platform() as platform:
            platform.organizations.save(
                Organization(id=self.organization, slug="o", name="O", created_at=self.began)
            )
            platform.teams_tenants.save(self.tenant)
        with self.joined.storage.tenant(self.organization) as work:
            work.people.save_many(
                [
                    Person(
                        id=person,
                        organization_id=self.organization,
                        name=f"Person {number}",
                        email=f"p{number}@example.org",
                        created_at=self.began,
                        updated_at=self.began,
                    )
                    for number, person in enumerate(self.people)
                ]
            )
            for number, person in enumerate(self.people):
                self._arrive(work, number, person)

    def _arrive(self, work: TenantWork, number: int, person: PersonId) -> None:
        """Somebody wants messages, and has one or two pieces of news."""
        name = f"a:{number}"
        if number % BLOCKED == 7:
            self.connector.blocked.add(name)
        if number % GONE == 11:
            self.connector.gone.add(name)
        midnight = time_of_day()
        work.teams_choices.save(
            TeamsChoices(
                person_id=person,
                organization_id=self.organization,
                chat=True,
                quiet_from=midnight,
                quiet_until=midnight,
                weekends=True,
            )
        )
        work.teams_conversations.save(
            Conversation(
                organization_id=self.organization,
                teams_tenant_id=self.tenant.id,
                conversation_id=name,
                kind=ConversationKind.PERSONAL,
                service_url=SERVICE,
                bot_id=self.tenant.bot_id,
                user_id=f"29:{number}",
                person_id=person,
                installed_at=self.began,
                refreshed_at=self.began,
            )
        )
        work.news.add_many(
            [
                Notification(
                    id=NotificationId(uuid4()),
                    organization_id=self.organization,
                    person_id=person,
                    sentence=sentence("You have a mentor."),
                    page="/app/matches",
                    created_at=self.began - timedelta(minutes=1),
                )
                for _ in range(1 + number % 2)
            ]
        )
