"""Launches into a frame of another site over https, in browsers that treat cookies differently."""

import contextlib

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import browser
from tests.browser.cross_site import ARGUMENTS as TO_HOSTS
from tests.browser.cross_site import HUB_HOST, LMS_HOST, STRANGERS_HOST, two_sites
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser
BLOCK = {"setting": 2}
IN_NO_FRAME = {f"[*.]{HUB_HOST},[*.]{host}": BLOCK for host in (LMS_HOST, STRANGERS_HOST)}
BROWSERS = {
    "third-party-blocked": {"cookie_controls_mode": 1},
    "third-party-allowed": {"cookie_controls_mode": 0},
    # Not even partitioned cookies: what Safari did for years.
    "no-cookies-in-frames": {"content_settings": {"exceptions": {"cookies": IN_NO_FRAME}}},
}
SLOW = 30_000
"""Milliseconds; pages wait a while for platforms that do not answer."""
LOGIN, LAUNCH, FROM_STORAGE = "/lti/login", "/lti/launch", "/lti/launch/from-storage"


@pytest.fixture(scope="module")
def sites(tmp_path_factory, axe):
    with two_sites(tmp_path_factory.mktemp("sites")) as running:
        yield running


@pytest.fixture(scope="module")
def browsers(chromium, tmp_path_factory):
    """One of BROWSERS, opened when it is first needed."""
    with contextlib.ExitStack() as stack:
        opened = {}

        def find(name):
            if name not in opened:
                folder = tmp_path_factory.mktemp(name)
                ready = browser(chromium, folder, BROWSERS[name], TO_HOSTS)
                opened[name] = stack.enter_context(ready)
            return opened[name]

        yield find


@pytest.fixture
def course(sites, browsers):
    """Open a page with our frame in it: the page, and the frame."""
    pages = []

    def opened(name, address):
        context = browsers(name)
        context.clear_cookies()
        sites.forget()
        page = context.new_page()
        pages.append(page)
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(address)
        return page, page.frame_locator("iframe[name=tool]")

    yield opened
    for page in pages:
        assert page.complaints == []
        page.close()


def opens(frame):
    """Wait until the person's page is there, however busy the machine is."""
    expect(frame.get_by_text("Signed in as Ana Martin")).to_be_visible(timeout=SLOW)


class TestCookies:
    @pytest.mark.parametrize("name", ["third-party-blocked", "third-party-allowed"])
    @pytest.mark.parametrize("storage", ["", "_parent"])
    def test_a_cookie_is_enough(self, sites, course, name, storage):
        _, frame = course(name, sites.course(storage))
        opens(frame)
        assert (LOGIN, "iframe", "cross-site", "200") in sites.answers
        assert sites.statuses(LAUNCH) == ["303"]

    @pytest.mark.parametrize("name", ["third-party-blocked", "third-party-allowed"])
    def test_only_the_first_login_needs_a_page(self, sites, course, name):
        page, frame = course(name, sites.course())
        opens(frame)
        page.reload()
        opens(frame)
        assert sites.statuses(LOGIN) == ["200", "302"]


class TestPlatformStorage:
    @pytest.mark.parametrize("storage", ["_parent", "beside", "adrift"])
    def test_where_no_cookie_is_kept_the_platform_keeps_the_secret(self, sites, course, storage):
        _, frame = course("no-cookies-in-frames", sites.course(storage))
        opens(frame)
        assert sites.statuses(LAUNCH) == ["200"]
        assert sites.statuses(FROM_STORAGE) == ["303"]

    def test_the_secret_is_not_left_there(self, sites, course):
        page, frame = course("no-cookies-in-frames", sites.course("_parent"))
        opens(frame)
        subjects = [message["subject"] for message in page.evaluate("heard")]
        assert subjects.count("lti.put_data") >= 2
        assert page.evaluate("kept.size") == 0

    def test_a_person_stays_signed_in_without_cookies(self, sites, course):
        _, frame = course("no-cookies-in-frames", sites.course("_parent"))
        opens(frame)
        frame.get_by_role("link", name="Display and language").click()
        expect(frame.get_by_role("heading", name="Display and language")).to_be_visible()

    def test_a_stranger_s_answers_do_not_count(self, sites, course):
        """Whoever frames us may answer like the platform, but is not the platform."""
        _, frame = course("no-cookies-in-frames", sites.stranger("_parent"))
        expect(frame.get_by_text("keeps no cookies for Mentoring")).to_be_visible(timeout=SLOW)
        assert sites.logins == 0

    def test_a_platform_that_forgot_the_secret(self, sites, course, axe):
        page, frame = course("no-cookies-in-frames", sites.course("forgets"))
        expect(frame.get_by_text("nobody was signed in")).to_be_visible(timeout=SLOW)
        assert sites.statuses(FROM_STORAGE) == []
        assert violations(page.frame("tool"), axe) == []


class TestNewWindow:
    @pytest.mark.parametrize("storage", ["", "silent"])
    def test_what_nothing_else_can_open_opens_in_a_window(self, sites, course, axe, storage):
        page, frame = course("no-cookies-in-frames", sites.course(storage))
        expect(frame.get_by_text("keeps no cookies for Mentoring")).to_be_visible(timeout=SLOW)
        assert sites.logins == 0, "the platform's hint is good once, and must not be spent"
        expect(frame.get_by_role("link", name="Continue on this page")).to_have_count(0)
        assert violations(page.frame("tool"), axe) == []
        with page.expect_popup() as popup:
            frame.get_by_role("button", name="Open Mentoring in a new window").click()
        opens(popup.value)
        expect(frame.get_by_text("Mentoring is open in the new window")).to_be_visible()
        assert violations(page.frame("tool"), axe) == []
        assert (LAUNCH, "document", "cross-site", "303") in sites.answers
        assert popup.value.evaluate("window.opener") is None
        popup.value.close()


class TestHeight:
    def heights(self, page):
        heard = page.evaluate("heard.filter(({ subject }) => subject === 'lti.frameResize')")
        assert all(set(message) == {"subject", "height"} for message in heard)
        return [message["height"] for message in heard]

    def test_the_course_is_told_how_high_the_page_is(self, sites, course):
        page, frame = course("third-party-blocked", sites.course())
        opens(frame)
        page.wait_for_function("heard.length > 0")
        assert 0 < self.heights(page)[-1] < 500, "less than the frame of 500 pixels"
        before = len(self.heights(page))
        frame.get_by_role("link", name="How matching works").click()
        expect(frame.get_by_role("heading", level=1, name="How matching works")).to_be_visible()
        page.wait_for_function(f"heard.length > {before}")
        needed = page.frame("tool").evaluate("document.documentElement.scrollHeight")
        assert self.heights(page)[-1] == needed > 500
        page.evaluate("document.querySelector('[name=tool]').height = heard.at(-1).height")
        page.wait_for_timeout(200)
        assert self.heights(page)[-1] == needed, "a frame that fits does not grow further"

    def test_a_narrower_frame_makes_the_page_higher(self, sites, course):
        page, frame = course("third-party-blocked", sites.course())
        opens(frame)
        frame.get_by_role("link", name="How matching works").click()
        expect(frame.get_by_role("heading", level=1, name="How matching works")).to_be_visible()
        page.evaluate("document.querySelector('[name=tool]').width = 800")
        page.wait_for_timeout(200)
        wide = self.heights(page)[-1]
        page.evaluate("document.querySelector('[name=tool]').width = 320")
        page.wait_for_function(f"heard.at(-1).height > {wide}")


@pytest.fixture(scope="module")
def without_scripts(chromium, tmp_path_factory):
    folder = tmp_path_factory.mktemp("without-scripts")
    preferences = BROWSERS["third-party-blocked"]
    with browser(chromium, folder, preferences, TO_HOSTS, java_script_enabled=False) as context:
        yield context


def test_without_scripts_a_person_chooses(sites, without_scripts):
    sites.forget()
    page = without_scripts.new_page()
    page.goto(sites.course())
    frame = page.frame_locator("iframe[name=tool]")
    frame.get_by_role("button", name="Go").click()
    with page.expect_popup() as popup:
        frame.get_by_role("button", name="Open Mentoring in a new window").click()
    popup.value.get_by_role("button", name="Go").click()
    opens(popup.value)
    frame.get_by_role("link", name="Continue on this page").click()
    frame.get_by_role("button", name="Go").click()
    opens(frame)
