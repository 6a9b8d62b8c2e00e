"""What the product tells of: through its own use cases."""

import json
from datetime import timedelta

import pytest

from core.domain.course import CourseRole
from core.domain.match import EndReason
from core.domain.program import Role
from tests.core.services.connections.office import Office
from tests.core.services.webhooks.post_room import PostRoom

NOTE = "Please, my secret wish"


def told(room):
    room.work()
    bodies = [json.loads(body) for body in room.sent]
    return [(body["type"], body["data"]) for body in bodies]


def kinds(room):
    return [kind for kind, _ in told(room)]


def test_the_way_of_a_match(room):
    mia, ada = room.campus.mentee(), room.campus.mentor()
    room.listens()
    match = room.campus.requests.ask(mia, ada.person_id, NOTE)
    room.campus.requests.accept(ada, match.id)
    day = room.clock.now().date()
    meeting = room.campus.meetings.log(mia, match.id, day, 45)
    room.campus.meetings.confirm(ada, meeting.id)
    room.campus.requests.end(mia, match.id)
    assert kinds(room) == [
        "match.offered",
        "match.accepted",
        "meeting.logged",
        "meeting.confirmed",
        "match.active",
        "match.ended",
    ]
    (_, offered), (_, accepted), (_, logged), (_, confirmed), _, (_, ended) = told(room)
    assert offered == {
        "match_id": str(match.id),
        "program_id": str(match.program_id),
        "mentee_id": str(mia.person_id),
        "mentor_id": str(ada.person_id),
        "group_id": None,
        "state": "offered",
        "before": None,
        "end_reason": None,
        "undone": False,
        "version": 1,
    }
    assert (accepted["before"], accepted["version"]) == ("offered", 2)
    assert logged == {
        "meeting_id": str(meeting.id),
        "match_id": str(match.id),
        "program_id": str(match.program_id),
        "held_on": day.isoformat(),
        "minutes": 45,
        "by": str(mia.person_id),
    }
    assert confirmed["by"] == str(ada.person_id)
    assert ended["end_reason"] == EndReason.LEFT
    everything = b"".join(room.sent)
    assert NOTE.encode() not in everything
    assert b"Mia" not in everything


def test_an_undo_is_told_as_one(room):
    mia, ada = room.campus.mentee(), room.campus.mentor()
    match = room.campus.requests.ask(mia, ada.person_id)
    room.listens()
    room.campus.requests.decline(ada, match.id)
    room.campus.undo.undo(ada, match.id)
    (ended, again) = [data for _, data in told(room)]
    assert (ended["state"], ended["end_reason"], ended["undone"]) == ("ended", "declined", False)
    assert (again["state"], again["before"], again["undone"]) == ("offered", "ended", True)


def test_joining_and_leaving(room):
    newcomer = room.campus.person("Nia")
    room.campus.in_course(newcomer, CourseRole.LEARNER)
    room.listens()
    room.campus.participations.join(newcomer, Role.MENTEE)
    room.campus.participations.join(newcomer, Role.MENTEE)
    room.campus.participations.leave(newcomer, Role.MENTEE)
    assert [(kind, data["role"]) for kind, data in told(room)] == [
        ("participation.joined", "mentee"),
        ("participation.left", "mentee"),
    ]


def test_who_leaves_and_comes_back_is_told_each_time(room):
    newcomer = room.campus.person("Nia")
    room.listens()
    for _ in range(2):
        room.campus.participations.join(newcomer, Role.MENTEE)
        room.campus.participations.leave(newcomer, Role.MENTEE)
        room.clock.time += timedelta(minutes=1)
    assert len(kinds(room)) == 4


@pytest.mark.parametrize("dry", [False, True])
def test_a_connection_that_fails(dry):
    office = Office()
    room = PostRoom(office.campus)
    office.has_on("fake")
    room.listens()
    office.source.key = "another"
    (office.uses.switches.dry_run if dry else office.uses.switches.run_now)(office.admin, office.id)
    office.works()
    failed = told(room)
    if dry:
        assert failed == []
    else:
        ((kind, data),) = failed
        assert kind == "connection.failed"
        assert (data["connector"], data["problem"]) == ("fake", "authorisation")
        assert data["connection_id"] == str(office.id)
