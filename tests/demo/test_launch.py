"""The campus's side of a launch, seen by a tool that checks with PyJWT."""

import jwt
import pytest

from demo.services.scopes import GRANTED
from demo.visits import LIFETIME, Visits

from .conftest import Form

MARA = "lindenmoor/mara-lindqvist/SE301"
AMINA = "fjordwerk/amina-yildiz/LEAD-1"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
UNSERVED = ("https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome",)
NEWER = ("https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice",)


class TestLoginInitiation:
    def test_goes_to_the_tool_with_what_moodle_sends(self, browser, addresses, captures):
        login = browser.open_mentoring(MARA)
        assert login.action == addresses.tool_login
        assert login.fields.keys() == captures["login"].keys()
        assert login.fields["iss"] == addresses.issuer

    def test_adds_what_canvas_sends(self, browser):
        fields = browser.open_mentoring(AMINA).fields
        assert fields["deployment_id"] == fields["lti_deployment_id"]
        assert fields["canvas_environment"] == "production"

    def test_hints_differ_every_time(self, browser):
        hints = {browser.open_mentoring(MARA).fields["lti_message_hint"] for _ in range(3)}
        assert len(hints) == 3

    @pytest.mark.parametrize(
        "where", ["nowhere/mara-lindqvist/SE301", "lindenmoor/nobody/SE301", f"{AMINA}X"]
    )
    def test_unknown_places_are_missing(self, browser, where):
        assert browser.client.get(f"/{where}/launch").status_code == 404

    def test_only_own_courses_open(self, browser):
        assert browser.client.get("/lindenmoor/leon-abt/DB210/launch").status_code == 404


class TestClaims:
    @pytest.mark.parametrize(
        ("key", "capture"),
        [("mara-lindqvist", "student1"), ("ingrid-aasen", "teacher1"), ("bernd-kowalke", "admin")],
    )
    def test_moodle_dialect_has_the_shape_of_the_capture(self, browser, captures, key, capture):
        claims = browser.launch(f"lindenmoor/{key}/SE301")
        recorded = captures[capture]
        assert claims.keys() - set(NEWER) == recorded.keys() - set(UNSERVED)
        for name in ("roles", "version", "message_type"):
            assert claims[CLAIM + name] == recorded[CLAIM + name]
        for name in ("context", "resource_link", "launch_presentation", "tool_platform", "ext"):
            assert claims[CLAIM + name].keys() == recorded[CLAIM + name].keys()
        assert claims[CLAIM + "context"]["type"] == recorded[CLAIM + "context"]["type"]
        assert claims["exp"] - claims["iat"] == recorded["exp"] - recorded["iat"]

    def test_mentors_are_learners_and_never_observers(self, browser):
        assert browser.launch("lindenmoor/petra-zeller/SE301")[CLAIM + "roles"] == [
            f"{LIS}membership#Learner"
        ]
        assert (
            f"{LIS}membership#Mentor"
            not in browser.launch("fjordwerk/ruth-adeyemi/LEAD-1")[CLAIM + "roles"]
        )

    def test_canvas_dialect(self, browser):
        claims = browser.launch(AMINA)
        assert claims["azp"] == claims["aud"]
        assert claims["https://www.instructure.com/placement"] == "course_navigation"
        assert claims[CLAIM + "resource_link"]["id"] == claims[CLAIM + "context"]["id"]
        assert claims[CLAIM + "tool_platform"]["product_family_code"] == "canvas"
        assert claims[CLAIM + "roles"] == [
            f"{LIS}institution/person#Student",
            f"{LIS}membership#Learner",
            f"{LIS}system/person#User",
        ]

    def test_two_tenants_share_the_issuer_and_nothing_else(self, browser, addresses):
        one, other = browser.launch(MARA), browser.launch(AMINA)
        assert one["iss"] == other["iss"] == addresses.issuer
        for name in ("aud", CLAIM + "deployment_id", "sub"):
            assert one[name] != other[name]

    def test_locale_and_theme_travel(self, browser):
        claims = browser.launch(MARA, "?locale=de&theme=contrast")
        assert claims[CLAIM + "launch_presentation"]["locale"] == "de"
        assert claims[CLAIM + "custom"]["theme"] == "contrast"

    def test_locale_and_theme_are_remembered(self, browser):
        browser.client.get("/?locale=de&theme=dark")
        claims = browser.launch(AMINA)
        assert claims["locale"] == "de"
        assert claims[CLAIM + "custom"]["theme"] == "dark"

    def test_nonsense_looks_are_replaced(self, browser):
        claims = browser.launch(MARA, "?locale=tlh&theme=plaid")
        assert claims[CLAIM + "launch_presentation"]["locale"] == "en"
        assert claims[CLAIM + "custom"]["theme"] == "light"

    @pytest.mark.parametrize("where", [MARA, AMINA])
    def test_a_tab_of_its_own_says_so(self, browser, where):
        claims = browser.launch(where, "?window=1")
        assert claims[CLAIM + "launch_presentation"]["document_target"] == "window"

    def test_state_and_nonce_come_back(self, browser, addresses):
        login = browser.open_mentoring(MARA)
        form = Form(browser.authorize(login, state="a<b&c", nonce="n-1").text)
        assert form.action == addresses.tool_launch
        assert form.fields["state"] == "a<b&c"
        assert browser.claims(form, login.fields["client_id"])["nonce"] == "n-1"

    def test_the_page_between_is_in_the_language_of_the_course(self, campus, browser):
        login = browser.open_mentoring(MARA, "?locale=de")
        page = type(browser)(campus.test_client()).authorize(login).text
        assert "Anmeldung läuft" in page

    def test_the_request_may_be_posted(self, browser):
        login = browser.open_mentoring(MARA)
        answer = browser.client.post("/lti/authorize", data=browser.request(login))
        assert "id_token" in Form(answer.text).fields


class TestRefusals:
    @pytest.mark.parametrize(
        "changes",
        [
            {"redirect_uri": "http://localhost:8000/lti/launch/"},
            {"redirect_uri": "http://localhost:8000/lti/launch?next=1"},
            {"redirect_uri": "https://evil.example/lti/launch"},
            {"redirect_uri": None},
            {"client_id": "10000000000007"},
            {"client_id": None},
            {"scope": "openid profile"},
            {"response_type": "code"},
            {"nonce": None},
            {"state": None},
            {"lti_message_hint": None},
            {"lti_message_hint": '{"cmid":1,"launchid":"ltilaunch1_guess"}'},
        ],
    )
    def test_untrusted_requests_end_here(self, browser, changes):
        answer = browser.authorize(browser.open_mentoring(MARA), **changes)
        assert answer.status_code == 400
        assert "<form" not in answer.text
        assert "id_token" not in Form(answer.text).fields

    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"response_mode": "query"}, "invalid_request"),
            ({"prompt": "login"}, "invalid_request"),
            ({"login_hint": "999"}, "access_denied"),
        ],
    )
    def test_the_tool_is_told_of_the_rest(self, browser, addresses, changes, code):
        form = Form(browser.authorize(browser.open_mentoring(MARA), **changes).text)
        assert form.action == addresses.tool_launch
        assert form.fields["error"] == code
        assert form.fields["state"] == "the-state"
        assert "id_token" not in form.fields

    def test_a_hint_works_once(self, browser):
        login = browser.open_mentoring(MARA)
        assert browser.authorize(login).status_code == 200
        again = browser.authorize(login)
        assert again.status_code == 400
        assert "open Mentoring again" in again.text

    def test_a_refused_request_uses_the_hint_up(self, browser):
        login = browser.open_mentoring(MARA)
        browser.authorize(login, redirect_uri="https://evil.example/")
        assert browser.authorize(login).status_code == 400

    def test_refusals_speak_german(self, browser):
        browser.client.get("/?locale=de")
        answer = browser.authorize(browser.open_mentoring(MARA), client_id="x")
        assert "Dieser Start wurde abgelehnt" in answer.text


def test_hints_grow_old(campus):
    time = [100.0]
    visits = Visits(now=lambda: time[0])
    one = visits.announce("visit", lambda token: token)
    other = visits.announce("visit", lambda token: token)
    time[0] += LIFETIME - 1
    assert visits.take(one) == "visit"
    time[0] += 1
    assert visits.take(other) is None


def test_the_published_key_is_public_only(browser):
    (key,) = browser.client.get("/lti/jwks.json").json["keys"]
    assert key.keys() == {"kty", "n", "e", "kid", "alg", "use"}
    assert jwt.PyJWK(key).key.key_size == 2048


def test_the_configuration_names_the_endpoints(browser, addresses):
    told = browser.client.get("/.well-known/openid-configuration").json
    assert told["issuer"] == addresses.issuer
    assert told["authorization_endpoint"] == addresses.authorization
    assert told["token_endpoint"] == addresses.token
    assert told["jwks_uri"] == addresses.jwks
    assert {*told["scopes_supported"]} == {"openid", *GRANTED["canvas"]}
