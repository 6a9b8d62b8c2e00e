"""The tab in a real browser, with the real TeamsJS in it and a host around it."""

import contextlib
import re

import pytest
from playwright.sync_api import expect

from tests.browser import teams_host
from tests.browser.conftest import bad, browser
from tests.browser.cross_site import certificate
from tests.browser.teams_host import EVIL, SECOND, TEAMS, teams_and_hub
from tests.browser.test_accessibility import WEAR, WIDER_THAN_SCREEN, violations
from tests.teams_app.entra import MISSING
from tests.web.hub import PROGRAM

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("teams-tab")]
SLOW = 30_000
IN_NO_FRAME = {"[*.]hub.example.org,[*.]teams.microsoft.com": {"setting": 2}}
BROWSERS = {
    "usual": {"cookie_controls_mode": 1},
    "no-cookies-in-frames": {"content_settings": {"exceptions": {"cookies": IN_NO_FRAME}}},
}
WITHOUT_CDN = "res.cdn.office.net"
"""TeamsJS asks there for further hosts of Microsoft's; our policy says no, and that is harmless."""


@pytest.fixture(scope="module")
def teams(tmp_path_factory, axe):
    with teams_and_hub(certificate(tmp_path_factory.mktemp("teams"), teams_host.HOSTS)) as running:
        yield running


@pytest.fixture(scope="module")
def browsers(teams, chromium, tmp_path_factory):
    """One of BROWSERS, opened when it is first needed."""
    with contextlib.ExitStack() as stack:
        opened = {}

        def find(name):
            if name not in opened:
                folder = tmp_path_factory.mktemp(name)
                ready = browser(chromium, folder, BROWSERS[name], teams.arguments)
                opened[name] = stack.enter_context(ready)
            return opened[name]

        yield find


@pytest.fixture
def opened(teams, browsers):
    """Open the host's page: the page, and the tab in it."""
    pages = []

    def show(path="/teams/tab", name="usual", origin=TEAMS, claims=(), **context):
        teams.claims = dict(claims) if claims is not None else None
        window = browsers(name)
        window.clear_cookies()
        page = window.new_page()
        # Without motion, a colour that changes has changed at once.
        page.emulate_media(reduced_motion="reduce")
        pages.append(page)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if bad(said) else None)
        page.goto(teams.address(path, origin, **context))
        return page, page.frame_locator("iframe")

    yield show
    for page in pages:
        page.close()


def heard(page):
    return page.evaluate("heard")


def inside(page):
    """The frame of the tab."""
    (frame,) = (one for one in page.frames if one.name == "tab")
    return frame


def choose(tab, name="Peers"):
    """Go into a programme."""
    expect(tab.get_by_role("heading", name="Choose a programme")).to_be_visible(timeout=SLOW)
    tab.get_by_role("button", name=name).click()
    expect(tab.get_by_role("link", name="Home", exact=True)).to_be_visible(timeout=SLOW)


@pytest.mark.parametrize("name", BROWSERS)
def test_signed_in_by_teams_and_on_from_page_to_page(opened, name):
    page, tab = opened(name=name)
    choose(tab)
    tab.get_by_role("link", name="News").click()
    expect(tab.get_by_role("heading", name="News", level=1)).to_be_visible(timeout=SLOW)
    told = heard(page)
    assert "appInitialization.appLoaded" in told
    assert "appInitialization.success" in told
    assert not any("failure" in one.lower() for one in told)
    with_bearer = inside(page).locator("body[hx-headers\\:inherited]").count()
    assert bool(with_bearer) is (name == "no-cookies-in-frames")
    assert "eyJ" not in inside(page).url
    assert [one for one in page.complaints if WITHOUT_CDN not in one] == []


def test_looks_follow_teams(opened, teams):
    page, tab = opened(theme="dark", locale="de-de")
    expect(tab.get_by_role("heading", name="Programm wählen")).to_be_visible(timeout=SLOW)
    expect(tab.locator("html")).to_have_attribute("data-theme", "dark")
    expect(tab.locator("html")).to_have_attribute("lang", "de")
    with page.expect_response(lambda answer: answer.url.endswith("/teams/theme")) as answer:
        page.evaluate("push('themeChange', 'contrast')")
    expect(tab.locator("html")).to_have_attribute("data-theme", "contrast")
    assert answer.value.status == 204
    tab.get_by_role("button", name="Peers").click()
    expect(tab.locator("#page")).to_have_attribute("data-theme", "contrast")


@pytest.mark.parametrize(
    ("asked", "path"),
    [("/app/display", "/app/display"), ("https://evil.test/", "/app/"), ("/settings/", "/app/")],
)
def test_links_open_pages_of_ours(opened, asked, path):
    page, tab = opened(f"/teams/tab?program={PROGRAM}", subEntityId=asked)
    expect(tab.locator("#page h1").first).to_be_visible(timeout=SLOW)
    assert inside(page).url.partition("?")[0] == teams_host.HUB + path


def test_a_link_to_this_page_is_handed_to_teams(opened):
    page, tab = opened(f"/teams/tab?program={PROGRAM}&page=/app/display%3Fdone%3Ddisplayed")
    tab.get_by_role("button", name="Copy link to this page").click(timeout=SLOW)
    page.wait_for_function("heard.some((one) => one.startsWith('shareDeepLink'))")
    (told,) = (one for one in heard(page) if one.startswith("shareDeepLink"))
    assert told.startswith("shareDeepLink /app/display Display and language")


def test_another_site_shows_nothing(opened):
    page, _ = opened(origin=EVIL)
    page.wait_for_timeout(500)
    assert any("frame-ancestors" in one for one in page.complaints)
    assert inside(page).url.startswith("chrome-error:")


@pytest.mark.parametrize("name", BROWSERS)
def test_the_session_ends_and_one_goes_on(opened, teams, name):
    page, tab = opened(f"/teams/tab?program={SECOND}", name=name)
    expect(tab.get_by_role("link", name="News")).to_be_visible(timeout=SLOW)
    teams.end_sessions()
    tab.get_by_role("link", name="News").click()
    expect(tab.get_by_role("heading", name="News", level=1)).to_be_visible(timeout=SLOW)
    expect(tab.locator(".brand-name")).to_have_text("Leadership")
    assert heard(page).count("token true") == 2


@pytest.mark.parametrize("name", BROWSERS)
def test_what_somebody_wrote_is_not_lost_when_the_session_ends(opened, teams, name):
    page, tab = opened(f"/teams/tab?program={PROGRAM}&page=/app/display", name=name)
    tab.get_by_text("Deutsch").click(timeout=SLOW)
    teams.end_sessions()
    tab.get_by_role("button", name="Apply").click()
    expect(tab.get_by_role("heading", name="Anzeige und Sprache")).to_be_visible(timeout=SLOW)
    assert heard(page).count("token true") == 2


def test_a_page_loaded_anew_without_a_session_comes_back(opened, teams):
    page, tab = opened(f"/teams/tab?program={PROGRAM}&page=/app/display")
    expect(tab.get_by_role("heading", name="Display and language")).to_be_visible(timeout=SLOW)
    teams.end_sessions()
    inside(page).evaluate("location.assign('/app/display')")
    page.wait_for_function("heard.filter((one) => one === 'token true').length === 2")
    expect(tab.get_by_role("heading", name="Display and language")).to_be_visible(timeout=SLOW)


def test_the_back_button_of_teams(opened):
    page, tab = opened(f"/teams/tab?program={PROGRAM}")
    expect(tab.get_by_role("link", name="News")).to_be_visible(timeout=SLOW)
    tab.get_by_role("link", name="News").click()
    expect(tab.get_by_role("heading", name="News", level=1)).to_be_visible()
    page.evaluate("push('backButtonPress')")
    expect(tab.get_by_role("link", name="Home", exact=True)).to_have_attribute(
        "aria-current", "page", timeout=SLOW
    )
    page.evaluate("push('backButtonPress')")
    page.wait_for_function("heard.some((one) => one.startsWith('navigateBack'))")


def test_who_is_refused_reads_why(opened, axe):
    page, tab = opened(claims={"azp": MISSING})
    expect(tab.get_by_text("What Microsoft Teams sent about you is not valid.")).to_be_visible(
        timeout=SLOW
    )
    expect(tab.get_by_role("button", name="Try again")).to_be_visible()
    page.wait_for_function("heard.includes('appInitialization.success')")
    assert violations(inside(page), axe) == []


def test_teams_is_told_when_it_gives_no_token(opened):
    page, tab = opened(claims=None)
    expect(tab.get_by_text("Microsoft Teams did not say who you are")).to_be_visible(timeout=SLOW)
    page.wait_for_function("heard.some((one) => one.startsWith('appInitialization.failure'))")
    # Silently first; then Teams may ask the person.
    assert [one for one in heard(page) if one.startswith("token")] == ["token true", "token false"]


def test_outside_teams_it_says_where_it_works(teams, browsers):
    page = browsers("usual").new_page()
    page.goto(teams_host.HUB + "/teams/tab")
    expect(page.get_by_text("works inside Microsoft Teams")).to_be_visible(timeout=SLOW)
    page.close()


def test_adding_a_tab_to_a_team(opened, axe):
    page, tab = opened("/teams/configure")
    expect(tab.get_by_role("heading", name="Which programme")).to_be_visible(timeout=SLOW)
    page.wait_for_function("heard.includes('settings.setValidityState false')")
    tab.get_by_text("Leadership").click()
    page.wait_for_function("heard.includes('settings.setValidityState true')")
    assert violations(inside(page), axe) == []
    page.evaluate("push('settings.save', {})")
    page.wait_for_function("heard.includes('settings.save.success')")
    kept = page.evaluate("kept")
    assert kept["contentUrl"] == f"{teams_host.HUB}/teams/tab?program={SECOND}"
    assert kept["suggestedDisplayName"] == "Leadership"
    assert re.fullmatch(r"program-[0-9a-f-]{36}", kept["entityId"])


NO_CONSENT = {"error": "invalid_grant", "error_codes": [65001], "suberror": "consent_required"}
TOKEN = {"token_type": "Bearer", "expires_in": 3600, "access_token": "for-graph"}


class TestTimeZone:
    """Microsoft Graph, asked in a person's name: from their profile, with their consent."""

    @pytest.fixture
    def profile(self, opened, teams):
        teams.http.answer(teams_host.MAILBOX, b'{"timeZone": "W. Europe Standard Time"}')
        page, tab = opened(f"/teams/tab?program={PROGRAM}&page=/app/profile")
        expect(tab.get_by_label("Time zone")).to_be_visible(timeout=SLOW)
        return page, tab

    def test_taken_over_into_the_form(self, teams, profile):
        _, tab = profile
        teams.tokens(TOKEN)
        tab.get_by_role("button", name="Take my time zone from Microsoft").click()
        expect(tab.get_by_label("Time zone")).to_have_value("Europe/Berlin", timeout=SLOW)
        expect(tab.get_by_text("It counts once you save.")).to_be_visible()

    def test_consent_in_a_window_of_its_own(self, teams, profile, axe):
        page, tab = profile
        teams.tokens(NO_CONSENT, NO_CONSENT, TOKEN)
        tab.get_by_role("button", name="Take my time zone from Microsoft").click()
        allow = tab.get_by_role("button", name="Allow it at Microsoft")
        expect(allow).to_be_visible(timeout=SLOW)
        assert violations(inside(page), axe) == []
        allow.click()
        # Microsoft does not know of it at once, so it is asked again after a while.
        expect(tab.get_by_label("Time zone")).to_have_value("Europe/Berlin", timeout=SLOW)
        assert any(one.startswith("authentication.authenticate.success") for one in heard(page))

    def test_a_no(self, teams, profile, monkeypatch):
        page, tab = profile
        monkeypatch.setattr(teams, "consent", "error=access_denied")
        teams.tokens(NO_CONSENT)
        tab.get_by_role("button", name="Take my time zone from Microsoft").click()
        tab.get_by_role("button", name="Allow it at Microsoft").click(timeout=SLOW)
        expect(tab.get_by_text("Choose it yourself, or try again later")).to_be_visible(
            timeout=SLOW
        )
        assert "authentication.authenticate.failure denied" in heard(page)


@pytest.mark.parametrize("path", ["/app/programs", "/app/", "/teams/configure/programme"])
def test_axe_finds_nothing_and_phones_show_all(opened, axe, path):
    page, tab = opened(f"/teams/tab?page={path}")
    expect(tab.locator("#page h1").first).to_be_visible(timeout=SLOW)
    frame = inside(page)
    for theme in ("light", "dark", "contrast"):
        frame.evaluate(WEAR, theme)
        assert violations(frame, axe) == []
    page.evaluate("document.querySelector('iframe').width = 320")
    assert frame.evaluate(WIDER_THAN_SCREEN) == []
