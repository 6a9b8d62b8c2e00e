"""What happened, as events for other systems: in the unit of work in which it happens.

The id of an event is made of what happened to what: telling it twice tells it once.
"""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid5

from core.domain.connection import Connection, ProblemKind
from core.domain.identifiers import OrganizationId, WebhookEventId
from core.domain.match import Match, MatchEvent, MatchState
from core.domain.match_run import MatchRun
from core.domain.meeting import Meeting
from core.domain.program import Participation
from core.domain.sync import SyncRun
from core.domain.webhook import EventType, WebhookEvent
from core.ports.unit_of_work import TenantWork

_OF_STATES = {
    MatchState.OFFERED: EventType.MATCH_OFFERED,
    MatchState.ACCEPTED: EventType.MATCH_ACCEPTED,
    MatchState.ACTIVE: EventType.MATCH_ACTIVE,
    MatchState.ENDED: EventType.MATCH_ENDED,
}
"""What is told when a match comes to a state; of others nobody but managers knows."""


def record_steps(work: TenantWork, steps: Iterable[tuple[Match, MatchEvent]]) -> None:
    """Write steps of matches into their history, and tell of them.

    Args:
        work: what they happen in.
        steps: each with the match as it is after it, or after later steps of the same moment.
    """
    steps = list(steps)
    work.matches.record_many([step for _, step in steps])
    work.outbox.add(_of_step(match, step) for match, step in steps if step.after in _OF_STATES)


def tell_meeting(work: TenantWork, match: Match, meeting: Meeting, at: datetime) -> None:
    """Tell of a meeting that was logged, or confirmed."""
    confirmed = meeting.confirmed_by is not None
    kind = EventType.MEETING_CONFIRMED if confirmed else EventType.MEETING_LOGGED
    told: dict[str, str | int | bool | None] = {
        "meeting_id": str(meeting.id),
        "match_id": str(match.id),
        "program_id": str(match.program_id),
        "held_on": meeting.held_on.isoformat(),
        "minutes": meeting.minutes,
        "by": str(meeting.confirmed_by or meeting.logged_by),
    }
    work.outbox.add([_event(meeting.organization_id, meeting.id, kind, at, told)])


def tell_joined(work: TenantWork, participations: Iterable[Participation]) -> None:
    """Tell of people who are in a programme from now on."""
    kind = EventType.PARTICIPATION_JOINED
    work.outbox.add(_of_participation(one, kind, one.joined_at) for one in participations)


def tell_left(work: TenantWork, participation: Participation, at: datetime) -> None:
    """Tell of somebody who takes part no more."""
    work.outbox.add([_of_participation(participation, EventType.PARTICIPATION_LEFT, at)])


def tell_published(work: TenantWork, run: MatchRun, matches: int, at: datetime) -> None:
    """Tell of a match run whose pairs became matches."""
    told: dict[str, str | int | bool | None] = {
        "run_id": str(run.id),
        "program_id": str(run.program_id),
        "state": run.state.value,
        "matches": matches,
    }
    work.outbox.add([_event(run.organization_id, run.id, EventType.RUN_PUBLISHED, at, told)])


def tell_connection_failed(
    work: TenantWork, connection: Connection, run: SyncRun, at: datetime
) -> None:
    """Tell of a connection whose run failed for good."""
    told: dict[str, str | int | bool | None] = {
        "connection_id": str(connection.id),
        "connector": connection.connector,
        "run_id": str(run.id),
        "stream": run.stream,
        "problem": run.problem.kind.value if run.problem else None,
    }
    kind = EventType.CONNECTION_FAILED
    work.outbox.add([_event(connection.organization_id, run.id, kind, at, told)])


def tell_connection_held(work: TenantWork, connection: Connection, at: datetime) -> None:
    """Tell of a connection that is written to and waits for a yes: without any run."""
    told: dict[str, str | int | bool | None] = {
        "connection_id": str(connection.id),
        "connector": connection.connector,
        "run_id": None,
        "stream": None,
        "problem": ProblemKind.HELD.value,
    }
    kind = EventType.CONNECTION_FAILED
    work.outbox.add([_event(connection.organization_id, connection.id, kind, at, told)])


def event_of_test(organization_id: OrganizationId, id_: UUID, at: datetime) -> WebhookEvent:
    """What a test sends."""
    told: dict[str, str | int | bool | None] = {"test": True}
    return WebhookEvent(
        id=WebhookEventId(id_),
        organization_id=organization_id,
        type=EventType.TEST,
        at=at,
        data=told,
    )


def _of_step(match: Match, step: MatchEvent) -> WebhookEvent:
    told: dict[str, str | int | bool | None] = {
        "match_id": str(match.id),
        "program_id": str(match.program_id),
        "mentee_id": str(match.mentee_id),
        "mentor_id": str(match.mentor_id),
        "group_id": str(match.group_id) if match.group_id else None,
        "state": step.after.value,
        "before": step.before.value if step.before else None,
        "end_reason": step.end_reason.value if step.end_reason else None,
        "undone": step.undoes is not None,
        "version": step.version,
    }
    kind = _OF_STATES[step.after]
    return _event(match.organization_id, match.id, kind, step.at, told, str(step.version))


def _of_participation(one: Participation, kind: EventType, at: datetime) -> WebhookEvent:
    told: dict[str, str | int | bool | None] = {
        "program_id": str(one.program_id),
        "person_id": str(one.person_id),
        "role": one.role.value,
    }
    return _event(one.organization_id, one.id, kind, at, told)


def _event(
    organization_id: OrganizationId,
    of: UUID,
    kind: EventType,
    at: datetime,
    told: dict[str, str | int | bool | None],
    step: str = "",
) -> WebhookEvent:
    name = f"{kind.value}/{step or at.isoformat()}"
    return WebhookEvent(
        id=WebhookEventId(uuid5(of, name)),
        organization_id=organization_id,
        type=kind,
        at=at,
        data=told,
    )
