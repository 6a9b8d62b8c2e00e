"""The section about one's own sign-in: linking a Microsoft account, and unlinking it."""

import pytest

from tests.web.hub import SAME
from tests.web.settings.entra_hub import THERE, EntraHub, Microsoft, begin

HERE = "/settings/sign-in"


@pytest.fixture
def hub():
    return EntraHub()


@pytest.fixture
def microsoft(hub):
    return Microsoft(hub)


@pytest.fixture
def ada(hub):
    """Her browser; she came by a link."""
    return hub.browser(hub.administrator())


def led(browser):
    """Where she is led to by the button."""
    page = browser.post(f"{HERE}/link", headers=SAME)
    assert "The administrator ada@uni.test will be linked" in page.text
    start = page.text.index(f'href="{THERE}') + len('href="')
    return page.text[start : page.text.index('"', start)].replace("&amp;", "&")


def test_an_account_is_linked_and_opens_the_settings(hub, microsoft, ada):
    assert "No Microsoft account is linked." in ada.get(f"{HERE}/").text
    answer = microsoft.comes_back(ada, led(ada))
    page = ada.get(answer.location).text
    assert "From now on it opens the settings." in page
    assert "The Microsoft account ada@uni.onmicrosoft.com was linked." in page
    other = hub.app.test_client()
    assert microsoft.comes_back(other, begin(hub, other)).location.startswith("/settings/?ticket=")


def test_an_account_that_is_unlinked_opens_nothing(hub, microsoft, ada):
    microsoft.comes_back(ada, led(ada))
    answer = ada.post(f"{HERE}/unlink", headers=SAME)
    page = ada.get(answer.location).text
    assert "Your Microsoft account opens the settings no more." in page
    assert "No Microsoft account is linked." in page
    other = hub.app.test_client()
    assert microsoft.comes_back(other, begin(hub, other)).status_code == 401


def test_where_microsoft_is_not_set_up_it_says_so():
    hub = EntraHub(entra_tenant="")
    browser = hub.browser(hub.administrator())
    page = browser.get(f"{HERE}/").text
    assert "Sign-in with Microsoft is not set up here." in page
    assert "made for ada@uni.test" in page
    assert browser.post(f"{HERE}/link", headers=SAME).status_code == 404


def test_who_comes_from_a_learning_platform_is_signed_in_there(hub):
    browser = hub.browser(hub.person(configures=True))
    assert "You come from a learning platform" in browser.get(f"{HERE}/").text
    for button in ("link", "unlink"):
        assert browser.post(f"{HERE}/{button}", headers=SAME).status_code == 409


def test_a_reloaded_button_leads_back(ada):
    for button in ("link", "unlink"):
        assert ada.get(f"{HERE}/{button}").location == f"{HERE}/"
