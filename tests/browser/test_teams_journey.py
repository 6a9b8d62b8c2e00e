"""Everything for real: `mentorloom up --demo`, and Fjordwerk's people in the campus's Teams."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import bad
from tests.browser.test_accessibility import violations
from tests.browser.test_campus_journey import shot

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("campus")]


@pytest.fixture
def teams(chromium, campus):
    """Somebody in a browser of their own who opens Microsoft Teams on the campus."""
    contexts = []

    def opened(name, locale="en", theme="light"):
        context = chromium.new_context(viewport={"width": 1100, "height": 900})
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if ours(said) else None)
        page.goto(f"{campus}/?locale={locale}&theme={theme}")
        page.get_by_role("main").get_by_role("link", name="Microsoft Teams").click()
        page.get_by_role("link", name=re.compile(name)).click()
        return page

    yield opened
    for context in contexts:
        context.close()


def ours(said) -> bool:
    # TeamsJS asks Microsoft for further hosts, which our pages do not let it.
    return bad(said) and "validDomains.json" not in said.text


def test_the_bot_answers_whoever_adds_it(teams, axe):
    page = teams("Amina")
    page.get_by_role("button", name="Add the app").click()
    talk = page.get_by_role("log")
    expect(talk.get_by_text("I am Mentorloom")).to_be_visible()
    page.get_by_text("What the bot can do").click()
    page.get_by_role("button", name="Help").click()
    expect(talk.get_by_text("Help", exact=True)).to_be_visible()
    expect(talk.get_by_text("You can write")).to_have_count(2)
    expect(talk.get_by_text("I am Mentorloom")).to_have_count(1)
    page.get_by_role("textbox", name="Message").fill("Who could be a good mentor for me?")
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(talk.get_by_role("heading", name="Mentors who fit your goals")).to_be_visible()
    talk.get_by_role("button", name=re.compile("^Ask ")).first.click()
    talk.get_by_label(re.compile("What would you like to talk about")).first.fill("Feedback")
    talk.get_by_role("button", name="Send the request").first.click()
    expect(talk.get_by_text("You asked. They have time to answer.")).to_be_visible()
    shot(page, "teams-chat")
    assert violations(page, axe) == []
    assert page.complaints == []


def test_the_tab_knows_who_looks_at_it_and_follows_theme_and_links(teams):
    page = teams("Henrik", locale="de")
    page.get_by_role("link", name="Anfragen").click()
    tab = page.frame_locator("#tab")
    expect(tab.get_by_role("heading", level=1, name="Anfragen")).to_be_visible()
    expect(tab.get_by_text("Angemeldet als Henrik Voss")).to_be_visible()
    page.get_by_role("combobox", name="Farbschema").select_option("dark")
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    shot(page, "teams-tab")
    tab.get_by_text("Angemeldet als Henrik Voss").click()
    tab.get_by_role("link", name="So entstehen Vorschläge").click()
    heading = tab.get_by_role("heading", level=1, name="So entstehen Vorschläge")
    expect(heading).to_be_visible()
    tab.get_by_text("Angemeldet als Henrik Voss").click()
    tab.get_by_role("button", name="Link zu dieser Seite kopieren").click()
    link = page.get_by_label("Link nach Teams")
    expect(link).to_have_value(re.compile("^https://teams.microsoft.com/l/entity/"))
    address = link.input_value()
    page.get_by_role("link", name="Chat", exact=True).click()
    link.fill(address)
    page.get_by_role("button", name="Dem Link folgen").press("Enter")
    expect(heading).to_be_visible()
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.complaints == []


def test_a_programme_becomes_the_tab_of_a_channel(teams):
    page = teams("Henrik")
    page.get_by_role("link", name="Channels").click()
    page.get_by_role("link", name="With partners").click()
    page.get_by_role("link", name="Add a tab").click()
    page.frame_locator("#tab").get_by_label("Leadership academy mentoring").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Change the tab")).to_be_visible()
    tab = page.frame_locator("#tab")
    expect(tab.get_by_role("link", name="Leadership academy mentoring")).to_be_visible()
    shot(page, "teams-channel")
    assert page.complaints == []


def test_the_time_zone_comes_from_microsoft_once_that_is_allowed(teams):
    page = teams("Ruth")
    page.get_by_role("link", name="Home", exact=True).click()
    tab = page.frame_locator("#tab")
    tab.get_by_role("link", name="Profile", exact=True).first.click()
    tab.get_by_label("Time zone").select_option("America/New_York")
    ask = tab.get_by_role("button", name="Take my time zone from Microsoft")
    ask.click()
    with page.expect_popup() as opened:
        tab.get_by_role("button", name="Allow it at Microsoft").click()
    asked = opened.value
    asked.get_by_label("You are").select_option("Ruth Adeyemi")
    shot(asked, "teams-consent")
    asked.get_by_role("button", name="Accept").click()
    expect(tab.get_by_text("Taken over.")).to_be_visible()
    expect(tab.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    assert page.complaints == []
