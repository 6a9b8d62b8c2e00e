"""A new administrator connects an HR system: form, test, columns, dry run, schedule, on."""

import pytest
from playwright.sync_api import expect

from tests.browser.connections import CONNECTIONS, TYPED
from tests.browser.test_accessibility import WIDER_THAN_SCREEN, violations
from tests.web.settings.connections.connections_hub import Reader

pytestmark = pytest.mark.browser


def of_new_organization(served, scripts):
    """Somebody whose organization has nothing yet."""
    name = f"new-{scripts}".lower()
    administrators = served.hub.services.administrators
    with served.turn:
        sent = administrators.invite("ed@else.test", name, "Elsewhere")
        served.actors[name] = administrators.sign_in(sent.token)
    return name


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_from_nothing_to_a_schedule(opened, served, scripts):
    page = opened(of_new_organization(served, scripts), java_script_enabled=scripts)
    page.goto(f"{served.url}/settings/")
    page.get_by_role("link", name="Connections", exact=True).first.click()
    expect(page.get_by_text("There is no connection yet.")).to_be_visible()
    page.get_by_role("link", name="Add a connection").click()
    page.get_by_role("link", name="Columned HR").click()
    page.get_by_role("button", name="Store and test").click()
    wrong = page.get_by_role("alert")
    expect(wrong).to_contain_text("Fill this in.")
    page.get_by_label("Address").fill(TYPED["address"])
    page.get_by_label("Key").fill(TYPED["key"])
    page.get_by_role("button", name="Store and test").click()
    expect(page.get_by_text("the test went well")).to_be_visible()
    page.get_by_role("link", name="Look at the columns").click()
    five = page.get_by_role("region", name="The first five people")
    expect(five.get_by_role("row")).to_have_count(6)
    page.get_by_label("E-mail", exact=True).select_option("Mail")
    if not scripts:
        page.get_by_role("button", name="Show the five people again").click()
    expect(five.get_by_role("row")).to_have_count(6)
    page.get_by_role("button", name="Store these columns").click()
    expect(page.get_by_text("The columns are stored.")).to_be_visible()
    page.get_by_role("button", name="Start a dry run").click()
    expect(page.get_by_role("heading", name="Dry run: nothing is applied")).to_be_visible()
    expect(page.get_by_text("Being read", exact=True).first).to_be_visible()
    with served.turn:
        Reader(served.hub).work()
    if scripts:
        expect(page.get_by_text("Being read", exact=True)).to_have_count(0)
        expect(page.get_by_role("row", name="Dry run")).to_contain_text("Complete")
        page.get_by_role("link", name="Go on").click()
    else:
        page.get_by_role("link", name="Look again").click()
    page.get_by_role("link", name="Look at the rows").click()
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("How often it is read").select_option("every hour")
    page.get_by_role("button", name="Turn on").click()
    expect(page.get_by_text("The connection is on.")).to_be_visible()
    with served.turn:
        Reader(served.hub).work()
    page.goto(f"{served.url}{CONNECTIONS}/")
    expect(page.get_by_role("row", name="Columned HR")).to_contain_text("On")
    assert page.complaints == []


def test_wrong_answers_are_accessible_and_fit_a_phone(opened, served, axe):
    page = opened("administrator")
    page.goto(f"{served.url}{CONNECTIONS}/add/every")
    page.get_by_role("button", name="Store and test").click()
    expect(page.get_by_role("alert")).to_be_focused()
    assert violations(page, axe) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate(WIDER_THAN_SCREEN) == []
    page.get_by_role("link", name="Address").press("Enter")
    expect(page.get_by_label("Address")).to_be_focused()


def test_a_token_is_shown_once_and_copied(opened, served, axe):
    page = opened("administrator")
    page.goto(f"{served.url}{CONNECTIONS}/add/scim")
    page.get_by_role("button", name="Store").click()
    page.get_by_role("button", name="Make a token").click()
    token = page.get_by_role("textbox", name="Secret token")
    expect(token).not_to_have_value("")
    assert violations(page, axe) == []
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("SCIM 2.0")
    expect(token).to_have_count(0)
