"""Registrations on the settings page: seeing, editing, switching, deleting."""

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from core.domain.registration import RegistrationStatus
from tests.lti.settings.conftest import Desk
from tests.web.hub import ORGANIZATION, PLATFORM, REGISTRATION

PATH = f"/settings/lms/{REGISTRATION}"
ENDPOINTS = {
    "auth_login_url": f"{PLATFORM}/new/auth",
    "token_url": f"{PLATFORM}/new/token",
    "jwks_url": f"{PLATFORM}/new/jwks",
    "token_audience": "https://audience.example.edu",
}


def test_the_list_shows_what_there_is(hub, desk):
    hub.add_deployment("1")
    hub.add_deployment("2", status=RegistrationStatus.PENDING)
    hub.opened()  # somebody comes through it
    page = desk.get("/settings/lms/").text
    assert f'<a href="{PATH}">lms.example.edu</a>' in page
    assert "client hub" in page
    assert "Switched on" in page
    assert "1 waiting" in page
    assert "3/2/26" in page
    assert "Uni</td>" not in page


def test_an_empty_list_says_how_to_begin(hub, stranger):
    page = stranger.get("/settings/lms/").text
    assert "No LMS is registered yet." in page
    assert "Add an LMS" in page


def test_who_operates_the_hub_sees_those_of_everybody(operator):
    page = operator.get("/settings/lms/").text
    assert "lms.example.edu" in page
    assert ">Uni</td>" in page


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("get", ""),
        ("post", ""),
        ("post", "/check"),
        ("post", "/switch"),
        ("post", "/deployments"),
        ("get", "/delete"),
        ("post", "/delete"),
    ],
)
def test_nobody_reaches_those_of_another_organization(hub, stranger, method, path):
    before = hub.registration()
    form = {"action": "off", "host": "lms.example.edu", "deployment_id": "1", **ENDPOINTS}
    answer = getattr(stranger, method)(PATH + path, **(form if method == "post" else {}))
    assert answer.status_code == 404
    assert hub.registration() == before
    assert hub.http.calls == []


def test_a_registration_shows_its_parts(hub, desk):
    hub.add_deployment("106:abc")
    with hub.storage.platform() as work:
        link = f"{PLATFORM}/registrations/1"
        work.registrations.save(
            replace(hub.registration(), management_url=link, product_family="blackboardlearn")
        )
    page = desk.get(PATH).text
    for shown in (PLATFORM, "Blackboard", "106:abc", f"{PLATFORM}/jwks", link, "none lately"):
        assert shown in page
    assert "http://localhost:8000/lti/login" in page


def test_a_product_nobody_knows_is_called_what_it_calls_itself(hub, desk):
    with hub.storage.platform() as work:
        work.registrations.save(replace(hub.registration(), product_family="tsugi"))
    assert "tsugi" in desk.get(PATH).text


class TestEditing:
    def test_addresses_are_saved(self, hub, desk):
        before = hub.registration()
        page = desk.follow(desk.post(PATH, **ENDPOINTS))
        assert "The addresses are saved." in page.text
        assert hub.registration() == replace(before, **ENDPOINTS)

    def test_wrong_ones_come_back_with_what_is_wrong(self, hub, desk):
        before = hub.registration()
        wrong = {**ENDPOINTS, "jwks_url": "https://127.0.0.1/k", "token_audience": "x" * 300}
        page = desk.post(PATH, **wrong)
        assert page.status_code == 422
        assert 'value="https://127.0.0.1/k"' in page.text
        assert 'href="#jwks_url"' in page.text
        assert 'href="#token_audience"' in page.text
        assert page.text.count('aria-invalid="true"') == 2
        assert hub.registration() == before


class TestSwitching:
    def test_off_signs_everybody_out_and_on_lets_them_in(self, hub, desk):
        opened = hub.opened()
        page = desk.follow(desk.post(f"{PATH}/switch", action="off"))
        assert "Whoever came through it is signed out." in page.text
        assert hub.registration().status is RegistrationStatus.DISABLED
        assert hub.services.sessions.find(opened.token) is None
        page = desk.follow(desk.post(f"{PATH}/switch", action="on"))
        assert "People can come." in page.text
        assert hub.registration().status is RegistrationStatus.ACTIVE

    def test_anything_else_is_no_button(self, desk):
        assert desk.post(f"{PATH}/switch", action="up").status_code == 400

    def test_it_is_logged_who_did_it(self, desk):
        with capture_logs() as lines:
            desk.post(f"{PATH}/switch", action="off")
        (line,) = [line for line in lines if line["event"] == "registration disabled"]
        assert line["by"] == str(desk.actor.person_id)

    def test_it_is_in_the_audit(self, desk):
        desk.post(f"{PATH}/switch", action="off")
        desk.post(f"{PATH}/switch", action="on")
        desk.post(PATH, **ENDPOINTS)
        desk.post(f"{PATH}/delete", host="lms.example.edu")
        page = desk.get("/settings/audit/").text
        assert "The LMS lms.example.edu was switched off." in page
        assert "The LMS lms.example.edu was switched on." in page
        assert f"<ins>{PLATFORM}/new/auth</ins>" in page
        assert "The LMS lms.example.edu was deleted." in page


class TestDeleting:
    def test_it_says_what_it_means_first(self, hub, desk):
        page = desk.get(f"{PATH}/delete").text
        assert "its people come as new ones" in page
        assert hub.registration()

    @pytest.mark.parametrize("typed", ["", "example.edu", "lms.example.edu.x"])
    def test_the_host_must_be_typed(self, hub, desk, typed):
        page = desk.post(f"{PATH}/delete", host=typed)
        assert page.status_code == 422
        assert "Type lms.example.edu to delete this registration." in page.text
        assert hub.registration()

    def test_then_it_is_gone(self, hub, desk):
        opened = hub.opened()
        page = desk.follow(desk.post(f"{PATH}/delete", host=" LMS.example.edu "))
        assert "The registration is deleted." in page.text
        assert hub.registration() is None
        assert hub.services.sessions.find(opened.token) is None
        assert desk.get(PATH).status_code == 404


class TestDeployments:
    def test_one_is_added(self, hub, desk):
        answer = desk.post(f"{PATH}/deployments", action="add", deployment_id=" 7 ")
        assert "The deployment is added." in desk.follow(answer).text
        assert hub.deployments()["7"].organization_id == ORGANIZATION

    def test_what_cannot_be_one_is_named(self, hub, desk):
        page = desk.post(f"{PATH}/deployments", action="add", deployment_id="x" * 256)
        assert page.status_code == 422
        assert 'href="#deployment_id"' in page.text
        assert hub.deployments() == {}

    def test_one_that_is_there_is_told(self, hub, desk):
        hub.add_deployment("7", status=RegistrationStatus.DISABLED)
        page = desk.post(f"{PATH}/deployments", action="add", deployment_id="7")
        assert page.status_code == 409
        assert "in the list already" in page.text
        assert hub.deployments()["7"].status is RegistrationStatus.DISABLED

    def test_one_that_waits_is_approved(self, hub, desk):
        hub.add_deployment("7", status=RegistrationStatus.PENDING)
        page = desk.get(PATH).text
        assert "Approve this deployment" in page
        assert 'name="organization"' not in page
        desk.post(f"{PATH}/deployments", action="on", deployment_id="7")
        assert hub.deployments()["7"].status is RegistrationStatus.ACTIVE
        assert hub.deployments()["7"].organization_id == ORGANIZATION

    def test_one_is_switched_off_and_everybody_signed_out(self, hub, desk):
        hub.add_deployment("7")
        opened = hub.opened()
        desk.post(f"{PATH}/deployments", action="off", deployment_id="7")
        assert hub.deployments()["7"].status is RegistrationStatus.DISABLED
        assert hub.services.sessions.find(opened.token) is None

    def test_who_operates_the_hub_says_whose_it_is(self, hub, operator):
        hub.add_deployment("7", status=RegistrationStatus.PENDING)
        assert 'name="organization"' in operator.get(PATH).text
        path = f"{PATH}/deployments"
        operator.post(path, action="on", deployment_id="7", organization="hosts")
        assert hub.deployments()["7"].organization_id == operator.actor.organization_id
        page = operator.post(path, action="on", deployment_id="7", organization="nowhere")
        assert page.status_code == 422

    def test_nobody_else_may_give_one_away(self, hub, desk):
        hub.add_deployment("7", status=RegistrationStatus.PENDING)
        form = {"action": "on", "deployment_id": "7", "organization": "elsewhere"}
        assert desk.post(f"{PATH}/deployments", **form).status_code == 403
        assert hub.deployments()["7"].organization_id == ORGANIZATION
        assert hub.deployments()["7"].status is RegistrationStatus.PENDING

    @pytest.mark.parametrize("action", ["on", "off"])
    def test_one_that_is_not_there(self, desk, action):
        path = f"{PATH}/deployments"
        assert desk.post(path, action=action, deployment_id="9").status_code == 404


def test_a_launch_of_yesterday_is_not_told(hub, desk):
    hub.opened()
    assert "none lately" not in desk.get(PATH).text
    hub.clock.advance(seconds=timedelta(days=1).total_seconds())
    with hub.storage.platform() as work:
        work.sessions.purge(hub.clock.now())
    assert "none lately" in Desk(hub, desk.actor).get(PATH).text
