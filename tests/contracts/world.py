"""An organization with people, a programme and a registration, in whatever storage it is given."""

from core.domain.organization import Organization
from core.domain.program import Program
from core.domain.registration import Registration
from tests.contracts.access_world import AccessToAWorld
from tests.contracts.beginnings import NOW, digest, fresh
from tests.contracts.connection_world import ConnectionsOfAWorld
from tests.contracts.course_world import CoursesOfAWorld
from tests.contracts.match_world import MatchesOfAWorld
from tests.contracts.people_world import PeopleOfAWorld
from tests.contracts.program_world import ProgramsOfAWorld

__all__ = ["NOW", "World", "digest", "fresh"]


class World(
    AccessToAWorld,
    ConnectionsOfAWorld,
    CoursesOfAWorld,
    MatchesOfAWorld,
    PeopleOfAWorld,
    ProgramsOfAWorld,
):
    def __init__(self, storage):
        self.storage = storage
        self.organization = self.new_organization()
        self.id = self.organization.id
        self.registration = self.new_registration()
        names = ("Ada", "Ben", "Cleo", "Dora")
        self.ada, self.ben, self.cleo, self.dora = (self.new_person(name) for name in names)
        self.program = Program(
            id=fresh(), organization_id=self.id, name="Data careers", created_at=NOW
        )
        with self.tenant() as work:
            work.programs.save(self.program)

    def tenant(self):
        return self.storage.tenant(self.id)

    def platform(self):
        return self.storage.platform()

    def new_organization(self):
        number = fresh()
        made = Organization(id=number, slug=f"org-{number.int}", name="Org", created_at=NOW)
        with self.platform() as work:
            work.organizations.save(made)
        return made

    def new_registration(self):
        number = fresh()
        made = Registration(
            id=number,
            organization_id=self.id,
            issuer="https://lms.example.edu",
            client_id=f"client-{number.int}",
            auth_login_url="https://lms.example.edu/auth",
            token_url="https://lms.example.edu/token",
            jwks_url="https://lms.example.edu/jwks",
            created_at=NOW,
        )
        with self.platform() as work:
            work.registrations.save(made)
        return made
