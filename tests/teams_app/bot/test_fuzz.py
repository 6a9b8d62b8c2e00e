"""Whatever Teams may invent, it meets no failure: 200, or 501 for an invoke that nobody knows.

Teams stops delivering to a bot for hours after a few answers of 500.
"""

import json

import pytest

from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.corpus import corpus

SIZE, GOOD = 1_000, {200, 501}


@pytest.fixture(scope="module")
def answers():
    """What each of them is answered, and what is in the log while the jobs run."""
    bot = BotHub().as_it_is()
    bot.teams.say = lambda *_: (201, {"id": "1"})
    return [(told, bot.post(told)) for told in corpus(SIZE)], bot


def test_there_are_enough_of_them_and_each_differs():
    made = corpus(SIZE)
    assert made == corpus(SIZE)
    assert len(set(made)) >= SIZE * 0.95


def test_every_activity_is_answered_without_a_failure(answers):
    statuses = {}
    for told, answer in answers[0]:
        statuses.setdefault(answer.status_code, []).append(told)
    assert {status: found[0] for status, found in statuses.items() if status not in GOOD} == {}
    assert len(statuses[200]) > SIZE / 3
    assert len(statuses[501]) > SIZE / 10


def test_only_invokes_are_not_implemented(answers):
    for told, answer in answers[0]:
        if answer.status_code == 501:
            assert json.loads(told)["type"] == "invoke"


def test_every_job_ends(answers, capsys):
    _, bot = answers
    bot.work()
    assert bot.storage.jobs == []
    assert "an activity failed" not in capsys.readouterr().out
