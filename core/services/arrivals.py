"""Somebody arrives from an LMS course: find or create who they are and where they are.

Identity is (registration, sub), never an e-mail address. Arriving enrols nobody: taking part in
a programme stays a person's own choice (core/services/participations.py).
"""

from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.identifiers import PersonId
from core.domain.person import Identity, Person
from core.domain.program import Course
from core.domain.registration import Registration
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchFacts:
    """What a verified launch says.

    Attributes:
        subject: the platform's stable name for the person; empty for an anonymous launch.
        name, email, locale: empty when the platform withholds them.
        context_id: the course; None for a launch outside any course.
        teaches: they teach this course.
        administers: they administer the LMS.
    """

    registration: Registration
    subject: str
    name: str = ""
    email: str = ""
    locale: str = ""
    context_id: str | None = None
    context_title: str = ""
    teaches: bool = False
    administers: bool = False


def lti_issuer(registration: Registration) -> str:
    """The identity issuer of people known through a registration."""
    return f"lti:{registration.id}"


class Arrivals:
    """Turns verified launches into actors."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def arrive(self, facts: LaunchFacts) -> Actor:
        """Find or create the person and the course of a launch."""
        organization_id = facts.registration.organization_id
        with self._storage.tenant(organization_id) as work:
            person = self._person(work, facts)
            course = self._course(work, facts)
        return Actor(
            organization_id=organization_id,
            person_id=person.id,
            program_id=course.program_id if course else None,
            registration_id=facts.registration.id,
            context_id=facts.context_id,
            manages=facts.teaches,
            administers=facts.administers,
        )

    def _person(self, work: TenantWork, facts: LaunchFacts) -> Person:
        issuer, now = lti_issuer(facts.registration), self._clock.now()
        known = work.people.by_identity(issuer, facts.subject)
        if known is None:
            person = Person(
                id=PersonId(self._entropy.uuid()),
                organization_id=facts.registration.organization_id,
                name=facts.name,
                email=facts.email,
                locale=facts.locale,
                created_at=now,
                updated_at=now,
            )
            work.people.save(person)
            identity = Identity(issuer=issuer, subject=facts.subject, person_id=person.id)
            work.people.link(identity)
            return person
        # A launch with less in it (privacy settings) does not erase what we were told before.
        told = replace(
            known,
            name=facts.name or known.name,
            email=facts.email or known.email,
            locale=facts.locale or known.locale,
        )
        if told != known:
            told = replace(told, updated_at=now)
            work.people.save(told)
        return told

    def _course(self, work: TenantWork, facts: LaunchFacts) -> Course | None:
        if facts.context_id is None:
            return None
        known = work.programs.course(facts.registration.id, facts.context_id)
        course = known or Course(
            registration_id=facts.registration.id,
            context_id=facts.context_id,
            organization_id=facts.registration.organization_id,
        )
        course = replace(course, title=facts.context_title or course.title)
        if course != known:
            work.programs.save_course(course)
        return course
