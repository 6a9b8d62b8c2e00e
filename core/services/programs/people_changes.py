"""What a file changes: the difference between its people and what is stored.

The file decides about people without an account. Whoever has one decides for themselves: a file
brings them into the programme and fills an empty profile, but overwrites nothing they said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from core.domain.directory import Presence
from core.domain.identifiers import ParticipationId, PersonId
from core.domain.person import Identity, Person
from core.domain.profile import Profile
from core.domain.program import Participation, Program, Role
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.services.directory.facts import own_words
from core.services.programs.people_recognition import (
    Known,
    Recognized,
    file_issuer,
    subject,
)

_FIELDS = frozenset(field.name for field in fields(Profile)) - {"person_id", "updated_at"}
_TOLD_BY_THE_ORGANIZATION = frozenset({"managers", "conflicts"})
"""What a file may say about somebody with an account, too."""


class Effect(StrEnum):
    """What a row does."""

    ADDED = "added"  # takes part in this role from now on
    CHANGED = "changed"  # took part already; something about them changes
    SAME = "same"  # nothing changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one row changes; None for what stays as it is."""

    effect: Effect
    person: Person | None = None
    identity: Identity | None = None
    profile: Profile | None = None
    participation: Participation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What is known before a file is applied; participations in the role of the file."""

    profiles: Mapping[PersonId, Profile]
    participations: Mapping[PersonId, Participation]


def stored(work: TenantWork, program: Program, role: Role, people: Sequence[Recognized]) -> Stored:
    """Read what the people of a file have already."""
    taking_part = work.participations.of_program(program.id)
    return Stored(
        profiles=work.profiles.get_many({one.person.id for one in people if one.person}),
        participations={p.person_id: p for p in taking_part if p.role is role},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Compares the people of a file with what is stored.

    Attributes:
        columns: which of our fields the file has.
        at: when it is applied.
    """

    program: Program
    role: Role
    columns: frozenset[str]
    before: Stored
    entropy: Entropy
    at: datetime

    def difference(self, one: Recognized, person_id: PersonId) -> Difference:
        """What one row changes.

        Args:
            one: the row; its person is certain, or None for somebody new.
            person_id: what they are called here, or will be.
        """
        person, profile = self._person(one, person_id), self._profile(one, person_id)
        known = self.before.participations.get(person_id)
        participation = self._participation(one, person_id, known)
        changed = person or profile or participation
        effect = Effect.CHANGED if changed else Effect.SAME
        return Difference(
            effect=effect if known else Effect.ADDED,
            person=person,
            identity=self._identity(one, person_id),
            profile=profile,
            participation=participation,
        )

    def _person(self, one: Recognized, person_id: PersonId) -> Person | None:
        name, email = one.row.entry.name, one.row.email
        if one.person is None:
            return Person(
                id=person_id,
                organization_id=self.program.organization_id,
                name=name,
                email=email,
                created_at=self.at,
                updated_at=self.at,
            )
        told = replace(one.person, name=name or one.person.name, email=email or one.person.email)
        return None if one.account or told == one.person else replace(told, updated_at=self.at)

    def _identity(self, one: Recognized, person_id: PersonId) -> Identity | None:
        """An LMS's user id finds its person again by itself, an earlier file's id too."""
        if one.known in (Known.FILE, Known.LMS):
            return None
        issuer = file_issuer(self.program.id)
        return Identity(issuer=issuer, subject=subject(one.row), person_id=person_id)

    def _profile(self, one: Recognized, person_id: PersonId) -> Profile | None:
        known = self.before.profiles.get(person_id)
        names = self.columns & _FIELDS
        if known is not None and one.account and own_words(known):
            names &= _TOLD_BY_THE_ORGANIZATION
        said = {name: getattr(one.row.entry.profile, name) for name in names}
        told = replace(known or Profile(person_id=person_id), **said)
        return None if told == known else replace(told, updated_at=self.at)

    def _participation(
        self, one: Recognized, person_id: PersonId, known: Participation | None
    ) -> Participation | None:
        capacity = one.row.entry.capacity
        if known is None:
            return Participation(
                id=ParticipationId(self.entropy.uuid()),
                organization_id=self.program.organization_id,
                program_id=self.program.id,
                person_id=person_id,
                role=self.role,
                capacity=capacity,
                away=one.person is not None and one.person.presence is not Presence.HERE,
                agreed=one.account or one.row.entry.agreed,
                joined_at=self.at,
            )
        if one.account:
            return None
        told = known
        if "capacity" in self.columns:
            told = replace(told, capacity=capacity)
        if "agreed" in self.columns:
            told = replace(told, agreed=one.row.entry.agreed)
        return None if told == known else told
