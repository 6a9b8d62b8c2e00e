"""Courses, who is in them, the activities in them, and the scores these give."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    PrimaryKeyConstraint,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from core.domain.activity import ActivityKind, WorkState
from core.domain.course import MemberStatus, RosterOutcome, RosterTrigger
from core.domain.score import ParkedReason, ScoreState
from storage.tables.base import Base, TenantOwned, same_tenant, word


def _same_course() -> ForeignKeyConstraint:
    """A foreign key to a course of the same organization."""
    columns = ["organization_id", "registration_id", "context_id"]
    return ForeignKeyConstraint(columns, [f"course.{c}" for c in columns], ondelete="CASCADE")


class CourseRow(TenantOwned, Base):
    """core.domain.course.Course, its services spread over columns."""

    __tablename__ = "course"
    __table_args__ = (
        PrimaryKeyConstraint("registration_id", "context_id"),
        UniqueConstraint("organization_id", "registration_id", "context_id"),
        same_tenant("program_id", "program", "SET NULL (program_id)"),
    )

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("lti_registration.id", ondelete="CASCADE")
    )
    context_id: Mapped[str]
    title: Mapped[str]
    label: Mapped[str]
    program_id: Mapped[UUID | None] = mapped_column(index=True)
    deployment_id: Mapped[str]
    link_id: Mapped[str]
    history: Mapped[list[str]]
    memberships_url: Mapped[str]
    line_items_url: Mapped[str]
    groups_url: Mapped[str]
    group_sets_url: Mapped[str]
    notices_url: Mapped[str]
    scopes: Mapped[list[str]]
    synced_at: Mapped[datetime | None]


class CourseMemberRow(TenantOwned, Base):
    """core.domain.course.CourseMember; sets are stored as sorted arrays."""

    __tablename__ = "course_member"
    __table_args__ = (
        PrimaryKeyConstraint("registration_id", "context_id", "subject"),
        _same_course(),
        same_tenant("person_id", "person", "CASCADE"),
    )

    registration_id: Mapped[UUID]
    context_id: Mapped[str]
    subject: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(index=True)
    roster_roles: Mapped[list[str]]
    launch_roles: Mapped[list[str] | None]
    groups: Mapped[list[str]]
    status: Mapped[MemberStatus] = mapped_column(word(MemberStatus, "status"))


class RosterRunRow(TenantOwned, Base):
    """core.domain.course.RosterRun."""

    __tablename__ = "roster_run"
    __table_args__ = (
        _same_course(),
        Index(None, "registration_id", "context_id", "started_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    registration_id: Mapped[UUID]
    context_id: Mapped[str]
    trigger: Mapped[RosterTrigger] = mapped_column(word(RosterTrigger, "trigger"))
    outcome: Mapped[RosterOutcome] = mapped_column(word(RosterOutcome, "outcome"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    seen: Mapped[int]
    added: Mapped[int]
    changed: Mapped[int]
    gone: Mapped[int]
    problem: Mapped[str]
    params: Mapped[dict[str, str]] = mapped_column(JSONB)


class ActivityRow(TenantOwned, Base):
    """core.domain.activity.Activity."""

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("organization_id", "id"),
        UniqueConstraint("registration_id", "context_id", "origin_id"),
        _same_course(),
        CheckConstraint("target > 0", name="target"),
        CheckConstraint("points > 0", name="points"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    origin_id: Mapped[UUID]
    registration_id: Mapped[UUID]
    context_id: Mapped[str]
    kind: Mapped[ActivityKind] = mapped_column(word(ActivityKind, "kind"))
    title: Mapped[str]
    instructions: Mapped[str]
    target: Mapped[int]
    points: Mapped[float | None]
    link_id: Mapped[str]
    line_item_url: Mapped[str]
    created_at: Mapped[datetime]


class WorkRow(TenantOwned, Base):
    """core.domain.activity.Work."""

    __tablename__ = "work"
    __table_args__ = (
        PrimaryKeyConstraint("activity_id", "person_id"),
        same_tenant("activity_id", "activity", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        same_tenant("match_id", "match", "SET NULL (match_id)"),
        same_tenant("decided_by", "person", "SET NULL (decided_by)"),
    )

    activity_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    state: Mapped[WorkState] = mapped_column(word(WorkState, "state"))
    progress: Mapped[int]
    text: Mapped[str]
    comment: Mapped[str]
    match_id: Mapped[UUID | None]
    decided_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]


class ScoreRow(TenantOwned, Base):
    """core.domain.score.Score."""

    __tablename__ = "score"
    __table_args__ = (
        PrimaryKeyConstraint("activity_id", "person_id"),
        same_tenant("activity_id", "activity", "CASCADE"),
        same_tenant("person_id", "person", "CASCADE"),
        CheckConstraint("given >= 0 AND given <= maximum", name="given"),
    )

    activity_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(index=True)
    subject: Mapped[str]
    given: Mapped[float]
    maximum: Mapped[float]
    comment: Mapped[str]
    state: Mapped[ScoreState] = mapped_column(word(ScoreState, "state"))
    reason: Mapped[ParkedReason | None] = mapped_column(word(ParkedReason, "reason"))
    status: Mapped[int | None]
    posted_at: Mapped[datetime | None]
    sent: Mapped[float | None]
    attempts: Mapped[int]
    updated_at: Mapped[datetime]
    version: Mapped[int]
