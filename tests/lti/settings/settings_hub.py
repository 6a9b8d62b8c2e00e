"""A hub whose settings have the LMS section, on in-memory storage."""

from dataclasses import dataclass, field

from core.domain.registration import Deployment
from lti.routes import lti_blueprint
from lti.settings import lms_section
from lti.tool import LtiTool
from tests.fakes.outbound import FakeOutbound
from tests.web.hub import ORGANIZATION, REGISTRATION
from tests.web.pages.pages_hub import PagesHub
from web.pages import pages
from web.settings import settings_blueprint
from web.signin import signin


@dataclass
class SettingsHub(PagesHub):
    http: FakeOutbound = field(default_factory=FakeOutbound)

    def __post_init__(self) -> None:
        self.tool = LtiTool.assemble(
            self.storage, self.clock, self.entropy, self.http, self.settings.public_url
        )
        section = lms_section(self.tool)
        self.blueprints = [pages, signin, settings_blueprint([section]), lti_blueprint(self.tool)]
        super().__post_init__()

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
