"""Mentors whom the mentees of a file would like: their ranked lists, for those who have none.

A list is only prepared: nobody is asked before the mentee sends it, or a manager lets a run count
it. What somebody with an account has on their list, and a list that is being asked, stay as they
are.
"""

from collections.abc import Sequence
from datetime import datetime

from core.domain.choice import MOST_CHOICES, Choice, ChoiceState
from core.domain.identifiers import PersonId
from core.domain.program import Program, Role
from core.ports.unit_of_work import TenantWork
from core.services.programs.people_recognition import Recognized


def put_on_lists(
    work: TenantWork,
    program: Program,
    people: Sequence[Recognized],
    ids: Sequence[PersonId],
    at: datetime,
) -> None:
    """Store the lists that a file tells and that are not stored yet.

    Args:
        work: the people are in the programme already.
        program: the programme.
        people: mentees of the file, with the mentors they chose.
        ids: what each of them is called here.
        at: now.
    """
    told = {
        person_id: (one, one.row.entry.choices)
        for one, person_id in zip(people, ids, strict=True)
        if one.row.entry.choices
    }
    if not told:
        return
    taking_part = work.participations.of_program(program.id)
    mentors = {p.person_id for p in taking_part if p.role is Role.MENTOR}
    known: dict[PersonId, list[Choice]] = {}
    for choice in work.choices.of_mentees(program.id, list(told)):
        known.setdefault(choice.mentee_id, []).append(choice)
    fresh: list[Choice] = []
    replaced: list[PersonId] = []
    for mentee_id, (one, chosen) in told.items():
        wanted = [key for key in chosen if key in mentors and key != mentee_id][:MOST_CHOICES]
        mine = known.get(mentee_id, [])
        if wanted and _may_change(one, mine) and [c.mentor_id for c in mine] != wanted:
            replaced.append(mentee_id)
            fresh += _list(program, mentee_id, wanted, at)
    if fresh:
        work.choices.clear(program.id, replaced)
        work.choices.save_many(fresh)


def _may_change(one: Recognized, listed: Sequence[Choice]) -> bool:
    begun = any(c.match_id or c.state is not ChoiceState.WAITING for c in listed)
    return not (begun or (listed and one.account))


def _list(
    program: Program, mentee_id: PersonId, mentors: Sequence[PersonId], at: datetime
) -> list[Choice]:
    return [
        Choice(
            organization_id=program.organization_id,
            program_id=program.id,
            mentee_id=mentee_id,
            mentor_id=mentor_id,
            rank=rank,
            created_at=at,
        )
        for rank, mentor_id in enumerate(mentors, start=1)
    ]
