"""What comes of the buttons of cards.

What a card sends is the client's word: who acts is taken from the verified activity, the ids are
looked up as that person, and the use cases decide. Whoever acts on what has changed meanwhile gets
the newest form of the card, which says so.

https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/universal-actions-for-adaptive-cards/work-with-universal-actions-for-adaptive-cards
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from core.domain.identifiers import (
    ActivityId,
    AppointmentId,
    MatchId,
    MeetingId,
    PersonId,
    ProgramId,
    PulseId,
)
from core.domain.match import DeclineReason
from core.domain.program import Role
from core.domain.pulse import Question
from core.errors import InvalidInputError
from core.sentence import sentence
from teams_app.cards.chat import chat_card
from teams_app.cards.elements import Element, card, heading
from teams_app.cards.reader import REFRESH, Reader
from teams_app.cards.subjects import card_about
from teams_app.cards.verbs import Verb

Data = Mapping[str, Any]
A_WEEK = 1
LONGEST_NUMBER = 9
"""Digits; more than any use case takes."""


def act(reader: Reader, verb: str, data: Data) -> Element:
    """Do what a button asks for.

    Args:
        reader: who pressed it.
        verb: of the button.
        data: ids of the card, and what was entered.

    Returns:
        The card that takes its place.

    Raises:
        InvalidInputError: it is no button of ours, or something entered makes no sense.
        MentorloomError: as the use cases do.
    """
    if verb == REFRESH:
        return card_about(_inside(reader, data), _word(data, "subject"))
    try:
        deed = _DEEDS[Verb(verb)]
    except ValueError as error:
        raise InvalidInputError("This button is not known here any more.") from error
    return deed(_inside(reader, data), data)


def subject_of(verb: str, data: Data) -> str:
    """What a button is about, for the newest form of its card; empty if that is nothing."""
    kinds = {"match": "request", "appointment": "appointment", "meeting": "meeting"}
    if verb == Verb.ASK:
        return f"mentor:{_word(data, 'mentor')}"
    if "activity" in data:
        return f"work:{_word(data, 'activity')}/{_word(data, 'mentee')}"
    named = next((name for name in (*kinds, "pulse") if name in data), "")
    known = verb not in {Verb.LOG_MEETING, REFRESH}
    return f"{kinds.get(named, named)}:{_word(data, named)}" if named and known else ""


def _accept(reader: Reader, data: Data) -> Element:
    match_id = MatchId(_id(data, "match"))
    reader.services.requests.accept(reader.actor, match_id)
    return card_about(reader, f"request:{match_id}")


def _decline(reader: Reader, data: Data) -> Element:
    match_id, why = MatchId(_id(data, "match")), _word(data, "reason")
    reason = DeclineReason(why) if why in {one.value for one in DeclineReason} else None
    note = _word(data, "note")
    reader.services.requests.decline(reader.actor, match_id, reason=reason, note=note)
    return card_about(reader, f"request:{match_id}")


def _later(reader: Reader, data: Data) -> Element:
    match_id = MatchId(_id(data, "match"))
    reader.services.requests.later(reader.actor, match_id, _number(data, "weeks"))
    return card_about(reader, f"request:{match_id}")


def _ask(reader: Reader, data: Data) -> Element:
    mentor_id, services = PersonId(_id(data, "mentor")), reader.services
    note = _word(data, f"note-{mentor_id}")
    shown = services.suggestions.for_mentor_detail(reader.actor, mentor_id)
    services.requests.ask(reader.actor, mentor_id, note, shown.candidate.score)
    return card_about(reader, f"mentor:{mentor_id}")


def _not_now(reader: Reader, _data: Data) -> Element:
    told = reader.words(sentence("Fine. Write “Find a mentor” when you want to look again."))
    return card([heading(told)], summary=told)


def _choose_time(reader: Reader, data: Data) -> Element:
    appointment_id = AppointmentId(_id(data, "appointment"))
    try:
        time = datetime.fromisoformat(_word(data, "time"))
    except ValueError as error:
        raise _wrong("time", "Choose a time.") from error
    reader.services.appointments.choose(reader.actor, appointment_id, time)
    return card_about(reader, f"appointment:{appointment_id}")


def _call_off(reader: Reader, data: Data) -> Element:
    appointment_id = AppointmentId(_id(data, "appointment"))
    reader.services.appointments.call_off(reader.actor, appointment_id)
    return card_about(reader, f"appointment:{appointment_id}")


def _confirm_meeting(reader: Reader, data: Data) -> Element:
    meeting_id = MeetingId(_id(data, "meeting"))
    reader.services.meetings.confirm(reader.actor, meeting_id)
    return card_about(reader, f"meeting:{meeting_id}")


def _log_meeting(reader: Reader, data: Data) -> Element:
    try:
        held_on = date.fromisoformat(_word(data, "held_on"))
    except ValueError as error:
        raise _wrong("held_on", "Choose the day.") from error
    meeting = reader.services.meetings.log(
        reader.actor, MatchId(_id(data, "match")), held_on, _number(data, "minutes")
    )
    return card_about(reader, f"meeting:{meeting.id}")


def _answer_pulse(reader: Reader, data: Data) -> Element:
    pulse_id = PulseId(_id(data, "pulse"))
    told = {question.value: _number(data, question.value) for question in Question}
    reader.services.pulses.answer(reader.actor, pulse_id, told)
    return card_about(reader, f"pulse:{pulse_id}")


def _approve(reader: Reader, data: Data) -> Element:
    key = (ActivityId(_id(data, "activity")), PersonId(_id(data, "mentee")))
    reader.services.approvals.approve(reader.actor, *key, _number(data, "version"))
    return card_about(reader, f"work:{key[0]}/{key[1]}")


def _give_back(reader: Reader, data: Data) -> Element:
    key = (ActivityId(_id(data, "activity")), PersonId(_id(data, "mentee")))
    comment = _word(data, "comment")
    reader.services.approvals.give_back(reader.actor, *key, _number(data, "version"), comment)
    return card_about(reader, f"work:{key[0]}/{key[1]}")


def _chat_on(reader: Reader, _data: Data) -> Element:
    return chat_card(reader, reader.services.teams_choices.write(reader.actor, chat=True))


def _chat_off(reader: Reader, _data: Data) -> Element:
    return chat_card(reader, reader.services.teams_choices.write(reader.actor, chat=False))


def _pause(reader: Reader, data: Data) -> Element:
    weeks = _number(data, "weeks") if "weeks" in data else A_WEEK
    return chat_card(reader, reader.services.teams_choices.pause(reader.actor, weeks))


def _resume(reader: Reader, _data: Data) -> Element:
    return chat_card(reader, reader.services.teams_choices.resume(reader.actor))


def _join(reader: Reader, data: Data) -> Element:
    role = _word(data, "role")
    if role not in {one.value for one in Role}:
        raise _wrong("role", "Choose one of the two.")
    reader.services.participations.join(reader.actor, Role(role))
    told = reader.words(sentence("Welcome! You are taking part now."))
    actions = [reader.link(reader.words(sentence("Tell about yourself")), "/app/profile")]
    return card([heading(told)], actions, summary=told)


_DEEDS: dict[Verb, Callable[[Reader, Data], Element]] = {
    Verb.ACCEPT: _accept,
    Verb.DECLINE: _decline,
    Verb.LATER: _later,
    Verb.ASK: _ask,
    Verb.NOT_NOW: _not_now,
    Verb.CHOOSE_TIME: _choose_time,
    Verb.CALL_OFF: _call_off,
    Verb.CONFIRM_MEETING: _confirm_meeting,
    Verb.LOG_MEETING: _log_meeting,
    Verb.ANSWER_PULSE: _answer_pulse,
    Verb.APPROVE: _approve,
    Verb.GIVE_BACK: _give_back,
    Verb.CHAT_ON: _chat_on,
    Verb.CHAT_OFF: _chat_off,
    Verb.PAUSE: _pause,
    Verb.RESUME: _resume,
    Verb.JOIN: _join,
}


def _inside(reader: Reader, data: Data) -> Reader:
    """The reader in the programme that the card is about."""
    named = _word(data, "program")
    return reader.inside(ProgramId(_id(data, "program"))) if named else reader


def _word(data: Data, name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else str(value) if isinstance(value, int) else ""


def _number(data: Data, name: str) -> int:
    """A whole number; 0 for anything else, which no use case takes."""
    told = data.get(name)
    if isinstance(told, float) and told.is_integer():
        return int(told)
    text = _word(data, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else 0


def _id(data: Data, name: str) -> UUID:
    try:
        return UUID(_word(data, name))
    except ValueError as error:
        raise InvalidInputError("This button is not known here any more.") from error


def _wrong(field: str, message: str) -> InvalidInputError:
    told = "Some answers need a change before they can be saved."
    return InvalidInputError(told, {field: [sentence(message)]})
