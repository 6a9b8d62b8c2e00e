"""Tools register themselves: by the book, against what a real Moodle answered, and wrongly."""

import copy
import html
import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest

from demo.invitations import LIFETIME, Invitations, RefusedRegistrationError
from demo.registration_canvas import EXTENSION

from .by_the_book import CLAIM, DL, ITEM, TOOL, Teacher, publish
from .conftest import CAPTURES

BERND, JOANNA = "lindenmoor/bernd-kowalke", "fjordwerk/joanna-nowak"
CONFIGURATION = "https://purl.imsglobal.org/spec/lti-tool-configuration"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
SCOPES = "https://purl.imsglobal.org/spec/"
SCORE = f"{SCOPES}lti-ags/scope/score"
ROSTER = f"{SCOPES}lti-nrps/scope/contextmembership.readonly"


def recorded(name):
    return json.loads((CAPTURES / f"{name}.json").read_text(encoding="utf-8"))


MOODLE_PAYLOAD = recorded("registration_exchange")["exchanges"][0]["request"]
CANVAS_PAYLOAD = {
    **{k: v for k, v in MOODLE_PAYLOAD.items() if k != CONFIGURATION},
    "client_name": "Mentorloom",
    CONFIGURATION: {
        "domain": "localhost:9001",
        "target_link_uri": "http://localhost:9001/launch",
        "claims": ["sub", "iss", "name", "email"],
        "custom_parameters": {"contrast": "$Canvas.user.prefersHighContrast"},
        f"{EXTENSION}privacy_level": "name_only",
        "messages": [
            {
                "type": "LtiResourceLinkRequest",
                "target_link_uri": "http://localhost:9001/launch?from=navigation",
                "label": "Mentors",
                "placements": ["course_navigation"],
                "custom_parameters": {"place": "navigation"},
            },
            {"type": "LtiDeepLinkingRequest", "placements": [f"{EXTENSION}link_selection"]},
            {"type": "LtiDeepLinkingRequest", "placements": ["course_assignments_menu"]},
        ],
    },
}


class Administrator:
    """Lets tools in. The tool's side of a registration is here too."""

    def __init__(self, browser, who) -> None:
        self.browser, self.client, self.who = browser, browser.client, who
        self.payload = CANVAS_PAYLOAD if who == JOANNA else MOODLE_PAYLOAD

    def invite(self, url="http://localhost:9001/lti/register?a=1", **form):
        """Name a tool's page; returns where it is opened."""
        answer = self.client.post(f"/{self.who}/tools", data={"url": url, **form})
        assert answer.status_code == 303, answer.text
        page = self.client.get(answer.location)
        opened = html.unescape(re.search(r'<iframe title="[^"]+"\s+src="([^"]+)"', page.text)[1])
        return Opened(page, opened)

    def configuration(self, opened, **headers):
        headers = headers or {"Authorization": f"Bearer {opened.token}"}
        return self.client.get(urlsplit(opened.configuration).path, headers=headers)

    def register(self, opened, payload=None, **changes):
        endpoint = self.configuration(opened).json["registration_endpoint"]
        body = {**(payload or self.payload), **changes}
        return self.client.post(
            urlsplit(endpoint).path,
            json={name: value for name, value in body.items() if value is not None},
            headers={"Authorization": f"Bearer {opened.token}"},
        )

    def decide(self, client_id, **form):
        return self.client.post(f"/{self.who}/tools/{client_id}", data=form, follow_redirects=True)


class Opened:
    """The tool's page as it is opened."""

    def __init__(self, page, url) -> None:
        self.page, self.url = page, url
        query = parse_qs(urlsplit(url).query)
        self.query = query
        self.configuration = query["openid_configuration"][0]
        self.token = query["registration_token"][0]

    @property
    def done(self):
        return re.search(r'data-done="([^"]+)"', self.page.text)[1]


@pytest.fixture
def moodle(browser):
    return Administrator(browser, BERND)


@pytest.fixture
def canvas(browser):
    return Administrator(browser, JOANNA)


class TestInvitations:
    @pytest.mark.parametrize("who", [BERND, JOANNA])
    def test_the_tool_s_page_is_opened_with_configuration_and_token(self, browser, who):
        opened = Administrator(browser, who).invite()
        assert opened.url.startswith("http://localhost:9001/lti/register?a=1&")
        assert opened.query.keys() == {"a", "openid_configuration", "registration_token"}
        assert opened.configuration.startswith("http://localhost:8001/")
        policy = opened.page.headers["Content-Security-Policy"]
        assert re.search(r"frame-src [^;]*http://localhost:9001", policy)

    def test_moodle_s_token_says_what_the_recorded_one_says(self, browser, moodle):
        opened, capture = moodle.invite(), recorded("registration_exchange")
        known = capture["our_page_is_opened_with"]["registration_token"]
        claims = self.claims(browser, opened)
        assert known["claims"].keys() <= claims.keys()
        assert claims["scope"] == "reg"
        assert claims["exp"] - claims["iat"] == LIFETIME
        assert re.fullmatch(r"[A-Za-z0-9]{15}", claims["sub"])
        assert jwt.get_unverified_header(opened.token).keys() == known["header"].keys()

    def test_canvas_s_token_says_who_asked(self, browser, canvas):
        claims = self.claims(browser, canvas.invite())
        assert {"uuid", "initiated_at", "user_id", "registration_url", "exp"} <= claims.keys()

    def claims(self, browser, opened):
        (key,) = browser.client.get("/lti/jwks.json").json["keys"]
        return jwt.decode(opened.token, jwt.PyJWK(key), algorithms=["RS256"])

    def test_the_hub_is_suggested(self, browser):
        page = browser.client.get(f"/{BERND}/tools").text
        assert 'value="http://localhost:8000/lti/register"' in page

    def test_canvas_shows_a_dialog_and_moodle_a_frame(self, moodle, canvas):
        assert "<dialog open" in canvas.invite().page.text
        assert "<dialog" not in moodle.invite().page.text

    @pytest.mark.parametrize("url", ["", "localhost:9001", "javascript:alert(1)"])
    def test_something_else_than_an_address_is_explained(self, moodle, url):
        answer = moodle.client.post(f"/{BERND}/tools", data={"url": url})
        assert answer.status_code == 422
        assert 'role="alert"' in answer.text

    @pytest.mark.parametrize(
        "path",
        [
            "lindenmoor/ingrid-aasen/tools",
            f"{BERND}/tools/10000000000007",
            f"{BERND}/tools/new/unknown",
            "nowhere/.well-known/openid-configuration",
            "fjordwerk/lti/registrations",
        ],
    )
    def test_only_administrators_see_only_their_own(self, browser, path):
        assert browser.client.get(f"/{path}").status_code == 404

    def test_fixed_registrations_stay(self, moodle):
        page = moodle.client.get(f"/{BERND}/tools/LnD3moorM00dle1").text
        assert "<form method" not in page.partition("<main")[2]
        answer = moodle.client.post(f"/{BERND}/tools/LnD3moorM00dle1")
        assert answer.status_code == 404


class TestConfiguration:
    def test_moodle_s_has_the_recorded_shape(self, moodle):
        told = moodle.client.get("/lindenmoor/.well-known/openid-configuration").json
        known = recorded("openid_configuration")
        assert told.keys() == known.keys()
        assert told[PLATFORM] == known[PLATFORM]
        assert set(known["scopes_supported"]) <= set(told["scopes_supported"])
        urls = {name for name in known if name.endswith(("_endpoint", "_uri")) or name == "issuer"}
        for name in known.keys() - urls - {"scopes_supported", PLATFORM}:
            assert told[name] == known[name]
        assert all(told[name].startswith("http://localhost:8001") for name in urls)

    def test_canvas_s_needs_the_token(self, canvas):
        opened = canvas.invite()
        told = canvas.configuration(opened).json
        platform = told[PLATFORM]
        assert platform["product_family_code"] == "canvas"
        assert platform[f"{EXTENSION}account_name"] == "Fjordwerk Robotics"
        assert platform[f"{EXTENSION}account_lti_guid"].endswith(":canvas-lms")
        placements = {m["type"]: m["placements"] for m in platform["messages_supported"]}
        assert f"{EXTENSION}course_navigation" in placements["LtiResourceLinkRequest"]
        assert f"{EXTENSION}course_assignments_menu" in placements["LtiDeepLinkingRequest"]
        assert "LtiContextCopyNotice" in platform["notice_types_supported"]
        for shown in ("Basic abc", "Bearer x", f"Bearer {opened.token}x"):
            answer = canvas.configuration(opened, Authorization=shown)
            assert answer.status_code == 401
            assert answer.json.keys() == {"errorMessage"}

    def test_a_token_of_another_institution_is_refused(self, moodle, canvas):
        shown = f"Bearer {moodle.invite().token}"
        assert canvas.configuration(canvas.invite(), Authorization=shown).status_code == 401


class TestMoodle:
    @pytest.mark.parametrize("number", [0, 1])
    def test_answers_as_the_real_one_did(self, moodle, number):
        exchange = recorded("registration_exchange")["exchanges"][number]
        answer = moodle.register(moodle.invite(), exchange["request"])
        assert answer.status_code == exchange["status"] == 200
        assert answer.content_type == exchange["response_headers"]["Content-Type"]
        told, known = answer.json, copy.deepcopy(exchange["response"])
        for one in (told, known):
            assert one.pop("client_id")
            assert one[CONFIGURATION].pop("deployment_id").isdigit()
            one["scope"] = set(one["scope"].split())
        assert told == known

    @pytest.mark.parametrize("scope", [ROSTER, None])
    def test_whoever_asks_for_no_grades_is_promised_none(self, moodle, scope):
        told = moodle.register(moodle.invite(), scope=scope).json
        assert told["scope"] == (scope or "")

    def test_a_token_registers_once(self, moodle):
        opened = moodle.invite()
        assert moodle.register(opened, response_types=["code"]).status_code == 400
        assert moodle.register(opened).status_code == 200
        again = moodle.register(opened)
        assert (again.status_code, again.text) == (401, "token_already_used")

    @pytest.mark.parametrize(
        ("changes", "about", "message"),
        [
            ({"client_name": None}, {}, "missing required attribute client_name"),
            ({"redirect_uris": "http://localhost:9001/launch"}, {}, "invalid_redirect_uris"),
            ({"response_types": ["code"]}, {}, "invalid_response_types"),
            (
                {"token_endpoint_auth_method": "client_secret_basic"},
                {},
                "invalid_token_endpoint_auth_method",
            ),
            ({"application_type": "native"}, {}, "invalid_application_type"),
            ({}, {"domain": ""}, "missing_domain"),
            ({}, {"domain": "localhost"}, "domain_targetlinkuri_mismatch"),
        ],
    )
    def test_refuses_in_its_own_words(self, moodle, changes, about, message):
        changed = {CONFIGURATION: {**MOODLE_PAYLOAD[CONFIGURATION], **about}, **changes}
        answer = moodle.register(moodle.invite(), **changed)
        assert (answer.status_code, answer.text) == (400, message)

    def test_refuses_what_shows_no_token_or_is_no_object(self, moodle):
        moodle.invite()
        answer = moodle.client.post("/lindenmoor/lti/registrations", json=MOODLE_PAYLOAD)
        assert (answer.status_code, answer.text) == (401, "missing_registration_token")
        opened = moodle.invite()
        shown = {"Authorization": f"Bearer {opened.token}"}
        answer = moodle.client.post("/lindenmoor/lti/registrations", data="[", headers=shown)
        assert answer.status_code == 400

    def test_of_several_deep_linking_messages_the_last_counts(self, moodle):
        messages = [
            {"type": "LtiDeepLinkingRequest", "target_link_uri": f"http://localhost:9001/{page}"}
            for page in ("first", "last")
        ]
        about = {**MOODLE_PAYLOAD[CONFIGURATION], "messages": messages}
        told = moodle.register(moodle.invite(), **{CONFIGURATION: about}).json[CONFIGURATION]
        assert told["messages"] == [messages[1]]
        without = {**about, "messages": [], "custom_parameters": None, "claims": None}
        again = moodle.invite(registration="new")
        told = moodle.register(again, **{CONFIGURATION: without}).json[CONFIGURATION]
        assert {"messages", "custom_parameters"}.isdisjoint(told)
        assert told["claims"] == ["sub", "iss"]

    def test_the_tool_waits_until_it_is_activated_and_offered(self, moodle):
        opened = moodle.invite()
        client_id = moodle.register(opened).json["client_id"]
        page = moodle.client.get(opened.done, follow_redirects=True).text
        assert client_id in page
        assert "Pending" in page
        adding = "/lindenmoor/ingrid-aasen/SE301/add"
        assert client_id not in moodle.client.get(adding).text
        page = moodle.decide(client_id).text
        assert "Show in activity chooser" in page
        assert client_id not in moodle.client.get(adding).text
        moodle.decide(client_id, offer="1")
        assert client_id in moodle.client.get(adding).text

    def test_a_tool_cannot_be_offered_before_it_is_activated(self, moodle):
        client_id = moodle.register(moodle.invite()).json["client_id"]
        moodle.decide(client_id, offer="1")
        page = moodle.decide(client_id).text
        assert "Show in activity chooser" in page

    def test_the_same_domain_again_updates_and_keeps_its_ids(self, moodle):
        first = moodle.register(moodle.invite()).json
        moodle.decide(first["client_id"])
        url = {"url": "http://localhost:9001/lti/register"}
        asked = moodle.client.post(f"/{BERND}/tools", data=url)
        assert asked.status_code == 200
        assert "Register as new" in asked.text
        opened = moodle.invite(registration=first["client_id"])
        claims = jwt.decode(opened.token, options={"verify_signature": False})
        assert claims["scope"] == "reg-update"
        assert claims["sub"] == first[CONFIGURATION]["deployment_id"]
        shown = {"Authorization": f"Bearer {opened.token}"}
        assert moodle.client.get("/lindenmoor/lti/registrations", headers=shown).json == first
        again = moodle.register(opened, client_name="Mentorloom 2").json
        assert again["client_id"] == first["client_id"]
        assert again[CONFIGURATION]["deployment_id"] == first[CONFIGURATION]["deployment_id"]
        page = moodle.client.get(opened.done, follow_redirects=True).text
        assert "Mentorloom 2" in page
        assert "Active" in page
        assert moodle.register(opened, client_name="Mentorloom 3").status_code == 200

    def test_the_same_domain_again_may_be_new(self, moodle):
        first = moodle.register(moodle.invite()).json
        again = moodle.register(moodle.invite(registration="new")).json
        assert again["client_id"] != first["client_id"]

    def test_a_token_for_a_new_tool_reads_nothing_yet(self, moodle):
        shown = {"Authorization": f"Bearer {moodle.invite().token}"}
        answer = moodle.client.get("/lindenmoor/lti/registrations", headers=shown)
        assert (answer.status_code, answer.text) == (404, "No registration found.")
        assert moodle.client.get("/lindenmoor/lti/registrations").status_code == 401

    def test_nothing_registered_leads_back_to_the_list(self, moodle):
        page = moodle.client.get(moodle.invite().done, follow_redirects=True)
        assert page.request.path == f"/{BERND}/tools"


class TestCanvas:
    def test_answers_with_ids_at_the_top(self, canvas):
        answer = canvas.register(canvas.invite())
        told = answer.json
        assert answer.status_code == 200
        assert told["client_id"].isdigit()
        assert re.fullmatch(r"\d+:[0-9a-f]{40}", told["deployment_id"])
        assert told["scope"].split() == [*CANVAS_PAYLOAD["scope"].split(), "openid"]
        about = told[CONFIGURATION]
        page = about.pop(f"{EXTENSION}registration_config_url")
        assert about == CANVAS_PAYLOAD[CONFIGURATION]
        assert told["client_id"] in canvas.client.get(urlsplit(page).path).text

    def test_a_token_registers_once(self, canvas):
        opened = canvas.invite()
        assert canvas.register(opened).status_code == 200
        again = canvas.register(opened)
        assert again.status_code == 401
        assert "already been used" in again.json["errorMessage"]

    @pytest.mark.parametrize(
        ("changes", "about", "message"),
        [
            ({"jwks_uri": None}, {}, "jwks_uri is missing"),
            ({"redirect_uris": []}, {}, "redirect_uris must be a list"),
            ({"grant_types": ["implicit"]}, {}, "grant_types must include"),
            ({"application_type": None}, {}, "application_type must be web"),
            ({"scope": "https://nope.example/scope"}, {}, "is not a scope"),
            ({}, {"target_link_uri": None}, "target_link_uri is missing"),
            ({}, {"claims": None}, "claims is missing"),
            ({}, {"messages": None}, "messages is missing"),
            ({}, {"messages": [{"type": "LtiEulaRequest"}]}, "is not a message type"),
            (
                {},
                {"messages": [{"type": "LtiDeepLinkingRequest", "placements": ["moon"]}]},
                "moon is not a placement",
            ),
            ({}, {f"{EXTENSION}privacy_level": "some"}, "privacy_level is not"),
            ({CONFIGURATION: None}, {}, "lti-tool-configuration is missing"),
        ],
    )
    def test_refuses_with_all_that_is_wrong(self, canvas, changes, about, message):
        changed = {CONFIGURATION: {**CANVAS_PAYLOAD[CONFIGURATION], **about}, **changes}
        answer = canvas.register(canvas.invite(), **changed)
        assert answer.status_code == 422
        assert any(message in error for error in answer.json["errors"])

    def test_is_in_the_courses_once_it_is_enabled(self, canvas, browser):
        client_id = canvas.register(canvas.invite()).json["client_id"]
        course = "fjordwerk/amina-yildiz/LEAD-1"
        entry = f"/{course}/navigation/{client_id}"
        assert entry not in browser.client.get(f"/{course}").text
        assert browser.client.get(entry).status_code == 404
        canvas.decide(client_id, scope=[SCORE, ROSTER], privacy="name_only")
        assert f'href="{entry}">Mentors</a>' in browser.client.get(f"/{course}").text
        assert f'src="{entry}/launch"' in browser.client.get(entry).text

    def test_a_launch_carries_what_was_registered(self, canvas, browser):
        client_id = canvas.register(canvas.invite()).json["client_id"]
        canvas.decide(client_id, scope=[SCORE], privacy="name_only")
        where = f"fjordwerk/amina-yildiz/LEAD-1/navigation/{client_id}"
        login = browser.open_mentoring(where, "?theme=contrast")
        assert login.action == "http://localhost:9001/login"
        assert login.fields["client_id"] == client_id
        form = browser.authorize(login, redirect_uri="http://localhost:9001/launch")
        claims = browser.claims(browser.form(form), client_id)
        assert claims[CLAIM + "target_link_uri"].endswith("?from=navigation")
        assert claims[CLAIM + "custom"] == {"contrast": "true", "place": "navigation"}
        assert claims["name"] == "Amina Yıldız"  # noqa: RUF001 (that is her name)
        assert "email" not in claims
        assert claims[f"{SCOPES}lti-ags/claim/endpoint"]["scope"] == [SCORE]
        assert f"{SCOPES}lti-nrps/claim/namesroleservice" not in claims

    def test_content_area_stands_for_its_two_places(self, canvas, browser):
        message = {"type": "LtiDeepLinkingRequest", "placements": ["ContentArea"]}
        about = {**CANVAS_PAYLOAD[CONFIGURATION], "messages": [message]}
        client_id = canvas.register(canvas.invite(), **{CONFIGURATION: about}).json["client_id"]
        canvas.decide(client_id)
        page = browser.client.get("/fjordwerk/tobias-arnheim/LEAD-1/add").text
        for place in ("assignment_selection", "link_selection"):
            assert f"/add/{client_id}/{place}" in page


class TestTokens:
    def ask(self, campus, client_id, scope):
        now = int(time.time())
        claims = {
            "iss": client_id,
            "sub": client_id,
            "aud": "http://localhost:8001/lti/token",
            "iat": now,
            "exp": now + 60,
            "jti": str(time.monotonic_ns()),
        }
        form = {
            "grant_type": "client_credentials",
            "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            "client_assertion": TOOL.sign(claims),
            "scope": scope,
        }
        return campus.test_client().post("/lti/token", data=form)

    def keys_of_registered_tools(self, campus, monkeypatch):
        keyring = campus.extensions["campus"].keyrings.at("http://localhost:9001/jwks.json")
        monkeypatch.setattr(keyring, "_get", lambda _url: TOOL.published)

    def test_are_given_with_the_tool_s_own_key_for_what_was_allowed(
        self, campus, canvas, monkeypatch
    ):
        self.keys_of_registered_tools(campus, monkeypatch)
        client_id = canvas.register(canvas.invite()).json["client_id"]
        assert self.ask(campus, client_id, SCORE).status_code == 400
        canvas.decide(client_id, scope=[SCORE])
        assert self.ask(campus, client_id, SCORE).json["scope"] == SCORE
        assert self.ask(campus, client_id, ROSTER).json["error"] == "invalid_scope"

    def test_moodle_gives_them_before_activation(self, campus, moodle, monkeypatch):
        self.keys_of_registered_tools(campus, monkeypatch)
        told = moodle.register(moodle.invite(), scope=SCORE).json
        answer = self.ask(campus, told["client_id"], f"{SCORE} {ROSTER}")
        assert json.loads(answer.text)["scope"] == SCORE


def test_a_registered_tool_gives_content(campus, browser, moodle, monkeypatch):
    publish(campus, monkeypatch)
    keyring = campus.extensions["campus"].keyrings.at("http://localhost:9001/jwks.json")
    monkeypatch.setattr(keyring, "_get", lambda _url: TOOL.published)
    client_id = moodle.register(moodle.invite()).json["client_id"]
    moodle.decide(client_id)
    moodle.decide(client_id, offer="1")
    course = "lindenmoor/ingrid-aasen/SE301"
    login = browser.open_mentoring(f"{course}/add/{client_id}/ContentArea")
    form = browser.form(browser.authorize(login, redirect_uri="http://localhost:9001/launch"))
    assert form.action == "http://localhost:9001/launch"
    asked = browser.claims(form, client_id)
    assert asked[f"{DL}deep_linking_settings"]["title"] == "Mentorloom"
    assert asked[CLAIM + "custom"]["ctx"] == ""
    teacher = Teacher(browser)
    assert teacher.answer(asked, [ITEM]).status_code == 200


def test_tokens_grow_old(campus):
    here, time = campus.extensions["campus"], [1_000_000_000]
    invitations = Invitations(now=lambda: time[0])
    invited = invitations.invite("site", "person", "u", "c", None)
    claims = {"jti": invited.id, "exp": time[0] + LIFETIME}
    with pytest.raises(RefusedRegistrationError, match="expired"):
        invitations.shown(
            "site", f"Bearer {here.platform.sign(claims)}", here.platform.verification_key()
        )


def test_pages_speak_german(browser):
    for path in (f"{BERND}/tools", f"{JOANNA}/tools/10000000000007"):
        assert "Werkzeuge verwalten" in browser.client.get(f"/{path}?locale=de").text
