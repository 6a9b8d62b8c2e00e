"""A small campus in memory: one organization, one programme, people on demand."""

from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.course import Course
from core.domain.identifiers import OrganizationId, PersonId, ProgramId, RegistrationId
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.program import Program, Role
from core.services.participations import Participations
from core.services.profiles import Profiles
from core.services.programs import Programs
from core.services.requests import Requests
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

REGISTRATION = RegistrationId(UUID(int=900))


@dataclass
class Campus:
    storage: FakeStorage
    clock: FakeClock
    entropy: FakeEntropy
    organization: Organization
    program: Program

    @property
    def participations(self) -> Participations:
        return Participations(self.storage, self.clock, self.entropy)

    @property
    def profiles(self) -> Profiles:
        return Profiles(self.storage, self.clock)

    @property
    def programs(self) -> Programs:
        return Programs(self.storage, self.clock, self.entropy)

    @property
    def requests(self) -> Requests:
        return Requests(self.storage, self.clock, self.entropy)

    def person(self, name: str, **actor: object) -> Actor:
        person = Person(
            id=PersonId(self.entropy.uuid()),
            organization_id=self.organization.id,
            name=name,
            created_at=self.clock.now(),
            updated_at=self.clock.now(),
        )
        with self.storage.tenant(self.organization.id) as work:
            work.people.save(person)
        known = Actor(
            organization_id=self.organization.id,
            person_id=person.id,
            program_id=self.program.id,
            registration_id=REGISTRATION,
            context_id="course-1",
        )
        return replace(known, **actor)

    def mentee(self, name: str = "Mia") -> Actor:
        actor = self.person(name)
        self.participations.join(actor, Role.MENTEE)
        return actor

    def mentor(self, name: str = "Ada", capacity: int = 1) -> Actor:
        actor = self.person(name)
        self.participations.join(actor, Role.MENTOR, capacity)
        return actor

    def history(self, match_id):
        with self.storage.tenant(self.organization.id) as work:
            return work.matches.history(match_id)

    @classmethod
    def fresh(cls):
        return _campus()


@pytest.fixture
def campus() -> Campus:
    return _campus()


def _campus() -> Campus:
    storage, clock, entropy = FakeStorage(), FakeClock(), FakeEntropy()
    organization = Organization(
        id=OrganizationId(UUID(int=901)), slug="uni", name="Uni", created_at=clock.now()
    )
    program = Program(
        id=ProgramId(UUID(int=902)),
        organization_id=organization.id,
        name="Peers",
        created_at=clock.now(),
    )
    with storage.platform() as work:
        work.organizations.save(organization)
    with storage.tenant(organization.id) as work:
        work.programs.save(program)
        work.courses.save(
            Course(
                registration_id=REGISTRATION,
                context_id="course-1",
                organization_id=organization.id,
                program_id=program.id,
            )
        )
    return Campus(storage, clock, entropy, organization, program)
