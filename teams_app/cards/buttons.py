"""Buttons of cards, where they come in: as invokes, or as messages from hosts of older cards."""

import contextlib
from typing import Any

from core.domain.actor import Actor
from core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    MentorloomError,
    NotFoundError,
)
from core.sentence import Sentence
from teams_app.bot.dispatcher import Dispatcher
from teams_app.bot.messages import with_card
from teams_app.bot.turn import Answer, Turn
from teams_app.cards.deeds import act, subject_of
from teams_app.cards.elements import Element, text
from teams_app.cards.reader import REFRESH, Reader
from teams_app.cards.subjects import card_about

INVOKE = "adaptiveCard/action"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"
UNKNOWN = "Open Mentorloom's tab once, so that it knows who you are. Then press this again."


class Buttons:
    """Answers them.

    Args:
        public_url: of the hub.
    """

    def __init__(self, public_url: str) -> None:
        self._public_url = public_url

    def register(self, dispatcher: Dispatcher) -> None:
        """Have them answered here."""
        dispatcher.on_invoke(INVOKE, self.invoked)
        dispatcher.on_submit(self.submitted)

    def invoked(self, turn: Turn) -> Answer:
        """The card that takes the place of the one with the button; others in it see it too."""
        verb, data = _told(turn.activity.value)
        made = self._card(turn, verb, data)
        if verb != REFRESH and turn.activity.reply_to:
            with contextlib.suppress(MentorloomError):
                turn.update(turn.activity.reply_to, with_card(made))
        return Answer({"statusCode": 200, "type": CARD_TYPE, "value": made})

    def submitted(self, turn: Turn) -> None:
        """The same from a host without universal actions: the card's message is replaced."""
        value = turn.activity.value
        data = value if isinstance(value, dict) else {}
        made = with_card(self._card(turn, str(data.get("verb", "")), data))
        if turn.activity.reply_to:
            turn.update(turn.activity.reply_to, made)
        else:
            turn.say(made)

    def _card(self, turn: Turn, verb: str, data: dict[str, Any]) -> Element:
        reader = reader_of(turn, self._public_url)
        try:
            return act(reader, verb, data)
        except ConflictError as error:
            return _changed(reader, verb, data, error)
        except InvalidInputError as error:
            raise _plain(error) from error


def reader_of(turn: Turn, public_url: str) -> Reader:
    """Who reads what is said in a turn.

    Raises:
        ForbiddenError: nobody knows who that is.
    """
    actor: Actor | None = turn.actor
    if actor is None:
        raise ForbiddenError(UNKNOWN)
    return Reader.of(actor, turn.locale, turn.tenant, turn.services, public_url)


def _changed(reader: Reader, verb: str, data: dict[str, Any], error: ConflictError) -> Element:
    """The newest form of the card, with what stood against the deed above it."""
    try:
        newest = card_about(reader, subject_of(verb, data))
    except NotFoundError:
        raise error from None
    why = Sentence(error.message, tuple((k, str(v)) for k, v in error.params.items()))
    note = {**text(reader.words(why)), "color": "Attention"}
    return {**newest, "body": [note, *newest["body"]]}


def _plain(error: InvalidInputError) -> InvalidInputError:
    """With what is wrong about the first field, where a chat shows one sentence only."""
    told = next((some[0] for some in error.fields.values() if some), None)
    if told is None:
        return error
    return InvalidInputError(told.message, error.fields, **dict(told.params))


def _told(value: Any) -> tuple[str, dict[str, Any]]:
    action = value.get("action") if isinstance(value, dict) else None
    action = action if isinstance(action, dict) else {}
    data = action.get("data")
    return str(action.get("verb", "")), data if isinstance(data, dict) else {}
