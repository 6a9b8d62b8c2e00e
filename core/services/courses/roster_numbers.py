"""The numbers that an LMS's own interface has for people, where rosters tell them (Canvas).

What is read there (core/services/library/) names people by these, not by what LTI calls them.
"""

from collections.abc import Mapping

from core.domain.course import Course
from core.domain.identifiers import PersonId
from core.domain.person import LMS_ISSUER, Identity
from core.ports.learning_platform import RosterMember
from core.ports.unit_of_work import TenantWork


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
