"""Who is in the course no more can take part no more; gently, and for as long as that lasts.

- A participant who is active in none of the courses that show the programme is away: nobody new is
  suggested to them or may ask them. What they paused themselves stays as they left it.
- Requests to or from them, which nobody could answer, expire.
- Their matches go on until one of the two or a teacher ends them: two people who meet need no
  course for it, and only people know whether they do.
- Whoever is in a course again is away no more, unless the organization's directories say that they
  are on leave or have left (core/services/directory/departures.py).

People whom no roster and no launch ever put into one of the courses are left alone.
"""

from core.domain.directory import Presence
from core.domain.identifiers import PersonId, ProgramId
from core.domain.match import UNANSWERED_STATES, EndReason, MatchState
from core.domain.program import Participation, Role
from core.ports.clock import Clock
from core.ports.unit_of_work import TenantWork
from core.services.requests.steps import step


def settle(work: TenantWork, program_id: ProgramId, clock: Clock) -> None:
    """Bring a programme up to date with who is in its courses. Again it changes nothing."""
    taking_part = work.participations.of_program(program_id)
    present = work.rosters.present(program_id, {p.person_id for p in taking_part})
    leaving = [p for p in taking_part if not p.away and not present.get(p.person_id, True)]
    coming = [p for p in taking_part if p.away and present.get(p.person_id, False)]
    _say(work, leaving, away=True)
    _say(work, _here(work, coming), away=False)
    if leaving:
        _expire(work, program_id, {(p.role, p.person_id) for p in leaving}, clock)


def welcome(work: TenantWork, program_id: ProgramId, person_id: PersonId) -> None:
    """Somebody is in one of the programme's courses (again)."""
    mine = work.participations.of_person(person_id)
    coming = [p for p in mine if p.away and p.program_id == program_id]
    _say(work, _here(work, coming), away=False)


def _here(work: TenantWork, coming: list[Participation]) -> list[Participation]:
    """Those of them whom no directory says to be away or gone."""
    people = work.people.get_many({p.person_id for p in coming}) if coming else {}
    return [p for p in coming if people[p.person_id].presence is Presence.HERE]


def _say(work: TenantWork, participations: list[Participation], *, away: bool) -> None:
    if participations:
        work.participations.set_away([p.id for p in participations], away=away)


def _expire(
    work: TenantWork, program_id: ProgramId, leaving: set[tuple[Role, PersonId]], clock: Clock
) -> None:
    for match in work.matches.of_program(program_id, UNANSWERED_STATES):
        if {(Role.MENTEE, match.mentee_id), (Role.MENTOR, match.mentor_id)} & leaving:
            step(work, match, MatchState.ENDED, None, clock, EndReason.EXPIRED)
