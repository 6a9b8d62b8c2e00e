"""A campus whose course has a roster on a platform in memory."""

from dataclasses import replace
from uuid import UUID

from core.domain.course import CourseRole, CourseServices, RosterTrigger
from core.domain.match import MatchState
from core.domain.person import Identity
from core.domain.program import Role
from core.domain.registration import Registration
from core.ports.learning_platform import RosterMember
from core.services.courses.rosters import Rosters
from core.services.people.arrivals import Arrivals, LaunchFacts, lti_issuer
from tests.fakes.learning_platform import FakeLearningPlatform

LMS = "https://lms.example.edu"
LEARNER = frozenset({CourseRole.LEARNER})
TEACHER = frozenset({CourseRole.TEACHER})


def listed(subject, roles=LEARNER, **told):
    return RosterMember(subject=str(subject), roles=frozenset(roles), **told)


class RosterCampus:
    def __init__(self, campus):
        self.campus, self.storage, self.clock = campus, campus.storage, campus.clock
        self.id = campus.organization.id
        self.platform = FakeLearningPlatform(page_size=3)
        self.rosters = Rosters(self.storage, self.clock, campus.entropy, self.platform.roster)
        self.registration = Registration(
            id=UUID(int=900),
            organization_id=self.id,
            issuer=LMS,
            client_id="hub",
            auth_login_url=LMS + "/auth",
            token_url=LMS + "/token",
            jwks_url=LMS + "/jwks",
            created_at=self.clock.now(),
        )
        with self.storage.platform() as work:
            work.registrations.save(self.registration)
        services = CourseServices(memberships_url=LMS + "/m", groups_url=LMS + "/g")
        with self.storage.tenant(self.id) as work:
            course = work.courses.get(self.registration.id, "course-1")
            self.course = replace(course, services=services)
            work.courses.save(self.course)

    @property
    def arrivals(self):
        return Arrivals(self.storage, self.clock, self.campus.entropy)

    def tenant(self):
        return self.storage.tenant(self.id)

    def roster(self, *members):
        """Make exactly these the platform's roster."""
        self.platform.course(self.course).members.clear()
        self.platform.enrol(self.course, *members)

    def read(self, trigger=RosterTrigger.SCHEDULE, confirmed=0, course=None, run=None):
        """Run the job, and return the run it left."""
        course = course or self.course
        self.rosters.sync(
            organization_id=str(self.id),
            registration_id=str(course.registration_id),
            context_id=course.context_id,
            run_id=str(run or self.campus.entropy.uuid()),
            trigger=trigger.value,
            confirmed=confirmed,
        )
        return self.run

    @property
    def runs(self):
        with self.tenant() as work:
            return work.rosters.runs(self.registration.id, "course-1")

    @property
    def run(self):
        return self.runs[0]

    @property
    def members(self):
        with self.tenant() as work:
            rows = work.rosters.members(self.registration.id, "course-1")
        return {row.subject: row for row in rows}

    @property
    def statuses(self):
        return {subject: member.status.value for subject, member in self.members.items()}

    @property
    def people(self):
        with self.tenant() as work:
            return work.people.by_identities(lti_issuer(self.registration), list(self.members))

    def launch(self, subject, roles=LEARNER, course=None, **facts):
        return self.arrivals.arrive(
            LaunchFacts(
                registration=self.registration,
                organization_id=self.id,
                subject=str(subject),
                course=course or self.course,
                roles=frozenset(roles),
                **facts,
            )
        )

    def takes_part(self, subject, role=Role.MENTEE):
        """Somebody the platform knows, in the programme."""
        actor = self.campus.person(f"Person {subject}")
        with self.tenant() as work:
            work.people.link(
                Identity(
                    issuer=lti_issuer(self.registration),
                    subject=str(subject),
                    person_id=actor.person_id,
                )
            )
        self.campus.participations.join(actor, role)
        return actor

    def participation(self, actor, role=Role.MENTEE):
        with self.tenant() as work:
            return work.participations.get(self.campus.program.id, actor.person_id, role)

    def states(self):
        with self.tenant() as work:
            matches = work.matches.of_program(self.campus.program.id)
        return {m.id: (m.state, m.end_reason) for m in matches}

    def match(self, mentee, mentor):
        match = self.campus.requests.ask(mentee, mentor.person_id)
        accepted = self.campus.requests.accept(mentor, match.id)
        assert accepted.state is MatchState.ACCEPTED
        return match
