"""The page in which an LMS's administrator registers us, and our configuration for Canvas."""

import json
import re
from html import unescape
from uuid import UUID

import pytest

from core.domain.actor import Actor
from lti.canvas_json import canvas_configuration
from lti.current import current_tool
from tests.lti.campus import HUB
from tests.lti.conftest import ORGANIZATION
from tests.lti.registering_platforms import (
    CANVAS_CONFIGURATION,
    EXTENSION,
    MOODLE,
    MOODLE_CONFIGURATION,
    MOODLE_EXCHANGES,
    MOODLE_ORIGIN,
    PLATFORM,
    PURL,
    SCHOOL,
    canvas,
    canvas_answer,
)

IN_A_FRAME = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "iframe"}
OUR_FORM = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def browser(whole_hub, http):
    http.allowed_origins = {MOODLE_ORIGIN}
    http.answer(MOODLE_CONFIGURATION, json.dumps(MOODLE).encode())
    answer = json.dumps(MOODLE_EXCHANGES[0]["response"]).encode()
    http.answer(MOODLE["registration_endpoint"], answer)
    http.answer(CANVAS_CONFIGURATION, json.dumps(canvas()).encode())
    http.answer(f"{SCHOOL}/api/lti/registrations", json.dumps(canvas_answer()).encode())
    return whole_hub.test_client()


@pytest.fixture
def link(whole_hub):
    """The path of a new registration link."""
    administrator = Actor(organization_id=ORGANIZATION, person_id=UUID(int=1), configures=True)
    with whole_hub.app_context():
        return current_tool().administration.invitations.create(administrator).url.removeprefix(HUB)


def opened(browser, path="/lti/register", configuration=MOODLE_CONFIGURATION):
    query = {"openid_configuration": configuration, "registration_token": "secret.token"}
    return browser.get(path, query_string=query, headers=IN_A_FRAME, base_url=HUB)


def pressed(browser, page, path="/lti/register", headers=OUR_FORM):
    fields = re.findall(r'type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', page.text)
    form = {name: unescape(value) for name, value in fields}
    assert set(form) == {"openid_configuration", "registration_token"}
    return browser.post(path, data=form, headers=headers, base_url=HUB)


def posted(http):
    return [call for call in http.calls if call[0] == "POST"]


def test_looking_says_who_asks_and_what_for(browser, http):
    page = opened(browser)
    assert page.status_code == 200
    assert MOODLE["issuer"] in page.text
    assert "4.5.6" in page.text
    assert "See who is in a course that uses it" in page.text
    assert "Adding an activity to a course" in page.text
    assert "has to approve it" in page.text
    assert posted(http) == []


def test_it_can_be_shown_by_the_platform_and_nobody_else(browser):
    policy = opened(browser).headers["Content-Security-Policy"]
    assert f"frame-ancestors 'self' {MOODLE['issuer']}" in policy
    policy = opened(browser, configuration=CANVAS_CONFIGURATION).headers["Content-Security-Policy"]
    ancestors = policy.partition("frame-ancestors ")[2].partition(";")[0].split()
    assert ancestors == [
        "'self'",
        "https://canvas.instructure.com",
        "https://*.instructure.com",
        "https://school.instructure.com",
    ]


def test_a_made_up_domain_widens_nothing(browser, http):
    told = canvas()
    told[PLATFORM][EXTENSION + "account_domain"] = "x; script-src *"
    http.answer(CANVAS_CONFIGURATION, json.dumps(told).encode())
    policy = opened(browser, configuration=CANVAS_CONFIGURATION).headers["Content-Security-Policy"]
    assert "script-src *" not in policy


def test_the_button_registers_without_a_cookie(browser, http):
    page = opened(browser)
    assert "Set-Cookie" not in page.headers
    done = pressed(browser, page)
    assert done.status_code == 200
    assert "until somebody who runs it approves it" in done.text
    assert "press “Activate”" in done.text
    assert "data-lti-close" in done.text
    assert f"frame-ancestors 'self' {MOODLE['issuer']}" in done.headers["Content-Security-Policy"]
    (call,) = posted(http)
    assert call[3]["Authorization"] == "Bearer secret.token"


def test_by_invitation_the_organization_is_named(browser, link):
    page = opened(browser, link)
    assert "You use a registration link of Campus" in page.text
    done = pressed(browser, page, link)
    assert "Mentorloom knows this LMS now." in done.text
    again = opened(browser, link)
    assert again.status_code == 403
    assert "can make a new one in the settings" in again.text


def test_canvas_is_told_its_own_steps(browser, link):
    page = opened(browser, link, CANVAS_CONFIGURATION)
    assert "Test University" in page.text
    assert "The navigation of every course" in page.text
    done = pressed(browser, page, link)
    assert "Settings”, “Navigation”" in done.text


def test_registering_again_says_so(browser, link, http):
    pressed(browser, opened(browser, link), link)
    done = pressed(browser, opened(browser))
    assert "knew this LMS already" in done.text


def test_other_products_are_told_the_steps_in_general(browser, http):
    told = {**MOODLE, PLATFORM: {"product_family_code": "tsugi"}}
    http.answer(MOODLE_CONFIGURATION, json.dumps(told).encode())
    done = pressed(browser, opened(browser))
    assert "switch the tool on, if your LMS asks for it" in done.text


def test_another_site_cannot_press_the_button(browser, http):
    done = pressed(browser, opened(browser), headers={"Sec-Fetch-Site": "cross-site"})
    assert done.status_code == 403
    assert posted(http) == []


def test_opened_by_itself_it_says_where_it_belongs(browser):
    page = browser.get("/lti/register", base_url=HUB)
    assert page.status_code == 422
    assert "Enter it in your LMS" in page.text


def test_refusals_can_be_read_inside_the_frame(browser):
    page = opened(browser, configuration="https://evil.example/c")
    assert page.status_code == 503
    assert "frame-ancestors 'self' *" in page.headers["Content-Security-Policy"]


class TestCanvasJson:
    # Keys named in doc/api/lti_dev_key_config.md and navigation_tools.md of instructure/canvas-lms
    def test_anybody_may_read_it(self, browser):
        answer = browser.get("/lti/canvas.json", base_url=HUB)
        assert answer.mimetype == "application/json"
        assert answer.json == canvas_configuration(HUB)

    def test_what_canvas_requires_is_there_and_nothing_undocumented(self):
        told = canvas_configuration(HUB)
        assert {"title", "description", "target_link_uri", "oidc_initiation_url"} <= set(told)
        assert set(told) - {"title", "description", "target_link_uri", "oidc_initiation_url"} == {
            "public_jwk_url",
            "scopes",
            "custom_fields",
            "extensions",
        }
        assert set(told["scopes"]) == {
            PURL + "lti-ags/scope/lineitem",
            PURL + "lti-ags/scope/result.readonly",
            PURL + "lti-ags/scope/score",
            PURL + "lti-nrps/scope/contextmembership.readonly",
            PURL + "lti/scope/noticehandlers",
        }
        (extension,) = told["extensions"]
        assert extension["platform"] == "canvas.instructure.com"
        assert extension["privacy_level"] in {"public", "name_only", "email_only", "anonymous"}
        assert set(extension) == {"domain", "tool_id", "platform", "privacy_level", "settings"}
        assert set(extension["settings"]) == {"text", "icon_url", "placements"}

    def test_its_placements(self):
        placements = canvas_configuration(HUB)["extensions"][0]["settings"]["placements"]
        found = {placement.pop("placement"): placement for placement in placements}
        assert found.pop("course_navigation") == {
            "enabled": True,
            "message_type": "LtiResourceLinkRequest",
            "target_link_uri": HUB + "/app/",
            "text": "Mentoring",
            "default": "enabled",
            "visibility": "members",
        }
        assert set(found) == {"assignment_selection", "link_selection", "module_index_menu_modal"}
        for placement in found.values():
            assert placement["message_type"] == "LtiDeepLinkingRequest"
            assert set(placement) == {"enabled", "message_type", "target_link_uri", "text"}

    def test_addresses_are_ours(self):
        told = canvas_configuration(HUB)
        assert told["oidc_initiation_url"] == HUB + "/lti/login"
        assert told["public_jwk_url"] == HUB + "/lti/jwks.json"
        assert told["custom_fields"]["context_history"] == "$Context.id.history"


@pytest.mark.parametrize(
    ("file", "policy"), [("mark.svg", "cross-origin"), ("app.js", "same-origin")]
)
def test_only_the_logo_may_be_shown_on_other_sites(browser, file, policy):
    with browser.get(f"/static/{file}", base_url=HUB) as answer:
        assert answer.headers["Cross-Origin-Resource-Policy"] == policy
