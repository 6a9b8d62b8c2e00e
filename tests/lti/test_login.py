"""The first leg: what goes to the platform, what the browser keeps, what is refused."""

from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from core.domain.registration import RegistrationStatus
from tests.lti.campus import HUB, ISSUER, MISSING, Campus
from tests.lti.conftest import make_app

ASKED = {
    "iss": ISSUER,
    "client_id": "hub-1",
    "login_hint": "6",
    "target_link_uri": HUB + "/app/",
}


@pytest.fixture
def browser(app):
    return app.test_client()


def begin(browser, **changes):
    asked = {k: v for k, v in {**ASKED, **changes}.items() if v is not MISSING}
    return browser.post("/lti/login", data=asked, base_url=HUB)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_authorisation_request(campus, method):
    asked = campus.login(method=method)
    state, nonce = asked.pop("state"), asked.pop("nonce")
    assert state
    assert nonce
    assert state != nonce
    assert asked == {
        "scope": "openid",
        "response_type": "id_token",
        "response_mode": "form_post",
        "prompt": "none",
        "client_id": "hub-1",
        "redirect_uri": HUB + "/lti/launch",
        "login_hint": "hint-6",
        "lti_message_hint": '{"cmid":1,"launchid":"l 1+2&3"}',
    }


def test_parameters_may_be_in_the_registered_login_url(campus):
    query = f"/lti/login?iss={ISSUER}&client_id=hub-1"
    answer = campus.browser.post(
        query, data={"login_hint": "6", "target_link_uri": "x"}, base_url=HUB
    )
    assert answer.status_code == 302


@pytest.mark.parametrize("hint", ["", " ", "+", "%2B", "ü€😀", "a=b&c=d#e", '{"a":"b"}', "a\r\nb"])
def test_hints_come_back_as_they_were_sent(campus, hint):
    asked = campus.login(lti_message_hint=hint, login_hint=hint or "x")
    assert asked["lti_message_hint"] == hint
    assert asked["login_hint"] == (hint or "x")


def test_no_message_hint_stays_none(campus):
    assert "lti_message_hint" not in campus.login(lti_message_hint=MISSING)


def test_an_authorisation_endpoint_with_a_query_of_its_own(change_registration, browser):
    change_registration(auth_login_url=ISSUER + "/auth?tenant=a%26b&x=1")
    location = urlsplit(begin(browser).location)
    query = parse_qs(location.query)
    assert location._replace(query="").geturl() == ISSUER + "/auth"
    assert query["tenant"] == ["a&b"]
    assert query["x"] == ["1"]
    assert query["client_id"] == ["hub-1"]


def test_the_cookie_over_https_survives_in_frames(browser):
    cookie = begin(browser).headers["Set-Cookie"]
    assert cookie.startswith("__Host-mentorloom-login-")
    parts = {part.strip() for part in cookie.split(";")[1:]}
    assert {"Secure", "HttpOnly", "SameSite=None", "Partitioned", "Path=/"} <= parts
    assert "Max-Age=600" in parts
    assert not any(part.startswith("Domain") for part in parts)


def test_the_cookie_over_plain_http_is_one_that_browsers_accept(storage, clock, entropy, http):
    app = make_app(storage, clock, entropy, http, public_url="http://localhost:8000")
    cookie = begin(app.test_client()).headers["Set-Cookie"]
    assert cookie.startswith("mentorloom-login-")
    assert "SameSite=Lax" in cookie
    assert "HttpOnly" in cookie
    assert "Secure" not in cookie
    assert "Partitioned" not in cookie


def test_the_answer_is_not_kept(browser):
    assert begin(browser).headers["Cache-Control"] == "no-store"


def test_a_launch_clears_its_own_cookie_only(campus):
    waiting = campus.login()
    finishing = campus.login()
    answer = campus.post(campus.sign(campus.claims(finishing["nonce"])), finishing["state"])
    cleared = [c for c in answer.headers.getlist("Set-Cookie") if "Max-Age=0" in c]
    assert len(cleared) == 1
    assert "Partitioned" in cleared[0]
    later = campus.post(campus.sign(campus.claims(waiting["nonce"])), waiting["state"])
    assert later.status_code == 303


def test_many_activities_of_one_page_open_at_once(campus):
    """All begin before any comes back, and they come back in another order."""
    begun = [campus.login() for _ in range(12)]
    for asked in reversed(begun):
        token = campus.sign(campus.claims(asked["nonce"]))
        assert campus.post(token, asked["state"]).status_code == 303


@pytest.mark.parametrize("name", ["iss", "login_hint", "target_link_uri"])
@pytest.mark.parametrize("value", [MISSING, "", "a\x00b", "x" * 9000])
def test_a_wrong_parameter_is_named(browser, storage, name, value):
    answer = begin(browser, **{name: value})
    assert (answer.json["code"], answer.json["fields"]) == ("invalid_input", [name])
    assert storage.tables.table("launch_states") == {}


@pytest.mark.parametrize("name", ["client_id", "lti_message_hint"])
@pytest.mark.parametrize("value", ["a\x00b", "x" * 9000])
def test_a_wrong_optional_parameter_is_named(browser, name, value):
    assert begin(browser, **{name: value}).json["fields"] == [name]


@pytest.mark.parametrize("name", ["iss", "client_id"])
@pytest.mark.parametrize("value", ["x" * 256, "a\nb", "a\u202eb", "a\u200bb"])
def test_a_name_that_no_platform_can_have_is_not_repeated(campus, name, value):
    answer = begin(campus.browser, **{name: value})
    assert (answer.json["code"], answer.json["fields"]) == ("invalid_input", [name])
    assert value not in answer.json["message"]


def test_the_longest_names_are_looked_for(browser):
    longest = ISSUER + "/" + "x" * (254 - len(ISSUER))
    answer = begin(browser, iss=longest, client_id="y" * 255)
    assert answer.json["code"] == "not_found"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://other.example"},
        {"client_id": "other"},
        {"iss": ISSUER + "/"},
        {"iss": "https://other.example", "client_id": MISSING},
    ],
)
def test_an_unknown_platform(browser, changes):
    answer = begin(browser, **changes)
    assert answer.json["code"] == "not_found"
    assert changes.get("iss", ISSUER) in answer.json["message"]


@pytest.mark.parametrize("status", ["disabled", "pending"])
def test_a_platform_that_is_switched_off(browser, change_registration, status):
    change_registration(status=RegistrationStatus(status))
    assert "switched off" in begin(browser).json["message"]


def test_no_client_id_with_one_registration(app, clock):
    campus = Campus(app, clock)
    assert campus.login(client_id=MISSING)["client_id"] == "hub-1"


def test_no_client_id_with_two_registrations(browser, change_registration):
    change_registration(id=UUID(int=777), client_id="hub-2")
    answer = begin(browser, client_id=MISSING)
    assert (answer.json["code"], answer.json["fields"]) == ("invalid_input", ["client_id"])
    assert begin(browser, client_id="hub-2").status_code == 302
