"""The newest form of the card about something, by what it is about."""

from collections.abc import Callable
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
from core.errors import NotFoundError
from teams_app.cards.appointments import appointment_card, meeting_card
from teams_app.cards.elements import Element
from teams_app.cards.mentors import mentor_card
from teams_app.cards.pulses import pulse_card
from teams_app.cards.reader import Reader
from teams_app.cards.requests import request_card
from teams_app.cards.weeks import nudge_card, week_card
from teams_app.cards.works import work_card

Maker = Callable[[Reader, str], Element]


def _work(reader: Reader, number: str) -> Element:
    activity, _, mentee = number.partition("/")
    return work_card(reader, ActivityId(UUID(activity)), PersonId(UUID(mentee)))


_MAKERS: dict[str, Maker] = {
    "request": lambda reader, number: request_card(reader, MatchId(UUID(number))),
    "match": lambda reader, number: request_card(reader, MatchId(UUID(number))),
    "proposal": lambda reader, number: request_card(reader, MatchId(UUID(number))),
    "mentor": lambda reader, number: mentor_card(reader, PersonId(UUID(number))),
    "appointment": lambda reader, number: appointment_card(reader, AppointmentId(UUID(number))),
    "meeting": lambda reader, number: meeting_card(reader, MeetingId(UUID(number))),
    "pulse": lambda reader, number: pulse_card(reader, PulseId(UUID(number))),
    "work": _work,
    "digest": lambda reader, number: week_card(reader, ProgramId(UUID(number))),
    "nudge": lambda reader, number: nudge_card(reader, MatchId(UUID(number))),
}


KINDS = frozenset(_MAKERS) - {"mentor"}
"""Kinds of subjects of news that have a card."""


def card_about(reader: Reader, subject: str) -> Element:
    """Make it.

    Args:
        reader: for whom.
        subject: as core.domain.notification says, or "mentor:<person id>".

    Raises:
        NotFoundError: there is no such thing for this reader.
    """
    kind, _, number = subject.partition(":")
    if kind not in _MAKERS:
        raise NotFoundError("There is nothing about this any more.")
    try:
        return _MAKERS[kind](reader, number)
    except ValueError as error:
        raise NotFoundError("There is nothing about this any more.") from error
