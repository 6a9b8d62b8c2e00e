"""A course of an LMS: the services it offers us, and who is in it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from core.domain.identifiers import (
    OrganizationId,
    PersonId,
    ProgramId,
    RegistrationId,
    RosterRunId,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseServices:
    """What a launch from the course said we may call; empty addresses are services not offered.

    Attributes:
        memberships_url: names and roles (NRPS 2.0 `context_memberships_url`).
        line_items_url: the gradebook (AGS 2.0 `lineitems`).
        groups_url, group_sets_url: course groups.
        notices_url: where handlers of notices are registered.
        scopes: what may be asked for with the gradebook, the groups and the notices.
    """

    memberships_url: str = ""
    line_items_url: str = ""
    groups_url: str = ""
    group_sets_url: str = ""
    notices_url: str = ""
    scopes: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """An LTI context (course) whose launch we verified, and the programme it shows.

    Attributes:
        context_id: the platform's id of the course.
        program_id: None until a teacher starts or chooses a programme there.
        deployment_id: the installation its launches come through.
        link_id: a resource link of ours in it; rosters are asked for with it.
        history: context ids it was copied from, nearest first.
        synced_at: when its roster was last read completely; None if never.
    """

    registration_id: RegistrationId
    context_id: str
    organization_id: OrganizationId
    title: str = ""
    label: str = ""
    program_id: ProgramId | None = None
    deployment_id: str = ""
    link_id: str = ""
    history: tuple[str, ...] = ()
    services: CourseServices = field(default_factory=CourseServices)
    synced_at: datetime | None = None


class CourseRole(StrEnum):
    """What somebody is in a course, as far as we care."""

    LEARNER = "learner"
    TEACHER = "teacher"
    OBSERVER = "observer"
    TEST_USER = "test_user"


class MemberStatus(StrEnum):
    """Whether somebody is in the course."""

    ACTIVE = "active"
    INACTIVE = "inactive"  # the platform says so
    GONE = "gone"  # missing from a complete roster, or deleted


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseMember:
    """Somebody in a course.

    Attributes:
        subject: the platform's stable name for them; scores are posted under it.
        roster_roles: what rosters say; empty before the first one.
        launch_roles: what their own latest launch said; None before one. It is the more exact:
            Moodle's rosters call non-editing teachers learners.
        groups: names of their course groups.
    """

    registration_id: RegistrationId
    context_id: str
    organization_id: OrganizationId
    subject: str
    person_id: PersonId
    roster_roles: frozenset[CourseRole] = field(default_factory=frozenset)
    launch_roles: frozenset[CourseRole] | None = None
    groups: frozenset[str] = field(default_factory=frozenset)
    status: MemberStatus = MemberStatus.ACTIVE

    @property
    def roles(self) -> frozenset[CourseRole]:
        """What they are: by their own launch if there was one, else by the roster."""
        return self.roster_roles if self.launch_roles is None else self.launch_roles

    @property
    def test_user(self) -> bool:
        """Whether this is no person but the platform's student view: never counted or missed."""
        return CourseRole.TEST_USER in self.roster_roles | (self.launch_roles or frozenset())


class RosterTrigger(StrEnum):
    """Why a roster was read."""

    SCHEDULE = "schedule"
    LAUNCH = "launch"
    HAND = "hand"
    NOTICE = "notice"


class RosterOutcome(StrEnum):
    """How reading a roster ended."""

    RUNNING = "running"
    COMPLETE = "complete"
    HELD = "held"  # read, but so many are missing that a person must say that it is right
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRun:
    """One reading of a course's roster.

    Attributes:
        seen: members in it. added, changed, gone: what it changed, or would change when held.
        problem: an English sentence (a message id) when it failed; empty otherwise.
        params: values for the placeholders of `problem`.
    """

    id: RosterRunId
    registration_id: RegistrationId
    context_id: str
    organization_id: OrganizationId
    trigger: RosterTrigger
    outcome: RosterOutcome = RosterOutcome.RUNNING
    started_at: datetime
    finished_at: datetime | None = None
    seen: int = 0
    added: int = 0
    changed: int = 0
    gone: int = 0
    problem: str = ""
    params: tuple[tuple[str, str], ...] = ()
