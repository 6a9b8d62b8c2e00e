"""An invoke is answered at once, whatever happens."""

import json

import pytest

from core.errors import ConflictError, UnavailableError
from teams_app.bot.turn import Answer
from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import MISSING, activity


@pytest.fixture
def bot():
    return BotHub()


INVOKE = {"type": "invoke", "name": "task/fetch", "text": MISSING, "value": {"data": {"id": 7}}}


class TestInvokes:
    def test_one_is_answered_at_once(self, bot):
        bot.dispatcher.on_invoke(
            "task/fetch", lambda turn: Answer({"said": turn.activity.value["data"]["id"]})
        )
        answer = bot.post(activity(**INVOKE))
        assert (answer.status_code, answer.json) == (200, {"said": 7})
        assert bot.storage.jobs == []

    def test_again_it_is_answered_again(self, bot):
        bot.dispatcher.on_invoke("task/fetch", lambda _turn: Answer({"task": 1}))
        assert bot.post(activity(**INVOKE)).json == bot.post(activity(**INVOKE)).json

    def test_an_answer_may_be_empty(self, bot):
        bot.dispatcher.on_invoke("task/fetch", lambda _turn: None)
        answer = bot.post(activity(**INVOKE))
        assert (answer.status_code, answer.data) == (200, b"")

    @pytest.mark.parametrize("name", ["unknown/name", "", MISSING, 7])
    def test_one_that_nobody_knows_is_not_implemented(self, bot, name):
        assert bot.post(activity(**{**INVOKE, "name": name})).status_code == 501

    @pytest.mark.parametrize(
        ("name", "words"),
        [
            ("adaptiveCard/action", lambda body: body["value"]["message"]),
            ("task/fetch", lambda body: body["task"]["value"]),
            ("composeExtension/submitAction", lambda body: body["task"]["value"]),
            ("composeExtension/query", lambda body: body["composeExtension"]["text"]),
        ],
    )
    @pytest.mark.parametrize("error", [ConflictError("Omar is paused."), RuntimeError("a secret")])
    def test_a_failure_is_said_where_teams_shows_it(self, bot, name, words, error):
        def fail(_turn):
            raise error

        bot.dispatcher.on_invoke(name, fail)
        answer = bot.post(activity(**{**INVOKE, "name": name}))
        told = "Omar is paused." if isinstance(error, ConflictError) else "Something went wrong"
        assert answer.status_code == 200
        assert words(answer.json).startswith(told)
        assert "a secret" not in json.dumps(answer.json)

    def test_a_failure_that_nobody_reads_is_not_said(self, bot):
        def fail(_turn):
            raise RuntimeError

        bot.dispatcher.on_invoke("message/submitAction", fail)
        answer = bot.post(activity(**{**INVOKE, "name": "message/submitAction"}))
        assert (answer.status_code, answer.data) == (200, b"")

    def test_an_outage_of_ours_is_said_too(self, bot):
        def away(_tenant, _object_id):
            raise UnavailableError("The database does not answer.")

        bot.desk._who = away
        bot.dispatcher.on_invoke("task/fetch", lambda _turn: None)
        answer = bot.post(activity(**INVOKE))
        assert answer.json["task"]["value"] == "The database does not answer."
