"""A programme's week: numbers for those who run it, and a nudge for pairs that have gone quiet.

1. Once a week a scheduled job promises one job for each programme.
2. That job tells the managers of the programme one digest, and the two of each pair that has
   neither met nor planned anything for some weeks one sentence. All of it in one unit of work:
   tried again, it tells nobody twice.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from core.domain.identifiers import MatchId, OrganizationId, ProgramId
from core.domain.match import OCCUPYING_STATES, OPEN_STATES, Match, MatchState
from core.domain.meeting import Meeting
from core.domain.program import Participation, Role
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.people.notifications import Notifications, Told

TELL_WEEKS = "tell_weeks"
TELL_WEEK = "tell_week"
WEEK = timedelta(days=7)
QUIET_WEEKS = 4
NUDGED_AFTER = frozenset({4, 8})
"""Whole weeks without a meeting after which a pair is nudged: twice, and then left in peace."""
PAGE, PAIRS_PAGE = "/app/program", "/app/matches"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramWeek:
    """How a programme stands.

    Attributes:
        matches: pairs that go on.
        met: meetings confirmed in the last seven days.
        unanswered: requests that wait for a mentor.
        waiting: mentees who could begin but have neither a match nor an open request.
        quiet: pairs without a meeting for QUIET_WEEKS weeks.
    """

    matches: int
    met: int
    unanswered: int
    waiting: int
    quiet: int


def week_of(
    parts: Iterable[Participation],
    matches: Collection[Match],
    meetings: Collection[Meeting],
    today: date,
) -> ProgramWeek:
    """Count.

    Args:
        parts: who takes part.
        matches: open ones of the programme.
        meetings: of these.
        today: the day.
    """
    going = [match for match in matches if match.state in OCCUPYING_STATES]
    busy = {match.mentee_id for match in matches}
    last = last_met(meetings)
    return ProgramWeek(
        matches=len(going),
        met=sum(one.confirmed_by is not None and one.held_on > today - WEEK for one in meetings),
        unanswered=sum(match.state is MatchState.OFFERED for match in matches),
        waiting=sum(
            part.role is Role.MENTEE and part.available and part.person_id not in busy
            for part in parts
        ),
        quiet=sum(weeks_quiet(match, last, today) >= QUIET_WEEKS for match in going),
    )


def last_met(meetings: Iterable[Meeting]) -> Mapping[MatchId, date]:
    """The day of the last meeting of each match, told or confirmed."""
    last: dict[MatchId, date] = {}
    for one in meetings:
        last[one.match_id] = max(one.held_on, last.get(one.match_id, one.held_on))
    return last


def weeks_quiet(match: Match, last: Mapping[MatchId, date], today: date) -> int:
    """Whole weeks since the two met last, or since they know each other."""
    since = last.get(match.id, match.created_at.date())
    return (today - since) // WEEK


class Weeks:
    """The jobs."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._notifications = Notifications(clock, entropy)

    def of(self, organization_id: OrganizationId, program_id: ProgramId) -> ProgramWeek:
        """How a programme stands now."""
        with self._storage.tenant(organization_id) as work:
            return self._read(work, program_id, self._clock.now())[0]

    def tell_weeks(self) -> None:
        """Promise a job for each programme."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                for program in work.programs.all():
                    work.jobs.defer(
                        TELL_WEEK,
                        once=f"{TELL_WEEK}:{program.id}",
                        organization_id=str(organization_id),
                        program_id=str(program.id),
                    )

    def tell_week(self, organization_id: str, program_id: str) -> None:
        """Tell one programme's managers and quiet pairs."""
        organization, chosen = OrganizationId(UUID(organization_id)), ProgramId(UUID(program_id))
        now = self._clock.now()
        with self._storage.tenant(organization) as work:
            program = work.programs.get(chosen)
            if program is None:
                return
            week, quiet = self._read(work, chosen, now)
            if not week.matches and not week.unanswered and not week.waiting:
                return
            word = sentence(
                "The week in %(program)s: %(met)s meetings, %(quiet)s quiet pairs, "
                "%(unanswered)s requests and %(waiting)s mentees wait.",
                program=program.name,
                met=week.met,
                quiet=week.quiet,
                unanswered=week.unanswered,
                waiting=week.waiting,
            )
            managers = [one.person_id for one in work.program_managers.of_program(chosen)]
            news = [Told(one, word, PAGE, f"digest:{chosen}") for one in managers]
            nudge = sentence("You two have not met for a while. A short call is enough to go on.")
            for match in quiet:
                two = (match.mentee_id, match.mentor_id)
                news += [Told(one, nudge, PAIRS_PAGE, f"nudge:{match.id}") for one in two]
            self._notifications.tell_many(work, news, chosen)

    def _read(
        self, work: TenantWork, program_id: ProgramId, now: datetime
    ) -> tuple[ProgramWeek, list[Match]]:
        """The week, and the pairs to nudge."""
        matches = work.matches.of_program(program_id, OPEN_STATES)
        ids = [match.id for match in matches]
        meetings, today = work.meetings.of_matches(ids), now.date()
        planned = {one.match_id for one in work.appointments.of_matches(ids, now)}
        last, parts = last_met(meetings), work.participations.of_program(program_id)
        away = {part.person_id for part in parts if not part.available}
        quiet = [
            match
            for match in matches
            if match.state in OCCUPYING_STATES
            and match.id not in planned
            and weeks_quiet(match, last, today) in NUDGED_AFTER
            and not {match.mentee_id, match.mentor_id} & away
        ]
        return week_of(parts, matches, meetings, today), quiet
