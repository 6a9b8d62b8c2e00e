"""Launches and tokens with a platform that is not our own reading: Open edX's LTI consumer."""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import jwt
import pytest

from core.errors import ForbiddenError
from core.ports.outbound import OutboundResponse
from lti.keys import ToolKeyring
from lti.services.platform import AdvantageServices
from lti.services.vocabulary import GROUPS_SCOPE, MEMBERSHIPS_SCOPE, SCORE_SCOPE
from tests.lti.campus import HUB, ISSUER, tool_key
from tests.lti.conftest import JWKS_URL
from tests.lti.edx_platform import LAUNCH_DATA, PreflightRequestValidationFailure, edx_consumer


@pytest.fixture
def edx(http, clock):
    clock.time = datetime.now(UTC)
    consumer = edx_consumer()
    # Its keys come without "alg" and "use".
    http.answer(JWKS_URL, json.dumps(consumer.get_public_keyset()).encode())
    consumer.set_user_data("person-6", "student", "Ana Martin", "ana@campus.test")
    consumer.set_resource_link_claim("link-1", title="Mentoring")
    consumer.set_context_claim("course-2", context_title="Management 101")
    consumer.enable_nrps(ISSUER + "/nrps")
    consumer.enable_ags(ISSUER + "/ags", allow_programmatic_grade_interaction=True)
    return consumer


def launch(browser, consumer):
    begun = browser.get(consumer.prepare_preflight_url(LAUNCH_DATA), base_url=HUB)
    asked = dict(parse_qsl(urlsplit(begun.location).query))
    form = consumer.generate_launch_request(asked)
    return browser.post("/lti/launch", data=form, base_url=HUB)


def test_its_launch_opens_the_page(campus, edx, storage, session_of, person_of):
    answer = launch(campus.browser, edx)
    session = session_of(answer)
    assert answer.location.startswith("/app/find?ticket=")
    assert not session.actor.manages
    assert person_of(session).name == "Ana Martin"
    with storage.tenant(session.actor.organization_id) as work:
        course = work.courses.get(session.actor.registration_id, "course-2")
    services = course.services
    assert (services.memberships_url, services.line_items_url) == (
        ISSUER + "/nrps",
        ISSUER + "/ags",
    )
    assert SCORE_SCOPE in services.scopes


def test_it_refuses_another_redirect_uri_than_ours(campus, edx):
    """So what it accepts above is the one address we register."""
    edx.redirect_uris = [HUB + "/elsewhere"]
    with pytest.raises(PreflightRequestValidationFailure):
        launch(campus.browser, edx)


class TokenEndpoint:
    """The consumer's token endpoint as an OutboundHttp."""

    def __init__(self, consumer):
        self.consumer = consumer

    def post_form(self, _url, form, _headers):
        answer = self.consumer.access_token(dict(form))
        return OutboundResponse(200, {}, json.dumps(answer).encode())


@pytest.fixture
def tokens(edx, storage, clock, entropy):
    with storage.platform() as work:
        work.tool_keys.save(tool_key(clock.now()))
    keyring = ToolKeyring(storage, clock, entropy)
    return AdvantageServices.assemble(storage, TokenEndpoint(edx), keyring, clock, entropy).tokens


def test_our_assertion_buys_a_token_for_what_was_asked(tokens, edx, registration):
    token = tokens.token(registration, frozenset({MEMBERSHIPS_SCOPE, SCORE_SCOPE})).token
    assert edx.check_token(token, [SCORE_SCOPE])
    assert not edx.check_token(token, ["https://purl.imsglobal.org/spec/lti-ags/scope/lineitem"])


def test_a_service_it_does_not_have_is_named(tokens, registration):
    with pytest.raises(ForbiddenError, match=r"use: contextgroup\.readonly\."):
        tokens.token(registration, frozenset({MEMBERSHIPS_SCOPE, GROUPS_SCOPE}))


def test_it_refuses_assertions_of_another_key(tokens, edx, registration):
    """So what it accepts above is our signature."""
    other = edx_consumer()
    edx.tool_jwt = other.tool_jwt
    edx.tool_jwt.public_key = jwt.PyJWK.from_dict(other.get_public_keyset()["keys"][0], "RS256")
    with pytest.raises(jwt.InvalidSignatureError):
        tokens.token(registration, frozenset({SCORE_SCOPE}))
