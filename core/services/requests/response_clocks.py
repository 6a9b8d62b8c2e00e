"""The response clock: requests nobody answers go on to the next mentor; nobody is left waiting.

Every few minutes one scheduled job promises a job for each programme where something is due; that
one works through the programme in bulk, alone in it (its lock), and twice without harm:

1. clocks that were never started are started (requests that a manager published, or of old);
2. requests that are over expire; those to a mentor whose last place went to somebody else go on;
3. mentors are reminded;
4. everybody who searches and asks nobody gets their turn.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from core.domain.choice import ChoiceState
from core.domain.identifiers import OrganizationId, PersonId, ProgramId
from core.domain.match import OCCUPYING_STATES, EndReason, Match, MatchState
from core.domain.program import Program, Role
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.people.notifications import Notifications
from core.services.requests.cascade import Cascade, promise_turns
from core.services.requests.request_news import RequestNews
from core.services.requests.steps import end_all

LOOK_AT_CLOCKS = "look_at_clocks"
SECONDS_AN_HOUR = 3600


class ResponseClocks:
    """The jobs that let no request and no mentee be stranded."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._cascade = Cascade(clock, entropy)
        self._news = RequestNews(Notifications(clock, entropy))

    def look_at_clocks(self) -> None:
        """Promise a turn to every programme where a clock is due or somebody searches."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                due = {
                    *work.matches.programs_due(self._clock.now()),
                    *work.searches.programs(),
                }
                for program_id in sorted(due):
                    promise_turns(work.jobs, organization_id, program_id)

    def take_turns(self, organization_id: str, program_id: str) -> None:
        """Bring one programme up to date. Again it changes nothing.

        Args:
            organization_id: whose programme it is.
            program_id: which.
        """
        organization, chosen = OrganizationId(UUID(organization_id)), ProgramId(UUID(program_id))
        with self._storage.tenant(organization) as work:
            program = work.programs.get(chosen)
            if program is None:
                return
            self._clocks(work, program)
            self._full(work, program)
        # In another transaction, so that mentors are never locked after requests to them changed.
        with self._storage.tenant(organization) as work:
            self._cascade.go_on(work, program)

    def _clocks(self, work: TenantWork, program: Program) -> None:
        at = self._clock.now()
        mentees = {match.mentee_id for match in work.matches.due(program.id, at)}
        if not mentees:
            return
        # Whoever answers meanwhile locked the mentee: then the request is no longer due below.
        work.participations.lock_many(program.id, mentees, Role.MENTEE)
        due = [m for m in work.matches.due(program.id, at) if m.mentee_id in mentees]
        work.matches.set_clocks(
            [
                m.clocked(at, program.response_days, reminders=program.reminders)
                for m in due
                if m.answer_by is None
            ]
        )
        over: list[Match] = []
        running: list[Match] = []
        for match in due:
            if match.answer_by is not None:
                (over if match.answer_by <= at else running).append(match)
        self._expire(work, over)
        self._remind(work, running)

    def _expire(self, work: TenantWork, over: Sequence[Match]) -> None:
        ended = end_all(work, over, EndReason.EXPIRED, self._clock)
        self._cascade.came_back(work, ended, ChoiceState.PASSED)
        self._news.expired(work, [match.mentor_id for match in ended])

    def _remind(self, work: TenantWork, due: Sequence[Match]) -> None:
        at = self._clock.now()
        work.matches.set_clocks([match.reminded(at) for match in due])
        left = [
            (match, round((match.answer_by - at).total_seconds() / SECONDS_AN_HOUR))
            for match in due
            if match.answer_by is not None
        ]
        self._news.reminded(work, left)

    def _full(self, work: TenantWork, program: Program) -> None:
        """Let requests to mentors without a place go on; they stay on the mentees' lists."""
        waiting = work.matches.of_program(program.id, {MatchState.OFFERED})
        full = _full(work, program, {match.mentor_id for match in waiting})
        mentees = {match.mentee_id for match in waiting if match.mentor_id in full}
        if not mentees:
            return
        work.participations.lock_many(program.id, mentees, Role.MENTEE)
        still = work.matches.of_mentees(program.id, mentees, {MatchState.OFFERED})
        ended = end_all(
            work, [m for m in still if m.mentor_id in full], EndReason.FULL, self._clock
        )
        self._cascade.came_back(work, ended, ChoiceState.WAITING)


def _full(work: TenantWork, program: Program, mentors: Collection[PersonId]) -> set[PersonId]:
    """Which of the mentors have no place."""
    taken = work.matches.load(program.id, OCCUPYING_STATES, mentors)
    return {
        p.person_id
        for p in work.participations.of_program(program.id, mentors)
        if p.role is Role.MENTOR and taken.get(p.person_id, 0) >= p.capacity
    }
