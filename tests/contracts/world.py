"""An organization with people, a programme and a registration, in whatever storage it is given."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

from core.domain.activity import Activity, ActivityKind, Work
from core.domain.actor import Actor
from core.domain.audit import AuditEntry
from core.domain.choice import Choice, Search
from core.domain.connection import Connection
from core.domain.course import Course, CourseMember, CourseRole, RosterRun, RosterTrigger
from core.domain.directory import DirectoryEntry, DirectoryRecord
from core.domain.evidence import Evidence, Showing
from core.domain.group import Group, GroupMember
from core.domain.learned_belief import LearnedBelief
from core.domain.match import Match, MatchState
from core.domain.match_run import MatchRun, RunEdit, RunLeftOver, RunPair
from core.domain.meeting import Meeting
from core.domain.notification import Mailbox, Notification
from core.domain.organization import Organization
from core.domain.people_rules import Merge
from core.domain.person import Identity, Person
from core.domain.profile import Profile
from core.domain.program import Participation, Program, ProgramManager, Role
from core.domain.registration import LaunchState, Registration
from core.domain.resource import Resource, ResourceKind, ResourceRecord
from core.domain.scim import ScimGroup
from core.domain.score import Score
from core.domain.session import Session
from core.domain.slot import Booking, Slot
from core.domain.sync import SyncMode, SyncRun, Trigger
from core.domain.webhook import EventType, WebhookEndpoint, WebhookEvent
from core.sentence import Sentence, sentence

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_numbers = count(1)


def fresh() -> UUID:
    return UUID(int=next(_numbers))


def digest(number: int) -> bytes:
    return number.to_bytes(32, "big")


class World:
    def __init__(self, storage):
        self.storage = storage
        self.organization = self.new_organization()
        self.id = self.organization.id
        self.registration = self.new_registration()
        names = ("Ada", "Ben", "Cleo", "Dora")
        self.ada, self.ben, self.cleo, self.dora = (self.new_person(name) for name in names)
        self.program = Program(
            id=fresh(), organization_id=self.id, name="Data careers", created_at=NOW
        )
        with self.tenant() as work:
            work.programs.save(self.program)

    def tenant(self):
        return self.storage.tenant(self.id)

    def platform(self):
        return self.storage.platform()

    def new_organization(self):
        number = fresh()
        made = Organization(id=number, slug=f"org-{number.int}", name="Org", created_at=NOW)
        with self.platform() as work:
            work.organizations.save(made)
        return made

    def new_registration(self):
        number = fresh()
        made = Registration(
            id=number,
            organization_id=self.id,
            issuer="https://lms.example.edu",
            client_id=f"client-{number.int}",
            auth_login_url="https://lms.example.edu/auth",
            token_url="https://lms.example.edu/token",
            jwks_url="https://lms.example.edu/jwks",
            created_at=NOW,
        )
        with self.platform() as work:
            work.registrations.save(made)
        return made

    def new_person(self, name=""):
        made = self.person(name)
        with self.tenant() as work:
            work.people.save(made)
        return made

    def person(self, name=""):
        return Person(
            id=fresh(), organization_id=self.id, name=name, created_at=NOW, updated_at=NOW
        )

    def profile(self, person, **values):
        return Profile(person_id=person.id, updated_at=NOW, **values)

    def program_manager(self, person, **values):
        return ProgramManager(
            **{
                "organization_id": self.id,
                "program_id": self.program.id,
                "person_id": person.id,
                "appointed_at": NOW,
                **values,
            }
        )

    def participation(self, person, role=Role.MENTOR, **values):
        return Participation(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            person_id=person.id,
            role=role,
            joined_at=NOW,
            **values,
        )

    def course(self, **values):
        return Course(
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.id,
            **values,
        )

    def meeting(self, match, **values):
        made = Meeting(
            id=fresh(),
            organization_id=self.id,
            match_id=match.id,
            held_on=NOW.date(),
            minutes=45,
            logged_by=match.mentee_id,
            created_at=NOW,
        )
        return replace(made, **values)

    def group(self, **values):
        made = Group(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            name="Circle",
            created_at=NOW,
        )
        return replace(made, **values)

    def group_member(self, group, person, role=Role.MENTEE, joined_at=NOW):
        return GroupMember(
            group_id=group.id,
            organization_id=self.id,
            person_id=person.id,
            role=role,
            joined_at=joined_at,
        )

    def slot(self, mentor, **values):
        made = Slot(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            mentor_id=mentor.id,
            starts_at=NOW + timedelta(days=1),
            minutes=30,
            places=2,
            topic="Applications",
            whereabouts="Room 5",
            created_at=NOW,
        )
        return replace(made, **values)

    def booking(self, slot, mentee, **values):
        made = Booking(
            slot_id=slot.id,
            organization_id=self.id,
            mentee_id=mentee.id,
            note="My letter",
            created_at=NOW,
        )
        return replace(made, **values)

    def member(self, person, **values):
        made = CourseMember(
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.id,
            subject=f"subject-{person.name}",
            person_id=person.id,
            roster_roles=frozenset({CourseRole.LEARNER}),
        )
        return replace(made, **values)

    def roster_run(self, **values):
        made = RosterRun(
            id=fresh(),
            registration_id=self.registration.id,
            context_id="course-1",
            organization_id=self.id,
            trigger=RosterTrigger.HAND,
            started_at=NOW,
        )
        return replace(made, **values)

    def activity(self, **values):
        number = fresh()
        made = Activity(
            id=number,
            origin_id=number,
            organization_id=self.id,
            registration_id=self.registration.id,
            context_id="course-1",
            kind=ActivityKind.MEETINGS,
            title="Meet three times",
            target=3,
            points=10.0,
            created_at=NOW,
        )
        return replace(made, **values)

    def work(self, activity, person, **values):
        made = Work(
            activity_id=activity.id,
            organization_id=self.id,
            person_id=person.id,
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **values)

    def score(self, activity, person, **values):
        made = Score(
            activity_id=activity.id,
            organization_id=self.id,
            person_id=person.id,
            subject=f"subject-{person.name}",
            given=5.0,
            maximum=10.0,
            updated_at=NOW,
        )
        return replace(made, **values)

    def news(self, person=None, minutes=0, **values):
        made = Notification(
            id=fresh(),
            organization_id=self.id,
            person_id=(person or self.ada).id,
            sentence=sentence("%(name)s asks you.", name="Ben"),
            page="/app/requests",
            created_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def mailbox(self, person=None, **values):
        person = person or self.ada
        made = Mailbox(person_id=person.id, organization_id=self.id, token=f"token-{person.name}")
        return replace(made, **values)

    def match(self, mentee=None, mentor=None, state=MatchState.OFFERED, minutes=0, **values):
        at = NOW + timedelta(minutes=minutes)
        made = Match(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            mentee_id=(mentee or self.ada).id,
            mentor_id=(mentor or self.ben).id,
            state=state,
            created_at=at,
            updated_at=at,
        )
        return replace(made, **values)

    def learned(self):
        return LearnedBelief(
            program_id=self.program.id,
            learned_at=NOW,
            outcomes=40,
            mentees=9,
            mentors=7,
            accuracy=0.6,
            low=0.55,
            high=0.65,
            model="{}",
        )

    def match_run(self, minutes=0, **values):
        made = MatchRun(
            id=fresh(),
            organization_id=self.id,
            program_id=self.program.id,
            started_by=self.dora.id,
            started_at=NOW + timedelta(minutes=minutes),
            told_at=NOW,
        )
        return replace(made, **values)

    def run_pair(self, run, mentee, mentor, **values):
        made = RunPair(
            run_id=run.id,
            mentee_id=mentee.id,
            mentor_id=mentor.id,
            score=0.5,
            low=0.25,
            high=0.75,
        )
        return replace(made, **values)

    def left_over(self, run, person, role=Role.MENTEE, why="All places went to others."):
        return RunLeftOver(run_id=run.id, person_id=person.id, role=role, why=Sentence(why))

    def run_edit(self, run, mentee, before=None, number=1):
        return RunEdit(
            run_id=run.id,
            number=number,
            mentee_id=mentee.id,
            at=NOW,
            by=self.dora.id,
            before=before,
        )

    def choice(self, mentee=None, mentor=None, rank=1, **values):
        made = Choice(
            organization_id=self.id,
            program_id=self.program.id,
            mentee_id=(mentee or self.ada).id,
            mentor_id=(mentor or self.ben).id,
            rank=rank,
            created_at=NOW,
        )
        return replace(made, **values)

    def search(self, mentee, minutes=0, **values):
        made = Search(
            organization_id=self.id,
            program_id=self.program.id,
            mentee_id=mentee.id,
            began_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def connection(self, **values):
        made = Connection(
            id=fresh(),
            organization_id=self.id,
            connector="file",
            title="Our people",
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **values)

    def new_connection(self, **values):
        made = self.connection(**values)
        with self.tenant() as work:
            work.connections.add(made)
        return made

    def sync_run(self, connection, minutes=0, **values):
        made = SyncRun(
            id=fresh(),
            connection_id=connection.id,
            organization_id=self.id,
            stream="people",
            trigger=Trigger.SCHEDULE,
            mode=SyncMode.FULL,
            started_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def entry(self, connection, key, person=None, **values):
        names = DirectoryRecord.__dataclass_fields__
        record = DirectoryRecord(key=key, **{n: v for n, v in values.items() if n in names})
        made = DirectoryEntry(
            connection_id=connection.id,
            organization_id=self.id,
            record=record,
            person_id=person and person.id,
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **{n: v for n, v in values.items() if n not in names})

    def resource(self, connection, key, **values):
        names = ResourceRecord.__dataclass_fields__
        told = {"title": "Title", "kind": ResourceKind.PAGE, "url": "https://lms.example.edu/1"}
        record = ResourceRecord(key=key, **told | {n: v for n, v in values.items() if n in names})
        made = Resource(
            connection_id=connection.id, organization_id=self.id, record=record, updated_at=NOW
        )
        return replace(made, **{n: v for n, v in values.items() if n not in names})

    def evidence(self, connection, key, person, **values):
        made = Evidence(
            connection_id=connection.id,
            organization_id=self.id,
            key=key,
            person_id=person.id,
            skills=("sql",),
            title="SQL",
            how=Showing.COMPLETED,
            strength=1.0,
            at=NOW,
        )
        return replace(made, **values)

    def scim_group(self, connection, **values):
        made = ScimGroup(
            id=fresh(),
            connection_id=connection.id,
            organization_id=self.id,
            source={"displayName": "Mentors"},
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **values)

    def merge(self, kept, gone, minutes=0, **values):
        made = Merge(
            id=fresh(),
            organization_id=self.id,
            kept=kept.id,
            gone=gone.id,
            identities=(Identity(issuer="lti:1", subject="7", person_id=gone.id),),
            merged_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def audit_entry(self, minutes=0, **values):
        made = AuditEntry(
            id=fresh(),
            organization_id=self.id,
            at=NOW + timedelta(minutes=minutes),
            deed="connection.paused",
            subject="connection:1",
            sentence=sentence("%(title)s was paused.", title="Our people"),
        )
        return replace(made, **values)

    def webhook_endpoint(self, *events, minutes=0, **values):
        made = WebhookEndpoint(
            id=fresh(),
            organization_id=self.id,
            url="https://hooks.example/mentoring",
            events=frozenset(events or [EventType.MATCH_ENDED]),
            secret_set_at=NOW,
            created_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def webhook_event(self, kind=EventType.MATCH_ENDED, minutes=0):
        return WebhookEvent(
            id=fresh(),
            organization_id=self.id,
            type=kind,
            at=NOW + timedelta(minutes=minutes),
            data={"match_id": str(fresh()), "version": 3, "undone": False, "reason": None},
        )

    def launch_state(self, number, minutes=10):
        return LaunchState(
            state_hash=digest(number),
            nonce_hash=digest(number + 1000),
            browser_hash=digest(number + 2000),
            registration_id=self.registration.id,
            target_link_uri="https://hub.example.edu/app/",
            created_at=NOW,
            expires_at=NOW + timedelta(minutes=minutes),
        )

    def session(self, number, minutes=10, **values):
        made = Session(
            token_hash=digest(number),
            ticket_hash=digest(number + 1000),
            actor=Actor(
                organization_id=self.id,
                person_id=self.ada.id,
                program_id=self.program.id,
                registration_id=self.registration.id,
                context_id="course-1",
                manages=True,
            ),
            surface="lti",
            theme="dark",
            locale="de",
            framed_by="https://courses.example.edu",
            created_at=NOW,
            expires_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)
