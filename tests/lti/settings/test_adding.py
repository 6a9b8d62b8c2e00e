"""Adding an LMS: registration link, Canvas's address, by hand."""

import re

import pytest

from tests.web.hub import ORGANIZATION, PLATFORM

ADD = "/settings/lms/add"
BY_HAND = "/settings/lms/add/by-hand"
MOODLE = {"product": "moodle", "issuer": "https://moodle.example.edu", "client_id": "abc"}
ADDRESSES = {
    "auth_login_url": "https://moodle.example.edu/mod/lti/auth.php",
    "token_url": "https://moodle.example.edu/mod/lti/token.php",
    "jwks_url": "https://moodle.example.edu/mod/lti/certs.php",
    "token_audience": "",
}


def values(page):
    """Field -> value in the form that registers."""
    (form,) = re.findall(rf'method="post"\s+action="{BY_HAND}"(.*?)</form>', page.text, re.DOTALL)
    return dict(re.findall(r'name="(\w+)"[^>]*?value="([^"]*)"', form))


def test_the_ways_to_add_one(desk):
    page = desk.get(ADD).text
    assert "http://localhost:8000/lti/canvas.json" in page
    assert "Make a registration link" in page
    assert f'href="{BY_HAND}"' in page


def test_a_registration_link_is_shown_once_with_steps(hub, desk):
    page = desk.post(f"{ADD}/link").text
    (link,) = re.findall(r'value="(http://localhost:8000/lti/register/[^"]+)"', page)
    assert "In Moodle" in page
    assert "In Canvas" in page
    assert "3/9/26" in page
    assert link not in desk.get(ADD).text
    token = link.rpartition("/")[2]
    assert hub.tool.administration.invitations.organization(token).id == ORGANIZATION


def test_each_link_is_another_one(desk):
    pages = [desk.post(f"{ADD}/link").text for _ in range(2)]
    links = [re.findall(r"/lti/register/[^\"]+", page)[0] for page in pages]
    assert links[0] != links[1]


class TestSuggestions:
    def test_nothing_is_suggested_before_a_product_is_chosen(self, desk):
        page = desk.get(BY_HAND)
        assert set(values(page).values()) - {""} == {values(page)["page"]}
        assert "http://localhost:8000/lti/launch" in page.text

    def test_moodle(self, desk):
        found = values(desk.get(BY_HAND, **MOODLE))
        assert {name: found[name] for name in ADDRESSES} == ADDRESSES
        assert (found["issuer"], found["client_id"]) == (MOODLE["issuer"], "abc")
        assert found["product"] == "moodle"

    def test_hosted_canvas_has_one_issuer(self, desk):
        found = values(desk.get(BY_HAND, product="canvas", issuer="", client_id="1"))
        assert found["issuer"] == "https://canvas.instructure.com"
        assert found["token_url"] == "https://sso.canvaslms.com/login/oauth2/token"

    def test_a_canvas_of_ones_own(self, desk):
        own = "https://canvas.example.edu"
        found = values(desk.get(BY_HAND, product="canvas", issuer=own, client_id="1"))
        assert found["jwks_url"] == f"{own}/api/lti/security/jwks"

    def test_blackboard_has_a_key_set_for_each_client(self, desk):
        found = values(desk.get(BY_HAND, product="blackboard", issuer="", client_id="a/b"))
        gateway = "https://developer.blackboard.com/api/v1"
        assert found["issuer"] == "https://blackboard.com"
        assert found["jwks_url"] == f"{gateway}/management/applications/a%2Fb/jwks.json"
        assert found["auth_login_url"] == f"{gateway}/gateway/oidcauth"
        assert values(desk.get(BY_HAND, product="blackboard"))["jwks_url"] == ""

    def test_brightspace_has_an_audience(self, desk):
        own = "https://learn.example.edu/"
        found = values(desk.get(BY_HAND, product="brightspace", issuer=own, client_id="1"))
        assert found["auth_login_url"] == "https://learn.example.edu/d2l/lti/authenticate"
        assert found["token_audience"] == "https://api.brightspace.com/auth/token"

    def test_sakai_shows_its_token_url_itself(self, desk):
        own = "https://sakai.example.edu"
        found = values(desk.get(BY_HAND, product="sakai", issuer=own, client_id="1"))
        assert found["jwks_url"] == f"{own}/imsblis/lti13/keyset"
        assert found["token_url"] == ""

    def test_an_unknown_product_suggests_nothing(self, desk):
        found = values(desk.get(BY_HAND, product="x", issuer="https://x.example", client_id="1"))
        assert found["jwks_url"] == ""


class TestByHand:
    def test_it_is_registered(self, hub, desk):
        form = {**MOODLE, **ADDRESSES, "deployment_id": "1\n\n 2 \n"}
        answer = desk.post(BY_HAND, **form)
        assert "The LMS is registered." in desk.follow(answer).text
        with hub.storage.platform() as work:
            made = work.registrations.find(MOODLE["issuer"], "abc")
            deployments = work.registrations.deployments(made.id)
        assert made.organization_id == ORGANIZATION
        assert made.product_family == "moodle"
        assert [d.deployment_id for d in deployments] == ["1", "2"]

    def test_what_is_empty_is_suggested_again(self, hub, desk):
        desk.post(BY_HAND, **MOODLE)
        with hub.storage.platform() as work:
            assert (
                work.registrations.find(MOODLE["issuer"], "abc").jwks_url == ADDRESSES["jwks_url"]
            )

    def test_wrong_answers_come_back_at_their_fields(self, hub, desk):
        form = {**ADDRESSES, "product": "x", "issuer": "https://lms.example.edu/", "client_id": ""}
        page = desk.post(BY_HAND, **{**form, "token_url": "nonsense", "deployment_id": "x" * 300})
        assert page.status_code == 422
        for field in ("issuer", "client_id", "token_url", "deployment_id"):
            assert f'href="#{field}"' in page.text
            assert f'id="{field}-wrong"' in page.text
        assert values(page)["token_url"] == "nonsense"
        with hub.storage.platform() as work:
            assert len(work.registrations.all()) == 1

    def test_one_that_is_registered_already_is_told(self, desk):
        form = {**ADDRESSES, "issuer": PLATFORM, "client_id": "hub"}
        page = desk.post(BY_HAND, **form)
        assert page.status_code == 409
        assert "registered already" in page.text
        assert values(page)["client_id"] == "hub"


@pytest.mark.parametrize("path", [ADD, BY_HAND])
def test_only_administrators_add(hub, path):
    assert hub.browser(hub.person(administers=True)).get(path).status_code == 403
