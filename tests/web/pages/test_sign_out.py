"""Signing out: on the server, in the browser, and with a word about it."""

import re

from tests.web.hub import HTTPS, SAME
from tests.web.pages.pages_hub import PagesHub

ADDRESS = "/app/sign-out"


def cookie_of(answer):
    (cookie,) = answer.headers.getlist("Set-Cookie")
    return set(cookie.split("; "))


def test_every_page_offers_it_as_a_plain_form(hub, mentee):
    page = hub.browser(mentee).get("/app/").text
    form = re.search(rf'<form method="post" action="{ADDRESS}">(.*?)</form>', page, re.DOTALL)
    assert '<button type="submit">Sign out</button>' in form[1]
    assert ADDRESS not in hub.app.test_client().get("/").text


def test_the_session_ends_and_the_front_door_says_so(hub, mentee):
    opened = hub.services.sessions.open(mentee, "lti", "light", "en")
    browser = hub.app.test_client()
    browser.set_cookie("mentorloom", opened.token)
    answer = browser.post(ADDRESS, headers=SAME)
    assert (answer.status_code, answer.location) == (303, "/?done=signed-out")
    assert {"mentorloom=", "Max-Age=0", "Path=/"} <= cookie_of(answer)
    assert hub.services.sessions.find(opened.token) is None
    assert browser.get_cookie("mentorloom") is None
    page = browser.get(answer.location)
    assert "You are signed out." in page.text
    assert "How to get in" in page.text
    assert browser.get("/app/").status_code == 401


def test_it_can_be_read_inside_the_courses_frame(hub):
    page = hub.app.test_client().get("/?done=signed-out")
    assert "frame-ancestors 'self' *" in page.headers["Content-Security-Policy"]


def test_over_https_the_very_cookie_is_cleared():
    hub = PagesHub(HTTPS)
    answer = hub.browser(hub.person()).post(ADDRESS)
    cleared = {"__Host-mentorloom=", "Max-Age=0", "Secure", "SameSite=None", "Partitioned"}
    assert cleared <= cookie_of(answer)


def test_a_bearer_signs_out_too_and_leaves_no_cookie_behind(hub, mentee):
    opened = hub.services.sessions.open(mentee, "lti", "light", "en")
    kept = hub.services.sessions.open(hub.person("Eve"), "lti", "light", "en")
    browser = hub.app.test_client()
    browser.set_cookie("mentorloom", kept.token)
    bearer = {"Authorization": f"Bearer {opened.token}", **SAME}
    answer = browser.post(ADDRESS, headers=bearer)
    assert answer.status_code == 303
    assert hub.services.sessions.find(opened.token) is None
    assert hub.services.sessions.find(kept.token) is None
    # What htmx does next; the page that was there still sends its bearer.
    assert "You are signed out." in browser.get(answer.location, headers=bearer).text


def test_other_sites_sign_nobody_out(hub, mentee):
    browser = hub.browser(mentee)
    answer = browser.post(ADDRESS, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert browser.get("/app/").status_code == 200
