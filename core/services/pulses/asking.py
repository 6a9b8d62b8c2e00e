"""Asking the two of each match how it goes, in the programme's rhythm.

Once an hour one scheduled job looks at every programme that asks. Whoever leaves several askings
unanswered is asked more rarely; whoever paused is not asked at all.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from core.domain.identifiers import OrganizationId, PersonId, PulseId
from core.domain.match import Match, MatchState
from core.domain.program import Program
from core.domain.pulse import SILENT, Pulse, next_due
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.people.notifications import Notifications, Told

ASK_PULSES = "ask_pulses"
PAGE = "/app/pulse"
GOING = frozenset({MatchState.ACCEPTED, MatchState.ACTIVE})


class PulseAsking:
    """The job that asks."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._notifications = Notifications(clock, entropy)

    def ask_pulses(self) -> None:
        """Ask everybody who is due. Again it asks nobody twice."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                asking = [program for program in work.programs.all() if program.pulse_days]
            for program in asking:
                self._ask(organization_id, program)

    def _ask(self, organization_id: OrganizationId, program: Program) -> None:
        now = self._clock.now()
        with self._storage.tenant(organization_id) as work:
            due = list(self._due(work, program, now))
            if not due:
                return
            work.pulses.add_many([pulse for pulse, _ in due])
            word = sentence(
                "How is it going with the person you meet? Three short questions; "
                "nobody else sees your answers."
            )
            asked = {pulse.person_id: pulse.id for pulse, _ in reversed(due)}
            self._notifications.tell_many(
                work,
                [Told(who, word, PAGE, f"pulse:{pulse_id}") for who, pulse_id in asked.items()],
                program.id,
            )

    def _due(
        self, work: TenantWork, program: Program, now: datetime
    ) -> Iterator[tuple[Pulse, Match]]:
        every = timedelta(days=program.pulse_days)
        matches = work.matches.of_program(program.id, GOING)
        asked = work.pulses.latest([match.id for match in matches], SILENT)
        here = {
            part.person_id for part in work.participations.of_program(program.id) if part.available
        }
        for match in matches:
            for person_id in (match.mentee_id, match.mentor_id):
                earlier = asked.get((match.id, person_id), ())
                if person_id in here and next_due(match.created_at, every, earlier) <= now:
                    yield self._pulse(match, person_id, now, every), match

    def _pulse(self, match: Match, person_id: PersonId, now: datetime, every: timedelta) -> Pulse:
        return Pulse(
            id=PulseId(self._entropy.uuid()),
            organization_id=match.organization_id,
            match_id=match.id,
            person_id=person_id,
            asked_at=now,
            closes_at=now + every,
            answers={},
        )
