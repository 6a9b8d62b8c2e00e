"""What an invoke is answered when it cannot be done: words where Teams shows them.

The status is 200 all the same: Teams shows a general failure for any other, and stops asking for
hours after too many of them.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
"""

from typing import Any

from core.errors import MentorloomError
from core.sentence import Sentence, sentence
from teams_app.bot.turn import Answer
from web.translated import told_in

BROKEN = sentence("Something went wrong here. Try again in a moment.")
ERROR = "application/vnd.microsoft.error"
_CARD = "adaptiveCard/action"
_TASKS = frozenset(
    {"task/fetch", "task/submit", "composeExtension/fetchTask", "composeExtension/submitAction"}
)
_SEARCHES = "composeExtension/"


def sentence_of(error: Exception) -> Sentence:
    """What is wrong and what to do, as far as people may know."""
    if isinstance(error, MentorloomError):
        return sentence(error.message, **error.params)
    return BROKEN


def failure(name: str, error: Exception, locale: str) -> Answer:
    """The answer to an invoke that raised.

    Args:
        name: of the invoke.
        error: what it raised.
        locale: of whoever reads it.
    """
    words = told_in(locale, sentence_of(error))
    return Answer(_body(name, error, words))


def _body(name: str, error: Exception, words: str) -> dict[str, Any] | None:
    if name == _CARD:
        ours = isinstance(error, MentorloomError)
        value = {"code": error.code if isinstance(error, MentorloomError) else "error"}
        status = 400 if ours else 500
        return {"statusCode": status, "type": ERROR, "value": {**value, "message": words}}
    if name in _TASKS:
        return {"task": {"type": "message", "value": words}}
    if name.startswith(_SEARCHES):
        return {"composeExtension": {"type": "message", "text": words}}
    return None
