"""How a login finds the browser it began in, when that browser shows us inside a frame."""

import html
import re
from dataclasses import replace

import pytest

from lti.browser_binding import stored_value
from lti.platform_storage import StoredSecret
from tests.lti.campus import (
    FROM_THE_PLATFORM,
    HUB,
    ISSUER,
    MISSING,
    attributes,
    authorisation_request,
)

OURS = {"Sec-Fetch-Site": "same-origin", "Origin": HUB}
ASKED = {
    "iss": ISSUER,
    "client_id": "hub-1",
    "login_hint": "hint-6",
    "lti_message_hint": '{"cmid":1,"launchid":"l 1+2&3"}',
    "target_link_uri": HUB + "/app/",
}


def begin(browser, headers=None, **changes):
    asked = {k: v for k, v in {**ASKED, **changes}.items() if v is not MISSING}
    return browser.post("/lti/login", data=asked, base_url=HUB, headers=headers)


class TestWhenAPageIsNeeded:
    def test_in_a_frame_before_there_is_any_cookie(self, framed):
        page = begin(framed.browser)
        assert (page.status_code, page.mimetype) == (200, "text/html")
        assert page.headers["Cache-Control"] == "no-store"
        assert "frame-ancestors 'self' *" in page.headers["Content-Security-Policy"]

    def test_not_when_the_browser_has_a_cookie_of_ours(self, framed):
        begin(framed.browser)
        assert begin(framed.browser).status_code == 302

    @pytest.mark.parametrize("destination", ["document", "empty"])
    def test_not_in_a_window_of_its_own(self, framed, destination):
        headers = {**FROM_THE_PLATFORM, "Sec-Fetch-Dest": destination}
        assert begin(framed.browser, headers, lti_storage_target="_parent").status_code == 302

    @pytest.mark.parametrize(("target", "status"), [("_parent", 200), (MISSING, 302)])
    def test_a_browser_that_does_not_say_is_in_a_frame_where_storage_is_offered(
        self, whole_hub, target, status
    ):
        browser = whole_hub.test_client()
        assert begin(browser, lti_storage_target=target).status_code == status


class TestTheLoginPage:
    def test_it_knows_the_way_on_and_the_cookie_to_look_for(self, framed):
        page = begin(framed.browser)
        told = attributes(page)
        assert told["data-location"].startswith(ISSUER + "/auth?scope=openid&")
        names = [c.partition("=")[0] for c in page.headers.getlist("Set-Cookie")]
        assert told["data-kept"] == "__Host-mentorloom-kept"
        assert told["data-kept"] in names
        assert framed.login_cookie().key == told["data-key"]

    def test_the_cookie_to_look_for_is_for_scripts_and_no_secret(self, framed):
        (kept,) = (c for c in begin(framed.browser).headers.getlist("Set-Cookie") if "kept" in c)
        assert kept.startswith("__Host-mentorloom-kept=1;")
        assert "HttpOnly" not in kept
        assert "Partitioned" in kept

    def test_without_storage_it_holds_no_secret(self, framed):
        told = attributes(begin(framed.browser))
        assert (told["data-frame"], told["data-value"]) == ("", "")

    def test_with_storage_it_holds_what_the_platform_keeps(self, framed):
        told = attributes(begin(framed.browser, lti_storage_target="post_message_forwarding"))
        assert told["data-frame"] == "post_message_forwarding"
        secret = framed.login_cookie().value
        assert told["data-value"] == stored_value(secret)
        assert secret not in told.values()

    @pytest.mark.parametrize("target", ["x" * 256, "a\nb"])
    def test_what_cannot_be_a_frame_is_not_offered(self, framed, target):
        assert attributes(begin(framed.browser, lti_storage_target=target))["data-value"] == ""

    def test_nothing_is_inline_and_nothing_breaks_out(self, framed):
        hint = "\"><script>alert(1)</script><main data-key='"
        page = begin(framed.browser, login_hint=hint, lti_storage_target='"><b x="')
        assert "<script>" not in page.text
        assert "<b x" not in page.text
        assert 'style="' not in page.text

    def test_the_button_begins_the_same_login_in_a_window_of_its_own(self, framed):
        page = begin(framed.browser, lti_storage_target="_parent")
        sent = fields(page)
        assert sent == ASKED
        window = framed.app.test_client()
        headers = {**OURS, "Sec-Fetch-Dest": "document"}
        answer = window.post("/lti/login", data=sent, base_url=HUB, headers=headers)
        assert answer.status_code == 302
        again = authorisation_request(answer)
        assert again["lti_message_hint"] == ASKED["lti_message_hint"]
        posted = framed.post(framed.sign(framed.claims(again["nonce"])), again["state"], window)
        assert posted.status_code == 303

    def test_optional_parameters_stay_out_of_it(self, framed):
        page = begin(framed.browser, lti_message_hint=MISSING, client_id=MISSING)
        assert set(fields(page)) == {"iss", "login_hint", "target_link_uri"}

    def test_platforms_may_answer_the_window_from_anywhere(self, framed):
        policy = begin(framed.browser).headers["Content-Security-Policy"]
        assert "form-action 'self' https:;" in policy

    def test_it_speaks_the_browser_s_language(self, framed):
        page = begin(framed.browser, {"Accept-Language": "de", **FROM_THE_PLATFORM})
        assert 'lang="de"' in page.text


def fields(page):
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


@pytest.fixture
def cookieless(framed):
    """A browser that keeps no cookie, whose platform keeps a value for us."""
    framed.browser = framed.new_browser(cookies=False)
    page = begin(framed.browser, lti_storage_target="_parent")
    asked = authorisation_request(page)
    token = framed.sign(framed.claims(asked["nonce"]))
    return attributes(page)["data-value"], {"id_token": token, "state": asked["state"]}


class TestTheLaunchPage:
    def launch(self, framed, form):
        return framed.browser.post("/lti/launch", data=form, base_url=HUB)

    def test_a_launch_without_its_cookie_asks_the_platform(self, framed, cookieless, storage):
        _, form = cookieless
        page = self.launch(framed, form)
        assert page.status_code == 200
        assert page.headers["Cache-Control"] == "no-store"
        assert fields(page) == {**form, "secret": ""}
        told = attributes(page)
        assert told["data-frame"] == "_parent"
        assert told["data-origin"] == ISSUER
        assert len(storage.tables.table("launch_states")) == 1

    def test_the_secret_opens_the_page(self, framed, cookieless):
        secret, form = cookieless
        answer = again(framed, {**form, "secret": secret})
        assert answer.status_code == 303
        page = framed.browser.get(answer.location, base_url=HUB)
        assert page.status_code == 200
        assert "Authorization" in page.text

    @pytest.mark.parametrize("secret", ["", "guess", MISSING])
    def test_another_secret_uses_the_login_up(self, framed, cookieless, secret, storage):
        right, form = cookieless
        told = {name: v for name, v in {**form, "secret": secret}.items() if v is not MISSING}
        assert again(framed, told).status_code == 403
        assert storage.tables.table("launch_states") == {}
        assert again(framed, {**form, "secret": right}).status_code == 403

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "same-site", "Origin": "https://other.example.edu"},
            {"Sec-Fetch-Site": "none"},
            {"Origin": "https://evil.example"},
            {"Origin": "null"},
            {},
        ],
    )
    def test_only_our_own_page_may_bring_it(self, whole_hub, framed, cookieless, headers):
        """Login CSRF: whoever began a login knows its secret and posts it from their page."""
        secret, form = cookieless
        answer = whole_hub.test_client().post(
            "/lti/launch/from-storage",
            data={**form, "secret": secret},
            base_url=HUB,
            headers=headers,
        )
        assert answer.status_code == 403
        assert "Set-Cookie" not in answer.headers
        assert again(framed, {**form, "secret": secret}).status_code == 303

    def test_the_cookie_s_secret_is_not_the_stored_one(self, framed):
        asked = authorisation_request(begin(framed.browser, lti_storage_target="_parent"))
        form = {
            "id_token": framed.sign(framed.claims(asked["nonce"])),
            "state": asked["state"],
            "secret": framed.login_cookie().value,
        }
        assert again(framed, form).status_code == 403

    def test_a_platform_that_kept_nothing_for_us_is_not_asked(self, framed):
        framed.browser = framed.new_browser(cookies=False)
        asked = authorisation_request(begin(framed.browser))
        token = framed.sign(framed.claims(asked["nonce"]))
        answer = self.launch(framed, {"id_token": token, "state": asked["state"]})
        assert answer.status_code == 403
        assert "window" in answer.text

    def test_an_error_of_the_platform_is_told_at_once(self, framed, cookieless):
        _, form = cookieless
        answer = self.launch(framed, {"state": form["state"], "error": "login_required"})
        assert "Sign in to your LMS again" in answer.text

    def test_a_platform_removed_meanwhile(self, framed, cookieless, storage):
        storage.tables.table("registrations").clear()
        assert self.launch(framed, cookieless[1]).status_code == 403

    def test_a_cookie_that_arrives_after_all_is_enough(self, framed):
        asked = authorisation_request(begin(framed.browser, lti_storage_target="_parent"))
        token = framed.sign(framed.claims(asked["nonce"]))
        assert framed.post(token, asked["state"]).status_code == 303


def again(framed, form):
    return framed.browser.post(
        "/lti/launch/from-storage", data=form, base_url=HUB, headers={**FROM_THE_PLATFORM, **OURS}
    )


def test_whom_the_page_talks_to(registration):
    stored = StoredSecret.of(registration, "key", "_parent")
    assert (stored.origin, stored.trusted) == (ISSUER, (ISSUER,))


def test_hosted_canvas_is_asked_where_it_authorises(registration):
    canvas = replace(
        registration,
        issuer="https://canvas.instructure.com",
        auth_login_url="https://sso.canvaslms.com/api/lti/authorize_redirect?x=1",
    )
    stored = StoredSecret.of(canvas, "key", "post_message_forwarding")
    assert stored.origin == "https://sso.canvaslms.com"
    assert stored.trusted == ("https://sso.canvaslms.com", "https://canvas.instructure.com")
