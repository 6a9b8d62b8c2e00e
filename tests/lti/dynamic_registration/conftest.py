"""A tool before two platforms that ask for it, links for them, and what is kept."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from lti.tool import LtiTool
from tests.lti.campus import HUB
from tests.lti.conftest import ORGANIZATION
from tests.lti.dynamic_registration.asking import CANVAS_ENDPOINT, MOODLE_ENDPOINT, bytes_of
from tests.lti.registering_platforms import (
    CANVAS_CONFIGURATION,
    MOODLE,
    MOODLE_CONFIGURATION,
    MOODLE_EXCHANGES,
    MOODLE_ORIGIN,
    canvas,
    canvas_answer,
)


@pytest.fixture
def http(http):
    http.allowed_origins = {MOODLE_ORIGIN}
    http.answer(MOODLE_CONFIGURATION, bytes_of(MOODLE))
    http.answer(MOODLE_ENDPOINT, bytes_of(MOODLE_EXCHANGES[0]["response"]))
    http.answer(CANVAS_CONFIGURATION, bytes_of(canvas()))
    http.answer(CANVAS_ENDPOINT, bytes_of(canvas_answer()), status=201)
    return http


@pytest.fixture
def tool(storage, clock, entropy, http):
    return LtiTool.assemble(storage, clock, entropy, http, HUB)


@pytest.fixture
def invitation(tool):
    """The secret of a registration link."""

    def make(organization=ORGANIZATION):
        administrator = Actor(organization_id=organization, person_id=UUID(int=1), configures=True)
        link = tool.administration.invitations.create(administrator)
        assert link.url.startswith(f"{HUB}/lti/register/")
        return link.url.rpartition("/")[2]

    return make


@pytest.fixture
def kept(storage):
    """What there is: registrations and deployments of a client id, and waiting requests."""

    def look(issuer, client_id):
        with storage.platform() as work:
            registration = work.registrations.find(issuer, client_id)
            return SimpleNamespace(
                registration=registration,
                deployments=work.registrations.deployments(registration.id) if registration else [],
                request=work.registration_requests.find(issuer, client_id),
            )

    return look
