"""The bot on PostgreSQL with a real worker: order, and no two greetings, whatever comes at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.storage.at_work import jobs, until, working
from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import BOT, MISSING, OBJECT, USER, activity

THEM = {"id": USER, "aadObjectId": OBJECT}
INSTALL = {"type": "installationUpdate", "action": "add", "text": MISSING}
JOIN = {"type": "conversationUpdate", "text": MISSING}


@pytest.fixture
def bot(postgres_storage):
    return BotHub(storage=postgres_storage).as_it_is()


def test_what_comes_at_once_greets_once(bot, postgres_url):
    told = [
        activity(id="1", **INSTALL),
        activity(id="2", membersAdded=[THEM], **JOIN),
        activity(id="3", membersAdded=[{"id": BOT}], **JOIN),
        activity(id="3", membersAdded=[{"id": BOT}], **JOIN),
    ]
    together = threading.Barrier(len(told), timeout=10)

    def post(one):
        together.wait()
        return bot.post(one).status_code

    with working(postgres_url, bot.desk.handlers()):
        with ThreadPoolExecutor(len(told)) as pool:
            assert set(pool.map(post, told)) == {200}
        until(lambda: not jobs(postgres_url))
    assert [text[:6] for text in bot.teams.said()] == ["Hello!", "You ca"]
    assert bot.conversation().live


def test_messages_of_a_chat_are_answered_in_their_order(bot, postgres_url):
    bot.dispatcher._activities["message"] = lambda turn: turn.say(
        {"text": f"You said: {turn.activity.text}"}
    )
    with working(postgres_url, bot.desk.handlers()):
        for number in range(6):
            bot.post(activity(id=str(number), text=str(number)))
        until(lambda: not jobs(postgres_url))
    assert bot.teams.said() == [f"You said: {number}" for number in range(6)]
