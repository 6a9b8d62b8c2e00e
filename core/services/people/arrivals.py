"""Somebody arrives from an LMS course: find or create who they are and where they are.

Identity is (registration, sub), never an e-mail address. Arriving enrols nobody: taking part in
a programme stays a person's own choice (core/services/programs/participations.py).
"""

from dataclasses import dataclass, replace

from core.domain.actor import Actor
from core.domain.course import Course, CourseMember, CourseRole, CourseServices, MemberStatus
from core.domain.directory import Presence
from core.domain.identifiers import OrganizationId, PersonId
from core.domain.person import LTI_ISSUER, Identity, Person
from core.domain.registration import Registration
from core.errors import ForbiddenError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.courses.course_copies import copy_activities
from core.services.courses.roster_promises import promise_if_old
from core.services.directory.lms_people import heard, met
from core.services.grades.grading import Grading
from core.services.people.absences import welcome


@dataclass(frozen=True, slots=True, kw_only=True)
class LaunchFacts:
    """What a verified launch says.

    Attributes:
        organization_id: whose people come through the launch's deployment.
        subject: the platform's stable name for the person.
        name, email, locale: empty when the platform withholds them.
        course: where it came from, with the services it offers; None for a launch outside any.
        roles: what the person is in the course.
        administers: they administer the LMS.
    """

    registration: Registration
    organization_id: OrganizationId
    subject: str
    name: str = ""
    email: str = ""
    locale: str = ""
    course: Course | None = None
    roles: frozenset[CourseRole] = frozenset()
    administers: bool = False


def lti_issuer(registration: Registration) -> str:
    """The identity issuer of people known through a registration."""
    return LTI_ISSUER.format(registration.id)


class Arrivals:
    """Turns verified launches into actors.

    Args:
        storage: where people and courses are.
        clock: now.
        entropy: names new people.
        configuring: whether who administers an LMS may use the settings of their organization.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, *, configuring: bool = False
    ) -> None:
        self._configuring = configuring
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._grading = Grading(clock)

    def arrive(self, facts: LaunchFacts) -> Actor:
        """Find or create the person and the course of a launch.

        Raises:
            ForbiddenError: the organization's directories say that they have left.
        """
        with self._storage.tenant(facts.organization_id) as work:
            person = self._person(work, facts)
            if person.presence is Presence.GONE:
                raise ForbiddenError(
                    "Your organization's directory says that you have left, so you cannot come "
                    "in. If that is wrong, ask your organization to correct it there."
                )
            course = self._course(work, facts, person) if facts.course else None
        return Actor(
            organization_id=facts.organization_id,
            person_id=person.id,
            program_id=course.program_id if course else None,
            registration_id=facts.registration.id,
            context_id=course.context_id if course else None,
            manages=CourseRole.TEACHER in facts.roles,
            administers=facts.administers,
            configures=self._configuring and facts.administers,
        )

    def _person(self, work: TenantWork, facts: LaunchFacts) -> Person:
        issuer, now = lti_issuer(facts.registration), self._clock.now()
        known = work.people.by_identity(issuer, facts.subject)
        if known is None and CourseRole.TEST_USER not in facts.roles:
            told_of = {facts.subject: (facts.email, facts.name)}
            known = met(work, issuer, told_of, now, self._entropy).get(facts.subject)
        if known is None:
            person = Person(
                id=PersonId(self._entropy.uuid()),
                organization_id=facts.organization_id,
                name=facts.name,
                email=facts.email,
                locale=facts.locale,
                test_user=CourseRole.TEST_USER in facts.roles,
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
            test_user=known.test_user or CourseRole.TEST_USER in facts.roles,
        )
        if told == known:
            return known
        news = heard(work, [replace(told, updated_at=now)], {known.id: known}, now)
        work.people.save_many(news)
        return news[0] if news else known

    def _course(self, work: TenantWork, facts: LaunchFacts, person: Person) -> Course:
        told = facts.course
        assert told is not None, "asked only for launches from a course"
        known = work.courses.get(told.registration_id, told.context_id)
        course = _with_news(known, told) if known else told
        if course != known:
            work.courses.save(course)
        if course.history and (known is None or known.history != course.history):
            copy_activities(work, course, course.history, self._entropy)
        self._remember(work, facts, course, person)
        self._send_parked(work, facts, course, known)
        if facts.administers or CourseRole.TEACHER in facts.roles:
            promise_if_old(work, course, self._entropy, self._clock.now())
        return course

    def _remember(
        self, work: TenantWork, facts: LaunchFacts, course: Course, person: Person
    ) -> None:
        """What somebody launches as is more exact than what rosters say."""
        known = work.rosters.member(course.registration_id, course.context_id, facts.subject)
        member = known or CourseMember(
            registration_id=course.registration_id,
            context_id=course.context_id,
            organization_id=course.organization_id,
            subject=facts.subject,
            person_id=person.id,
        )
        launched = replace(member, launch_roles=facts.roles, status=MemberStatus.ACTIVE)
        if launched == known:
            return
        work.rosters.save_launch(launched)
        if course.program_id is not None:
            welcome(work, course.program_id, person.id)

    def _send_parked(
        self, work: TenantWork, facts: LaunchFacts, course: Course, known: Course | None
    ) -> None:
        """Scores that could not be sent may be taken now."""
        place = (course.registration_id, course.context_id)
        if CourseRole.LEARNER in facts.roles:
            self._grading.retry_parked(work, *place, [facts.subject])
        if known is not None and known.services != course.services:
            self._grading.gradebook_changed(work, *place)


def _with_news(known: Course, told: Course) -> Course:
    """What a launch does not say stays: not every message and role is told everything."""
    services = {
        name: getattr(told.services, name) or getattr(known.services, name)
        for name in CourseServices.__dataclass_fields__
    }
    services["scopes"] = told.services.scopes | known.services.scopes
    return replace(
        known,
        title=told.title or known.title,
        label=told.label or known.label,
        deployment_id=told.deployment_id or known.deployment_id,
        link_id=told.link_id or known.link_id,
        history=told.history or known.history,
        services=CourseServices(**services),
    )
