"""What the web layer works with: the use cases, and the few settings it needs.

Both are built in config/wiring.py, handed to `create_app` and kept in `app.extensions`; nothing
else is global.
"""

from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app

from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.services.activities.activities import Activities
from core.services.activities.approvals import Approvals
from core.services.activities.meetings import Meetings
from core.services.activities.own_activities import OwnActivities
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
from core.services.directory.who_is_who import WhoIsWho
from core.services.drop_in.bookings import Bookings
from core.services.drop_in.offers import Offers
from core.services.fairness.reports import Fairness
from core.services.grades.course_scores import CourseScores
from core.services.groups.filling import GroupFilling
from core.services.groups.groups import Groups
from core.services.groups.joining import Joining
from core.services.library.library import Library
from core.services.library.own_evidence import OwnEvidence
from core.services.matching.learning import Learning
from core.services.matching.suggestions import Suggestions
from core.services.matching.tuning import MatchingTuning
from core.services.people.arrivals import Arrivals
from core.services.people.demographics import OwnDemographics
from core.services.people.mail_choices import MailChoices
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

_SERVICES = "mentorloom"
_SETTINGS = "mentorloom-settings"


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """The use cases of core, each built once per process."""

    storage: Storage
    entropy: Entropy
    administrators: Administrators
    entra_accounts: EntraAccounts
    own_sign_in: OwnSignIn
    arrivals: Arrivals
    sessions: Sessions
    profiles: Profiles
    own_news: OwnNews
    mail_choices: MailChoices
    participations: Participations
    programs: Programs
    program_choice: ProgramChoice
    program_staff: ProgramStaff
    people_import: PeopleImport
    people_export: PeopleExport
    people_linking: PeopleLinking
    requests: Requests
    choices: Choices
    undo: Undo
    learning: Learning
    suggestions: Suggestions
    matching_tuning: MatchingTuning
    match_runs: RunUseCases
    offers: Offers
    bookings: Bookings
    groups: Groups
    joining: Joining
    filling: GroupFilling
    activities: Activities
    own_activities: OwnActivities
    own_demographics: OwnDemographics
    fairness: Fairness
    works: Works
    approvals: Approvals
    meetings: Meetings
    appointments: Appointments
    pulses: Pulses
    pulse_pictures: PulsePictures
    weeks: Weeks
    reviews: Reviews
    connections: ConnectionUseCases
    courses: Courses
    course_programs: CoursePrograms
    course_scores: CourseScores
    library: Library
    own_evidence: OwnEvidence
    scim: ScimUseCases
    teams_arrivals: TeamsArrivals
    teams_ledger: TeamsLedger
    teams_choices: OwnTeamsChoices
    webhooks: WebhookUseCases
    who_is_who: WhoIsWho
    whom_to_believe: WhomToBelieve
    one_person: OnePerson
    audit_log: AuditLog


class WebSettings(Protocol):
    """The settings the web layer reads; config.settings.Settings has them all."""

    @property
    def public_url(self) -> str:
        """Where browsers reach the hub, without a trailing slash."""
        ...

    @property
    def secure(self) -> bool:
        """Whether browsers reach the hub over https."""
        ...

    @property
    def sends_mail(self) -> bool:
        """Whether news goes out by e-mail too."""
        ...

    @property
    def metrics_token(self) -> str:
        """Bearer token for /metrics; empty allows this machine only."""
        ...

    @property
    def trusted_proxies(self) -> int:
        """Reverse proxies in front of the hub."""
        ...

    @property
    def session_hours(self) -> int:
        """How long a sign-in lasts."""
        ...

    @property
    def news_days(self) -> int:
        """How long news is kept that somebody has read."""
        ...

    @property
    def teams_hosts(self) -> frozenset[str]:
        """Origins besides Microsoft's that may show the tab in a frame."""
        ...

    @property
    def rate_limit(self) -> str:
        """Requests one person or address may make, in Flask-Limiter's words."""
        ...


def provide(app: Flask, services: Services, settings: WebSettings) -> None:
    """Make services and settings reachable from requests of this app."""
    app.extensions[_SERVICES] = services
    app.extensions[_SETTINGS] = settings


def services() -> Services:
    """The use cases of the app that handles this request."""
    found: Services = current_app.extensions[_SERVICES]
    return found


def web_settings() -> WebSettings:
    """The settings of the app that handles this request."""
    found: WebSettings = current_app.extensions[_SETTINGS]
    return found
