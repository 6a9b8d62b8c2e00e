"""What a registered tool may do: have tokens, and give content."""

import json
import time

from tests.demo.by_the_book import CLAIM, DL, ITEM, TOOL, Teacher, publish
from tests.demo.registration.administrator import ROSTER, SCORE


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
