"""Adding Teams tenants, and what is done with one, by plain forms."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from teams_app.registration import PREAUTHORISED
from teams_app.settings.words import DONE
from tests.teams_app.packages import CLIENT, TID
from tests.teams_app.sign_in import CATALOG, catalog_app, right_application

from .conftest import SECRET

BASE = "/settings/teams/"
FORM = {"tenant": TID, "client_id": CLIENT, "secret": SECRET}


class TestAdding:
    def test_the_first_page_leads_there(self, desk):
        page = desk.get(BASE).text
        assert "Nobody can come from Teams yet." in page
        assert 'href="/settings/teams/add"' in page

    def test_the_form_shows_what_to_enter_at_microsoft(self, desk):
        page = desk.get(f"{BASE}add").text
        assert "https://hub.example.org/teams/auth/callback" in page
        assert 'type="password"' in page

    def test_a_tenant_is_added_and_shown(self, desk, kept):
        page = desk.follow(desk.post(f"{BASE}add", **FORM)).text
        (tenant,) = kept()
        assert (tenant.tenant, tenant.client_id) == (TID, CLIENT)
        assert str(DONE["added"]) in page
        assert f"api://hub.example.org/botid-{CLIENT}" in page
        assert "https://hub.example.org/api/messages" in page
        assert all(client in page for client in PREAUTHORISED)
        assert SECRET not in page
        assert "ends …1a2b." in page
        assert TID in desk.get(BASE).text

    def test_what_is_wrong_is_said_at_its_field_and_no_secret_comes_back(self, desk, kept):
        page = desk.post(f"{BASE}add", **{**FORM, "tenant": "fjordwerk.example"})
        assert page.status_code == 422
        assert "32 digits in five groups" in page.text
        assert "fjordwerk.example" in page.text
        assert SECRET not in page.text
        assert kept() == []

    def test_one_that_is_known_is_not_added_again(self, desk, made, kept):
        page = desk.post(f"{BASE}add", **FORM)
        assert page.status_code == 409
        assert "are known already" in page.text
        assert kept() == [made]


class TestChecking:
    def test_it_shows_what_it_found_and_remembers_the_catalogue(self, desk, made, entra, kept):
        entra.gives("for-bot", "for-graph")
        entra.knows(right_application())
        entra.lists(catalog_app("1.0.1"), app_id=made.app_id)
        page = desk.post(f"{BASE}{made.id}/check")
        assert page.status_code == 200
        assert "Microsoft Entra lets the bot answer." in page.text
        assert "The Application ID URI is another one" in page.text
        assert kept()[0].catalog_app_id == CATALOG
        assert entra.forms()[0]["client_secret"] == SECRET

    def test_a_refusal_says_what_to_do(self, desk, made, entra, kept):
        entra.refuses(7000222)
        page = desk.post(f"{BASE}{made.id}/check").text
        assert "The client secret has expired." in page
        assert kept() == [made]

    def test_looking_at_the_page_asks_nobody(self, hub, desk, made):
        desk.get(f"{BASE}{made.id}")
        assert hub.http.calls == []


class TestPackage:
    def test_it_is_downloaded(self, desk, made):
        answer = desk.post(f"{BASE}{made.id}/package")
        assert answer.mimetype == "application/zip"
        assert "mentorloom-teams-1.0.1.zip" in answer.headers["Content-Disposition"]
        with ZipFile(BytesIO(answer.data)) as archive:
            manifest = json.loads(archive.read("manifest.json"))
        assert manifest["id"] == made.app_id
        assert "Version 1.0.1 is current." in desk.get(f"{BASE}{made.id}").text

    def test_the_page_says_when_it_has_changed(self, hub, desk, made):
        desk.post(f"{BASE}{made.id}/package")
        hub.teams.packages._public_url = "https://elsewhere.example.org"
        page = desk.get(f"{BASE}{made.id}").text
        assert "The package has changed since version 1.0.1." in page

    def test_teams_takes_none_of_a_hub_without_https(self, hub, desk, made, kept):
        hub.teams.packages._public_url = "http://localhost:8000"
        page = desk.post(f"{BASE}{made.id}/package")
        assert page.status_code == 409
        assert "Nothing was downloaded." in page.text
        assert "MENTORLOOM_PUBLIC_URL" in page.text
        assert kept() == [made]


class TestOne:
    def test_what_the_hub_may_do_is_ticked(self, desk, made, kept):
        page = desk.follow(desk.post(f"{BASE}{made.id}/rights", may=["feed"])).text
        assert (kept()[0].installs, kept()[0].feed) == (False, True)
        assert str(DONE["rights"]) in page

    def test_another_secret(self, hub, desk, made):
        another = "another-secret-value-9z8y"
        page = desk.follow(desk.post(f"{BASE}{made.id}/secret", secret=another)).text
        assert "ends …9z8y." in page
        assert another not in page
        assert hub.teams.tenants.secret(desk.actor, made.id) == another

    def test_an_empty_secret_changes_nothing(self, hub, desk, made):
        page = desk.post(f"{BASE}{made.id}/secret", secret=" ")
        assert page.status_code == 422
        assert "There is no client secret." in page.text
        assert hub.teams.tenants.secret(desk.actor, made.id) == SECRET

    def test_one_whose_end_would_tell_too_much(self, hub, desk, made):
        hub.teams.tenants.replace_secret(desk.actor, made.id, "short")
        page = desk.get(f"{BASE}{made.id}").text
        assert "Set on Mar 2, 2026." in page

    def test_off_and_on(self, desk, made, kept):
        for action in ("off", "on"):
            page = desk.follow(desk.post(f"{BASE}{made.id}/switch", action=action)).text
            assert kept()[0].enabled is (action == "on")
            assert str(DONE[action]) in page

    def test_deleting_says_what_it_means_and_takes_the_id(self, desk, made, kept):
        assert "chats with it begin again" in desk.get(f"{BASE}{made.id}/delete").text
        page = desk.post(f"{BASE}{made.id}/delete", typed="1111")
        assert page.status_code == 422
        assert kept() == [made]
        page = desk.follow(desk.post(f"{BASE}{made.id}/delete", typed=TID)).text
        assert str(DONE["deleted"]) in page
        assert kept() == []


class TestWhoMay:
    def test_others_see_nothing_of_it(self, stranger, made):
        assert TID not in stranger.get(BASE).text
        for part in ("", "/delete"):
            assert stranger.get(f"{BASE}{made.id}{part}").status_code == 404
        for part in ("check", "package", "rights", "secret", "delete"):
            answer = stranger.post(f"{BASE}{made.id}/{part}", secret=SECRET, typed=TID)
            assert answer.status_code == 404

    @pytest.mark.usefixtures("made")
    def test_who_runs_the_hub_sees_whose_it_is(self, operator):
        page = operator.get(BASE).text
        assert TID in page
        assert "Organization" in page


def test_anybody_may_read_what_is_kept_and_whose_rules_apply(hub):
    page = hub.app.test_client().get("/teams/about")
    assert page.status_code == 200
    assert 'id="privacy"' in page.text
    assert 'id="terms"' in page.text
    assert "Sign-ins" in page.text


def test_what_people_think_of_answers_is_shown(hub, desk):
    assert "not helpful" not in desk.get(BASE).text
    for helpful in (True, True, False):
        hub.teams.ratings.rate(desk.actor.organization_id, helpful=helpful)
    assert "helpful 2 times, not helpful 1 times" in desk.get(BASE).text
