"""The numbers that an LMS's own interface has for people, where rosters tell them (Canvas).

What is read there (core/services/library/) names people by these, not by what LTI calls them. To
tell them a roster has to be read a second time, so they are asked for only where a connection needs
them.
"""

from collections.abc import Mapping
from datetime import datetime

from core.domain.connection import Connection
from core.domain.course import Course, RosterTrigger
from core.domain.identifiers import PersonId, RegistrationId
from core.domain.person import LMS_ISSUER, Identity
from core.ports.entropy import Entropy
from core.ports.learning_platform import RosterMember
from core.ports.unit_of_work import TenantWork
from core.services.courses.roster_promises import promise_reading
from core.services.library.completion_sink import REGISTRATION

NUMBERED = frozenset({"canvas"})
"""Connectors that name people by such numbers."""


def numbers_wanted(work: TenantWork, registration_id: RegistrationId) -> bool:
    """Whether a connection reads from this platform what names people by their numbers."""
    return any(_numbered(one) == str(registration_id) for one in work.connections.all())


def promise_numbers(
    work: TenantWork, connection: Connection, entropy: Entropy, now: datetime
) -> None:
    """Have rosters read again because a connection needs their numbers, if it does.

    Args:
        work: that stores the connection.
        connection: with the settings it has now.
        entropy: names the readings.
        now: rosters read before are promised.
    """
    registration = _numbered(connection)
    if not registration:
        return
    for course in work.courses.with_roster(now):
        if str(course.registration_id) == registration:
            promise_reading(work, course, RosterTrigger.SCHEDULE, entropy)


def keep_numbers(
    work: TenantWork,
    course: Course,
    roster: Mapping[str, RosterMember],
    people: Mapping[str, PersonId],
) -> None:
    """Remember the numbers that are new. One that belongs to somebody stays theirs.

    Args:
        work: in the transaction that stores the roster.
        course: whose roster it is.
        roster: by subject.
        people: subject -> person.
    """
    issuer = LMS_ISSUER.format(course.registration_id)
    told = {one.number: people[key] for key, one in roster.items() if one.number and key in people}
    if not told:
        return
    known = work.people.by_identities(issuer, told)
    fresh = [
        Identity(issuer=issuer, subject=number, person_id=person_id)
        for number, person_id in sorted(told.items())
        if number not in known
    ]
    work.people.link_many(fresh)


def _numbered(connection: Connection) -> str:
    """The registration whose people a connection calls by numbers; empty if it does not."""
    numbered = connection.connector in NUMBERED
    return str(connection.settings.get(REGISTRATION, "")) if numbered else ""
