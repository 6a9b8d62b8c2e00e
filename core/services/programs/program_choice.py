"""Which programmes somebody can act in who comes from no course, and which one they are in.

A course decides for those who come from one. Everybody else has a choice among

1. what they take part in, or manage (core/services/programs/program_staff.py);
2. what is open to everybody of the organization;
3. administrators: every programme, each as its manager.

Whoever takes part in one or manages one, and only one, is there without being asked.
"""

from dataclasses import replace

from core.domain.actor import Actor
from core.domain.identifiers import PersonId, ProgramId
from core.domain.program import Program
from core.errors import NotFoundError
from core.ports.unit_of_work import Storage, TenantWork


class ProgramChoice:
    """The programmes of people who come from no course."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def of(self, actor: Actor) -> list[Program]:
        """What the actor can choose, by name; nothing where a course has chosen for them."""
        if actor.registration_id is not None:
            return []
        with self._storage.tenant(actor.organization_id) as work:
            return choices(work, actor)

    def choose(self, actor: Actor, program_id: ProgramId) -> Actor:
        """The actor in this programme, with their rights there.

        Raises:
            NotFoundError: there is no such programme for them.
        """
        if actor.registration_id is None:
            with self._storage.tenant(actor.organization_id) as work:
                if any(program.id == program_id for program in choices(work, actor)):
                    return inside(work, actor, program_id)
        raise NotFoundError("There is no such programme for you.")

    def enter(self, actor: Actor, wanted: ProgramId | None = None) -> Actor:
        """Where somebody is who has just come in.

        Args:
            actor: them, in no programme yet.
            wanted: the programme of the place they come from, which counts if they may be in it.
        """
        with self._storage.tenant(actor.organization_id) as work:
            found = choices(work, actor)
            if wanted is not None and any(program.id == wanted for program in found):
                return inside(work, actor, wanted)
            mine = own_programs(work, actor.person_id)
            theirs = [program.id for program in found if program.id in mine]
            only = theirs or [program.id for program in found]
            return inside(work, actor, only[0]) if len(only) == 1 else actor


def choices(work: TenantWork, actor: Actor) -> list[Program]:
    """What somebody who comes from no course can choose, by name."""
    programs = work.programs.all()
    if actor.configures:
        return programs
    mine = own_programs(work, actor.person_id)
    return [program for program in programs if program.open_to_all or program.id in mine]


def own_programs(work: TenantWork, person_id: PersonId) -> set[ProgramId]:
    """What somebody takes part in or manages."""
    mine = {part.program_id for part in work.participations.of_person(person_id)}
    return mine | {one.program_id for one in work.program_managers.of_person(person_id)}


def inside(work: TenantWork, actor: Actor, program_id: ProgramId) -> Actor:
    """The actor in a programme, with their rights there."""
    managed = {one.program_id for one in work.program_managers.of_person(actor.person_id)}
    manages = actor.configures or program_id in managed
    return replace(actor, program_id=program_id, manages=manages)
