"""Reminding the two of a planned meeting, and asking afterwards whether they met.

Every few minutes one scheduled job looks; what was told is marked in the same unit of work.
"""

from collections.abc import Sequence
from datetime import timedelta

from core.domain.appointment import Appointment
from core.domain.identifiers import OrganizationId, ProgramId
from core.domain.match import OCCUPYING_STATES
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.appointments.appointments import PAGE
from core.services.people.notifications import Notifications, Told

REMIND_APPOINTMENTS = "remind_appointments"
BEFORE = timedelta(hours=24)


class AppointmentReminders:
    """The job that reminds."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._notifications = Notifications(clock, entropy)

    def remind_appointments(self) -> None:
        """Remind of what is near and ask about what is over. Again it tells nobody twice."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            self._remind(organization_id)

    def _remind(self, organization_id: OrganizationId) -> None:
        now = self._clock.now()
        with self._storage.tenant(organization_id) as work:
            due = work.appointments.due(now + BEFORE, now)
            near = [one for one in due if one.ahead(now)]
            over = [one for one in due if not one.ahead(now)]
            soon = sentence("You have a meeting within the next day. See when and where.")
            met = sentence("Did you meet? Say so with one click, so that it counts.")
            self._tell(work, [*((one, soon) for one in near), *((one, met) for one in over)])
            work.appointments.done([one.id for one in near], [one.id for one in over])

    def _tell(self, work: TenantWork, told: Sequence[tuple[Appointment, Sentence]]) -> None:
        matches = work.matches.get_many({one.match_id for one, _ in told})
        news: dict[ProgramId, list[Told]] = {}
        for one, word in told:
            match = matches[one.match_id]
            if match.state in OCCUPYING_STATES:
                two = (match.mentee_id, match.mentor_id)
                news.setdefault(match.program_id, []).extend(
                    Told(who, word, PAGE, f"appointment:{one.id}") for who in two
                )
        for program_id, some in news.items():
            self._notifications.tell_many(work, some, program_id)
