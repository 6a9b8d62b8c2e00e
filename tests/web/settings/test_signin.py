"""Signing in by link."""

import pytest

from tests.web.hub import HTTPS, SAME
from tests.web.pages.pages_hub import PagesHub
from web.pages import pages
from web.settings import settings_blueprint
from web.signin import signin


def link(hub, **rights):
    return "/signin/" + hub.services.administrators.invite("ada@uni.test", **rights).token


def sessions(hub):
    return list(hub.storage.tables.table("sessions").values())


def test_opening_the_link_only_shows_a_button(hub):
    browser, address = hub.app.test_client(), link(hub)
    for _ in range(2):
        page = browser.get(address)
        assert page.status_code == 200
        assert "This link was made for ada@uni.test" in page.text
        assert f'action="{address}"' in page.text
    assert sessions(hub) == []
    assert "frame-ancestors 'self';" in page.headers["Content-Security-Policy"] + ";"


def test_the_button_signs_in_and_opens_the_settings(hub):
    browser, address = hub.app.test_client(), link(hub)
    answer = browser.post(address, headers={**SAME, "Accept-Language": "de"})
    assert answer.status_code == 303
    assert answer.location.startswith("/settings/?ticket=")
    (session,) = sessions(hub)
    assert (session.surface, session.actor.configures) == ("browser", True)
    page = browser.get(answer.location)
    assert page.status_code == 200
    assert 'lang="de"' in page.text
    assert "ada@uni.test" in page.text


def test_a_used_link_says_how_to_get_a_new_one(hub):
    browser, address = hub.app.test_client(), link(hub)
    browser.post(address, headers=SAME)
    for method in ("GET", "POST"):
        page = browser.open(address, method=method, headers=SAME)
        assert page.status_code == 401
        assert "mentorloom admin invite" in page.text
    assert len(sessions(hub)) == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_other_sites_sign_nobody_in(hub, site):
    answer = hub.app.test_client().post(link(hub), headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert sessions(hub) == []


def test_the_cookie_is_bound_to_the_host_over_https():
    hub = PagesHub(HTTPS, blueprints=[pages, signin, settings_blueprint(())])
    answer = hub.app.test_client().post(link(hub), base_url=HTTPS.public_url, headers=SAME)
    assert answer.headers["Set-Cookie"].startswith("__Host-mentorloom=")


def test_signing_out_ends_it(hub):
    browser = hub.app.test_client()
    browser.post(link(hub), headers=SAME)
    assert browser.post("/app/sign-out", headers=SAME).status_code == 303
    assert sessions(hub) == []
    assert browser.get("/settings/").status_code == 401
