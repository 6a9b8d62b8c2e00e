"""Profiles."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, select, text

from core.domain.identifiers import PersonId, ProgramId
from core.domain.must_have import MustHave
from core.domain.profile import MeetingMode, Profile, Seniority
from core.domain.program import Role
from core.domain.working_style import SCALES, Style, Value, Way
from storage.repositories.bulk import upsert_all
from storage.repositories.statements import TenantRepository, among
from storage.tables import ParticipationRow, PersonRow, ProfileRow

_LISTS = (
    "goals",
    "skills_wanted",
    "skills_offered",
    "experience",
    "interests",
    "languages",
    "principles",
    "personality",
    "topics",
    "managers",
)
_SETS = (
    "availability",
    "meeting_modes",
    "avoid",
    "values",
    "ways",
    "levels",
    "must_haves",
    "conflicts",
    "meet_again",
)
_COLUMNS = (
    ProfileRow.person_id,
    ProfileRow.headline,
    ProfileRow.time_zone,
    ProfileRow.location,
    ProfileRow.department,
    ProfileRow.seniority,
    ProfileRow.updated_at,
    ProfileRow.style,
    *(getattr(ProfileRow, name) for name in (*_LISTS, *_SETS)),
)
# Looking a member up is several times quicker than calling its class.
_SENIORITIES = {int(member): member for member in Seniority}
_MODES = {member.value: member for member in MeetingMode}
_VALUES = {member.value: member for member in Value}
_WAYS = {member.value: member for member in Way}
_MUST_HAVES = {member.value: member for member in MustHave}
_NO_STYLE = Style()

_SET_MANAGERS = text(
    """
    UPDATE profile SET managers = told.managers, updated_at = :at
    FROM json_to_recordset(CAST(:rows AS json)) AS told (person_id uuid, managers uuid[])
    WHERE profile.organization_id = :organization_id AND profile.person_id = told.person_id
    """
)


class PostgresProfiles(TenantRepository):
    """Adapter of core.ports.repositories.Profiles."""

    def get(self, person_id: PersonId) -> Profile | None:
        """See the port."""
        return self.get_many([person_id]).get(person_id)

    def lock(self, person_id: PersonId) -> Profile | None:
        """See the port."""
        return self.lock_many([person_id]).get(person_id)

    def lock_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]:
        """See the port."""
        people = (
            select(PersonRow.id)
            .where(
                PersonRow.organization_id == self.organization_id, among(PersonRow.id, person_ids)
            )
            .order_by(PersonRow.id)
        )
        # As a foreign key may still refer to them, others can go on asking these people.
        self.connection.execute(people.with_for_update(key_share=True))
        return self.get_many(person_ids)

    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]:
        """See the port."""
        profiles = self._profiles(self._select().where(among(ProfileRow.person_id, person_ids)))
        return {profile.person_id: profile for profile in profiles}

    def save(self, profile: Profile) -> None:
        """See the port."""
        self.save_many([profile])

    def save_many(self, profiles: Sequence[Profile]) -> None:
        """See the port."""
        rows = [
            {"organization_id": self.organization_id, **_as_row(profile)} for profile in profiles
        ]
        upsert_all(self.connection, ProfileRow, rows, "person_id")

    def managers(self, person_ids: Collection[PersonId]) -> dict[PersonId, tuple[PersonId, ...]]:
        """See the port."""
        row = ProfileRow
        rows = self.connection.execute(
            select(row.person_id, row.managers).where(
                row.organization_id == self.organization_id, among(row.person_id, person_ids)
            )
        )
        return {PersonId(person_id): tuple(map(PersonId, line)) for person_id, line in rows}

    def set_managers(self, managers: Mapping[PersonId, Sequence[PersonId]], at: datetime) -> None:
        """See the port."""
        if managers:
            rows = [
                {"person_id": str(person_id), "managers": [str(one) for one in line]}
                for person_id, line in sorted(managers.items())
            ]
            told = {"rows": json.dumps(rows), "at": at, "organization_id": self.organization_id}
            self.connection.execute(_SET_MANAGERS, told)

    def of_program(
        self, program_id: ProgramId, role: Role, people: Collection[PersonId] | None = None
    ) -> list[Profile]:
        """See the port."""
        statement = (
            self._select()
            .join(ParticipationRow, ParticipationRow.person_id == ProfileRow.person_id)
            .join(PersonRow, PersonRow.id == ParticipationRow.person_id)
            .where(_taking_part(program_id, role), PersonRow.test_user.is_(False))
            .order_by(ProfileRow.person_id)
        )
        if people is not None:
            statement = statement.where(among(ProfileRow.person_id, people))
        return self._profiles(statement)

    def _select(self) -> Select[*tuple[Any, ...]]:
        return select(*_COLUMNS).where(ProfileRow.organization_id == self.organization_id)

    def _profiles(self, statement: Select[*tuple[Any, ...]]) -> list[Profile]:
        return [_as_profile(row) for row in self.connection.execute(statement)]


def _taking_part(program_id: ProgramId, role: Role) -> ColumnElement[bool]:
    """The joined participation is in this role of this programme and available."""
    return (
        (ParticipationRow.program_id == program_id)
        & (ParticipationRow.role == role)
        & ParticipationRow.paused.is_(False)
        & ParticipationRow.away.is_(False)
    )


def _as_row(profile: Profile) -> dict[str, Any]:
    return {
        "person_id": profile.person_id,
        "headline": profile.headline,
        "time_zone": profile.time_zone,
        "location": profile.location,
        "department": profile.department,
        "seniority": profile.seniority,
        "updated_at": profile.updated_at,
        "style": [getattr(profile.style, scale) or 0 for scale in SCALES],
        **{name: list(getattr(profile, name)) for name in _LISTS},
        # Most are empty, and many thousand profiles are written at once.
        **{name: sorted(one) if (one := getattr(profile, name)) else [] for name in _SETS},
    }


def _as_profile(row: Sequence[Any]) -> Profile:
    """A row of _COLUMNS. By position: a thousand are read for one ranking."""
    seniority = row[5]
    return Profile(
        person_id=row[0],
        headline=row[1],
        time_zone=row[2],
        location=row[3],
        department=row[4],
        seniority=None if seniority is None else _SENIORITIES[seniority],
        updated_at=row[6],
        style=_style(row[7]),
        goals=tuple(row[8]),
        skills_wanted=tuple(row[9]),
        skills_offered=tuple(row[10]),
        experience=tuple(row[11]),
        interests=tuple(row[12]),
        languages=tuple(row[13]),
        principles=tuple(row[14]),
        personality=tuple(row[15]),
        topics=tuple(row[16]),
        managers=tuple(row[17]),
        availability=frozenset(row[18]),
        meeting_modes=frozenset(_MODES[mode] for mode in row[19]),
        avoid=frozenset(row[20]),
        values=frozenset(_VALUES[value] for value in row[21]),
        ways=frozenset(_WAYS[way] for way in row[22]),
        levels=frozenset(_SENIORITIES[level] for level in row[23]),
        must_haves=frozenset(_MUST_HAVES[must] for must in row[24]),
        conflicts=frozenset(row[25]),
        meet_again=frozenset(row[26]),
    )


def _style(steps: Sequence[int]) -> Style:
    if not any(steps):
        return _NO_STYLE
    return Style(**{scale: step or None for scale, step in zip(SCALES, steps, strict=True)})
