"""Registering by a link of ours and without one, and what is kept of it."""

import json
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.registration import RegistrationStatus
from core.errors import ForbiddenError
from lti.dynamic_registration.registrar import Outcome
from tests.lti.campus import HUB
from tests.lti.conftest import ORGANIZATION
from tests.lti.dynamic_registration.asking import (
    CANVAS_ENDPOINT,
    MOODLE_ENDPOINT,
    bytes_of,
    hosted_canvas,
    moodle,
)
from tests.lti.registering_platforms import (
    CANVAS_CONFIGURATION,
    EXTENSION,
    MOODLE,
    MOODLE_EXCHANGES,
    SCHOOL,
    TOOL,
    canvas,
    canvas_answer,
)


class TestByInvitation:
    def test_moodle(self, tool, http, kept, invitation, clock):
        platform, outcome = tool.registering.register(moodle(invitation=invitation()))
        assert outcome is Outcome.ACTIVE
        method, url, body, headers = http.calls[-1]
        assert (method, url) == ("POST", MOODLE_ENDPOINT)
        assert headers["Authorization"] == "Bearer secret.token"
        assert headers["Content-Type"] == "application/json"
        assert json.loads(body)["redirect_uris"] == [HUB + "/lti/launch"]
        found = kept(MOODLE["issuer"], MOODLE_EXCHANGES[0]["response"]["client_id"])
        made = found.registration
        assert made.organization_id == ORGANIZATION
        assert made.status is RegistrationStatus.ACTIVE
        assert made.auth_login_url == MOODLE["authorization_endpoint"]
        assert (made.token_url, made.jwks_url) == (MOODLE["token_endpoint"], MOODLE["jwks_uri"])
        assert (made.token_audience, made.product_family) == ("", "moodle")
        assert made.created_at == clock.now()
        (deployment,) = found.deployments
        assert deployment.deployment_id == "2"
        assert deployment.status is RegistrationStatus.ACTIVE
        assert platform.issuer == made.issuer
        assert found.request is None

    def test_canvas(self, tool, kept, invitation):
        _, outcome = tool.registering.register(hosted_canvas(invitation=invitation()))
        assert outcome is Outcome.ACTIVE
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.registration.token_url == "https://sso.canvaslms.com/login/oauth2/token"
        # The host in authorization_server is no audience.
        assert found.registration.token_audience == ""
        assert found.registration.management_url == f"{SCHOOL}/api/lti/registrations/1/view"
        (deployment,) = found.deployments
        assert deployment.deployment_id.startswith("106:8865")

    def test_the_link_works_once(self, tool, invitation):
        asked = moodle(invitation=invitation())
        tool.registering.register(asked)
        with pytest.raises(ForbiddenError, match="used already"):
            tool.registering.register(asked)

    def test_of_two_at_once_the_slower_waits(self, tool, http, kept, invitation):
        # Both were asked for before either was answered: what the platform made is not lost.
        secret = invitation()
        answered = json.loads(bytes_of(MOODLE_EXCHANGES[0]["response"]))
        http.answer(MOODLE_ENDPOINT, bytes_of({**answered, "client_id": "first"}))
        original = http.send

        def slowly(*arguments):
            http.send = original
            tool.registering.register(moodle(invitation=secret))
            http.answer(MOODLE_ENDPOINT, bytes_of({**answered, "client_id": "second"}))
            return original(*arguments)

        http.send = slowly
        _, outcome = tool.registering.register(moodle(invitation=secret))
        assert outcome is Outcome.WAITING
        assert kept(MOODLE["issuer"], "first").registration
        assert kept(MOODLE["issuer"], "second").request

    def test_a_failed_registration_leaves_the_link_good(self, tool, http, invitation):
        asked = moodle(invitation=invitation())
        http.answer(MOODLE_ENDPOINT, b"token_already_used", 401)
        with pytest.raises(ForbiddenError):
            tool.registering.register(asked)
        http.answer(MOODLE_ENDPOINT, bytes_of(MOODLE_EXCHANGES[1]["response"]))
        assert tool.registering.register(asked)[1] is Outcome.ACTIVE

    def test_a_request_that_waited_waits_no_longer(self, tool, kept, invitation):
        tool.registering.register(moodle())
        tool.registering.register(moodle(invitation=invitation()))
        found = kept(MOODLE["issuer"], MOODLE_EXCHANGES[0]["response"]["client_id"])
        assert found.registration
        assert found.request is None

    def test_only_administrators_invite(self, tool):
        with pytest.raises(ForbiddenError):
            tool.administration.invitations.create(
                Actor(organization_id=ORGANIZATION, person_id=UUID(int=1))
            )


class TestWithoutInvitation:
    def test_it_waits(self, tool, kept, clock):
        _, outcome = tool.registering.register(hosted_canvas())
        assert outcome is Outcome.WAITING
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.registration is None
        assert found.request.name == "Test University"
        assert found.request.product_family == "canvas"
        assert found.request.deployment_id.startswith("106:8865")
        assert found.request.requested_at == clock.now()

    @pytest.mark.parametrize(
        ("answer", "deployment_id"),
        [
            (canvas_answer(deployment_id=None), ""),
            (canvas_answer(deployment_id=7), "7"),
            (canvas_answer(deployment_id=True), ""),
            (canvas_answer(deployment_id="x" * 256), ""),
            ({"client_id": "10000000000001", TOOL: {"deployment_id": 5}}, "5"),
            ({"client_id": 10000000000001, TOOL: "x"}, ""),
        ],
    )
    def test_deployments_as_platforms_tell_them(self, tool, http, kept, answer, deployment_id):
        http.answer(CANVAS_ENDPOINT, bytes_of(answer))
        tool.registering.register(hosted_canvas())
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.request.deployment_id == deployment_id

    @pytest.mark.parametrize(
        ("link", "kept_link"),
        [
            ("https://school.instructure.com/r/1", "https://school.instructure.com/r/1"),
            ("https://127.0.0.1/r", ""),
            ("javascript:alert(1)", ""),
            (7, ""),
            ("https://x.example/" + "x" * 3000, ""),
        ],
    )
    def test_only_addresses_that_can_be_shown_are_kept(self, tool, http, kept, link, kept_link):
        answer = {"client_id": "10000000000001", "registration_client_uri": link}
        http.answer(CANVAS_ENDPOINT, bytes_of(answer))
        tool.registering.register(hosted_canvas())
        found = kept("https://canvas.instructure.com", "10000000000001")
        assert found.request.management_url == kept_link


def test_an_audience_that_is_an_address_is_kept(tool, http, kept, invitation):
    told = canvas(authorization_server="https://api.example.edu/token")
    http.answer(CANVAS_CONFIGURATION, bytes_of(told))
    tool.registering.register(hosted_canvas(invitation=invitation()))
    found = kept("https://canvas.instructure.com", "10000000000001")
    assert found.registration.token_audience == "https://api.example.edu/token"


def test_a_school_without_a_name_is_shown_by_its_address(tool, http):
    told = canvas()
    platform = next(value for key, value in told.items() if key.endswith("configuration"))
    del platform[EXTENSION + "account_name"]
    http.answer(CANVAS_CONFIGURATION, bytes_of(told))
    assert tool.registering.look(hosted_canvas())[0].name == ""
