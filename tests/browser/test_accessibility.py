"""axe finds nothing on any page in any theme; no page scrolls sideways on a small phone.

With PICTURES=1 in the environment, pictures of all of them are left in test-artifacts/pages/.
"""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.pages_to_see import PAGES, address
from tests.browser.registrations import ASKING, SETTINGS
from tests.browser.teams import TEAMS, TEAMS_NEW
from tests.browser.webhooks import WEBHOOKS

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-artifacts" / "pages"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""Rules whose answer depends on the theme; all others look at what is there, not how it looks."""
# Only one rule, about sounds that start by themselves, needs what axe would load first.
RUN = """async (only) => {
  const preload = document.querySelector("audio, video") !== null;
  const found = await axe.run(document, {runOnly: only, resultTypes: ["violations"], preload});
  return found.violations.map((v) =>
    `${v.id}: ${v.help}\\n` + v.nodes.map((n) => `  ${n.target} ${n.failureSummary}`).join("\\n"));
}"""
WEAR = """(theme) => {
  for (const e of document.querySelectorAll("[data-theme]")) e.dataset.theme = theme;
}"""
PARTS = 4
"""The pages are looked at in so many tests, so that several processes share them."""
WIDER_THAN_SCREEN = """() => [...document.querySelectorAll("body *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".tabs"))
  .map((e) => e.outerHTML.slice(0, 90))"""


def picture(page, name: str) -> None:
    if os.environ.get("PICTURES"):
        page.screenshot(path=PICTURES / f"{name}.png", full_page=True)


def open_details(page) -> None:
    page.evaluate("() => { for (const e of document.querySelectorAll('details')) e.open = true; }")


def violations(page, axe, only=RULES) -> list[str]:
    # Through the debugger: the page's own content policy rightly refuses injected scripts.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe)
    return page.evaluate(RUN, only)


def visited(page, served, part: int, locale: str = "en"):
    """Every so manieth page, by whom it is for.

    All in one tab: a context of their own for everybody would double the work of the browser.
    """
    for name, (who, path) in list(PAGES.items())[part::PARTS]:
        sign_in(page.context, served, who, locale=locale)
        page.goto(address(served, path))
        open_details(page)
        yield name


@pytest.mark.parametrize("part", range(PARTS))
def test_axe_finds_nothing_in_any_theme(opened, served, axe, part):
    wrong = {}
    # Without motion, a colour that changes has changed at once.
    page = opened(reduced_motion="reduce")
    for name in visited(page, served, part):
        for theme, rules in (("light", RULES), ("dark", OF_COLOUR), ("contrast", OF_COLOUR)):
            page.evaluate(WEAR, theme)
            if found := violations(page, axe, rules):
                wrong[name, theme] = found
            picture(page, f"{name}-{theme}")
        assert page.complaints == [], name
    assert wrong == {}


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_a_page_wears_the_theme_of_its_session(opened, served, axe, theme):
    page = opened("mentee", theme=theme)
    page.goto(f"{served.url}/app/mentors")
    worn = page.evaluate(
        "() => [...document.querySelectorAll('[data-theme]')].map((e) => e.dataset.theme)"
    )
    assert set(worn) == {theme}
    assert violations(page, axe) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_scrolls_sideways_on_a_small_phone(opened, served, part):
    # In German, whose words are longer.
    wide = {}
    page = opened(width=320)
    for name in visited(page, served, part, "de"):
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide[name] = page.evaluate(WIDER_THAN_SCREEN)
        picture(page, f"{name}-phone")
    assert wide == {}


def test_a_form_with_problems_is_accessible_too(opened, served, axe):
    page = opened("mentee")
    page.goto(f"{served.url}/app/profile")
    page.get_by_label("Languages you can talk in").fill("Elvish")
    page.get_by_role("button", name="Save profile").click()
    page.get_by_role("alert").wait_for()
    assert violations(page, axe) == []


def test_pages_that_only_a_button_shows_are_accessible_too(opened, served, axe):
    page = opened("administrator")
    page.goto(f"{served.url}/settings/lms/add")
    page.get_by_role("button", name="Make a registration link").click()
    expect(page.get_by_role("status")).to_contain_text("Here is the link.")
    assert violations(page, axe) == []
    page.goto(f"{served.url}{SETTINGS}")
    page.get_by_role("button", name="Check this registration").click()
    expect(page.get_by_text("does not recognise this tool")).to_be_visible()
    assert violations(page, axe) == []
    page.goto(f"{served.url}{ASKING}")
    page.get_by_role("button", name="Register").click()
    page.get_by_role("heading", name="Mentorloom is registered").wait_for()
    assert violations(page, axe) == []
    page.goto(f"{served.url}{WEBHOOKS}/add")
    page.get_by_role("button", name="Add and show the secret").click()
    page.get_by_role("alert").wait_for()
    assert violations(page, axe) == []
    page.get_by_label("Address").fill("https://more.hooks.example/")
    page.get_by_label("A mentor is asked").check()
    page.get_by_role("button", name="Add and show the secret").click()
    expect(page.get_by_role("status")).to_contain_text("Here is the secret.")
    assert violations(page, axe) == []


def test_pages_about_teams_that_only_a_button_shows_are_accessible_too(opened, served, axe):
    page = opened("administrator")
    page.goto(f"{served.url}{TEAMS}/{served.teams[TEAMS_NEW]}")
    page.get_by_role("button", name="Check this tenant").click()
    expect(page.get_by_text("did not answer")).to_be_visible()
    assert violations(page, axe) == []
    page.get_by_role("button", name="Download the app package").click()
    expect(page.get_by_text("Nothing was downloaded.")).to_be_visible()
    assert violations(page, axe) == []
    page.goto(f"{served.url}{TEAMS}/add")
    page.get_by_role("button", name="Add this tenant").click()
    page.get_by_role("alert").wait_for()
    assert violations(page, axe) == []
    assert page.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_linking_an_account_of_microsoft_is_accessible_and_fits_a_phone(opened, served, axe, theme):
    page = opened("administrator", theme=theme, locale="de", width=320)
    page.goto(f"{served.url}/settings/sign-in/")
    page.get_by_role("button", name="Künftig mit Microsoft anmelden").click()
    there = page.get_by_role("link", name="Ein Microsoft-Konto wählen")
    expect(there).to_have_attribute("href", re.compile(r"^https://login\.microsoftonline\.com/"))
    assert violations(page, axe) == []
    assert page.evaluate(WIDER_THAN_SCREEN) == []
    picture(page, f"sign-in-microsoft-{theme}-phone")
    assert page.complaints == []


@pytest.mark.parametrize(
    ("preference", "background"),
    [
        ({"color_scheme": "light"}, "rgb(250, 250, 250)"),
        ({"color_scheme": "dark"}, "rgb(31, 31, 31)"),
        ({"color_scheme": "light", "contrast": "more"}, "rgb(0, 0, 0)"),
    ],
)
def test_the_automatic_theme_follows_the_device(opened, served, preference, background):
    page = opened("mentee", theme="auto", **preference)
    page.goto(f"{served.url}/app/")
    style = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"{style}.backgroundColor") == background
    scheme = "light" if background == "rgb(250, 250, 250)" else "dark"
    assert page.evaluate(f"{style}.colorScheme") == scheme


def test_forced_colours_leave_the_score_bar_visible(opened, served):
    page = opened("mentee", forced_colors="active")
    page.goto(f"{served.url}/app/mentors")
    strokes = page.locator(".score-bar").first.evaluate(
        "(bar) => ['track', 'band', 'mark']"
        ".map((part) => getComputedStyle(bar.querySelector('.' + part)).stroke)"
    )
    background = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert background not in strokes
    assert len(set(strokes)) == 3
