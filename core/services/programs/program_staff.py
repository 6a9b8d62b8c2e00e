"""Programmes outside courses: administrators start them and say who manages them.

Whoever manages a programme does so wherever they come from but a course: there, teaching it
decides. Rights change at once: whose they are is signed out, and comes in again with them.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.identifiers import PersonId, ProgramId
from core.domain.person import Person
from core.domain.program import Program, ProgramManager
from core.errors import InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.programs.programs import check_words

MOST_FOUND = 20
"""People who are shown for what somebody typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffedProgram:
    """A programme with those who manage it.

    Attributes:
        managers: by appointment; teachers of its courses are none of them.
    """

    program: Program
    managers: tuple[Person, ...]


class ProgramStaff:
    """What administrators decide about the programmes of their organization."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._deeds = Deeds(clock, entropy)

    def all(self, actor: Actor) -> list[StaffedProgram]:
        """Every programme of the organization, by name.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            programs, managers = work.programs.all(), work.program_managers.all()
            people = work.people.get_many({one.person_id for one in managers})
        of_program: defaultdict[ProgramId, list[Person]] = defaultdict(list)
        for one in managers:
            of_program[one.program_id].append(people[one.person_id])
        return [
            StaffedProgram(program=program, managers=tuple(of_program[program.id]))
            for program in programs
        ]

    def get(self, actor: Actor, program_id: ProgramId) -> StaffedProgram:
        """One of them.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such programme.
        """
        found = [staffed for staffed in self.all(actor) if staffed.program.id == program_id]
        if not found:
            raise _no_program()
        return found[0]

    def look_for(self, actor: Actor, program_id: ProgramId, text: str) -> list[Person]:
        """People who could manage a programme, by a part of their name or e-mail address.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        if not text.strip():
            return []
        with self._storage.tenant(actor.organization_id) as work:
            found = work.people.called(text.strip(), MOST_FOUND)
            managing = {one.person_id for one in work.program_managers.of_program(program_id)}
        return [one for one in found if not one.test_user and one.id not in managing]

    def start(self, actor: Actor, name: str, description: str = "") -> Program:
        """Start a programme that belongs to no course and is open to everybody.

        Raises:
            ForbiddenError: the actor is no administrator.
            InvalidInputError: the name is empty or too long, or taken.
        """
        actor.must_configure()
        check_words(name, description)
        program = Program(
            id=ProgramId(self._entropy.uuid()),
            organization_id=actor.organization_id,
            name=name.strip(),
            description=description.strip(),
            open_to_all=True,
            created_at=self._clock.now(),
        )
        told = sentence("The programme “%(name)s” was started outside courses.", name=program.name)
        with self._storage.tenant(actor.organization_id) as work:
            _name_is_free(work, program.name)
            work.programs.save(program)
            self._note(work, actor, "program.started", program, told)
        return program

    def set_open(self, actor: Actor, program_id: ProgramId, *, open_to_all: bool) -> None:
        """Let everybody of the organization find and join a programme, or only its courses' people.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such programme.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            program = _program(work, program_id)
            if program.open_to_all == open_to_all:
                return
            work.programs.save(replace(program, open_to_all=open_to_all))
            told = (
                sentence("Everybody may join the programme “%(name)s”.", name=program.name)
                if open_to_all
                else sentence(
                    "Not everybody may join the programme “%(name)s” any more.", name=program.name
                )
            )
            change = {"open_to_all": open_to_all}
            self._note(work, actor, "program.opened", program, told, after=change)

    def appoint(self, actor: Actor, program_id: ProgramId, person_id: PersonId) -> None:
        """Let somebody manage a programme. Again it changes nothing.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such programme or person.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            program, person = _program(work, program_id), _person(work, person_id)
            appointed = work.program_managers.add(
                ProgramManager(
                    organization_id=actor.organization_id,
                    program_id=program_id,
                    person_id=person_id,
                    appointed_by=actor.person_id,
                    appointed_at=self._clock.now(),
                )
            )
            if not appointed:
                return
            told = sentence("Somebody manages the programme “%(name)s” now.", name=program.name)
            whom = {"person_id": str(person.id)}
            self._note(work, actor, "program.appointed", program, told, after=whom)
        self._sign_out(person_id)

    def dismiss(self, actor: Actor, program_id: ProgramId, person_id: PersonId) -> None:
        """Let somebody manage a programme no more. Again it changes nothing.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: there is no such programme.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            program = _program(work, program_id)
            if not work.program_managers.remove(program_id, person_id):
                return
            told = sentence("Somebody manages the programme “%(name)s” no more.", name=program.name)
            whom = {"person_id": str(person_id)}
            self._note(work, actor, "program.dismissed", program, told, before=whom)
        self._sign_out(person_id)

    def _sign_out(self, person_id: PersonId) -> None:
        with self._storage.platform() as platform:
            platform.sessions.sign_out([person_id])

    def _note(
        self,
        work: TenantWork,
        actor: Actor,
        deed: str,
        program: Program,
        told: Sentence,
        **fields: Mapping[str, object],
    ) -> None:
        subject = f"program:{program.id}"
        self._deeds.note(work, actor.person_id, deed, subject, told, **fields)


def _program(work: TenantWork, program_id: ProgramId) -> Program:
    found = work.programs.get(program_id)
    if found is None:
        raise _no_program()
    return found


def _person(work: TenantWork, person_id: PersonId) -> Person:
    found = work.people.get(person_id)
    if found is None or found.test_user:
        raise NotFoundError("There is no such person.")
    return found


def _no_program() -> NotFoundError:
    return NotFoundError("There is no such programme.")


def _name_is_free(work: TenantWork, name: str) -> None:
    """Outside courses nothing but the name tells programmes apart."""
    if any(program.name.casefold() == name.casefold() for program in work.programs.all()):
        raise InvalidInputError(
            "Some answers need a change before they can be saved.",
            {"name": [sentence("There is a programme of this name. Choose another one.")]},
        )
