"""Registering at Moodle: against what a real one answered, and wrongly."""

import copy

import jwt
import pytest

from tests.demo.registration.administrator import (
    BERND,
    CONFIGURATION,
    MOODLE_PAYLOAD,
    ROSTER,
    recorded,
)


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
