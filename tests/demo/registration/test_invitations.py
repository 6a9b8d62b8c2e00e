"""Opening a tool's page: the token it is given, and who may do that."""

import re

import jwt
import pytest

from demo.invitations import LIFETIME, Invitations, RefusedRegistrationError
from tests.demo.registration.administrator import BERND, JOANNA, Administrator, recorded


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
