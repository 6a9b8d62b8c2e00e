"""Builders of who takes part in a programme, in its groups and in its drop-in times."""

from dataclasses import replace
from datetime import timedelta

from core.domain.group import Group, GroupMember
from core.domain.program import Participation, ProgramManager, Role
from core.domain.slot import Booking, Slot
from tests.contracts.beginnings import NOW, fresh


class ProgramsOfAWorld:
    def program_manager(self, person, **values):
        return ProgramManager(
            **{
                "organization_id": self.id,
                "program_id": self.program.id,
                "person_id": person.id,
                "appointed_at": NOW,
                **values,
            }
        )

    def participation(self, person, role=Role.MENTOR, **values):
        return Participation(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            person_id=person.id,
            role=role,
            joined_at=NOW,
            **values,
        )

    def group(self, **values):
        made = Group(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            name="Circle",
            created_at=NOW,
        )
        return replace(made, **values)

    def group_member(self, group, person, role=Role.MENTEE, joined_at=NOW):
        return GroupMember(
            group_id=group.id,
            organization_id=self.id,
            person_id=person.id,
            role=role,
            joined_at=joined_at,
        )

    def slot(self, mentor, **values):
        made = Slot(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            mentor_id=mentor.id,
            starts_at=NOW + timedelta(days=1),
            minutes=30,
            places=2,
            topic="Applications",
            whereabouts="Room 5",
            created_at=NOW,
        )
        return replace(made, **values)

    def booking(self, slot, mentee, **values):
        made = Booking(
            slot_id=slot.id,
            organization_id=self.id,
            mentee_id=mentee.id,
            note="My letter",
            created_at=NOW,
        )
        return replace(made, **values)
