"""Promising that a roster will be read: by schedule, at a launch, by hand, after a notice."""

from datetime import datetime, timedelta

from core.domain.course import Course, RosterTrigger
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork

SYNC_ROSTER = "sync_roster"
FRESH = timedelta(hours=1)
"""A teacher's launch has a roster read that is older."""


def readable(course: Course) -> bool:
    """Whether the course shows a programme and told us where its roster is."""
    return course.program_id is not None and bool(course.services.memberships_url)


def promise_first_reading(work: TenantWork, course: Course, entropy: Entropy) -> None:
    """Have the roster of a course read that a teacher has just given a programme."""
    if readable(course):
        promise_reading(work, course, RosterTrigger.HAND, entropy)


def promise_reading(
    work: TenantWork,
    course: Course,
    trigger: RosterTrigger,
    entropy: Entropy,
    confirmed: int = 0,
) -> None:
    """Have a roster read in the background, unless that is promised already.

    Args:
        work: what the promise belongs to.
        course: one that is `readable`.
        trigger: why.
        entropy: names the run.
        confirmed: how many people may be gone because a teacher said so.
    """
    by_hand = trigger is RosterTrigger.HAND
    place = f"{course.registration_id}:{course.context_id}"
    work.jobs.defer(
        SYNC_ROSTER,
        lock=f"roster:{place}",
        # Nobody who presses a button waits for a job that failed and is to be tried again.
        once=f"roster:{place}:{confirmed}" if by_hand else f"roster:{place}",
        urgent=by_hand,
        organization_id=str(course.organization_id),
        registration_id=str(course.registration_id),
        context_id=course.context_id,
        run_id=str(entropy.uuid()),
        trigger=trigger.value,
        confirmed=confirmed,
    )


def promise_if_old(work: TenantWork, course: Course, entropy: Entropy, now: datetime) -> None:
    """Have a roster read because a teacher comes in, unless that was tried within the hour."""
    fresh = now - FRESH
    if not readable(course) or (course.synced_at is not None and course.synced_at > fresh):
        return
    tried = work.rosters.runs(course.registration_id, course.context_id, 1)
    if not tried or tried[0].started_at <= fresh:
        promise_reading(work, course, RosterTrigger.LAUNCH, entropy)
