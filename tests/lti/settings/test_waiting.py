"""Platforms that registered themselves: approving and refusing them."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.registration_request import RegistrationRequest
from tests.web.hub import ORGANIZATION

WAITING = UUID(int=4000)
PATH = f"/settings/lms/waiting/{WAITING}"
ISSUER = "https://new.example.edu"


@pytest.fixture
def asked(hub):
    made = RegistrationRequest(
        id=WAITING,
        issuer=ISSUER,
        client_id="abc",
        auth_login_url=f"{ISSUER}/auth",
        token_url=f"{ISSUER}/token",
        jwks_url=f"{ISSUER}/jwks",
        token_audience="https://audience.example.edu",
        product_family="moodle",
        deployment_id="5",
        management_url=f"{ISSUER}/r/1",
        name="New School",
        requested_at=hub.clock.now(),
    )
    with hub.storage.platform() as work:
        work.registration_requests.save(made)
    return made


@pytest.fixture
def registered(hub):
    def look():
        with hub.storage.platform() as work:
            made = work.registrations.find(ISSUER, "abc")
            return made, work.registrations.deployments(made.id) if made else []

    return look


def waits(hub):
    with hub.storage.platform() as work:
        return work.registration_requests.get(WAITING) is not None


def test_operators_see_who_waits(asked, operator):
    page = operator.get("/settings/lms/").text
    assert f'<a href="{PATH}">New School</a>' in page
    assert '<span class="count">1</span>' in page
    page = operator.get(PATH).text
    for shown in ("New School", ISSUER, "Moodle", "abc", f"{ISSUER}/jwks"):
        assert shown in page


@pytest.mark.usefixtures("asked")
def test_nobody_else_sees_or_decides(hub, desk):
    page = desk.get("/settings/lms/").text
    assert "New School" not in page
    assert 'class="count"' not in page
    assert desk.get(PATH).status_code == 403
    for action in ("approve", "refuse"):
        answer = desk.post(PATH, action=action, organization="uni")
        assert answer.status_code == 403
    assert waits(hub)


@pytest.mark.usefixtures("asked")
def test_approved_for_an_organization_people_can_come(hub, operator, registered):
    answer = operator.post(PATH, action="approve", organization="uni")
    assert "The LMS is approved." in operator.follow(answer).text
    made, (deployment,) = registered()
    assert made.organization_id == deployment.organization_id == ORGANIZATION
    assert (made.auth_login_url, made.token_url, made.jwks_url) == (
        f"{ISSUER}/auth",
        f"{ISSUER}/token",
        f"{ISSUER}/jwks",
    )
    assert made.token_audience == "https://audience.example.edu"
    assert (made.product_family, made.management_url) == ("moodle", f"{ISSUER}/r/1")
    assert deployment.deployment_id == "5"
    assert not waits(hub)
    assert operator.post(PATH, action="approve", organization="uni").status_code == 404


def test_without_a_deployment_the_first_launch_adds_one(hub, asked, operator, registered):
    with hub.storage.platform() as work:
        work.registration_requests.save(replace(asked, deployment_id=""))
    operator.post(PATH, action="approve", organization="uni")
    assert registered()[1] == []


@pytest.mark.usefixtures("asked")
def test_a_new_organization_is_made(hub, operator, registered):
    form = {"organization_slug": "new-school", "organization_name": "New School"}
    operator.follow(operator.post(PATH, action="approve", **form))
    with hub.storage.platform() as work:
        made = work.organizations.by_slug("new-school")
    assert made.name == "New School"
    assert registered()[0].organization_id == made.id


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "organization"),
        ({"organization_name": "New"}, "organization_slug"),
        ({"organization_slug": "new"}, "organization_name"),
        ({"organization_slug": "New School", "organization_name": "New"}, "organization_slug"),
        ({"organization_slug": "new", "organization_name": "N" * 300}, "organization_name"),
    ],
)
def test_what_is_missing_or_wrong_is_named(hub, operator, registered, form, field):
    page = operator.post(PATH, action="approve", **form)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert waits(hub)
    assert registered()[0] is None


@pytest.mark.usefixtures("asked")
def test_an_organization_that_is_not_in_the_list(operator):
    assert operator.post(PATH, action="approve", organization="nowhere").status_code == 404


@pytest.mark.usefixtures("asked")
def test_refused_it_is_forgotten(hub, operator, registered):
    page = operator.follow(operator.post(PATH, action="refuse"))
    assert "It may ask again." in page.text
    assert not waits(hub)
    assert registered()[0] is None


@pytest.mark.usefixtures("asked")
def test_any_other_button_is_none(operator):
    assert operator.post(PATH, action="maybe").status_code == 400
