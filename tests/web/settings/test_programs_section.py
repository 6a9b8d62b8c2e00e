"""The section "programs": starting programmes outside courses, and their managers."""

from uuid import uuid4

import pytest

from tests.lti.settings.settings_hub import SettingsHub
from tests.web.hub import ORGANIZATION, PROGRAM
from tests.web.settings.desk import Desk

LISTING = "/settings/programs/"
PEERS = f"{LISTING}{PROGRAM}"


@pytest.fixture
def hub():
    return SettingsHub()


@pytest.fixture
def desk(hub):
    return Desk(hub, hub.administrator())


def program_of(hub, program_id=PROGRAM):
    with hub.storage.tenant(ORGANIZATION) as work:
        return work.programs.get(program_id)


def test_starting_one(desk):
    answer = desk.send(desk.get(LISTING), LISTING, name="Leadership", description="For all.")
    page = desk.follow(answer)
    assert "Everybody of your organization can join." in page.text
    assert "Nobody yet, besides the administrators." in page.text
    listing = desk.get(LISTING).text
    assert listing.index("Leadership") < listing.index("Peers")
    assert "Everybody may join" in listing
    assert "Only for its courses" in listing
    assert "was started outside courses" in desk.get("/settings/audit/").text


def test_a_name_that_is_taken(desk):
    page = desk.send(desk.get(LISTING), LISTING, name="Peers", description="Kept.")
    assert page.status_code == 422
    assert "There is a programme of this name." in page.text
    assert "Kept." in page.text


def test_managers_are_looked_for_appointed_and_dismissed(hub, desk):
    mia = hub.person("Mia")
    found = desk.get(PEERS, q="mi")
    assert "mia@example.edu" in found.text
    appointed = desk.follow(desk.post(PEERS, action="appoint", person=str(mia.person_id)))
    assert "They manage the programme from now on." in appointed.text
    assert "Nobody is called that" in desk.get(PEERS, q="mi").text
    dismissed = desk.follow(desk.post(PEERS, action="dismiss", person=str(mia.person_id)))
    assert "They do not manage the programme any more." in dismissed.text
    assert "mia@example.edu" not in dismissed.text


def test_who_may_join(hub, desk):
    desk.follow(desk.post(PEERS, action="open", open_to_all="1"))
    assert program_of(hub).open_to_all
    page = desk.follow(desk.post(PEERS, action="open"))
    assert not program_of(hub).open_to_all
    assert "It is stored who may join." in page.text


def test_what_is_not_there(desk):
    assert desk.get(f"{LISTING}{uuid4()}").status_code == 404
    assert desk.post(PEERS, action="appoint", person=str(uuid4())).status_code == 404
    assert desk.post(PEERS, action="unheard-of").status_code == 400


def test_others_have_no_business_here(hub):
    browser = hub.browser(hub.person("Tess", manages=True))
    assert browser.get(LISTING).status_code == 403
