"""What is kept about people, programmes and matches, one protocol a noun.

Courses are in course_repositories.py, what no organization owns in platform_repositories.py.
Adapters: storage/repositories/ and tests/fakes/. Lookups return None for "there is none"; services
turn that into NotFoundError with words. Everything tenant-owned is reached through a TenantWork,
which sees one organization only.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.identifiers import MatchId, ParticipationId, PersonId, ProgramId
from core.domain.match import Match, MatchEvent, MatchState
from core.domain.person import Identity, Person
from core.domain.profile import Profile, TextEmbedding
from core.domain.program import Participation, Program, Role


class People(Protocol):
    """Persons and their identities."""

    def get(self, person_id: PersonId) -> Person | None: ...
    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Person]: ...
    def by_identity(self, issuer: str, subject: str) -> Person | None: ...
    def by_identities(self, issuer: str, subjects: Collection[str]) -> dict[str, Person]:
        """Subject -> person, of those that are known."""
        ...

    def by_emails(self, emails: Collection[str]) -> list[Person]:
        """Everybody with one of these e-mail addresses in any case; it proves nothing."""
        ...

    def called(self, text: str, most: int) -> list[Person]:
        """People with this in their name or e-mail address, in any case, by name."""
        ...

    def known_through(self, issuers: str) -> Iterator[list[PersonId]]:
        """People with an identity whose issuer begins like this, in lists of at most 1,000."""
        ...

    def identities(self, person_ids: Collection[PersonId]) -> list[Identity]:
        """Every identity of these people, ordered by issuer and subject."""
        ...

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

    def link_many(self, identities: Sequence[Identity]) -> None:
        """Remember identities in bulk. Raises as `link`."""
        ...

    def move(self, identities: Sequence[Identity]) -> None:
        """Give known identities to the people they name, in bulk.

        Memberships in courses and directory entries go with the identities they came with.
        """
        ...

    def hand_over(self, person_id: PersonId, other_id: PersonId) -> None:
        """Give all identities, memberships in courses and directory entries to somebody else."""
        ...

    def remove(self, person_id: PersonId) -> None:
        """Remove somebody with everything of theirs, and sign them out.

        Raises:
            ConflictError: a match or its history is theirs too; the unit of work stays usable.
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

    def lock_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]:
        """`lock`, of many at once, in one order: two who lock many never block each other."""
        ...

    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]: ...
    def save(self, profile: Profile) -> None: ...
    def save_many(self, profiles: Sequence[Profile]) -> None: ...
    def managers(self, person_ids: Collection[PersonId]) -> dict[PersonId, tuple[PersonId, ...]]:
        """Their managers, of those who have a profile; nothing else of it is read."""
        ...

    def set_managers(self, managers: Mapping[PersonId, Sequence[PersonId]], at: datetime) -> None:
        """Store only this, of people who have a profile; in bulk."""
        ...

    def of_program(
        self, program_id: ProgramId, role: Role, people: Collection[PersonId] | None = None
    ) -> list[Profile]:
        """Profiles of everyone in that role who can be matched, ordered by person id.

        Those who are paused, away or no person but a student view cannot.

        Args:
            program_id: where they take part.
            role: as what.
            people: only these, if any are named.
        """
        ...


class Embeddings(Protocol):
    """Vectors of profile texts."""

    def of_people(self, person_ids: Collection[PersonId], model: str) -> list[TextEmbedding]: ...
    def vectors_of_program(
        self,
        program_id: ProgramId,
        role: Role,
        model: str,
        people: Collection[PersonId] | None = None,
    ) -> Mapping[bytes, bytes]:
        """Text hash -> vector of everyone in that role who is available, each text once.

        Args:
            program_id: where they take part.
            role: as what.
            model: id of the encoder.
            people: only these, if any are named.
        """
        ...

    def replace(self, person_id: PersonId, model: str, embeddings: Sequence[TextEmbedding]) -> None:
        """Make these the person's only vectors of this model."""
        ...

    def replace_many(
        self, model: str, embeddings: Mapping[PersonId, Sequence[TextEmbedding]]
    ) -> None:
        """`replace` for many people at once."""
        ...


class Programs(Protocol):
    """Programmes."""

    def get(self, program_id: ProgramId) -> Program | None: ...
    def all(self) -> list[Program]: ...
    def save(self, program: Program) -> None: ...


class Participations(Protocol):
    """Who takes part in a programme."""

    def get(
        self, program_id: ProgramId, person_id: PersonId, role: Role
    ) -> Participation | None: ...
    def lock(self, program_id: ProgramId, person_id: PersonId, role: Role) -> Participation | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def lock_many(
        self, program_id: ProgramId, person_ids: Collection[PersonId], role: Role
    ) -> list[Participation]:
        """Like `lock`, of many at once, in one order: two who lock many never block each other.

        Whoever locks mentees and mentors locks the mentees first.
        """
        ...

    def of_person(self, person_id: PersonId) -> list[Participation]: ...
    def of_people(self, person_ids: Collection[PersonId]) -> list[Participation]:
        """Of all of them in whatever programme, ordered by programme and person id."""
        ...

    def of_program(
        self, program_id: ProgramId, people: Collection[PersonId] | None = None
    ) -> list[Participation]:
        """Everyone, or only some people, paused or not, ordered by person id."""
        ...

    def add(self, participation: Participation) -> Participation:
        """Insert, unless this person is in this role already; returns what is stored then."""
        ...

    def save(self, participation: Participation) -> None: ...
    def remove(self, participation: Participation) -> None: ...
    def set_away(self, participation_ids: Collection[ParticipationId], *, away: bool) -> None:
        """Say whether these people are away; whatever else is stored stays."""
        ...

    def save_many(self, participations: Sequence[Participation]) -> None: ...


class Matches(Protocol):
    """Matches and their history."""

    def get(self, match_id: MatchId) -> Match | None: ...
    def get_many(self, match_ids: Collection[MatchId]) -> Mapping[MatchId, Match]: ...
    def of_person(self, program_id: ProgramId, person_id: PersonId) -> list[Match]:
        """As mentee or mentor, newest first."""
        ...

    def of_program(
        self, program_id: ProgramId, states: Collection[MatchState] | None = None
    ) -> list[Match]:
        """All, or those in the given states, newest first."""
        ...

    def load(
        self,
        program_id: ProgramId,
        states: Collection[MatchState],
        mentors: Collection[PersonId] | None = None,
    ) -> Mapping[PersonId, int]:
        """Mentor -> number of matches in these states, without those in a group.

        Args:
            program_id: where.
            states: which matches count.
            mentors: only these, if any are named.
        """
        ...

    def of_mentees(
        self,
        program_id: ProgramId,
        mentee_ids: Collection[PersonId],
        states: Collection[MatchState],
    ) -> list[Match]:
        """Those of some mentees in the given states, newest first."""
        ...

    def due(self, program_id: ProgramId, at: datetime) -> list[Match]:
        """Requests whose response clock wants something: an end, a reminder, or to be started."""
        ...

    def programs_due(self, at: datetime) -> list[ProgramId]:
        """Where `due` finds something."""
        ...

    def add(self, match: Match) -> None:
        """Insert.

        Raises:
            ConflictError: the two already have an open match in this programme.
        """
        ...

    def add_many(self, matches: Sequence[Match]) -> None:
        """Insert in bulk. Raises as `add`."""
        ...

    def update(self, match: Match) -> None:
        """Store a moved match.

        Raises:
            ConflictError: its stored version is not `match.version - 1`.
        """
        ...

    def update_many(self, matches: Sequence[Match]) -> None:
        """Store moved matches in bulk. Raises as `update`."""
        ...

    def set_clocks(self, matches: Sequence[Match]) -> None:
        """Store response clocks of requests that nobody moved meanwhile, in bulk."""
        ...

    def record(self, event: MatchEvent) -> None: ...
    def record_many(self, events: Sequence[MatchEvent]) -> None: ...
    def history(self, match_id: MatchId) -> list[MatchEvent]:
        """Oldest first."""
        ...
