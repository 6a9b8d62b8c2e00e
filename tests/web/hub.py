"""A whole hub on in-memory storage: the real application, and people who sign in to it."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from flask import Blueprint, Flask
from jinja2 import DictLoader

from config.app import create_app
from config.settings import Settings
from core.domain.actor import Actor
from core.domain.course import Course
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.program import Program, Role
from core.domain.registration import Registration
from core.ports.connectors import Connector
from core.services.activities.activities import Activities
from core.services.activities.approvals import Approvals
from core.services.activities.meetings import Meetings
from core.services.activities.own_activities import OwnActivities
from core.services.activities.progress import Progress
from core.services.activities.reviews import Reviews
from core.services.activities.work import Works
from core.services.administration.administrators import Administrators
from core.services.administration.audit_log import AuditLog
from core.services.administration.entra_accounts import EntraAccounts
from core.services.administration.own_sign_in import OwnSignIn
from core.services.administration.sessions import Sessions
from core.services.appointments.appointments import Appointments
from core.services.connections.use_cases import ConnectionUseCases
from core.services.courses.course_programs import CoursePrograms
from core.services.courses.courses import Courses
from core.services.directory.believing import WhomToBelieve
from core.services.directory.sink import PeopleSink
from core.services.directory.who_is_who import WhoIsWho
from core.services.drop_in.bookings import Bookings
from core.services.drop_in.offers import Offers
from core.services.fairness.reports import Fairness
from core.services.grades.course_scores import CourseScores
from core.services.grades.grading import Grading
from core.services.groups.filling import GroupFilling
from core.services.groups.fitting import Fitting
from core.services.groups.groups import Groups
from core.services.groups.joining import Joining
from core.services.groups.membership import Membership
from core.services.library.library import Library
from core.services.library.own_evidence import OwnEvidence
from core.services.matching.learning import Learning
from core.services.matching.suggestions import Suggestions
from core.services.matching.tuning import MatchingTuning
from core.services.people.arrivals import Arrivals
from core.services.people.demographics import OwnDemographics
from core.services.people.mail_choices import MailChoices
from core.services.people.notifications import Notifications
from core.services.people.one_person import OnePerson
from core.services.people.own_news import OwnNews
from core.services.people.profiles import Profiles
from core.services.programs.participations import Participations
from core.services.programs.people_export import PeopleExport
from core.services.programs.people_import import PeopleImport
from core.services.programs.people_linking import PeopleLinking
from core.services.programs.program_choice import ProgramChoice
from core.services.programs.program_staff import ProgramStaff
from core.services.programs.programs import Programs
from core.services.programs.week import Weeks
from core.services.pulses.picture import PulsePictures
from core.services.pulses.pulses import Pulses
from core.services.requests.choices import Choices
from core.services.requests.requests import Requests
from core.services.requests.undo import Undo
from core.services.runs.use_cases import RunUseCases
from core.services.scim.use_cases import ScimUseCases
from core.services.teams.arrivals import TeamsArrivals
from core.services.teams.ledger import TeamsLedger
from core.services.teams.own_choices import OwnTeamsChoices
from core.services.webhooks.use_cases import WebhookUseCases
from integrations.registry import connectors
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.outlets import FakeOutlets
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy
from tests.web.probes import ERROR_PAGE, probes
from web.services import Services

ORGANIZATION = UUID(int=701)
PROGRAM = UUID(int=702)
REGISTRATION = UUID(int=703)
PLATFORM = "https://lms.example.edu"
SAME = {"Sec-Fetch-Site": "same-origin"}
HTTP = Settings(
    public_url="http://localhost:8000",
    host="127.0.0.1",
    port=8000,
    database_url="",
    data_dir=Path("var"),
    secret_keys=(),
    log_level="info",
    log_format="json",
    session_hours=12,
    outbound_allowed_origins=frozenset(),
    outbound_ca_bundle="",
    metrics_token="",
    trusted_proxies=0,
    rate_limit="10000 per minute",
    worker_concurrency=1,
    web_threads=1,
    news_days=90,
    smtp_url="",
    mail_from="",
    demo_port=8001,
)
HTTPS = replace(HTTP, public_url="https://hub.example.org")


@dataclass
class Hub:
    settings: Settings = HTTP
    storage: FakeStorage = field(default_factory=FakeStorage)
    clock: FakeClock = field(default_factory=FakeClock)
    entropy: FakeEntropy = field(default_factory=FakeEntropy)
    checks: dict | None = None
    blueprints: list[Blueprint] = field(default_factory=list)
    connectors: dict[str, Connector] = field(default_factory=connectors)
    webhook_http: FakeOutbound = field(default_factory=FakeOutbound)

    def __post_init__(self) -> None:
        self._settle()
        storage, clock, entropy = self.storage, self.clock, self.entropy
        progress = Progress(clock, Grading(clock))
        notifications = Notifications(clock, entropy)
        membership = Membership(clock, entropy, progress)
        fitting = Fitting(clock, FakeEncoder.model)
        administrators = Administrators(storage, clock, entropy)
        self.services = Services(
            storage=storage,
            entropy=entropy,
            administrators=administrators,
            entra_accounts=EntraAccounts(storage, clock, entropy, administrators),
            own_sign_in=OwnSignIn(storage, clock, entropy),
            arrivals=Arrivals(storage, clock, entropy),
            sessions=Sessions(
                storage, clock, entropy, timedelta(hours=self.settings.session_hours)
            ),
            profiles=Profiles(storage, clock, progress),
            own_news=OwnNews(storage, clock),
            mail_choices=MailChoices(storage, entropy),
            participations=Participations(storage, clock, entropy, progress),
            people_import=PeopleImport(storage, clock, entropy, notifications, progress),
            people_export=PeopleExport(storage),
            people_linking=PeopleLinking(storage, clock, entropy, notifications, progress),
            programs=Programs(storage, clock, entropy),
            program_choice=ProgramChoice(storage),
            program_staff=ProgramStaff(storage, clock, entropy),
            requests=Requests(storage, clock, entropy, progress),
            choices=Choices(storage, clock, entropy),
            undo=Undo(storage, clock, entropy, progress),
            learning=Learning(storage, clock, FakeEncoder.model),
            suggestions=Suggestions(storage, clock, FakeEncoder.model),
            matching_tuning=MatchingTuning(storage, clock, FakeEncoder.model),
            match_runs=RunUseCases.assemble(
                storage, clock, entropy, notifications, progress, FakeEncoder.model
            ),
            offers=Offers(storage, clock, entropy, notifications),
            bookings=Bookings(storage, clock, notifications),
            groups=Groups(storage, clock, entropy, membership, notifications),
            joining=Joining(storage, fitting, membership, notifications),
            filling=GroupFilling(storage, fitting, membership, notifications),
            activities=Activities(storage, clock, entropy, progress),
            own_activities=OwnActivities(storage),
            own_demographics=OwnDemographics(storage, clock),
            fairness=Fairness(storage),
            works=Works(storage, clock, entropy, progress),
            approvals=Approvals(storage, clock, entropy, progress),
            meetings=Meetings(storage, clock, entropy, progress),
            appointments=Appointments(self.storage, self.clock, entropy),
            teams_choices=OwnTeamsChoices(storage, clock),
            pulses=Pulses(self.storage, self.clock),
            pulse_pictures=PulsePictures(self.storage, self.clock),
            weeks=Weeks(self.storage, self.clock, entropy),
            reviews=Reviews(storage),
            connections=ConnectionUseCases.assemble(
                storage,
                clock,
                entropy,
                self.connectors,
                FakeOutlets(clock),
                self.settings.public_url,
            ),
            courses=Courses(storage, clock, entropy),
            course_programs=CoursePrograms(storage, clock, entropy),
            course_scores=CourseScores(storage, clock),
            library=Library(storage, FakeEncoder.model),
            own_evidence=OwnEvidence(storage),
            who_is_who=WhoIsWho(storage, clock, entropy),
            whom_to_believe=WhomToBelieve(storage, clock, entropy),
            one_person=OnePerson(storage, clock, entropy),
            audit_log=AuditLog(storage),
            webhooks=WebhookUseCases.assemble(storage, clock, entropy, self.webhook_http),
            teams_arrivals=TeamsArrivals(storage, clock, entropy),
            teams_ledger=TeamsLedger(storage, clock),
            scim=ScimUseCases.assemble(storage, clock, entropy, PeopleSink(clock, entropy)),
        )
        self.app: Flask = create_app(
            self.services,
            self.settings,
            blueprints=[probes(), *self.blueprints],
            checks=self.checks,
        )
        self.app.jinja_loader = DictLoader({"error.html": ERROR_PAGE})

    def _settle(self) -> None:
        now = self.clock.now()
        with self.storage.platform() as work:
            work.organizations.save(
                Organization(id=ORGANIZATION, slug="uni", name="Uni", created_at=now)
            )
            work.registrations.save(
                Registration(
                    id=REGISTRATION,
                    organization_id=ORGANIZATION,
                    issuer=PLATFORM,
                    client_id="hub",
                    auth_login_url=f"{PLATFORM}/auth",
                    token_url=f"{PLATFORM}/token",
                    jwks_url=f"{PLATFORM}/jwks",
                    created_at=now,
                )
            )
        with self.storage.tenant(ORGANIZATION) as work:
            work.programs.save(
                Program(id=PROGRAM, organization_id=ORGANIZATION, name="Peers", created_at=now)
            )
            work.courses.save(
                Course(
                    registration_id=REGISTRATION,
                    context_id="c1",
                    organization_id=ORGANIZATION,
                    program_id=PROGRAM,
                )
            )

    def set_program(self, **values: object) -> None:
        with self.storage.tenant(ORGANIZATION) as work:
            work.programs.save(replace(work.programs.get(PROGRAM), **values))

    def person(self, name: str = "Mia", role: Role | None = None, **changes: object) -> Actor:
        now = self.clock.now()
        person = Person(
            id=self.entropy.uuid(),
            organization_id=ORGANIZATION,
            name=name,
            email=f"{name.lower()}@example.edu",
            created_at=now,
            updated_at=now,
        )
        with self.storage.tenant(ORGANIZATION) as work:
            work.people.save(person)
        actor = Actor(
            organization_id=ORGANIZATION,
            person_id=person.id,
            program_id=PROGRAM,
            registration_id=REGISTRATION,
            context_id="c1",
        )
        actor = replace(actor, **changes)
        if role:
            self.services.participations.join(actor, role, 2 if role is Role.MENTOR else None)
        return actor

    def administrator(self, email: str = "ada@uni.test", *, operates: bool = False) -> Actor:
        sent = self.services.administrators.invite(email, "uni", operates=operates)
        return self.services.administrators.sign_in(sent.token)

    def opened(self, actor: Actor | None = None, theme: str = "dark", locale: str = "de-AT"):
        return self.services.sessions.open(actor or self.person(), "lti", theme, locale)

    def browser(self, actor: Actor | None = None, locale: str = "en"):
        """A test client that is signed in by cookie and sends what browsers send."""
        client = self.app.test_client()
        opened = self.opened(actor, locale=locale)
        secure = self.settings.secure
        client.set_cookie("__Host-mentorloom" if secure else "mentorloom", opened.token)
        client.environ_base["HTTP_SEC_FETCH_SITE"] = "same-origin"
        return client
