"""Programmes of people who come from no course, as they see them."""

import pytest

from core.domain.program import Program
from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import ORGANIZATION, PROGRAM, SAME

NOWHERE = {"program_id": None, "registration_id": None, "context_id": None}


@pytest.fixture
def hub():
    return SettingsHub()


@pytest.fixture
def opened(hub):
    """A second programme, which everybody may join."""
    with hub.storage.tenant(ORGANIZATION) as work:
        made = Program(
            id=hub.entropy.uuid(),
            organization_id=ORGANIZATION,
            name="Leadership",
            description="For everybody.",
            open_to_all=True,
            created_at=hub.clock.now(),
        )
        work.programs.save(made)
    return made


def signed_in(hub, surface="teams", **values):
    actor = hub.person("Nia", **(NOWHERE | values))
    token = hub.services.sessions.open(actor, surface, "light", "en").token
    client = hub.app.test_client()
    client.environ_base |= {
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "HTTP_SEC_FETCH_SITE": SAME["Sec-Fetch-Site"],
    }
    return client, token


def test_choosing_one_and_another(hub, opened):
    hub.set_program(open_to_all=True)
    client, token = signed_in(hub)
    page = client.get("/app/")
    assert page.text.index("Leadership") < page.text.index("Peers")
    assert "For everybody." in page.text
    for program_id in (opened.id, PROGRAM):
        answer = client.post("/app/programs", data={"program": str(program_id)})
        assert answer.location == "/app/"
        assert hub.services.sessions.find(token).actor.program_id == program_id
    home = client.get("/app/")
    assert "/app/programs" in home.text
    assert "Back to it" in client.get("/app/programs").text


def test_a_programme_that_is_not_for_them(hub):
    client, token = signed_in(hub)
    assert client.post("/app/programs", data={"program": str(PROGRAM)}).status_code == 404
    assert client.post("/app/programs", data={"program": "x"}).status_code == 400
    assert hub.services.sessions.find(token).actor.program_id is None


def test_there_is_none(hub):
    client, _ = signed_in(hub)
    page = client.get("/app/programs")
    assert "no programme that you could join" in page.text
    assert "/settings/programs/" not in page.text


def test_a_course_has_chosen_already(hub):
    answer = hub.browser(hub.person()).get("/app/programs")
    assert answer.location == "/app/"


def test_administrators_in_teams_choose_and_manage(hub):
    client, token = signed_in(hub, configures=True)
    assert "/settings/programs/" in client.get("/app/").text
    client.post("/app/programs", data={"program": str(PROGRAM)})
    assert hub.services.sessions.find(token).actor.manages
    assert client.get("/app/program").status_code == 200
    assert client.get("/app/program/settings").status_code == 200


def test_administrators_in_a_browser_are_at_the_settings(hub):
    client, _ = signed_in(hub, surface="browser", configures=True)
    assert client.get("/app/").location == "/settings/"
