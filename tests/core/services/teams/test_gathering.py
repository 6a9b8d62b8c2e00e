"""From news to messages in the ledger."""

from dataclasses import replace
from datetime import timedelta

from core.domain.person import Identity
from core.domain.teams_choices import Rhythm
from core.domain.teams_delivery import DeliveryState, Purpose
from core.services.teams.sending import STUCK
from tests.contracts.teams_world import conversation, delivery, new_teams_tenant
from tests.contracts.world import NOW, World


def test_one_piece_is_one_message_and_told_once(chats, ada):
    news = chats.news(ada, subject="request:7")
    chats.gather()
    (message,) = chats.ledger(ada)
    assert (message.purpose, message.about, message.state) == (
        Purpose.REQUEST,
        {"news": str(news.id)},
        DeliveryState.WAITING,
    )
    assert message.conversation_id == chats.ada_chat.conversation_id
    assert (message.due_at, message.key) == (NOW, f"news:{news.id}")
    assert chats.stored(news).told_at == NOW
    assert [row["arguments"] for row in chats.storage.jobs] == [
        {"organization_id": str(chats.world.id), "teams_tenant_id": str(chats.tenant.id)}
    ]
    chats.gather()
    assert len(chats.ledger(ada)) == len(chats.storage.jobs) == 1


def test_several_pieces_are_one_digest(chats, ada):
    first, second = chats.news(ada, subject="request:7"), chats.news(ada)
    chats.gather()
    (message,) = chats.ledger(ada)
    assert message.purpose is Purpose.DIGEST
    assert message.about == {"news": f"{first.id} {second.id}"}


def test_nothing_for_who_did_not_ask_or_has_read_it(chats, ada):
    chats.wants(ada, chat=False)
    chats.news(ada)
    chats.news(chats.world.cleo)
    chats.gather()
    chats.wants(ada)
    with chats.work() as work:
        work.news.read(ada.id, NOW)
    chats.gather()
    assert chats.ledger(ada) == chats.ledger(chats.world.cleo) == chats.storage.jobs == []


def test_news_waits_for_the_morning_and_is_told_together(chats, ada):
    chats.lives_in(ada, "America/New_York")
    pieces = [chats.news(ada) for _ in range(5)]
    chats.gather()
    assert chats.ledger(ada) == []
    assert chats.to_mail() == []
    chats.clock.advance(hours=4)
    chats.gather()
    (message,) = chats.ledger(ada)
    assert len(message.about["news"].split()) == len(pieces)


def test_a_daily_rhythm(chats, ada):
    chats.wants(ada, rhythm=Rhythm.DAILY)
    chats.news(ada)
    chats.tell()
    chats.clock.advance(hours=3)
    chats.news(ada)
    chats.news(ada)
    chats.tell()
    assert [one.purpose for one in chats.ledger(ada)] == [Purpose.NEWS]
    chats.clock.advance(days=1)
    chats.tell()
    assert [one.purpose for one in chats.ledger(ada)] == [Purpose.DIGEST, Purpose.NEWS]


def test_who_blocked_the_app_gets_mail(chats, ada):
    with chats.work() as work:
        work.teams_conversations.block(chats.tenant.id, chats.ada_chat.conversation_id, NOW)
    news = chats.news(ada)
    assert chats.to_mail() == []
    chats.gather()
    assert chats.states(ada) == [("fell_back", "blocked")]
    assert chats.to_mail() == [ada.id]
    assert (chats.stored(news).told_at, chats.stored(news).by_mail) == (None, True)
    chats.gather()
    assert len(chats.ledger(ada)) == 1


def test_who_took_the_app_away_gets_mail_even_at_night(chats, ada):
    with chats.work() as work:
        work.teams_conversations.save(replace(chats.ada_chat, installed_at=None))
    chats.clock.advance(hours=13)
    chats.news(ada)
    chats.gather()
    assert chats.states(ada) == [("fell_back", "uninstalled")]
    assert chats.to_mail() == [ada.id]


def test_who_pauses_gets_mail(chats, ada):
    chats.wants(ada, paused_until=NOW.date() + timedelta(days=7))
    chats.news(ada)
    chats.gather()
    assert chats.ledger(ada) == []
    assert chats.to_mail() == [ada.id]


def test_without_a_chat_the_app_may_be_brought(chats, ben):
    news = chats.news(ben)
    with chats.work() as work:
        issuer = f"entra:{chats.tenant.tenant}"
        work.people.link(Identity(issuer=issuer, subject="oid", person_id=ben.id))
    chats.gather()
    (message,) = chats.ledger(ben)
    assert (message.state, message.conversation_id) == (DeliveryState.WAITING, "")
    assert chats.stored(news).told_at == NOW


def test_without_a_chat_and_a_way_there_is_mail(chats, ben):
    chats.news(ben)
    chats.gather()
    assert chats.states(ben) == [("fell_back", "no_chat")]
    chats.change_tenant(installs=False, feed=False)
    with chats.work() as work:
        issuer = f"entra:{chats.tenant.tenant}"
        work.people.link(Identity(issuer=issuer, subject="oid", person_id=ben.id))
    chats.clock.advance(minutes=1)
    chats.news(ben)
    chats.gather()
    assert chats.states(ben) == [("fell_back", "no_chat")] * 2
    assert chats.to_mail() == [ben.id]


def test_a_chat_in_a_tenant_that_is_off_is_none(chats, ada):
    other = new_teams_tenant(chats.world)
    chats.change_tenant(enabled=False)
    chats.news(ada)
    chats.gather()
    (message,) = chats.ledger(ada)
    assert (message.teams_tenant_id, message.reason) == (other.id, "no_chat")


def test_without_any_tenant_there_is_mail(chats, ada):
    chats.change_tenant(enabled=False)
    news = chats.news(ada)
    chats.gather()
    assert chats.ledger(ada) == []
    assert chats.stored(news).by_mail
    assert chats.to_mail() == [ada.id]


def test_the_newest_live_chat_counts(chats, ada):
    newer = conversation(
        chats.world, chats.tenant, ada, refreshed_at=NOW + timedelta(hours=1), blocked_at=NOW
    )
    with chats.work() as work:
        work.teams_conversations.save(newer)
    chats.news(ada)
    chats.gather()
    (message,) = chats.ledger(ada)
    assert message.conversation_id == chats.ada_chat.conversation_id


def test_many_people_are_looked_at_in_parts(chats, monkeypatch):
    monkeypatch.setattr("core.services.teams.gathering.AT_ONCE", 2)
    people = [chats.world.new_person(f"P{number}") for number in range(5)]
    for person in people:
        chats.chat(person)
        chats.news(person)
    World(chats.storage)
    chats.gather()
    assert [len(chats.ledger(person)) for person in people] == [1] * 5


def test_what_was_begun_long_ago_is_promised_again(chats, ada):
    begun = delivery(chats.world, chats.tenant, ada)
    with chats.work() as work:
        work.teams_deliveries.add_many([begun])
        work.teams_deliveries.claim(chats.tenant.id, NOW, 1)
    chats.gather()
    assert chats.storage.jobs == []
    chats.clock.time = NOW + STUCK + timedelta(seconds=1)
    chats.gather()
    assert len(chats.storage.jobs) == 1
