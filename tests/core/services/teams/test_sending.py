"""From the ledger to Teams, and what comes of it."""

import time
from datetime import timedelta

import pytest

from core.domain.teams_delivery import DeliveryState
from core.ports.messenger import (
    Blocked,
    Refused,
    Sent,
    Throttled,
    TooBig,
    Unsure,
)
from core.services.teams.outcomes import MOST_TRIES
from core.services.teams.posting import Posting, Ways
from core.services.teams.sending import STUCK, TeamsSending, promise_sending
from tests.contracts.teams_world import delivery
from tests.contracts.world import NOW

MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """The process ends here."""


def test_it_is_sent_and_marked(chats, ada):
    chats.news(ada)
    chats.tell()
    (message,) = chats.ledger(ada)
    assert (message.state, message.reason, message.attempts) == (DeliveryState.SENT, "", 1)
    assert (message.activity_id, message.sent_at) == ("m-1", NOW)
    ((where, card),) = chats.messenger.sent
    assert where == chats.ada_chat.conversation_id
    assert card["text"] == "Ben asks you."
    assert chats.again() == 0
    assert len(chats.messenger.sent) == 1
    assert chats.to_mail() == []


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Unsure(), ("unsure", "no_answer")),
        (Blocked(), ("fell_back", "blocked")),
        (TooBig(), ("fell_back", "too_big")),
        (Refused("BotDisabled"), ("refused", "BotDisabled")),
    ],
)
def test_what_does_not_arrive_for_sure_goes_by_mail_and_is_never_sent_again(
    chats, ada, outcome, state
):
    news = chats.news(ada)
    chats.messenger.next = [outcome]
    chats.tell()
    assert chats.states(ada) == [state]
    assert chats.stored(news).by_mail
    assert chats.to_mail() == [ada.id]
    chats.again(timedelta(days=1))
    assert chats.messenger.sent == []


def test_who_blocks_is_left_alone_until_they_write(chats, ada):
    chats.messenger.next = [Blocked()]
    chats.news(ada)
    chats.tell()
    chats.news(ada)
    chats.again(MINUTE)
    assert chats.states(ada) == [("fell_back", "blocked")] * 2
    with chats.work() as work:
        (chat,) = work.teams_conversations.of_person(ada.id)
        work.teams_conversations.save(chat.heard(chats.clock.now(), chat.service_url))
    chats.news(ada)
    chats.again(MINUTE)
    assert chats.states(ada)[0] == ("sent", "")


def test_teams_asks_to_wait(chats, ada):
    ben = chats.world.ben
    chats.chat(ben)
    chats.news(ada)
    chats.news(ben)
    chats.messenger.next = [Throttled(MINUTE)]
    chats.tell()
    messages = chats.ledger(ada) + chats.ledger(ben)
    assert {one.state for one in messages} == {DeliveryState.WAITING}
    assert {one.reason for one in messages} == {"throttled"}
    assert all(NOW + MINUTE <= one.due_at <= NOW + 1.5 * MINUTE for one in messages)
    assert chats.storage.jobs == []
    chats.again(2 * MINUTE)
    assert len(chats.messenger.sent) == 2


def test_the_rest_waits_too_as_long_as_teams_says(chats, ada):
    people = [chats.world.new_person(f"P{number}") for number in range(30)]
    for person in people:
        chats.chat(person)
        chats.news(person)
    chats.messenger.next = [Throttled(MINUTE)]
    chats.tell()
    assert chats.promised() == [MINUTE]
    waiting = [one for person in people for one in chats.ledger(person) if one.attempts == 0]
    assert len(waiting) >= 20
    chats.again(2 * MINUTE)
    assert sorted(chats.states(person) for person in people) == [[("sent", "")]] * 30
    sent = [where for where, _ in chats.messenger.sent]
    assert len(sent) == len(set(sent)) == 30


def test_after_many_tries_it_goes_by_mail(chats, ada):
    chats.news(ada)
    chats.messenger.next = [Throttled(MINUTE, everything=False)] * MOST_TRIES
    chats.tell()
    for _ in range(MOST_TRIES):
        chats.again(2 * MINUTE)
    assert chats.states(ada) == [("fell_back", "throttled")]
    assert chats.to_mail() == [ada.id]


def test_a_killed_process_leaves_nothing_lost_or_doubled(chats, ada):
    news = chats.news(ada)
    chats.messenger.next = [Killed()]
    chats.gather()
    with pytest.raises(Killed):
        chats.run()
    assert chats.states(ada) == [("sending", "")]
    chats.again(MINUTE)
    assert chats.states(ada) == [("sending", "")]
    chats.again(STUCK)
    assert chats.states(ada) == [("unsure", "interrupted")]
    assert chats.messenger.sent == []
    assert chats.stored(news).by_mail


def test_the_pace_is_kept_also_after_a_restart(chats):
    people = [chats.world.new_person(f"P{number}") for number in range(60)]
    arrived = []
    chats.messenger.meanwhile = lambda: arrived.append(chats.clock.now())
    for person in people:
        chats.chat(person)
        chats.news(person)
    chats.messenger.next = [*[Sent(str(number)) for number in range(30)], Killed()]
    chats.gather()
    with pytest.raises(Killed):
        chats.run()
    chats.again()
    assert len(arrived) >= 51
    for first in arrived:
        assert sum(first <= at < first + timedelta(seconds=1) for at in arrived) <= 30


def test_a_job_ends_after_a_while_so_that_others_get_their_turn(chats, ada):
    chats.news(ada)
    chats.gather()

    def slow():
        chats.clock.advance(minutes=1)

    chats.messenger.meanwhile = slow
    for person in [chats.world.new_person(f"P{number}") for number in range(15)]:
        chats.chat(person)
        chats.news(person)
    chats.gather()
    assert chats.run() == 2


def test_one_promise_at_a_time(chats):
    with chats.work() as work:
        for _ in range(2):
            promise_sending(work.jobs, chats.world.id, chats.tenant.id)
    assert len(chats.storage.jobs) == 1


def test_threads_that_are_all_busy_with_one_chat(chats, ada):
    pieces = [chats.news(ada) for _ in range(9)]
    with chats.work() as work:
        about = [{"news": str(one.id)} for one in pieces]
        work.teams_deliveries.add_many(
            [delivery(chats.world, chats.tenant, ada, about=one) for one in about]
        )
        promise_sending(work.jobs, chats.world.id, chats.tenant.id)
    chats.messenger.meanwhile = lambda: time.sleep(0.05)
    ways = Ways(chats.messenger, chats.writer, chats.installer, chats.feed)
    posting = Posting(chats.clock, ways)
    TeamsSending(chats.storage, chats.clock, posting, chats.sleep).send_teams(
        str(chats.world.id), str(chats.tenant.id)
    )
    assert len(chats.messenger.sent) == 9
    assert sum(chats.slept) > 1
