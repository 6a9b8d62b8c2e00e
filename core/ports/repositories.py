"""What is kept, one protocol a noun. Adapters: storage/repositories/ and tests/fakes/storage.py.

Lookups return None for "there is none"; services turn that into NotFoundError with words.
Everything tenant-owned is reached through a TenantWork, which sees one organization only.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.actor import Actor
from core.domain.identifiers import MatchId, OrganizationId, PersonId, ProgramId, RegistrationId
from core.domain.match import Match, MatchEvent, MatchState
from core.domain.organization import Organization
from core.domain.person import Identity, Person
from core.domain.profile import Profile, TextEmbedding
from core.domain.program import Course, Participation, Program, Role
from core.domain.registration import Deployment, LaunchState, Registration, ToolKey
from core.domain.session import Session


class People(Protocol):
    """Persons and their identities."""

    def get(self, person_id: PersonId) -> Person | None: ...
    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Person]: ...
    def by_identity(self, issuer: str, subject: str) -> Person | None: ...
    def save(self, person: Person) -> None:
        """Insert or update."""
        ...

    def save_many(self, people: Sequence[Person]) -> None:
        """Insert or update in bulk."""
        ...

    def link(self, identity: Identity) -> None:
        """Remember an identity; the same one again changes nothing.

        Raises:
            ConflictError: it belongs to somebody else.
        """
        ...


class Profiles(Protocol):
    """Profiles and the vectors of their texts."""

    def get(self, person_id: PersonId) -> Profile | None: ...
    def lock(self, person_id: PersonId) -> Profile | None:
        """Like `get`, and nobody else locks it until this unit of work ends.

        It is the person who is locked, so this holds before they have a profile too.
        """
        ...

    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]: ...
    def save(self, profile: Profile) -> None: ...
    def save_many(self, profiles: Sequence[Profile]) -> None: ...
    def of_program(self, program_id: ProgramId, role: Role) -> list[Profile]:
        """Profiles of everyone in that role who is not paused, ordered by person id."""
        ...


class Embeddings(Protocol):
    """Vectors of profile texts."""

    def of_people(self, person_ids: Collection[PersonId], model: str) -> list[TextEmbedding]: ...
    def vectors_of_program(
        self, program_id: ProgramId, role: Role, model: str
    ) -> Mapping[bytes, bytes]:
        """Text hash -> vector of everyone in that role who is not paused, each text once."""
        ...

    def replace(self, person_id: PersonId, model: str, embeddings: Sequence[TextEmbedding]) -> None:
        """Make these the person's only vectors of this model."""
        ...


class Programs(Protocol):
    """Programmes and the courses that show them."""

    def get(self, program_id: ProgramId) -> Program | None: ...
    def all(self) -> list[Program]: ...
    def save(self, program: Program) -> None: ...
    def course(self, registration_id: RegistrationId, context_id: str) -> Course | None: ...
    def lock_course(self, registration_id: RegistrationId, context_id: str) -> Course | None:
        """Like `course`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def save_course(self, course: Course) -> None:
        """Insert or update; a course that has a programme keeps it, whatever is saved."""
        ...


class Participations(Protocol):
    """Who takes part in a programme."""

    def get(
        self, program_id: ProgramId, person_id: PersonId, role: Role
    ) -> Participation | None: ...
    def lock(self, program_id: ProgramId, person_id: PersonId, role: Role) -> Participation | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def of_person(self, person_id: PersonId) -> list[Participation]: ...
    def of_program(self, program_id: ProgramId) -> list[Participation]:
        """Everyone, paused or not, ordered by person id."""
        ...

    def add(self, participation: Participation) -> Participation:
        """Insert, unless this person is in this role already; returns what is stored then."""
        ...

    def save(self, participation: Participation) -> None: ...
    def remove(self, participation: Participation) -> None: ...
    def save_many(self, participations: Sequence[Participation]) -> None: ...


class Matches(Protocol):
    """Matches and their history."""

    def get(self, match_id: MatchId) -> Match | None: ...
    def of_person(self, program_id: ProgramId, person_id: PersonId) -> list[Match]:
        """As mentee or mentor, newest first."""
        ...

    def of_program(
        self, program_id: ProgramId, states: Collection[MatchState] | None = None
    ) -> list[Match]:
        """All, or those in the given states, newest first."""
        ...

    def load(self, program_id: ProgramId, states: Collection[MatchState]) -> Mapping[PersonId, int]:
        """Mentor -> number of matches in these states."""
        ...

    def add(self, match: Match) -> None:
        """Insert.

        Raises:
            ConflictError: the two already have an open match in this programme.
        """
        ...

    def update(self, match: Match) -> None:
        """Store a moved match.

        Raises:
            ConflictError: its stored version is not `match.version - 1`.
        """
        ...

    def record(self, event: MatchEvent) -> None: ...
    def history(self, match_id: MatchId) -> list[MatchEvent]:
        """Oldest first."""
        ...


class Organizations(Protocol):
    """Tenants."""

    def get(self, organization_id: OrganizationId) -> Organization | None: ...
    def by_slug(self, slug: str) -> Organization | None: ...
    def all(self) -> list[Organization]: ...
    def save(self, organization: Organization) -> None: ...


class Registrations(Protocol):
    """LTI registrations and deployments; looked up before the tenant is known."""

    def get(self, registration_id: RegistrationId) -> Registration | None: ...
    def find(self, issuer: str, client_id: str) -> Registration | None: ...
    def of_issuer(self, issuer: str) -> list[Registration]: ...
    def all(self) -> list[Registration]: ...
    def save(self, registration: Registration) -> None: ...
    def deployment(
        self, registration_id: RegistrationId, deployment_id: str
    ) -> Deployment | None: ...
    def deployments(self, registration_id: RegistrationId) -> list[Deployment]: ...
    def save_deployment(self, deployment: Deployment) -> None: ...


class LaunchStates(Protocol):
    """Logins on their way; each is taken once."""

    def add(self, state: LaunchState) -> None: ...
    def take(self, state_hash: bytes) -> LaunchState | None:
        """Return it and remove it in one step, so that of two takers one gets None."""
        ...

    def purge(self, before: datetime) -> int:
        """Remove those that expired before; returns how many."""
        ...


class Sessions(Protocol):
    """Signed-in sessions; looked up before the tenant is known."""

    def add(self, session: Session) -> None: ...
    def find(self, token_hash: bytes) -> Session | None: ...
    def take_ticket(self, ticket_hash: bytes) -> Session | None:
        """The session with this ticket, whose ticket is then used up, in one step."""
        ...

    def save(self, session: Session) -> None:
        """Store changes of theme, locale, programme or expiry."""
        ...

    def remove(self, token_hash: bytes) -> None: ...
    def remove_outdated(self, actor: Actor) -> int:
        """Remove the sessions of this person and course with other rights; how many there were.

        Rights are programme, manages and administers. Outside an LMS there are none to compare.
        """
        ...

    def purge(self, before: datetime) -> int: ...


class ToolKeys(Protocol):
    """Our LTI signing keys, newest first."""

    def all(self) -> list[ToolKey]: ...
    def save(self, key: ToolKey) -> None: ...
    def remove(self, kid: str) -> None: ...
