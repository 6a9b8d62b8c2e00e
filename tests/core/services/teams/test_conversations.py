"""Conversations in Teams, kept by what is heard from them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.teams_conversation import ConversationKind
from core.services.teams.conversations import AGES, KeptConversations, Place

SERVICE = "https://smba.trafficmanager.net/emea/"


@pytest.fixture
def kept(chats):
    return KeptConversations(chats.storage, chats.clock)


@pytest.fixture
def place(chats):
    return Place(
        teams_tenant=chats.tenant,
        conversation_id="a:ada",
        kind=ConversationKind.PERSONAL,
        service_url=SERVICE,
        bot_id="28:bot",
        user_id="29:ada",
        object_id="object-ada",
        locale="en-GB",
    )


@pytest.fixture
def channel(place):
    told = {"user_id": "", "object_id": "", "kind": ConversationKind.CHANNEL}
    return replace(
        place, conversation_id="19:mentors", channel_id="19:mentors", team_id="19:t", **told
    )


def stored(chats, conversation_id):
    with chats.work() as work:
        return work.teams_conversations.by_conversation(chats.tenant.id, conversation_id)


class TestHearing:
    def test_the_first_word_begins_it(self, chats, kept, place):
        made = kept.heard(place)
        assert made == stored(chats, "a:ada")
        assert (made.live, made.installed_at) == (True, chats.clock.now())
        assert (made.user_id, made.object_id, made.locale) == ("29:ada", "object-ada", "en-GB")

    def test_news_is_written_at_once_and_nothing_new_seldom(self, chats, kept, place):
        first = kept.heard(place)
        chats.clock.advance(minutes=1)
        kept.heard(place)
        assert stored(chats, "a:ada") == first
        moved = kept.heard(replace(place, service_url=SERVICE + "other/"))
        assert stored(chats, "a:ada") == moved
        assert moved.refreshed_at == first.refreshed_at + timedelta(minutes=1)
        chats.clock.advance(seconds=AGES.total_seconds())
        assert kept.heard(place).refreshed_at == chats.clock.now()

    def test_what_is_not_said_again_stays_known(self, chats, kept, place):
        ada = chats.world.ada
        kept.heard(replace(place, person_id=ada.id))
        bare = replace(place, user_id="", object_id="", locale="")
        told = kept.heard(bare)
        assert (told.person_id, told.user_id, told.object_id, told.locale) == (
            ada.id,
            "29:ada",
            "object-ada",
            "en-GB",
        )

    def test_seeing_writes_nothing(self, chats, kept, place):
        assert kept.seen(place).installed_at is None
        assert stored(chats, "a:ada") is None
        assert kept.heard(place) == kept.seen(place)


class TestComingAndGoing:
    def test_it_is_new_until_it_arrived(self, kept, place):
        assert kept.is_new(place)
        kept.arrived(place)
        assert not kept.is_new(place)
        kept.left(place)
        assert kept.is_new(place)

    def test_a_team_is_one_place(self, chats, kept, channel):
        assert channel.lock == replace(channel, conversation_id="19:other").lock
        kept.arrived(channel)
        assert not kept.is_new(replace(channel, conversation_id="19:other"))
        assert stored(chats, "19:t").channel_id == "19:t"

    def test_nothing_is_said_where_it_left(self, chats, kept, channel):
        kept.arrived(channel)
        kept.heard(channel)
        kept.left(channel)
        for one in ("19:mentors", "19:t"):
            assert (stored(chats, one).live, stored(chats, one).installed_at) == (False, None)

    def test_leaving_what_is_unknown_is_nothing(self, chats, kept, place):
        kept.left(place)
        kept.closed(place)
        assert stored(chats, "a:ada") is None

    def test_what_is_closed_opens_by_a_word(self, chats, kept, channel):
        kept.arrived(channel)
        kept.closed(channel)
        assert not stored(chats, "19:t").live
        kept.arrived(channel)
        assert stored(chats, "19:t").live
