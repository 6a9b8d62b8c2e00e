"""The made-up people are complete enough, and incomplete where that is interesting."""

import re
from uuid import UUID
from zoneinfo import available_timezones

import pytest

from demo.directory import GROUPS, institution, institutions

ALL = [(known, person) for known in institutions() for person in known.people]
DAYS = {
    f"{day}-{part}"
    for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    for part in ("morning", "afternoon", "evening")
}


def test_there_are_about_forty_people_in_a_university_and_a_company():
    assert [known.kind for known in institutions()] == ["university", "company"]
    assert 40 <= len(ALL) <= 50


@pytest.mark.parametrize("known", institutions(), ids=lambda known: known.slug)
def test_every_institution_has_everybody(known):
    # Moodle has no observers of its own.
    groups = set(GROUPS) if known.dialect == "canvas" else set(GROUPS) - {"observer"}
    assert {person.group for person in known.people} == groups
    assert len({person.key for person in known.people}) == len(known.people)
    assert len({person.subject for person in known.people}) == len(known.people)
    assert {course.mentoring for course in known.courses} == {True, False}


@pytest.mark.parametrize(("known", "person"), ALL, ids=lambda value: getattr(value, "key", ""))
def test_people_are_well_formed(known, person):
    assert re.fullmatch(r"[a-z-]+", person.key)
    assert person.email.endswith(".example")
    assert person.courses
    assert all(known.course(label) for label in person.courses)
    if known.dialect == "canvas":
        assert UUID(person.subject)
    else:
        assert person.subject.isdigit()
    if person.profile:
        assert person.profile["time_zone"] in available_timezones() | {""}
        assert set(person.profile["availability"]) <= DAYS
        assert all(known.person(key) for key in person.profile["avoid"])


def test_the_interesting_cases_are_there():
    mentors = [part for _, p in ALL for part in p.takes_part if part["role"] == "mentor"]
    assert {part["capacity"] for part in mentors} == {1, 2, 3}
    mentees = [p for _, p in ALL if p.group == "mentee"]
    assert any(p.profile is None for p in mentees)
    assert any(p.profile and not p.profile["goals"] for p in mentees)
    assert sum(bool(p.profile and p.profile["avoid"]) for _, p in ALL) >= 3
    assert any(len(p.takes_part) == 2 for _, p in ALL)
    assert any(p.privacy == "never" for _, p in ALL)
    assert all(p.observes == () or p.group == "observer" for _, p in ALL)


def test_what_is_not_there_is_none():
    assert institution("nowhere") is None
    assert institutions()[0].person("nobody") is None
    assert institutions()[0].course("NONE") is None
