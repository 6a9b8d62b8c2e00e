"""Profiles."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select

from core.domain.identifiers import PersonId, ProgramId
from core.domain.profile import MeetingMode, Profile, Seniority
from core.domain.program import Role
from storage.repositories.statements import TenantRepository, among, upsert
from storage.tables import ParticipationRow, ProfileRow

_LISTS = ("goals", "skills_wanted", "skills_offered", "experience", "interests", "languages")
_SETS = ("availability", "meeting_modes", "avoid")


class PostgresProfiles(TenantRepository):
    """Adapter of core.ports.repositories.Profiles."""

    def get(self, person_id: PersonId) -> Profile | None:
        """See the port."""
        return self.get_many([person_id]).get(person_id)

    def get_many(self, person_ids: Collection[PersonId]) -> dict[PersonId, Profile]:
        """See the port."""
        profiles = self._profiles(self._select().where(among(ProfileRow.person_id, person_ids)))
        return {profile.person_id: profile for profile in profiles}

    def save(self, profile: Profile) -> None:
        """See the port."""
        self.save_many([profile])

    def save_many(self, profiles: Sequence[Profile]) -> None:
        """See the port."""
        if profiles:
            rows = [
                {"organization_id": self.organization_id, **_as_row(profile)}
                for profile in profiles
            ]
            self.connection.execute(upsert(ProfileRow, "person_id"), rows)

    def of_program(self, program_id: ProgramId, role: Role) -> list[Profile]:
        """See the port."""
        statement = (
            self._select()
            .join(ParticipationRow, ParticipationRow.person_id == ProfileRow.person_id)
            .where(_taking_part(program_id, role))
            .order_by(ProfileRow.person_id)
        )
        return self._profiles(statement)

    def _select(self) -> Select[ProfileRow]:
        return select(ProfileRow).where(ProfileRow.organization_id == self.organization_id)

    def _profiles(self, statement: Select[ProfileRow]) -> list[Profile]:
        return [_as_profile(row) for row in self.connection.execute(statement)]


def _taking_part(program_id: ProgramId, role: Role) -> ColumnElement[bool]:
    """The joined participation is in this role of this programme and not paused."""
    return (
        (ParticipationRow.program_id == program_id)
        & (ParticipationRow.role == role)
        & ParticipationRow.paused.is_(False)
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
        **{name: list(getattr(profile, name)) for name in _LISTS},
        **{name: sorted(getattr(profile, name)) for name in _SETS},
    }


def _as_profile(row: Row[Any]) -> Profile:
    values = row._asdict()
    del values["organization_id"]
    seniority = values.pop("seniority")
    return Profile(
        **values
        | {name: tuple(values[name]) for name in _LISTS}
        | {
            "seniority": None if seniority is None else Seniority(seniority),
            "availability": frozenset(values["availability"]),
            "meeting_modes": frozenset(map(MeetingMode, values["meeting_modes"])),
            "avoid": frozenset(values["avoid"]),
        }
    )
