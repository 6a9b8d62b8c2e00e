"""Programmes and who takes part in them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import (
    OrganizationId,
    ParticipationId,
    PersonId,
    ProgramId,
)
from core.domain.response_clock import LEAST_DAYS, MOST_DAYS

MOST_CAPACITY = 20
LIMITS: dict[str, tuple[int, int]] = {
    "open_request_limit": (1, MOST_CAPACITY),
    "default_capacity": (1, MOST_CAPACITY),
    "response_days": (LEAST_DAYS, MOST_DAYS),
    "mentor_request_limit": (1, MOST_CAPACITY),
    "mentors_per_mentee": (1, 5),
    "pulse_days": (0, 90),
}
"""What managers set of a programme in numbers: field -> (least, most)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """One mentoring programme of an organization.

    Attributes:
        open_request_limit: how many unanswered requests a mentee may have at once.
        default_capacity: mentees a mentor takes unless they say otherwise.
        response_days: how long a mentor has to answer a request before the next one is asked.
        reminders: whether mentors are reminded meanwhile.
        mentor_request_limit: how many unanswered requests reach a mentor at once.
        mentors_per_mentee: how many mentors a mentee may have at once.
        pulse_days: days between two askings how it goes (core/domain/pulse.py); 0 asks nobody.
        open_to_all: whether people of the organization find it outside a course and may join it.
    """

    id: ProgramId
    organization_id: OrganizationId
    name: str
    description: str = ""
    open_request_limit: int = 3
    default_capacity: int = 2
    response_days: int = 3
    reminders: bool = True
    mentor_request_limit: int = 5
    mentors_per_mentee: int = 1
    pulse_days: int = 7
    open_to_all: bool = False
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramManager:
    """Somebody who manages a programme without teaching a course of it.

    Attributes:
        appointed_by: the administrator who decided it; None once that person is erased.
    """

    organization_id: OrganizationId
    program_id: ProgramId
    person_id: PersonId
    appointed_by: PersonId | None = None
    appointed_at: datetime


class Role(StrEnum):
    """What somebody is in a programme. (LTI's `membership#Mentor` is an observer, not this.)."""

    MENTEE = "mentee"
    MENTOR = "mentor"


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """A person in a programme, by their own choice.

    Attributes:
        capacity: how many mentees a mentor takes at once; 1 for mentees.
        paused: True while they want no new suggestions or requests.
        away: True while they are in none of the courses that show the programme. Rosters and
            launches decide that, never they themselves; `paused` stays what they made it.
        agreed: False while others entered them and they did not say yes; nobody is matched then.
    """

    id: ParticipationId
    organization_id: OrganizationId
    program_id: ProgramId
    person_id: PersonId
    role: Role
    capacity: int = 1
    paused: bool = False
    away: bool = False
    agreed: bool = True
    joined_at: datetime

    @property
    def available(self) -> bool:
        """Whether something new may begin with them."""
        return not (self.paused or self.away)
