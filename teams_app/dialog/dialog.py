"""The conversation in a person's own chat: understand, look it up, answer with a card."""

from collections.abc import Callable, Sequence

from core.domain.match import OPEN_STATES
from core.domain.program import Participation, Role
from core.errors import NotFoundError
from core.ports.encoder import TextEncoder
from core.sentence import Sentence, sentence
from teams_app.bot.greeting import HELLO_ALL, greet, say_help
from teams_app.bot.messages import to_be_rated, with_card
from teams_app.bot.turn import Turn
from teams_app.cards.appointments import appointment_card, log_card
from teams_app.cards.buttons import UNKNOWN, reader_of
from teams_app.cards.chat import chat_card, join_card
from teams_app.cards.elements import Element, card, heading, text
from teams_app.cards.mentors import suggestions_card
from teams_app.cards.pulses import pulse_card
from teams_app.cards.reader import Reader
from teams_app.cards.requests import request_card
from teams_app.dialog.commands import Command
from teams_app.dialog.guidance import Coach
from teams_app.dialog.intents import Intents
from teams_app.dialog.preparing import brief_cards

MOST = 3
"""Cards in one answer."""
RANKED = 12
"""Suggestions that are looked through for those who can be asked."""
MATCHES, MENTORS, ACTIVITIES = "/app/matches", "/app/mentors", "/app/activities"
QUESTION = 3
"""Words from which something that is no command counts as a question to the coach."""


class Dialog:
    """Answers messages.

    Args:
        public_url: of the hub.
        encoder: understands what is no command; None leaves that to words.
    """

    def __init__(self, public_url: str, encoder: TextEncoder | None) -> None:
        self._public_url = public_url
        self._intents = Intents(encoder)
        self._coach = Coach(encoder)
        self._answers: dict[Command, Callable[[Reader], Sequence[Element]]] = {
            Command.FIND_MENTOR: _find_mentor,
            Command.MY_MATCH: _my_match,
            Command.NEXT_MEETING: _next_meeting,
            Command.PREPARE: brief_cards,
            Command.LOG_MEETING: lambda reader: [log_card(reader)],
            Command.REFLECT: _reflect,
            Command.PAUSE: _pause,
        }

    def greet(self, turn: Turn) -> None:
        """Say hello where the app is new, and ask whether messages are wanted."""
        greet(turn)
        if turn.personal and turn.actor is not None:
            (made,) = _pause(reader_of(turn, self._public_url))
            turn.say(with_card(made, made["fallbackText"]))

    def answer(self, turn: Turn) -> None:
        """Answer one message."""
        if not turn.personal:
            turn.say(HELLO_ALL)
            return
        command = self._intents.find(turn.activity.text)
        if command is Command.HELP:
            say_help(turn)
        elif turn.actor is None:
            turn.say(sentence(UNKNOWN))
        elif command is Command.ASK_COACH and not self._is_question(turn):
            turn.say(sentence("What would you like to know? Ask in your own words."))
        elif command is None or command is Command.ASK_COACH:
            self._advise(turn)
        else:
            for made in self._answers[command](reader_of(turn, self._public_url)):
                turn.say(with_card(made, made["fallbackText"]))

    def _is_question(self, turn: Turn) -> bool:
        return len(turn.activity.text.split()) > QUESTION

    def _advise(self, turn: Turn) -> None:
        if not self._is_question(turn):
            say_help(turn)
            return
        found = self._coach.answer(turn.activity.text)
        if found is None:
            turn.say(
                sentence(
                    "I have no answer to that, and I do not guess. Ask whoever runs your "
                    "programme, or write “Help” to see what I can do."
                )
            )
            return
        reader = reader_of(turn, self._public_url)
        title = reader.words(sentence("From the guide to mentoring"))
        told = reader.words(found.answer)
        actions = [reader.link(reader.words(sentence("Open")), found.page)]
        made = card([heading(title), text(told)], actions, summary=told)
        turn.say(to_be_rated(with_card(made, told)))


def _find_mentor(reader: Reader) -> Sequence[Element]:
    mine = {part.role for part in _parts(reader)}
    if Role.MENTEE in mine:
        found = reader.services.suggestions.for_mentee(reader.actor, RANKED)
        return [suggestions_card(reader, found)]
    program = reader.services.programs.current(reader.actor)
    assert program is not None, "parts are of a programme"
    return [join_card(reader, program)]


def _parts(reader: Reader) -> Sequence[Participation]:
    if reader.actor.program_id is None:
        raise NotFoundError(
            "You are in several programmes, or in none. Open Mentorloom's tab and choose one; "
            "then ask again."
        )
    return reader.services.participations.mine(reader.actor)


def _my_match(reader: Reader) -> Sequence[Element]:
    _parts(reader)
    views = reader.services.requests.mine(reader.actor)
    open_ones = [view for view in views if view.match.state in OPEN_STATES]
    if not open_ones:
        told = sentence("You have no match and no open request here.")
        return [_hint(reader, told, sentence("Find a mentor"), MENTORS)]
    return [request_card(reader, view.match.id) for view in open_ones[:MOST]]


def _next_meeting(reader: Reader) -> Sequence[Element]:
    _parts(reader)
    found = reader.services.appointments.mine(reader.actor)
    if not found:
        told = sentence("No meeting is planned.")
        return [_hint(reader, told, sentence("Propose times"), MATCHES)]
    return [appointment_card(reader, one.appointment.id) for one in found[:MOST]]


def _reflect(reader: Reader) -> Sequence[Element]:
    waiting = reader.services.pulses.waiting(reader.actor)
    if not waiting:
        told = sentence("Nothing waits for an answer. Activities hold what you can write down.")
        return [_hint(reader, told, sentence("Open my activities"), ACTIVITIES)]
    return [pulse_card(reader, one.pulse.id) for one in waiting[:MOST]]


def _pause(reader: Reader) -> Sequence[Element]:
    return [chat_card(reader, reader.services.teams_choices.of(reader.actor))]


def _hint(reader: Reader, told: Sentence, title: Sentence, page: str) -> Element:
    words = reader.words(told)
    return card([text(words)], [reader.link(reader.words(title), page)], summary=words)
