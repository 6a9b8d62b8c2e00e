"""Registering at Canvas: its answer, its refusals, and its places for a tool."""

import re
from urllib.parse import urlsplit

import pytest

from demo.registration_canvas import EXTENSION
from tests.demo.by_the_book import CLAIM
from tests.demo.registration.administrator import (
    CANVAS_PAYLOAD,
    CONFIGURATION,
    ROSTER,
    SCOPES,
    SCORE,
)


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
