"""Registering at the stand-in campus, which reads Moodle's and Canvas's dialects on its own."""

import html
import re
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.organization import Organization
from demo.addresses import CAMPUS_URL, TOOL_URL, Addresses
from demo.app import create_campus
from lti.dynamic_registration.discovery import Asked
from lti.dynamic_registration.registrar import Outcome
from lti.tool import LtiTool
from tests.fakes.app_http import AppHttp
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy

ORGANIZATION = UUID(int=77)
MOODLE = "lindenmoor/bernd-kowalke"
CANVAS = "fjordwerk/joanna-nowak"


class Campus:
    """The campus, its administrators, and a hub that they register."""

    def __init__(self, folder):
        self.app = create_campus(Addresses(folder=folder))
        self.browser = self.app.test_client()
        self.storage, clock = FakeStorage(), FakeClock(datetime.now(UTC))
        with self.storage.platform() as work:
            work.organizations.save(
                Organization(id=ORGANIZATION, slug="uni", name="Uni", created_at=clock.now())
            )
        http = AppHttp(self.app, CAMPUS_URL)
        self.tool = LtiTool.assemble(self.storage, clock, FakeEntropy(), http, TOOL_URL)

    def link(self):
        administrator = Actor(organization_id=ORGANIZATION, person_id=UUID(int=1), configures=True)
        return self.tool.administration.invitations.create(administrator).url

    def opened(self, who, url, **form):
        """An administrator enters an address of ours; what our page is opened with."""
        answer = self.browser.post(f"/{who}/tools", data={"url": url, **form})
        page = self.browser.get(answer.location).text
        address = html.unescape(re.search(r'<iframe title="[^"]+"\s+src="([^"]+)"', page)[1])
        query = parse_qs(urlsplit(address).query)
        invitation = urlsplit(address).path.removeprefix("/lti/register").strip("/")
        return Asked(
            configuration_url=query["openid_configuration"][0],
            token=query["registration_token"][0],
            invitation=invitation,
        )

    def register(self, who, url, **form):
        return self.tool.registering.register(self.opened(who, url, **form))

    def registered(self):
        """Client ids of the registrations here, with the campus's view of each."""
        with self.storage.platform() as work:
            known = work.registrations.all()
            deployments = work.registrations.deployments_of([r.id for r in known])
        tools = self.app.extensions["campus"].tools
        return [
            (r, [d for d in deployments if d.registration_id == r.id], tools.find(r.client_id))
            for r in known
        ]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("campus")


@pytest.fixture
def campus(folder):
    return Campus(folder)


def places(tool):
    return {(placement.message, placement.name) for placement in tool.placements}


def test_moodle(campus):
    platform, outcome = campus.register(MOODLE, campus.link())
    assert outcome is Outcome.ACTIVE
    assert platform.product_family == "moodle"
    ((registration, (deployment,), tool),) = campus.registered()
    assert registration.issuer == CAMPUS_URL
    assert deployment.deployment_id == tool.deployment_id
    assert ("LtiDeepLinkingRequest", "ContentArea") in places(tool)
    assert tool.sends == {"name", "email"}
    assert tool.redirect_uris == (f"{TOOL_URL}/lti/launch",)
    assert tool.target == f"{TOOL_URL}/app/"
    assert tool.custom == {"context_history": "$Context.id.history"}


def test_canvas(campus):
    platform, outcome = campus.register(CANVAS, campus.link())
    assert outcome is Outcome.ACTIVE
    assert platform.product_family == "canvas"
    ((registration, deployments, tool),) = campus.registered()
    assert [d.deployment_id for d in deployments] in ([], [tool.deployment_id])
    assert registration.client_id == tool.client_id
    assert places(tool) == {
        ("LtiResourceLinkRequest", "course_navigation"),
        ("LtiDeepLinkingRequest", "assignment_selection"),
        ("LtiDeepLinkingRequest", "link_selection"),
    }
    assert tool.sends >= {"name", "email"}
    assert tool.custom["prefers_high_contrast"] == "$Canvas.user.prefersHighContrast"


@pytest.mark.parametrize("who", [MOODLE, CANVAS])
def test_without_an_invitation_it_waits(campus, who):
    _, outcome = campus.register(who, f"{TOOL_URL}/lti/register")
    assert outcome is Outcome.WAITING
    assert campus.registered() == []


def test_moodle_updates_the_same_tool(campus):
    campus.register(MOODLE, campus.link())
    ((before, (deployment,), _),) = campus.registered()
    again = {"registration": before.client_id}
    _, outcome = campus.register(MOODLE, f"{TOOL_URL}/lti/register", **again)
    assert outcome is Outcome.UPDATED
    assert [(r, d) for r, d, _ in campus.registered()] == [(before, [deployment])]
