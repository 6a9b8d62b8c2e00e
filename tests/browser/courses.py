"""Courses with rosters for the browser: read, held, without names, copied; and who cannot join."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from core.domain.course import (
    Course,
    CourseMember,
    CourseRole,
    CourseServices,
    RosterRun,
    RosterTrigger,
)
from core.domain.person import Identity
from core.domain.program import Role
from core.ports.learning_platform import RosterMember
from core.services.courses.rosters import Rosters
from tests.fakes.learning_platform import FakeLearningPlatform

if TYPE_CHECKING:
    from tests.browser.served import Served

LEARNER = frozenset({CourseRole.LEARNER})
SERVICES = CourseServices(
    memberships_url="https://lms.example.edu/m", groups_url="https://lms.example.edu/g"
)
NAMES = ("Amina Yilmaz", "Bo Sørensen", "Chloé Dubois", "Maximiliane Freifrau von Hohenstein")


def settle_courses(served: "Served") -> None:
    """Give the teacher a course of a hundred, and put others beside it."""
    course = _own_course(served)
    _roster(served, course, _everybody(served))
    _roster(served, course, _everybody(served, left="Leaver"))
    held = _course(served, course, "held-course", title="Held course")
    _roster(served, held, [_listed(f"h{number}", "") for number in range(40)])
    _roster(served, held, [])
    _course(served, course, "nameless", title="")
    _roster(served, replace(held, context_id="nameless"), [_listed("n1", ""), _listed("n2", "")])
    _being_read(served, _course(served, course, "being-read"))
    for who, context_id in (
        ("holding", "held-course"),
        ("nameless", "nameless"),
        ("reading", "being-read"),
    ):
        served.newcomer(who, context_id=context_id, manages=True)
    _copied(served, course)
    _who_cannot_join(served, course)


def _own_course(served: "Served") -> Course:
    """The course of the demo's programme, with the pair whose mentee leaves it."""
    teacher = served.actors["teacher"]
    assert teacher.program_id is not None
    with served.hub.storage.tenant(teacher.organization_id) as work:
        course = replace(work.courses.of_program(teacher.program_id)[0], services=SERVICES)
        work.courses.save(course)
    served.actors["teacher"] = replace(teacher, context_id=course.context_id)
    for name, role in (("Leaver", Role.MENTEE), ("Host", Role.MENTOR)):
        served.newcomer(name, context_id=course.context_id)
        served.hub.services.participations.join(served.actors[name], role)
        _know(served, course, name)
    requests, host = served.hub.services.requests, served.actors["Host"]
    match = requests.ask(served.actors["Leaver"], host.person_id)
    requests.accept(host, match.id)
    return course


def _know(served: "Served", course: Course, name: str) -> None:
    issuer = f"lti:{course.registration_id}"
    identity = Identity(issuer=issuer, subject=name, person_id=served.actors[name].person_id)
    with served.hub.storage.tenant(course.organization_id) as work:
        work.people.link(identity)


def _course(served: "Served", like: Course, context_id: str, **values: object) -> Course:
    made = replace(like, context_id=context_id, **values)
    with served.hub.storage.tenant(like.organization_id) as work:
        work.courses.save(made)
    return made


def _listed(subject: str, name: str, roles: frozenset[CourseRole] = LEARNER) -> RosterMember:
    groups = frozenset({"a", "b"} if name.startswith("C") else {"a"})
    return RosterMember(subject=subject, roles=roles, name=name, group_ids=groups)


def _everybody(served: "Served", left: str = "") -> Iterable[RosterMember]:
    teacher = served.actors["teacher"]
    with served.hub.storage.tenant(teacher.organization_id) as work:
        taking_part = work.participations.of_program(teacher.program_id)
        people = work.people.get_many({p.person_id for p in taking_part})
    identities = served.hub.storage.tables.table(f"{teacher.organization_id}/identities")
    subjects = {row.person_id: row.subject for row in identities.values()}
    known = [
        _listed(subjects[key], person.name) for key, person in people.items() if key in subjects
    ]
    more = [_listed(f"s{number}", NAMES[number % len(NAMES)]) for number in range(80)]
    yield from (member for member in known if member.subject != left)
    yield from more
    yield _listed("staff", "Dr. Sofia Rossi", frozenset({CourseRole.TEACHER}))


def _roster(served: "Served", course: Course, members: Iterable[RosterMember]) -> None:
    platform = FakeLearningPlatform()
    platform.enrol(course, *members)
    platform.name_groups(course, a="Tutorial A", b="Presentation group B")
    hub = served.hub
    hub.clock.advance(minutes=7)
    rosters = Rosters(hub.storage, hub.clock, hub.entropy, platform.roster)
    rosters.sync(
        str(course.organization_id),
        str(course.registration_id),
        course.context_id,
        str(uuid4()),
        RosterTrigger.HAND,
    )


def _being_read(served: "Served", course: Course) -> None:
    run = RosterRun(
        id=uuid4(),
        registration_id=course.registration_id,
        context_id=course.context_id,
        organization_id=course.organization_id,
        trigger=RosterTrigger.LAUNCH,
        started_at=served.hub.clock.now(),
    )
    with served.hub.storage.tenant(course.organization_id) as work:
        work.rosters.save_run(run)


def _copied(served: "Served", course: Course) -> None:
    """A teacher of the demo's course in a copy of it."""
    copy = _course(
        served, course, "copied", title="Copy", program_id=None, history=(course.context_id,)
    )
    served.newcomer("copier", context_id="copied", program_id=None, manages=True)
    for place in (course, copy):
        _launched(served, place, "copier", CourseRole.TEACHER)


def _who_cannot_join(served: "Served", course: Course) -> None:
    for who, role in (
        ("student-view", CourseRole.TEST_USER),
        ("observer", CourseRole.OBSERVER),
    ):
        served.newcomer(who, context_id=course.context_id)
        _launched(served, course, who, role)
    actor = served.actors["student-view"]
    with served.hub.storage.tenant(actor.organization_id) as work:
        person = work.people.get(actor.person_id)
        assert person is not None
        work.people.save(replace(person, test_user=True))


def _launched(served: "Served", course: Course, who: str, role: CourseRole) -> None:
    member = CourseMember(
        registration_id=course.registration_id,
        context_id=course.context_id,
        organization_id=course.organization_id,
        subject=who,
        person_id=served.actors[who].person_id,
        launch_roles=frozenset({role}),
    )
    with served.hub.storage.tenant(course.organization_id) as work:
        work.rosters.save_launch(member)
