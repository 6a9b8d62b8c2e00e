"""Planned meetings and pulses of the people of a world."""

from dataclasses import replace
from datetime import timedelta

from core.domain.appointment import Appointment, AppointmentState
from core.domain.pulse import Pulse, Question
from tests.contracts.world import NOW, fresh

FINE = dict.fromkeys(Question, 4)


def appointment(match, **values):
    made = Appointment(
        id=fresh(),
        organization_id=match.organization_id,
        match_id=match.id,
        proposed_by=match.mentor_id,
        times=(NOW + timedelta(days=1), NOW + timedelta(days=2)),
        minutes=45,
        whereabouts="Room 5",
        created_at=NOW,
    )
    return replace(made, **values)


def planned(match, starts_at, **values):
    state = AppointmentState.PLANNED
    return appointment(match, state=state, starts_at=starts_at, times=(starts_at,), **values)


def pulse(match, person_id, **values):
    made = Pulse(
        id=fresh(),
        organization_id=match.organization_id,
        match_id=match.id,
        person_id=person_id,
        asked_at=NOW,
        closes_at=NOW + timedelta(days=7),
        answers={},
    )
    return replace(made, **values)


def answered(match, person_id, at=NOW, answers=FINE, **values):
    return pulse(match, person_id, answers=answers, answered_at=at, **values)
