# ruff: noqa: ARG002 - the libraries fix these signatures
"""A platform that is not our own reading of the specification: PyPI lti1p3platform.

It builds the login request, checks our authorisation request and signs the id_token, with its own
clock, key id and claims.
"""

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration

from tests.lti.campus import CLAIM, HUB, INSTRUCTOR, ISSUER, KEY
from tests.lti.conftest import JWKS_URL


class Configuration(LTI1P3PlatformConfAbstract):
    def init_platform_config(self, **kwargs):
        public = KEY.private.public_key()
        pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        self._registration = (
            Registration()
            .set_iss(ISSUER)
            .set_client_id("hub-1")
            .set_deployment_id("1")
            .set_oidc_login_url(HUB + "/lti/login")
            .set_launch_url(HUB + "/app/find")
            .set_platform_public_key(pem)
            .set_platform_private_key(KEY.pem.decode())
        )

    def get_registration_by_params(self, **kwargs):
        return self._registration


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, hint):
        self._lti_message_hint = hint

    def get_redirect(self, url):
        return url


class Launch(LTIAdvantageMessageLaunchAbstract):
    def render_launch_form(self, launch_data, **kwargs):
        return launch_data


@pytest.fixture
def partner(http, clock):
    clock.time = datetime.now(UTC)
    configuration = Configuration()
    http.answer(JWKS_URL, json.dumps(configuration.get_jwks()).encode())
    return configuration


def launch(browser, configuration, extra=None):
    login = Login(None, configuration)
    login.set_lti_message_hint('{"link": 1}')
    begun = browser.get(login.initiate_login("person-6"), base_url=HUB)
    asked = dict(parse_qsl(urlsplit(begun.location).query))
    message = Launch(SimpleNamespace(get_data=asked, form_data={}), configuration)
    message.set_user_data("person-6", [INSTRUCTOR], "Ana Martin", "ana@campus.test")
    message.set_resource_link_claim("link-1", title="Mentoring")
    message.set_launch_context_claim("course-2", ["CourseSection"], "Management 101")
    message.set_launch_presentation_claim("iframe", ISSUER + "/return")
    message.set_custom_parameters_claim({"theme": "dark"})
    message.set_ags(ISSUER + "/ags")
    message.set_nrps(ISSUER + "/nrps")
    message.set_extra_claims(extra or {})
    form = message.lti_launch()
    assert form.pop("launch_url") == HUB + "/lti/launch"
    return browser.post("/lti/launch", data=form, base_url=HUB)


def test_its_launch_opens_the_page(campus, partner, session_of, person_of):
    answer = launch(campus.browser, partner)
    session = session_of(answer)
    assert answer.location.startswith("/app/find?ticket=")
    assert (session.actor.manages, session.theme) == (True, "dark")
    assert person_of(session).name == "Ana Martin"


@pytest.mark.parametrize(
    "extra",
    [
        {CLAIM + "version": "1.1"},
        {CLAIM + "deployment_id": "x" * 256},
        {CLAIM + "roles": "Instructor"},
        {CLAIM + "target_link_uri": "https://evil.example/"},
        {"sub": ""},
        {"azp": "other"},
        {"aud": ["other", "hub-2"]},
    ],
)
@pytest.mark.usefixtures("nobody_arrived")
def test_its_launch_with_something_wrong_is_refused(campus, partner, extra):
    assert launch(campus.browser, partner, extra).json["code"] == "forbidden"
