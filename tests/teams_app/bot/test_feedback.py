"""What people think of answers is counted, and nothing else of it is kept."""

import pytest

from core.errors import ForbiddenError
from core.services.teams.ratings import AnswerRatings
from teams_app.bot.messages import CARD, to_be_rated, with_card, words
from tests.teams_app.bot.bot_hub import BotHub
from tests.teams_app.bot.partner import MISSING, ORGANIZATION, activity


@pytest.fixture
def bot():
    return BotHub().as_it_is()


@pytest.fixture
def counted(bot):
    def counted():
        with bot.storage.tenant(ORGANIZATION) as work:
            return tuple(work.teams_ratings.since(bot.clock.now().date()))

    return counted


def rated(value):
    return activity(type="invoke", name="message/submitAction", text=MISSING, value=value)


def feedback(reaction):
    told = {"reaction": reaction, "feedback": '{"feedbackText": "a secret"}'}
    return rated({"actionName": "feedback", "actionValue": told})


def test_thumbs_are_counted(bot, counted):
    for reaction in ("like", "dislike", "like"):
        assert bot.post(feedback(reaction)).status_code == 200
    assert counted() == (2, 1)
    assert "a secret" not in str(bot.storage.tables.rows)


@pytest.mark.parametrize(
    "value",
    [
        None,
        "like",
        {},
        {"actionName": "other", "actionValue": {"reaction": "like"}},
        {"actionName": "feedback"},
        {"actionName": "feedback", "actionValue": "like"},
        {"actionName": "feedback", "actionValue": {"reaction": ["like"]}},
        {"actionName": "feedback", "actionValue": {"reaction": "love"}},
    ],
)
def test_anything_else_is_nothing(bot, counted, value):
    answer = bot.post(rated(value))
    assert (answer.status_code, answer.json) == (200, {})
    assert counted() == (0, 0)


def test_administrators_see_three_months(bot):
    ratings = AnswerRatings(bot.storage, bot.clock)
    actor = bot.hub.administrator()
    ratings.rate(actor.organization_id, helpful=True)
    bot.clock.advance(days=90)
    ratings.rate(actor.organization_id, helpful=False)
    assert ratings.lately(actor) == (1, 1)
    bot.clock.advance(days=1)
    assert ratings.lately(actor) == (0, 1)
    with pytest.raises(ForbiddenError):
        ratings.lately(bot.hub.person())


class TestMessages:
    def test_an_answer_asks_for_feedback_and_keeps_the_rest(self):
        told = to_be_rated({**words("Hello"), "entities": [{"type": "mention"}]})
        assert told["entities"] == [{"type": "mention"}]
        assert told["channelData"] == {"feedbackLoop": {"type": "default"}}
        assert told["text"] == "Hello"

    def test_a_card_is_attached(self):
        told = with_card({"type": "AdaptiveCard"}, "In short")
        assert told["attachments"] == [{"contentType": CARD, "content": {"type": "AdaptiveCard"}}]
        assert told["summary"] == "In short"
        assert "summary" not in with_card({})
