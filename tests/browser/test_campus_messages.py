"""The stand-in campus around a tool on another host: frames, dialogs and messages between them."""

import re
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.messaging_tool import ASK, two_sites
from tests.browser.test_accessibility import violations

pytestmark = pytest.mark.browser

LEARNER, TEACHER = "fjordwerk/amina-yildiz/LEAD-1", "fjordwerk/tobias-arnheim/LEAD-1"
INGRID, BERND, JOANNA = (
    "lindenmoor/ingrid-aasen/SE301",
    "lindenmoor/bernd-kowalke",
    "fjordwerk/joanna-nowak",
)
SECONDS = 20
FRAME = "post_message_forwarding"
PAGES = (
    f"{LEARNER}/mentoring",
    TEACHER,
    f"{TEACHER}/add",
    f"{INGRID}/gradebook",
    f"{BERND}/tools",
    f"{BERND}/tools/LnD3moorM00dle1",
)


@pytest.fixture(scope="module")
def sites(tmp_path_factory):
    with two_sites(tmp_path_factory.mktemp("sites")) as running:
        yield running


@contextmanager
def new_page(chromium):
    """A page that accepts our certificate, and complains about nothing."""
    context = chromium.new_context(ignore_https_errors=True)
    context.set_default_timeout(SECONDS * 1000)
    page, complaints = context.new_page(), []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    yield page
    assert complaints == []
    context.close()


@pytest.fixture
def page(chromium):
    with new_page(chromium) as opened:
        yield opened


class OpenedTool:
    """The tool after a launch in the Canvas dialect."""

    def __init__(self, page, sites) -> None:
        self.page, self.campus = page, sites.campus
        page.goto(f"{sites.campus}/{LEARNER}/mentoring")
        self.shown = page.frame_locator("iframe[title=Mentoring]")
        opened = self.shown.get_by_role("heading", name="LtiResourceLinkRequest")
        opened.wait_for()
        self.frame = next(f for f in page.frames if f.url.startswith(sites.tool))
        self.frame.evaluate(f"() => {{ window.ask = (() => {{ {ASK} return ask; }})(); }}")

    def ask(self, subject, target=f"parent.frames.{FRAME}", **fields):
        """Post a message and wait for the answer."""
        return self.frame.evaluate(
            f"([origin, message]) => ask({target}, origin, message)",
            [self.campus, {"subject": subject, **fields}],
        )


@pytest.fixture(scope="module")
def tool(chromium, sites):
    """One launch for all tests of messages: each stores under keys of its own."""
    with new_page(chromium) as page:
        yield OpenedTool(page, sites)


class TestPlatformStorage:
    def test_what_the_login_stored_is_there_in_the_launch(self, tool):
        expect(tool.shown.locator("#state")).to_have_text("the-state")

    def test_the_page_around_shares_what_is_stored(self, tool):
        told = tool.ask("lti.get_data", target="parent", key="state-1")
        assert told["value"] == "the-state"
        assert told["subject"] == "lti.get_data.response"

    def test_capabilities_name_the_frame(self, tool):
        told = tool.ask("lti.capabilities", target="parent")
        frames = {m["subject"]: m.get("frame") for m in told["supported_messages"]}
        assert frames["lti.put_data"] == frames["lti.get_data"] == FRAME
        assert frames["lti.frameResize"] is None

    def test_values_are_replaced_and_removed(self, tool):
        for value in ("one", "two"):
            assert tool.ask("lti.put_data", key="k", value=value)["value"] == value
        assert tool.ask("lti.get_data", key="k")["value"] == "two"
        assert "value" not in tool.ask("lti.put_data", key="k", value=None)
        assert tool.ask("lti.get_data", key="k")["value"] is None

    def test_space_is_bounded(self, tool):
        told = tool.ask("lti.put_data", key="k", value="x" * 4096)
        assert told["error"]["message"] == "Reached byte limit for tool"
        told = self.put_501(tool, "v")
        assert told[-1]["error"] == {
            "code": "storage_exhaustion",
            "message": "Reached key limit for tool",
        }
        assert "error" not in tool.ask("lti.put_data", key="7", value="w")
        self.put_501(tool, None)

    def put_501(self, tool, value):
        return tool.frame.evaluate(
            f"""async ([origin, value]) => {{
              const told = [];
              for (let number = 0; number < 501; number++) {{
                const message = {{subject: "lti.put_data", key: `${{number}}`, value}};
                told.push(await ask(parent.frames.{FRAME}, origin, message));
              }}
              return told.filter(({{error}}) => error);
            }}""",
            [tool.campus, value],
        )

    @pytest.mark.parametrize(
        ("subject", "code"),
        [("lti.put_data", "bad_request"), ("lti.get_data", "bad_request"), ("lti.x", None)],
    )
    def test_wrong_requests_are_told_so(self, tool, subject, code):
        told = tool.ask(subject)
        assert told["error"]["code"] == (code or "unsupported_subject")

    def test_other_origins_get_nothing(self, tool):
        told = tool.page.evaluate(
            f"""() => new Promise((resolve) => {{
              addEventListener("message", (event) => resolve(event.data));
              frames.{FRAME}.postMessage(
                {{subject: "lti.get_data", key: "state-1", message_id: "m"}}, "*");
            }})"""
        )
        assert told["error"]["code"] == "wrong_origin"
        assert "value" not in told


class TestFrames:
    def test_a_tool_sets_its_height_in_canvas(self, tool):
        shown = tool.page.locator("iframe[title=Mentoring]")
        for asked, height in ((1234, 1234), (10, 450), ("100%", 450)):
            tool.ask("lti.frameResize", target="parent", height=asked)
            assert shown.evaluate("(e) => e.style.height") == f"{height}px"

    def test_moodle_listens_to_nobody(self, page, sites):
        page.goto(f"{sites.campus}/{INGRID}/mentoring")
        opened = page.frame_locator("iframe").get_by_role("heading", name="LtiResourceLinkRequest")
        opened.wait_for()
        assert page.locator("script").count() == 0


class TestChoosing:
    @pytest.mark.parametrize(
        ("course", "place"), [(INGRID, "Select content"), (TEACHER, "Assignments")]
    )
    def test_a_teacher_adds_two_activities(self, page, sites, course, place):
        page.goto(f"{sites.campus}/{course}")
        page.get_by_role("link", name="Add activity").click()
        page.get_by_role("link", name=place).click()
        frame = page.frame_locator("iframe[title=Mentoring]")
        frame.get_by_role("button", name="Choose both").click()
        if course == INGRID:
            frame.get_by_role("button", name="Save and return to course").click()
        else:
            frame.get_by_role("link", name="Back to the course").click()
        page.get_by_role("link", name="First meeting").wait_for()
        page.get_by_role("link", name="Second meeting").click()
        opened = page.frame_locator("iframe[title='Second meeting']")
        opened.get_by_role("heading", name="LtiResourceLinkRequest").wait_for()


class TestRegistration:
    @pytest.mark.parametrize("who", [BERND, JOANNA])
    def test_the_tool_closes_its_frame(self, page, sites, who):
        page.goto(f"{sites.campus}/{who}/tools")
        page.get_by_role("button", name="Continue").click()
        page.wait_for_url("**/tools/new/*")
        expect(page.get_by_role("dialog")).to_have_count(1 if who == JOANNA else 0)
        page.frame_locator("iframe").get_by_role("button", name="Done").click()
        page.wait_for_url(f"{sites.campus}/{who}/tools")

    def test_others_cannot_close_it(self, page, sites):
        page.goto(f"{sites.campus}/{BERND}/tools")
        page.get_by_role("button", name="Continue").click()
        page.frame_locator("iframe").get_by_role("button", name="Done").wait_for()
        page.evaluate("postMessage({subject: 'org.imsglobal.lti.close'}, '*')")
        page.wait_for_timeout(200)
        assert "/tools/new/" in page.url


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing(page, sites, axe, theme):
    page.set_viewport_size({"width": 320, "height": 700})
    wrong = {}
    for path in PAGES:
        page.goto(f"{sites.campus}/{path}?theme={theme}&locale=de")
        if found := violations(page, axe):
            wrong[path] = found
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert wrong == {}


def test_cookies_of_looks_are_secure_over_https(page, sites):
    page.goto(f"{sites.campus}/?theme=dark")
    (cookie,) = page.context.cookies()
    assert cookie["secure"]
    assert re.fullmatch("campus_theme", cookie["name"])
