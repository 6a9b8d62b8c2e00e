"""Who and what the stand-in campus has: institutions, courses and made-up people.

Everything is read from `demo/data/*.json`, one file an institution. The people, addresses
(reserved `.example` domains) and institutions are invented.
"""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
TEST_STUDENT = "test-student"
GROUPS = ("mentee", "mentor", "teacher", "assistant", "observer", "admin")


@dataclass(frozen=True, slots=True, kw_only=True)
class CampusPerson:
    """Somebody with an account at one institution.

    Attributes:
        key: readable name for URLs, unique in the institution.
        subject: LTI `sub`: a number in the Moodle dialect, a UUID in the Canvas dialect.
        group: one of GROUPS, or "test"; mentees and mentors are both learners in the LMS.
        courses: labels of the courses they are in.
        takes_part: what they are in the programme: {"role": ..., "capacity": ...}.
        profile: what they told the mentoring programme; None if nothing yet.
        privacy: "always", or "never" for somebody about whom tools are told no name or e-mail.
        observes: keys of the learners an observer watches over.
    """

    key: str
    subject: str
    given_name: str
    family_name: str
    email: str
    locale: str
    group: str
    courses: tuple[str, ...]
    takes_part: tuple[Mapping[str, Any], ...]
    profile: Mapping[str, Any] | None
    privacy: str = "always"
    observes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course of the LMS.

    Attributes:
        id: LTI `context.id`.
        label: short name, used in URLs.
        link_id: LTI `resource_link.id` of the Mentoring activity.
        mentoring: whether the programme is shown here already; else a teacher starts one.
        history: ids of the courses it was copied from, the nearest first.
    """

    id: str
    label: str
    title: str
    link_id: str
    mentoring: bool
    history: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution:
    """One customer of the tool: an organisation with its own LTI registration.

    Attributes:
        kind: "university" or "company".
        dialect: "moodle" or "canvas": whose launches its LMS imitates.
        program: name, description and limits of its mentoring programme.
        drop_in: times that mentors offer there.
        groups: groups that meet there.
    """

    slug: str
    name: str
    kind: str
    dialect: str
    client_id: str
    deployment_id: str
    platform_guid: str
    program: Mapping[str, Any]
    courses: tuple[Course, ...]
    people: tuple[CampusPerson, ...]
    drop_in: tuple[Mapping[str, Any], ...] = ()
    groups: tuple[Mapping[str, Any], ...] = ()

    def person(self, key: str) -> CampusPerson | None:
        """The person with that key, if any."""
        return next((person for person in self.people if person.key == key), None)

    def course(self, label: str) -> Course | None:
        """The course with that label, if any."""
        return next((course for course in self.courses if course.label == label), None)

    def test_student(self, course: Course | None) -> CampusPerson:
        """Whom teachers become in Canvas's student view: every course has a test student."""
        name = f"{self.slug}/{course.id if course else ''}"
        return CampusPerson(
            key=TEST_STUDENT,
            subject=str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
            given_name="Test",
            family_name="Student",
            email="",
            locale="en",
            group="test",
            courses=tuple(known.label for known in self.courses),
            takes_part=(),
            profile=None,
        )

    def group(self, name: str) -> tuple[CampusPerson, ...]:
        """Everyone in one of GROUPS, in the order of the file."""
        return tuple(person for person in self.people if person.group == name)


def _person(row: Mapping[str, Any]) -> CampusPerson:
    plural = {name: tuple(row.get(name, ())) for name in ("courses", "takes_part", "observes")}
    return CampusPerson(**{**row, **plural})


@cache
def institutions() -> tuple[Institution, ...]:
    """All institutions, universities first."""
    loaded = []
    for path in sorted(DATA.glob("*.json")):
        row = json.loads(path.read_text(encoding="utf-8"))
        row["courses"] = tuple(Course(**course) for course in row["courses"])
        row["people"] = tuple(_person(person) for person in row["people"])
        loaded.append(Institution(**row))
    return tuple(sorted(loaded, key=lambda institution: institution.kind == "company"))


def institution(slug: str) -> Institution | None:
    """The institution with that slug, if any."""
    return next((known for known in institutions() if known.slug == slug), None)
