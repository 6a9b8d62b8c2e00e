"""A hub whose settings have every section, on in-memory storage."""

from dataclasses import dataclass, field

from core.domain.registration import Deployment
from lti.routes import lti_blueprint
from lti.settings import lms_section
from lti.tool import LtiTool
from teams_app.about_page import about
from teams_app.administration import TeamsAdministration
from teams_app.settings import teams_section
from tests.fakes.outbound import FakeOutbound
from tests.fakes.source import FakeSource
from tests.web.hub import ORGANIZATION, REGISTRATION
from tests.web.pages.pages_hub import PagesHub
from tests.web.settings.connections.connections_hub import connectors_of
from web.entra.app import EntraApp
from web.entra.routes import entra_blueprint
from web.pages import pages
from web.settings import settings_blueprint
from web.settings.ai import ai_section
from web.settings.audit import audit_section
from web.settings.connections import connections_section
from web.settings.people import people_section
from web.settings.privacy import privacy_section
from web.settings.programs import programs_section
from web.settings.sign_in import sign_in_section
from web.signin import signin
from webhooks.settings import webhooks_section


@dataclass
class SettingsHub(PagesHub):
    http: FakeOutbound = field(default_factory=FakeOutbound)
    source: FakeSource = field(default_factory=FakeSource)

    def __post_init__(self) -> None:
        self.tool = LtiTool.assemble(
            self.storage, self.clock, self.entropy, self.http, self.settings.public_url
        )
        self.teams = TeamsAdministration.assemble(
            self.storage, self.clock, self.entropy, self.http, self.settings
        )
        self.connectors = connectors_of(self.source)
        sections = [
            lms_section(self.tool),
            teams_section(self.teams),
            connections_section(),
            webhooks_section(),
            people_section(),
            ai_section(),
            programs_section(),
            privacy_section(),
            audit_section(),
            sign_in_section(),
        ]
        entra = entra_blueprint(EntraApp(self.settings, self.http, self.clock))
        settings = settings_blueprint(sections)
        self.blueprints = [pages, signin, entra, settings, about, lti_blueprint(self.tool)]
        self.blueprints += self.further()
        super().__post_init__()

    def further(self):
        """Ways in besides."""
        return []

    def registration(self):
        with self.storage.platform() as work:
            return work.registrations.get(REGISTRATION)

    def deployments(self):
        with self.storage.platform() as work:
            known = work.registrations.deployments(REGISTRATION)
        return {d.deployment_id: d for d in known}

    def add_deployment(self, deployment_id, organization_id=ORGANIZATION, **changes):
        with self.storage.platform() as work:
            work.registrations.save_deployment(
                Deployment(
                    registration_id=REGISTRATION,
                    deployment_id=deployment_id,
                    organization_id=organization_id,
                    **changes,
                )
            )
