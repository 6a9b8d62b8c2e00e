# ruff: noqa: ARG002 - the libraries fix these signatures
"""The way from login to launch beside PyLTI1p3's own, with its shared launch data storage.

tests/lti/test_pylti_differential.py compares verdicts on one token; here are the defects that
show only over several requests, and those of its roles and message types. Each test asserts what
PyLTI1p3 does, so that it fails when a new release repairs it, and that our tool does right.
"""

import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl, urlsplit

import pytest
from pylti1p3.contrib.flask import (
    FlaskCacheDataStorage,
    FlaskMessageLaunch,
    FlaskOIDCLogin,
    FlaskRequest,
)
from pylti1p3.exception import LtiException
from pylti1p3.message_validators import get_validators
from pylti1p3.roles import StaffRole, TeacherRole
from pylti1p3.tool_config import ToolConfDict
from pylti1p3.tool_config.abstract import ToolConfAbstract

from lti.claims import read_message
from lti.keys import ToolKeyring
from lti.roles import standing
from lti.tool_configuration import ToolConfiguration
from tests.lti.campus import CLAIM, HUB, ISSUER, KEY, LEARNER, ROLE

DEEP_LINKING = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"


class Cache(dict):
    """What several processes of one tool share."""

    def set(self, key, value, expires):
        self[key] = value


class Launch(FlaskMessageLaunch):
    def fetch_public_key(self, key_set_url):
        return {"keys": [KEY.jwk]}


class PyltiTool:
    """PyLTI1p3 as it is meant to be used; a browser is a dict of cookies."""

    def __init__(self, configuration):
        self.configuration = configuration
        self.cache = Cache()
        self.secure = True

    def login(self, browser):
        asked = {"iss": ISSUER, "client_id": "hub-1", "login_hint": "6", "target_link_uri": HUB}
        login = FlaskOIDCLogin(
            FlaskRequest(browser, {}, asked, self.secure),
            self.configuration,
            launch_data_storage=FlaskCacheDataStorage(self.cache),
        )
        url = login.get_redirect_object(HUB + "/launch").get_redirect_url()
        kept = login._cookie_service._cookie_data_to_set
        browser |= {name: cookie["value"] for name, cookie in kept.items()}
        return dict(parse_qsl(urlsplit(url).query))

    def accepts(self, token, state, browser):
        request = FlaskRequest(browser, {}, {"id_token": token, "state": state}, self.secure)
        try:
            Launch(
                request,
                self.configuration,
                launch_data_storage=FlaskCacheDataStorage(self.cache),
            ).validate()
        except LtiException:
            return False
        return True


@pytest.fixture(autouse=True)
def _what_they_share_stays_here(monkeypatch):
    monkeypatch.setattr(ToolConfAbstract, "issuers_relation_types", {})


@pytest.fixture
def pylti(storage, clock, entropy):
    clock.time = datetime.now(UTC)
    return PyltiTool(ToolConfiguration(storage, ToolKeyring(storage, clock, entropy)))


@pytest.fixture
def token(campus):
    return lambda asked: campus.sign(campus.claims(asked["nonce"]))


def test_the_same_post_twice(pylti, campus, token):
    browser = {}
    asked = pylti.login(browser)
    signed = token(asked)
    assert [pylti.accepts(signed, asked["state"], browser) for _ in range(2)] == [True, True]
    asked = campus.login()
    signed = token(asked)
    assert [campus.post(signed, asked["state"]).status_code for _ in range(2)] == [303, 400]


def test_a_token_replayed_with_a_new_state(pylti, campus, token):
    browser = {}
    signed = token(pylti.login(browser))
    assert pylti.accepts(signed, pylti.login(browser)["state"], browser)
    signed = token(campus.login())
    assert campus.post(signed, campus.login()["state"]).status_code == 400


def test_the_nonce_of_one_login_with_the_state_of_another(pylti, campus, token):
    browser = {}
    first, second = pylti.login(browser), pylti.login(browser)
    assert pylti.accepts(token(second), first["state"], browser)
    first, second = campus.login(), campus.login()
    assert campus.post(token(second), first["state"]).status_code == 400


def test_over_http_another_browser_without_cookies(pylti, campus, token):
    pylti.secure = False
    browser = {}
    asked = pylti.login(browser)
    signed = token(asked)
    assert not pylti.accepts(signed, asked["state"], {})
    assert pylti.accepts(signed, asked["state"], browser)
    assert pylti.accepts(signed, asked["state"], {})
    asked = campus.login()
    signed = token(asked)
    assert campus.post(signed, asked["state"], campus.new_browser()).status_code == 400


def test_a_browser_that_keeps_no_session_id_cookie(pylti, framed, token):
    """PyLTI1p3 cannot go on; we ask the platform's storage."""
    browser = {}
    asked = pylti.login(browser)
    del browser["lti1p3-session-id"]
    assert not pylti.accepts(token(asked), asked["state"], browser)
    framed.browser = framed.new_browser(cookies=False)
    asked = framed.login(lti_storage_target="_parent")
    assert 'data-entry="launch"' in framed.post(token(asked), asked["state"]).text


def test_an_authorisation_endpoint_with_a_query(pylti, campus, change_registration):
    change_registration(auth_login_url=ISSUER + "/auth?tenant=7")
    browser = {}
    assert pylti.login(browser)["tenant"] == "7?scope=openid"
    asked = campus.login()
    assert asked["tenant"] == "7"
    assert asked["scope"] == "openid"


def test_an_unknown_issuer(framed):
    """A bare Exception there, which is a page about nothing; words here."""
    names = ("client_id", "auth_login_url", "auth_token_url", "key_set_url")
    settings = {**dict.fromkeys(names, ISSUER), "deployment_ids": ["1"]}
    known = ToolConfDict({"https://known.example": settings})
    with pytest.raises(Exception, match="not found") as raised:
        known.find_registration(ISSUER)
    assert type(raised.value) is Exception
    asked = {"iss": "https://new.example", "login_hint": "6", "target_link_uri": HUB}
    answer = framed.browser.post("/lti/login", data=asked, base_url=HUB)
    assert answer.status_code == 404
    assert "administrator can register it" in answer.text


def test_what_the_browser_keeps_of_a_launch(campus):
    """PyLTI1p3 may keep the whole id_token in a client-side cookie of 4 KB at most."""
    answer = campus.launch(custom={"padding": "x" * 8_000})
    assert answer.status_code == 303
    cookies = answer.headers.getlist("Set-Cookie")
    assert max(len(cookie) for cookie in cookies) < 300
    assert "Ana" not in "".join(cookies)


class TestMessageTypes:
    def message(self, kind, **claims):
        common = {"version": "1.3.0", "deployment_id": "1", "roles": [LEARNER]}
        told = {**common, "message_type": kind, "target_link_uri": HUB + "/app/"}
        return {"sub": "6", **{CLAIM + name: value for name, value in told.items()}, **claims}

    def pylti_accepts(self, claims):
        (validator,) = (v for v in get_validators() if v.can_validate(claims))
        try:
            return validator.validate(claims)
        except LtiException:
            return False

    def test_deep_linking_without_resource_links(self):
        settings = {
            "deep_link_return_url": ISSUER + "/return",
            "accept_types": ["link"],
            "accept_presentation_document_targets": ["iframe"],
        }
        claims = self.message("LtiDeepLinkingRequest", **{DEEP_LINKING: settings})
        assert not self.pylti_accepts(claims)
        assert read_message(claims).settings.accept_types == {"link"}

    def test_deep_linking_without_a_return_url(self):
        settings = {
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe"],
        }
        claims = self.message("LtiDeepLinkingRequest", **{DEEP_LINKING: settings})
        assert self.pylti_accepts(claims)
        with pytest.raises(Exception, match="deep_link_return_url"):
            read_message(claims)

    def test_a_review_of_an_activity_that_is_not_graded(self):
        person = {CLAIM + "for_user": {"user_id": "7"}}
        claims = self.message("LtiSubmissionReviewRequest", **person)
        assert not self.pylti_accepts(claims)
        assert read_message(claims).for_user == "7"

    def test_an_unknown_type_is_refused_in_words(self, campus):
        answer = campus.launch(message_type="LtiStartProctoring")
        assert answer.json["reason"] == "this tool does not offer the requested message type"


class TestRoles:
    def test_teaching_assistants_teach(self):
        roles = [ROLE + "membership/Instructor#TeachingAssistant"]
        assert not TeacherRole({CLAIM + "roles": roles}).check()
        assert standing(roles).teaches

    def test_administrators_of_the_institution_administer(self):
        roles = [ROLE + "institution/person#Administrator"]
        assert not StaffRole({CLAIM + "roles": roles}).check()
        assert standing(roles).administers

    def test_the_student_view_is_nobody(self):
        roles = [LEARNER, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"]
        assert "TestUser" not in json.dumps(vars(StaffRole)["_system_roles"])
        assert standing(roles).test_user

    def test_sub_roles_of_learners_are_learners(self):
        roles = [ROLE + "membership/Learner#GuestLearner"]
        assert {role.value for role in standing(roles).course_roles} == {"learner"}


def test_two_configurations_do_not_share_what_they_know_of_issuers(storage, clock, entropy):
    """PyLTI1p3 keeps this in a dict of the class."""
    first, second = ToolConfDict({}), ToolConfDict({})
    assert first.issuers_relation_types is second.issuers_relation_types
    ours = [ToolConfiguration(storage, ToolKeyring(storage, clock, entropy)) for _ in range(2)]
    assert ours[0].issuers_relation_types is not ours[1].issuers_relation_types
