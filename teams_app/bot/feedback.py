"""Thumbs up or down below an answer of the coach: counted.

What somebody may write with it goes nowhere: nobody would read it in time.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bot-messages-ai-generated-content#feedback-buttons
"""

from collections.abc import Mapping
from typing import Any

from core.services.teams.ratings import AnswerRatings
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.turn import Answer, Turn

FEEDBACK = "message/submitAction"
_REACTIONS = {"like": True, "dislike": False}


class Feedback:
    """Handles it."""

    def __init__(self, ratings: AnswerRatings) -> None:
        self._ratings = ratings

    def register(self, dispatcher: Dispatcher) -> None:
        """Have it handled here."""
        dispatcher.on_invoke(FEEDBACK, self.count)

    def count(self, turn: Turn) -> Answer:
        """Count it; anything that is no feedback is nothing."""
        helpful = _REACTIONS.get(_reaction(turn.activity.value))
        if helpful is not None:
            self._ratings.rate(turn.tenant.organization_id, helpful=helpful)
        return Answer({})


def _reaction(value: Any) -> str:
    told = value if isinstance(value, Mapping) else {}
    given = told.get("actionValue")
    if told.get("actionName") != "feedback" or not isinstance(given, Mapping):
        return ""
    reaction = given.get("reaction")
    return reaction if isinstance(reaction, str) else ""
