"""The web application on real adapters: use cases, pages, API, LTI."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from flask import Flask

from config.app import create_app
from config.jobs import job_handlers
from config.teams import bot_desk, teams_handlers
from config.wiring import Adapters, outlets
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
from lti.routes import lti_blueprint
from lti.settings import lms_section
from lti.tool import LtiTool
from teams_app.about_page import about
from teams_app.administration import TeamsAdministration
from teams_app.bot.routes import bot_blueprint
from teams_app.settings import teams_section
from teams_app.tab.entrance import Entrance
from teams_app.tab.routes import tab_blueprint
from web.entra.app import EntraApp
from web.entra.routes import entra_blueprint
from web.pages import pages
from web.scim.routes import scim
from web.services import Services
from web.settings import settings_blueprint
from web.settings.ai import ai_section
from web.settings.audit import audit_section
from web.settings.connections import connections_section
from web.settings.people import people_section
from web.settings.privacy import privacy_section
from web.settings.programs import programs_section
from web.settings.sign_in import sign_in_section
from web.signin import signin
from webhooks.routes import hooks
from webhooks.settings import webhooks_section


def hub(joined: Adapters) -> Flask:
    """Build it for one process."""
    tool = LtiTool.assemble(
        joined.storage, joined.clock, joined.entropy, joined.http, joined.settings.public_url
    )
    entra = entra_blueprint(EntraApp(joined.settings, joined.http, joined.clock))
    tab = tab_blueprint(
        Entrance.assemble(joined.storage, joined.clock, joined.http, joined.settings)
    )
    teams = TeamsAdministration.assemble(
        joined.storage, joined.clock, joined.entropy, joined.http, joined.settings
    )
    settings = settings_blueprint(
        [
            lms_section(tool),
            teams_section(teams),
            connections_section(),
            webhooks_section(),
            people_section(),
            ai_section(),
            programs_section(),
            privacy_section(),
            audit_section(),
            sign_in_section(),
        ]
    )
    use_cases = services(joined)
    bot = bot_blueprint(bot_desk(joined, use_cases))
    return create_app(
        use_cases,
        joined.settings,
        blueprints=[
            pages,
            signin,
            entra,
            scim,
            hooks,
            settings,
            about,
            lti_blueprint(tool),
            bot,
            tab,
        ],
        checks=joined.checks,
    )


def handlers(joined: Adapters) -> Mapping[str, Callable[..., Any]]:
    """What a worker runs, by the name of the job: also what works as pages do."""
    known = services(joined)
    bot = bot_desk(joined, known).handlers()
    return {**job_handlers(joined), **bot, **teams_handlers(joined, known)}


def services(joined: Adapters) -> Services:
    """Every use case on the given adapters."""
    storage, clock, entropy = joined.storage, joined.clock, joined.entropy
    lifetime = timedelta(hours=joined.settings.session_hours)
    progress = Progress(clock, Grading(clock))
    notifications = Notifications(clock, entropy)
    membership = Membership(clock, entropy, progress)
    fitting = Fitting(clock, joined.encoder.model)
    administrators = Administrators(storage, clock, entropy)
    return Services(
        storage=storage,
        entropy=entropy,
        administrators=administrators,
        entra_accounts=EntraAccounts(storage, clock, entropy, administrators),
        own_sign_in=OwnSignIn(storage, clock, entropy),
        arrivals=Arrivals(storage, clock, entropy, configuring=joined.settings.lms_administrators),
        sessions=Sessions(storage, clock, entropy, lifetime),
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
        learning=Learning(storage, clock, joined.encoder.model),
        suggestions=Suggestions(storage, clock, joined.encoder.model),
        matching_tuning=MatchingTuning(storage, clock, joined.encoder.model),
        match_runs=RunUseCases.assemble(
            storage, clock, entropy, notifications, progress, joined.encoder.model
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
        appointments=Appointments(storage, clock, entropy),
        teams_choices=OwnTeamsChoices(storage, clock),
        pulses=Pulses(storage, clock),
        pulse_pictures=PulsePictures(storage, clock),
        weeks=Weeks(storage, clock, entropy),
        reviews=Reviews(storage),
        connections=ConnectionUseCases.assemble(
            storage,
            clock,
            entropy,
            connectors(),
            outlets(joined.settings, clock, hurried=True),
            joined.settings.public_url,
        ),
        courses=Courses(storage, clock, entropy),
        course_programs=CoursePrograms(storage, clock, entropy),
        course_scores=CourseScores(storage, clock),
        library=Library(storage, joined.encoder.model),
        own_evidence=OwnEvidence(storage),
        who_is_who=WhoIsWho(storage, clock, entropy),
        whom_to_believe=WhomToBelieve(storage, clock, entropy),
        one_person=OnePerson(storage, clock, entropy),
        audit_log=AuditLog(storage),
        webhooks=WebhookUseCases.assemble(storage, clock, entropy, joined.http),
        teams_arrivals=TeamsArrivals(storage, clock, entropy),
        teams_ledger=TeamsLedger(storage, clock),
        scim=ScimUseCases.assemble(storage, clock, entropy, PeopleSink(clock, entropy)),
    )
