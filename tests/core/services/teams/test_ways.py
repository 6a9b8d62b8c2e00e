"""Chats that are gone, people without one, and what changed since a message was written."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.person import Identity
from core.domain.teams_conversation import Conversation
from core.domain.teams_delivery import DeliveryState
from core.errors import UnavailableError
from core.ports.messenger import (
    Blocked,
    Gone,
    Opened,
    Refused,
    Throttled,
)
from tests.contracts.world import NOW, fresh

MINUTE = timedelta(minutes=1)


def test_a_conversation_that_is_gone_is_opened_again(chats, ada):
    chats.news(ada)
    chats.messenger.next = [Gone()]
    chats.tell()
    assert chats.messenger.reopened == [chats.ada_chat.conversation_id]
    ((where, _),) = chats.messenger.sent
    assert where == "a:new"
    with chats.work() as work:
        new, old = work.teams_conversations.of_person(ada.id)
    assert (old.live, new.live) == (False, True)
    assert new == replace(
        chats.ada_chat,
        conversation_id="a:new",
        service_url="https://new.example/",
        installed_at=NOW,
        refreshed_at=NOW,
    )


@pytest.mark.parametrize(
    ("opening", "state"),
    [
        (Refused("Forbidden"), ("fell_back", "not_installed")),
        (Blocked(), ("fell_back", "not_installed")),
        (Throttled(MINUTE), ("waiting", "throttled")),
    ],
)
def test_or_it_cannot_be_opened(chats, ada, opening, state):
    chats.news(ada)
    chats.messenger.next, chats.messenger.opening = [Gone()], opening
    chats.tell()
    assert chats.states(ada) == [state]


def test_a_chat_that_stays_gone_is_given_up(chats, ada):
    chats.news(ada)
    chats.messenger.next = [Gone()] * 9
    chats.messenger.opening = Opened(chats.ada_chat.conversation_id, "https://x.example/")
    chats.tell()
    assert chats.states(ada) in ([("fell_back", "gone")], [("fell_back", "not_installed")])
    with chats.work() as work:
        assert len(work.teams_conversations.of_person(ada.id)) == 1


class TestWithoutAChat:
    @pytest.fixture
    def ben(self, chats, ben):
        with chats.work() as work:
            issuer = f"entra:{chats.tenant.tenant}"
            work.people.link(Identity(issuer=issuer, subject="oid", person_id=ben.id))
        chats.news(ben)
        return ben

    def test_the_app_is_installed_and_the_message_sent(self, chats, ben):
        chats.tell()
        assert chats.installer.asked == ["oid"]
        assert [where for where, _ in chats.messenger.sent] == ["a:installed"]
        assert chats.states(ben) == [("sent", "")]
        with chats.work() as work:
            (chat,) = work.teams_conversations.of_person(ben.id)
        assert isinstance(chat, Conversation)
        assert (chat.object_id, chat.service_url) == ("oid", "https://smba.example/")

    def test_what_teams_told_of_the_chat_meanwhile_counts(self, chats, ben):
        def told():
            chats.chat(ben, conversation_id="a:installed", service_url="https://near.example/")

        chats.installer.meanwhile = told
        chats.tell()
        assert chats.states(ben) == [("sent", "")]
        with chats.work() as work:
            (chat,) = work.teams_conversations.of_person(ben.id)
        assert chat.service_url == "https://near.example/"

    def test_teams_takes_its_time(self, chats, ben):
        chats.installer.opening = Opened()
        chats.tell()
        assert chats.states(ben) == [("waiting", "installing")]
        chats.chat(ben)
        chats.again(MINUTE)
        assert len(chats.messenger.sent) == 1

    @pytest.mark.parametrize("opening", [Refused("Forbidden"), Blocked()])
    def test_where_it_may_not_be_installed_the_feed_tells(self, chats, ben, opening):
        chats.installer.opening = opening
        chats.tell()
        ((who, item),) = chats.feed.items
        assert (who, item.preview, item.page) == ("oid", "Ben asks you.", "/app/requests")
        assert chats.states(ben) == [("sent", "feed")]
        assert len(chats.installer.asked) == 1

    @pytest.mark.usefixtures("ben")
    def test_installing_is_not_tried_where_it_is_not_allowed(self, chats):
        chats.change_tenant(installs=False)
        chats.tell()
        assert (len(chats.feed.items), chats.installer.asked) == (1, [])

    def test_without_a_feed_there_is_mail(self, chats, ben):
        chats.change_tenant(feed=False)
        chats.installer.opening = Refused("Forbidden")
        chats.tell()
        assert chats.states(ben) == [("fell_back", "not_installed")]
        assert chats.to_mail() == [ben.id]

    def test_a_feed_that_refuses_is_seen(self, chats, ben):
        chats.change_tenant(installs=False)
        chats.feed.outcome = Refused("Forbidden")
        chats.tell()
        assert chats.states(ben) == [("refused", "Forbidden")]

    def test_graph_asks_to_wait(self, chats, ben):
        chats.installer.opening = Throttled(MINUTE)
        chats.tell()
        assert chats.states(ben) == [("waiting", "throttled")]


@pytest.mark.usefixtures("news")
class TestWhatChangedSinceItWasGathered:
    @pytest.fixture
    def news(self, chats, ada):
        news = chats.news(ada, subject="request:7")
        chats.gather()
        return news

    def test_it_was_read(self, chats, ada):
        with chats.work() as work:
            work.news.read(ada.id, NOW)
        chats.run()
        assert chats.states(ada) == [("dropped", "read")]

    def test_it_is_over(self, chats, ada):
        chats.writer.over = {"request:7"}
        chats.run()
        assert chats.states(ada) == [("dropped", "over")]
        assert chats.to_mail() == []

    def test_they_do_not_want_messages_any_more(self, chats, ada):
        chats.wants(ada, chat=False)
        chats.run()
        assert chats.states(ada) == [("fell_back", "switched_off")]
        assert chats.to_mail() == [ada.id]

    def test_night_fell(self, chats, ada):
        chats.clock.advance(hours=10)
        chats.run()
        (message,) = chats.ledger(ada)
        assert (message.state, message.reason) == (DeliveryState.WAITING, "quiet")
        assert message.attempts == 0
        chats.clock.advance(hours=14)
        chats.again()
        assert chats.states(ada) == [("sent", "")]

    def test_for_hours_nothing_could_be_sent(self, chats, ada):
        chats.clock.advance(hours=6, seconds=1)
        chats.run()
        assert chats.states(ada) == [("fell_back", "late")]
        assert chats.to_mail() == [ada.id]

    def test_for_hours_teams_took_nothing(self, chats, ada):
        wait = Throttled(timedelta(hours=4), reason="app_refused")
        chats.messenger.next = [wait]
        chats.run()
        chats.again(7 * 60 * MINUTE)
        assert chats.states(ada) == [("fell_back", "app_refused")]

    def test_the_app_was_taken_away(self, chats, ada):
        with chats.work() as work:
            work.teams_conversations.save(replace(chats.ada_chat, installed_at=None))
        chats.run()
        assert chats.states(ada) == [("fell_back", "uninstalled")]

    def test_the_tenant_was_switched_off(self, chats, ada):
        chats.change_tenant(enabled=False)
        chats.run()
        assert chats.states(ada) == [("fell_back", "tenant_off")]
        assert chats.to_mail() == [ada.id]

    def test_the_tenant_is_gone_or_anothers(self, chats, ada):
        for organization, tenant in ((chats.world.id, fresh()), (fresh(), chats.tenant.id)):
            chats.sending.send_teams(str(organization), str(tenant))
        assert chats.states(ada) == [("waiting", "")]

    def test_the_words_are_missing_just_now(self, chats, ada):
        chats.writer.error = UnavailableError("The database does not answer.")
        chats.run()
        assert chats.states(ada) == [("waiting", "no_words")]
        chats.writer.error = None
        chats.again(8 * MINUTE)
        assert chats.states(ada) == [("sent", "")]
