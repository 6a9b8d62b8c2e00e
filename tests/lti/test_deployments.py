"""Installations of the tool inside a platform: whose people come through one never seen before."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.organization import Organization
from core.domain.registration import Deployment, RegistrationStatus
from core.domain.registration_request import RegistrationRequest
from tests.lti.campus import HUB, ISSUER
from tests.lti.conftest import ORGANIZATION, REGISTRATION
from tests.lti.test_login import begin

OTHERS = UUID(int=510)


@pytest.fixture
def deployment(storage):
    def find(deployment_id):
        with storage.platform() as work:
            return work.registrations.deployment(REGISTRATION, deployment_id)

    return find


@pytest.fixture
def save(storage):
    def save_deployment(deployment_id, **changes):
        known = Deployment(
            registration_id=REGISTRATION, deployment_id=deployment_id, organization_id=ORGANIZATION
        )
        with storage.platform() as work:
            work.registrations.save_deployment(replace(known, **changes))

    return save_deployment


@pytest.fixture
def shared(storage, clock, save):
    """Two organizations send people here through one client id."""
    with storage.platform() as work:
        work.organizations.save(
            Organization(id=OTHERS, slug="others", name="Others", created_at=clock.now())
        )
    save("7", organization_id=OTHERS)


def test_a_new_one_belongs_to_the_only_organization(campus, deployment, session_of):
    session = session_of(campus.launch(deployment_id="2"))
    assert session.actor.organization_id == ORGANIZATION
    assert deployment("2").organization_id == ORGANIZATION
    assert deployment("2").status is RegistrationStatus.ACTIVE


def test_each_brings_people_to_its_own_organization(campus, shared, session_of):
    assert session_of(campus.launch(deployment_id="7")).actor.organization_id == OTHERS


@pytest.mark.usefixtures("shared", "nobody_arrived")
def test_a_new_one_waits_where_organizations_share_a_client_id(campus, deployment, refused):
    refused(campus.launch(deployment_id="2"), "still waits for approval")
    assert deployment("2").status is RegistrationStatus.PENDING


def test_it_opens_once_somebody_said_whose_it_is(campus, shared, save, session_of, refused):
    refused(campus.launch(deployment_id="2"), "still waits for approval")
    save("2", organization_id=OTHERS)
    assert session_of(campus.launch(deployment_id="2")).actor.organization_id == OTHERS


@pytest.mark.usefixtures("shared")
def test_waiting_is_a_page_in_the_frame(framed):
    answer = framed.launch(deployment_id="2")
    assert answer.status_code == 403
    assert "several organizations share its registration" in answer.text
    assert "frame-ancestors 'self' *" in answer.headers["Content-Security-Policy"]


@pytest.mark.usefixtures("nobody_arrived")
def test_one_that_is_switched_off(campus, save, refused):
    save("1", status=RegistrationStatus.DISABLED)
    refused(campus.launch(), "switched off here")


def test_a_launch_that_is_refused_makes_none(campus, deployment, refused):
    refused(campus.launch(deployment_id="2", target_link_uri="https://evil.example/"))
    refused(campus.launch(deployment_id="2", sub=""))
    assert deployment("2") is None


class TestAPlatformThatWaits:
    @pytest.fixture
    def _asked_for(self, storage, clock):
        with storage.platform() as work:
            work.registration_requests.save(
                RegistrationRequest(
                    id=UUID(int=520),
                    issuer="https://new.example.edu",
                    client_id="new-1",
                    auth_login_url="https://new.example.edu/auth",
                    token_url="https://new.example.edu/token",
                    jwks_url="https://new.example.edu/jwks",
                    requested_at=clock.now(),
                )
            )

    @pytest.mark.usefixtures("_asked_for")
    def test_it_is_told_so(self, app):
        answer = begin(app.test_client(), iss="https://new.example.edu", client_id="new-1")
        assert answer.json["code"] == "forbidden"
        assert "waits for approval" in answer.json["message"]

    @pytest.mark.usefixtures("_asked_for")
    @pytest.mark.parametrize(
        ("issuer", "client_id"), [("https://new.example.edu", "other"), (ISSUER, "new-1")]
    )
    def test_others_are_unknown(self, app, issuer, client_id):
        answer = begin(app.test_client(), iss=issuer, client_id=client_id)
        assert answer.json["code"] == "not_found"

    @pytest.mark.usefixtures("_asked_for")
    def test_it_is_a_page_in_the_frame(self, framed):
        asked = {"iss": "https://new.example.edu", "client_id": "new-1", "login_hint": "6"}
        answer = framed.browser.post(
            "/lti/login", data={**asked, "target_link_uri": HUB}, base_url=HUB
        )
        assert answer.status_code == 403
        assert "approve it in the settings" in answer.text
