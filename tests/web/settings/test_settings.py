"""The settings page: who may see it, and what it consists of."""

import pytest

from web.page_mark import page_mark


@pytest.mark.parametrize("address", ["/settings/", "/settings/probe/"])
def test_strangers_learn_how_administrators_sign_in(hub, address):
    page = hub.app.test_client().get(address)
    assert page.status_code == 401
    assert "mentorloom admin invite" in page.text
    assert "course" not in page.text


@pytest.mark.parametrize("rights", [{}, {"manages": True}, {"administers": True}])
@pytest.mark.parametrize("address", ["/settings/", "/settings/probe/"])
def test_nobody_from_a_course_may_see_it(hub, address, rights):
    browser = hub.browser(hub.person(**rights))
    assert browser.get(address).status_code == 403
    assert browser.post("/settings/probe/").status_code == 403
    assert "/settings/" not in browser.get("/app/").text


def test_the_overview_leads_to_the_sections(hub, administrator):
    page = hub.browser(administrator).get("/settings/").text
    assert "Settings of Uni" in page
    assert page.count('href="/settings/probe/"') == 2
    assert 'class="count"' not in page


def test_a_section_tells_where_one_is_and_what_was_done(hub):
    operator = hub.administrator(operates=True)
    page = hub.browser(operator).get("/settings/probe/?done=signed-out").text
    assert 'href="/settings/probe/"\n             aria-current="page"' in page
    assert "You are signed out." in page
    assert '<span class="count">7</span>' in page


def test_the_overview_says_nothing_of_deeds(hub, administrator):
    page = hub.browser(administrator).get("/settings/?done=signed-out").text
    assert "You are signed out." not in page


def test_home_of_an_administrator_are_the_settings(hub, administrator):
    answer = hub.browser(administrator).get("/app/")
    assert (answer.status_code, answer.location) == (303, "/settings/")


def test_forms_of_another_sign_in_are_refused(hub, administrator):
    browser, other = hub.browser(administrator), hub.person("Mia")
    assert browser.post("/settings/probe/", data={"page": page_mark(other)}).status_code == 409
    answer = browser.post("/settings/probe/", data={"page": page_mark(administrator)})
    assert answer.json == {"person": str(administrator.person_id)}
