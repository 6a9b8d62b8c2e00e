"""Through a connector that throttles as Teams does, with a process that is killed now and then."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.teams_connector import CountedClock, KilledError, Moods, ThrottlingConnector
from core.domain.teams_delivery import DeliveryState
from core.services.teams.sending import STUCK
from teams_app.bot.connector import ConnectorClient
from teams_app.bot.connector_http import ConnectorHttp
from teams_app.notifier.messages import TeamsMessenger
from tests.core.services.teams.chats import Chats
from tests.teams_app.bot.connector_partner import PartnerTokens

CALL = ("POST", "https://smba.trafficmanager.net/emea/v3/conversations/a%3A1/activities", b"{}")
HEADERS = {"Authorization": "Bearer x"}
MOODY = Moods(throttled=0.05, busy=0.05, lost_before=0.03, lost_after=0.03, killed=0.03)
OPEN = (DeliveryState.WAITING, DeliveryState.SENDING)


class TestTheConnector:
    @pytest.mark.parametrize(
        ("pause", "taken"),
        [(0.0, 7), (0.2, 8), (0.45, 60), (1.9, 1800)],
    )
    def test_one_conversation(self, pause, taken):
        clock = CountedClock()
        connector = ThrottlingConnector(clock, latency=0.0)
        sent = 0
        while connector.send(*CALL, HEADERS).status == 201:
            sent += 1
            clock.sleep(pause)
        assert sent == taken
        assert connector.exceeded.total() == 1

    def test_one_app(self):
        connector = ThrottlingConnector(CountedClock(), latency=0.0)
        method, url, body = CALL
        answers = [
            connector.send(method, url.replace("a%3A1", f"a{number}"), body, HEADERS).status
            for number in range(31)
        ]
        assert answers == [201] * 30 + [429]


def told_by(connector, chats, people):
    """person -> (messages in their chat, whether there is mail)."""
    found = {}
    for person in people:
        with chats.work() as work:
            where = [one.conversation_id for one in work.teams_conversations.of_person(person.id)]
            mail = any(one.by_mail for one in work.news.of_person(person.id, 9))
        found[person.id] = (sum(len(connector.messages.get(one, ())) for one in where), mail)
    return found


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60))
def test_nothing_is_lost_or_doubled_and_no_limit_exceeded(seed, count):
    chats = Chats()
    chats.clock = clock = CountedClock(chats.clock.now())
    chats.sleep = clock.sleep
    connector = ThrottlingConnector(clock, MOODY, seed)
    client = ConnectorClient(ConnectorHttp(connector, PartnerTokens()))
    chats.messenger = TeamsMessenger(client)
    people = [chats.world.new_person(f"P{number}") for number in range(count)]
    for number, person in enumerate(people):
        chat = chats.chat(person)
        for _ in range(1 + number % 3):
            with chats.work() as work:
                work.news.add_many([chats.world.news(person)])
        if number % 10 == 3:
            connector.blocked.add(chat.conversation_id)
        if number % 10 == 7:
            connector.gone.add(chat.conversation_id)
    for _ in range(60):
        chats.storage.tables.table("jobs").clear()
        chats.gather()
        try:
            chats.run()
        except KilledError:
            continue  # another process takes over at once
        clock.sleep(STUCK / timedelta(seconds=1) / 4)
    with chats.work() as work:
        assert work.teams_deliveries.latest(OPEN, 99) == []
    told = told_by(connector, chats, people)
    assert [one for one, (chat, mail) in told.items() if not chat and not mail] == []
    assert max(chat for chat, _ in told.values()) <= 1
    assert connector.exceeded.total() == 0
