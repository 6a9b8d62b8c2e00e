# ruff: noqa: ARG002 - the libraries fix these signatures
"""Our verification beside PyLTI1p3's own, on the same tokens and through our ToolConfiguration.

PyLTI1p3 gets every benefit of the doubt: a session that holds state and nonce, and the browser's
cookie. Each difference below is a known defect of it (docs of the library's issues); the test also
says when a new release repairs one.
"""

from datetime import UTC, datetime

import pytest
from pylti1p3.cookie import CookieService
from pylti1p3.exception import LtiException
from pylti1p3.message_launch import MessageLaunch
from pylti1p3.request import Request
from pylti1p3.session import SessionService

from core.domain.registration import Deployment, RegistrationStatus
from core.errors import ForbiddenError, NotFoundError
from lti.keys import ToolKeyring
from lti.tool_configuration import ToolConfiguration
from tests.lti.campus import KEY, MISSING, OTHER_KEY, ROLE

YEAR = 365 * 86_400


class FormRequest(Request):
    def __init__(self, form):
        self.form = form

    @property
    def session(self):
        return {}

    def is_secure(self):
        return True

    def get_param(self, key):
        return self.form.get(key)


class Cookies(CookieService):
    def get_cookie(self, name):
        return name

    def set_cookie(self, name, value, exp=3600):
        raise AssertionError("a launch sets no cookie")


class Memory(SessionService):
    def check_nonce(self, nonce):
        return True

    def check_state_is_valid(self, state, id_token_hash):
        return False

    def save_launch_data(self, key, jwt_body):
        pass


class PyltiLaunch(MessageLaunch):
    def _get_request_param(self, key):
        return self._request.get_param(key)

    def fetch_public_key(self, key_set_url):
        return {"keys": [KEY.jwk]}


@pytest.fixture
def verdicts(campus, storage, clock, entropy):
    """(PyLTI1p3 accepts, we accept) a launch with these changes."""
    clock.time = datetime.now(UTC)
    configuration = ToolConfiguration(storage, ToolKeyring(storage, clock, entropy))

    def judge(key=KEY, header=None, **changes):
        now = int(clock.now().timestamp())
        for name in ("iat", "exp"):
            if isinstance(changes.get(name), int):
                changes[name] += now
        asked = campus.login()
        token = campus.sign(campus.claims(asked["nonce"], **changes), key, header)
        request = FormRequest({"id_token": token, "state": asked["state"]})
        pylti = PyltiLaunch(request, configuration, Memory(request), Cookies())
        try:
            pylti.validate()
            accepted = True
        except (LtiException, ForbiddenError, NotFoundError):
            accepted = False
        return accepted, campus.post(token, asked["state"]).status_code == 303

    return judge


WRONGLY_ACCEPTED = {
    "missing exp": {"exp": MISSING},
    "missing iat": {"iat": MISSING},
    "a year old": {"iat": -YEAR},
    "good for ten years": {"exp": 10 * YEAR},
    "another azp": {"azp": "other"},
    "our audience and evil's, for evil": {"aud": ["hub-1", "evil"], "azp": "evil"},
    "our audience and evil's, for nobody": {"aud": ["hub-1", "evil"]},
    "no target": {"target_link_uri": MISSING},
    "a target elsewhere": {"target_link_uri": "https://evil.example/"},
    "roles as a text": {"roles": ROLE + "membership#Instructor"},
}
WRONGLY_REFUSED = {
    "our audience second": {"aud": ["other", "hub-1"], "azp": "hub-1"},
    "a clock two seconds ahead": {"iat": 2, "exp": 62},
    "expired a second ago": {"exp": -1},
}
BOTH_REFUSE = {
    "another key under a known kid": {"key": OTHER_KEY, "header": {"alg": "RS256", "kid": KEY.kid}},
    "no kid": {"header": {"alg": "RS256"}},
    "an unknown kid": {"key": OTHER_KEY},
    "expired": {"exp": -3600},
    "another issuer": {"iss": "https://evil.example"},
    "another audience": {"aud": "evil"},
    "no deployment": {"deployment_id": MISSING},
    "another version": {"version": "1.1"},
    "no roles": {"roles": MISSING},
    "no person": {"sub": MISSING},
    "no resource link": {"resource_link": MISSING},
}


@pytest.mark.parametrize("case", WRONGLY_ACCEPTED)
def test_what_pylti1p3_accepts_and_we_refuse(verdicts, case):
    assert verdicts(**WRONGLY_ACCEPTED[case]) == (True, False)


@pytest.mark.parametrize("case", WRONGLY_REFUSED)
def test_what_pylti1p3_refuses_and_we_accept(verdicts, case):
    assert verdicts(**WRONGLY_REFUSED[case]) == (False, True)


@pytest.mark.parametrize("case", BOTH_REFUSE)
def test_what_both_refuse(verdicts, case):
    assert verdicts(**BOTH_REFUSE[case]) == (False, False)


def test_what_both_accept(verdicts):
    assert verdicts() == (True, True)


def test_a_deployment_never_seen_before(verdicts, storage):
    """Where the client id belongs to one organization, it can only be that one's."""
    assert verdicts(deployment_id="2") == (False, True)


def test_a_deployment_that_is_switched_off(verdicts, storage, registration):
    with storage.platform() as work:
        work.registrations.save_deployment(
            Deployment(
                registration_id=registration.id,
                deployment_id="2",
                organization_id=registration.organization_id,
                status=RegistrationStatus.DISABLED,
            )
        )
    assert verdicts(deployment_id="2") == (False, False)
