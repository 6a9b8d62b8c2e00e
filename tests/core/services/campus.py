"""A small campus in memory: one organization, one programme, people on demand."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from core.domain.activity import ActivityKind
from core.domain.actor import Actor
from core.domain.course import Course, CourseMember, CourseRole
from core.domain.identifiers import OrganizationId, PersonId, ProgramId, RegistrationId
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.profile import Profile
from core.domain.program import Program, Role
from core.services.activities.activities import Activities, Link
from core.services.activities.activity_plans import ActivityPlan, parameters
from core.services.activities.approvals import Approvals
from core.services.activities.meetings import Meetings
from core.services.activities.own_activities import OwnActivities
from core.services.activities.progress import Progress
from core.services.activities.reviews import Reviews
from core.services.activities.work import Works
from core.services.appointments.appointments import Appointments
from core.services.drop_in.bookings import Bookings
from core.services.drop_in.offers import Offers
from core.services.groups.filling import GroupFilling
from core.services.groups.fitting import Fitting
from core.services.groups.groups import Groups
from core.services.groups.joining import Joining
from core.services.groups.membership import Membership
from core.services.people.notifications import Notifications
from core.services.people.profiles import Profiles
from core.services.programs.participations import Participations
from core.services.programs.programs import Programs
from core.services.pulses.pulses import Pulses
from core.services.requests.cascade import TAKE_TURNS
from core.services.requests.choices import Choices
from core.services.requests.requests import Requests
from core.services.requests.response_clocks import ResponseClocks
from core.services.requests.undo import Undo
from tests.fakes.encoder import FakeEncoder
from tests.fakes.scorekeeper import FakeScorekeeper
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

REGISTRATION = RegistrationId(UUID(int=900))


@dataclass
class Campus:
    storage: FakeStorage
    clock: FakeClock
    entropy: FakeEntropy
    organization: Organization
    program: Program
    scorekeeper: FakeScorekeeper = field(default_factory=FakeScorekeeper)

    @property
    def progress(self) -> Progress:
        return Progress(self.clock, self.scorekeeper)

    @property
    def participations(self) -> Participations:
        return Participations(self.storage, self.clock, self.entropy, self.progress)

    @property
    def profiles(self) -> Profiles:
        return Profiles(self.storage, self.clock, self.progress)

    @property
    def activities(self) -> Activities:
        return Activities(self.storage, self.clock, self.entropy, self.progress)

    @property
    def own_activities(self) -> OwnActivities:
        return OwnActivities(self.storage)

    @property
    def works(self) -> Works:
        return Works(self.storage, self.clock, self.entropy, self.progress)

    @property
    def approvals(self) -> Approvals:
        return Approvals(self.storage, self.clock, self.entropy, self.progress)

    @property
    def meetings(self) -> Meetings:
        return Meetings(self.storage, self.clock, self.entropy, self.progress)

    @property
    def appointments(self) -> Appointments:
        return Appointments(self.storage, self.clock, self.entropy)

    @property
    def pulses(self) -> Pulses:
        return Pulses(self.storage, self.clock)

    @property
    def reviews(self) -> Reviews:
        return Reviews(self.storage)

    @property
    def programs(self) -> Programs:
        return Programs(self.storage, self.clock, self.entropy)

    @property
    def requests(self) -> Requests:
        return Requests(self.storage, self.clock, self.entropy, self.progress)

    @property
    def notifications(self) -> Notifications:
        return Notifications(self.clock, self.entropy)

    @property
    def offers(self) -> Offers:
        return Offers(self.storage, self.clock, self.entropy, self.notifications)

    @property
    def bookings(self) -> Bookings:
        return Bookings(self.storage, self.clock, self.notifications)

    @property
    def membership(self) -> Membership:
        return Membership(self.clock, self.entropy, self.progress)

    @property
    def groups(self) -> Groups:
        return Groups(self.storage, self.clock, self.entropy, self.membership, self.notifications)

    @property
    def fitting(self) -> Fitting:
        return Fitting(self.clock, FakeEncoder.model)

    @property
    def joining(self) -> Joining:
        return Joining(self.storage, self.fitting, self.membership, self.notifications)

    @property
    def filling(self) -> GroupFilling:
        return GroupFilling(self.storage, self.fitting, self.membership, self.notifications)

    def news(self, actor: Actor) -> list[str]:
        """What the actor was told, newest first."""
        with self.storage.tenant(self.organization.id) as work:
            return [str(told.sentence) for told in work.news.of_person(actor.person_id, most=50)]

    @property
    def choices(self) -> Choices:
        return Choices(self.storage, self.clock, self.entropy)

    @property
    def undo(self) -> Undo:
        return Undo(self.storage, self.clock, self.entropy, self.progress)

    def take_turns(self) -> None:
        """What the scheduler and the worker do: look at the clocks, and what was promised."""
        clocks = ResponseClocks(self.storage, self.clock, self.entropy)
        clocks.look_at_clocks()
        jobs = self.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] == TAKE_TURNS:
                clocks.take_turns(**jobs.pop(key)["arguments"])

    def set_program(self, **values: object) -> None:
        with self.storage.tenant(self.organization.id) as work:
            self.program = replace(self.program, **values)
            work.programs.save(self.program)

    def told(self, actor: Actor) -> list[str]:
        """What somebody was told, oldest first."""
        with self.storage.tenant(self.organization.id) as work:
            told = work.news.of_person(actor.person_id, 1000)
        return [str(news.sentence) for news in reversed(told)]

    def person(self, name: str, **actor: object) -> Actor:
        person = Person(
            id=PersonId(self.entropy.uuid()),
            organization_id=self.organization.id,
            name=name,
            created_at=self.clock.now(),
            updated_at=self.clock.now(),
        )
        with self.storage.tenant(self.organization.id) as work:
            work.people.save(person)
        known = Actor(
            organization_id=self.organization.id,
            person_id=person.id,
            program_id=self.program.id,
            registration_id=REGISTRATION,
            context_id="course-1",
        )
        return replace(known, **actor)

    def mentee(self, name: str = "Mia") -> Actor:
        actor = self.person(name)
        self.participations.join(actor, Role.MENTEE)
        return actor

    def mentor(self, name: str = "Ada", capacity: int = 1) -> Actor:
        actor = self.person(name)
        self.participations.join(actor, Role.MENTOR, capacity)
        return actor

    def teacher(self) -> Actor:
        return self.person("Tess", manages=True)

    def organization_tells(self, actor: Actor, **told: object) -> None:
        """What somebody's organization knows of them and they themselves cannot change."""
        with self.storage.tenant(self.organization.id) as work:
            known = work.profiles.get(actor.person_id) or Profile(person_id=actor.person_id)
            work.profiles.save(replace(known, **told))

    def entered_by_others(self, actor: Actor, role: Role) -> None:
        """Their part in the programme waits for their own yes."""
        with self.storage.tenant(self.organization.id) as work:
            part = work.participations.get(self.program.id, actor.person_id, role)
            work.participations.save(replace(part, agreed=False))

    def in_course(self, actor: Actor, role: CourseRole = CourseRole.LEARNER) -> Actor:
        """The actor launches from the course."""
        member = CourseMember(
            registration_id=actor.registration_id,
            context_id=actor.context_id,
            organization_id=self.organization.id,
            subject=f"sub-{actor.person_id.int}",
            person_id=actor.person_id,
            launch_roles=frozenset({role}),
        )
        with self.storage.tenant(self.organization.id) as work:
            work.rosters.save_launch(member)
        return actor

    def match(self, mentee: Actor, mentor: Actor):
        asked = self.requests.ask(mentee, mentor.person_id)
        return self.requests.accept(mentor, asked.id)

    def activity(self, kind: ActivityKind, **plan: object):
        """One that is in the course and was opened before."""
        told = ActivityPlan(kind=kind, title=kind.value, **plan)
        teacher = self.teacher()
        (made,) = self.activities.choose(teacher, [told])
        return self.activities.opened(teacher, parameters(made), Link(id=f"link-{made.id.int}"))

    def work(self, activity, actor: Actor):
        with self.storage.tenant(self.organization.id) as work:
            return work.works.get(activity.id, actor.person_id)

    def history(self, match_id):
        with self.storage.tenant(self.organization.id) as work:
            return work.matches.history(match_id)

    @classmethod
    def fresh(cls):
        return _campus()


def _campus() -> Campus:
    storage, clock, entropy = FakeStorage(), FakeClock(), FakeEntropy()
    organization = Organization(
        id=OrganizationId(UUID(int=901)), slug="uni", name="Uni", created_at=clock.now()
    )
    program = Program(
        id=ProgramId(UUID(int=902)),
        organization_id=organization.id,
        name="Peers",
        created_at=clock.now(),
    )
    with storage.platform() as work:
        work.organizations.save(organization)
    with storage.tenant(organization.id) as work:
        work.programs.save(program)
        work.courses.save(
            Course(
                registration_id=REGISTRATION,
                context_id="course-1",
                organization_id=organization.id,
                program_id=program.id,
            )
        )
    return Campus(storage, clock, entropy, organization, program)
