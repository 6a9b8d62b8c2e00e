"""What is kept about planned meetings and pulses. Adapters: storage/repositories/, tests/fakes/."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.appointment import Appointment
from core.domain.identifiers import AppointmentId, MatchId, PersonId, ProgramId, PulseId
from core.domain.pulse import Pulse, Question


class Appointments(Protocol):
    """Planned meetings of matches."""

    def get(self, appointment_id: AppointmentId) -> Appointment | None: ...
    def of_matches(self, match_ids: Collection[MatchId], since: datetime) -> list[Appointment]:
        """Proposed or planned ones with a time that is not over by then; soonest first."""
        ...

    def due(self, remind_before: datetime, now: datetime) -> list[Appointment]:
        """Planned ones to remind of or to ask after.

        Those that begin before `remind_before`, are not over by `now`, and nobody was reminded of;
        and those that are over by `now`, and nobody was asked about afterwards.
        """
        ...

    def add(self, appointment: Appointment) -> None: ...
    def update(self, appointment: Appointment) -> None:
        """Replace the version before it.

        Raises:
            ConflictError: it changed meanwhile.
        """
        ...

    def done(
        self, reminded: Collection[AppointmentId], asked_after: Collection[AppointmentId]
    ) -> None:
        """Remember that the two of these were reminded, or asked afterwards."""
        ...


class Pulses(Protocol):
    """Three questions now and then, and their answers."""

    def get(self, pulse_id: PulseId) -> Pulse | None: ...
    def open(self, person_id: PersonId, at: datetime) -> list[Pulse]:
        """Those that wait for this person's answer, oldest first."""
        ...

    def latest(
        self, match_ids: Collection[MatchId], most: int
    ) -> Mapping[tuple[MatchId, PersonId], Sequence[Pulse]]:
        """The newest ones of each person about each match, newest first, at most so many."""
        ...

    def add_many(self, pulses: Sequence[Pulse]) -> None:
        """Insert all; those asked of a person about a match at the same moment are left out."""
        ...

    def save(self, pulse: Pulse) -> None: ...
    def answers(
        self, program_id: ProgramId, since: datetime
    ) -> list[tuple[PersonId, Mapping[Question, int]]]:
        """Answers of a programme since then: who, and question -> value; the latest of each."""
        ...
