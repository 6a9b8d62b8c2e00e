"""The stand-in Teams in a real browser, around an app that uses the real TeamsJS by the book."""

import re
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server

from demo.addresses import Addresses
from demo.server import campus_server
from demo.teams.tenant import CLIENT_ID, employee
from tests.browser.conftest import bad
from tests.browser.messaging_tool import certificate, free_port
from tests.browser.served import Silent
from tests.browser.teams_app_by_the_book import App, package
from tests.browser.test_accessibility import violations

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("teams-host")]
CARD = {
    "type": "AdaptiveCard",
    "version": "1.5",
    "body": [
        {"type": "TextBlock", "text": "**Henrik Voss** asks", "wrap": True},
        {"type": "Input.Text", "id": "note", "label": "Your answer"},
    ],
    "actions": [
        {"type": "Action.Execute", "title": "Accept", "verb": "accept", "data": {"id": "m1"}},
        {"type": "Action.Submit", "title": "Not now", "data": {"verb": "later"}},
    ],
}
ATTACHED = {"contentType": "application/vnd.microsoft.card.adaptive", "content": CARD}


class Host:
    def __init__(self, campus, app, here):
        self.campus, self.app, self.here = campus, app, here

    def page(self, context, path):
        page = context.new_page()
        page.complaints = []
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("console", lambda said: page.complaints.append(said.text) if bad(said) else None)
        page.goto(f"{self.campus}/teams/amina-yildiz/{path}")
        return page


@pytest.fixture(scope="module")
def host(tmp_path_factory, axe):
    """Campus and app on two sites; over https, or TeamsJS opens no window."""
    folder, app = tmp_path_factory.mktemp("campus"), App()
    tls, (there, here) = certificate(folder), (free_port(), free_port())
    app.campus, tool = f"https://127.0.0.1:{there}", f"https://localhost:{here}"
    addresses = Addresses(campus=app.campus, tool=tool, folder=folder, certificates=tls[0])
    campus = campus_server(addresses, "127.0.0.1", there, tls, package(tool))
    ours = make_server(
        "localhost", here, app.wsgi(), threaded=True, ssl_context=tls, request_handler=Silent
    )
    with serving(campus), serving(ours):
        yield Host(app.campus, app, campus.app.extensions["campus"].microsoft)


@contextmanager
def serving(server):
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(chromium):
    context = chromium.new_context(
        viewport={"width": 1100, "height": 900}, ignore_https_errors=True
    )
    context.set_default_timeout(10_000)
    yield context
    context.close()


def test_a_tab_learns_who_looks_at_it_and_how(host, context):
    page = host.page(context, "tab/home?locale=de&theme=dark&sub=/app/matches")
    told = page.frame_locator("#tab").locator("#told")
    expect(told).to_contain_text("theme dark")
    expect(told).to_contain_text("locale de-de")
    expect(told).to_contain_text("page home /app/matches")
    expect(told).to_contain_text(f"oid {employee('amina-yildiz').object_id}")
    expect(page.locator("#loading")).to_have_text("")
    page.get_by_role("combobox", name="Farbschema").select_option("contrast")
    expect(told).to_contain_text("theme contrast")
    expect(page.locator("html")).to_have_attribute("data-theme", "contrast")
    page.reload()
    assert page.complaints == []


def test_links_lead_into_the_tab(host, context):
    page = host.page(context, "tab/home")
    tab = page.frame_locator("#tab")
    tab.get_by_role("button", name="Share a link").click()
    expect(page.get_by_label("Link into Teams")).to_have_value(re.compile("/l/entity/"))
    page.get_by_role("button", name="Follow the link").click()
    expect(tab.locator("#told")).to_contain_text("page home /app/matches")
    tab.get_by_role("button", name="Go to requests").click()
    expect(tab.locator("#told")).to_contain_text("page home /app/requests")
    page.get_by_role("button", name="Back").click()
    expect(tab.locator("#told")).to_contain_text("page home /app/matches")


def test_consent_is_given_in_a_window_of_its_own(host, context):
    page = host.page(context, "tab/home")
    tab = page.frame_locator("#tab")
    expect(tab.locator("#told")).to_contain_text("oid")
    for button, told in (("Cancel", "no consent denied"), ("Accept", "consent given")):
        with page.expect_popup() as opened:
            tab.get_by_role("button", name="Consent").click()
        opened.value.get_by_role("button", name=button).click()
        expect(tab.locator("#told")).to_contain_text(told)
    with page.expect_popup() as opened:
        tab.get_by_role("button", name="Consent").click()
    opened.value.get_by_role("button", name="Accept").wait_for()
    opened.value.close()
    expect(tab.locator("#told")).to_contain_text("no consent CancelledByUser")
    assert host.here.grants.allowed(employee("amina-yildiz").object_id) == {"User.Read"}


def test_a_tab_is_added_to_a_shared_channel(host, context):
    page = host.page(context, "channels/partners")
    page.get_by_role("link", name="Add a tab").click()
    told = page.frame_locator("#tab").locator("#told")
    expect(told).to_contain_text("channel With partners Shared")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("link", name="Change the tab")).to_be_visible()
    expect(page.get_by_title("Mentoring here")).to_be_visible()


def test_a_chat_with_the_bot_by_keyboard(host, context):
    page = host.page(context, "chat")
    page.get_by_role("button", name="Add the app").press("Enter")
    page.get_by_role("textbox", name="Message").fill("Hello")
    page.get_by_role("textbox", name="Message").press("Enter")
    expect(page.get_by_role("log").get_by_text("Hello")).to_be_visible()
    assert [one["type"] for one in host.app.activities][-1] == "message"
    chats = host.here.chats
    chat = chats.of(employee("amina-yildiz"))
    chats.type(chat)
    expect(page.locator("#typing")).to_have_text("Mentorloom is typing")
    actions = [{"type": "imBack", "title": "Show all", "value": "all"}]
    said = {"text": "**Good** morning", "suggestedActions": {"actions": actions}}
    chats.say(chat, said, by_bot=True)
    expect(page.locator("strong", has_text="Good")).to_be_visible()
    page.get_by_role("button", name="Show all").press("Enter")
    expect(page.get_by_role("log").get_by_text("all", exact=True)).to_be_visible()


def test_a_card_is_filled_in_answered_and_refreshed(host, context):
    chats = host.here.chats
    chat = chats.of(employee("amina-yildiz"))
    chats.set_installed(chat, installed=True)
    answer = {**CARD, "body": [{"type": "TextBlock", "text": "You accepted"}], "actions": []}
    kind = "application/vnd.microsoft.card.adaptive"
    host.app.answer = {"statusCode": 200, "type": kind, "value": answer}
    shown = chats.say(chat, {"attachments": [ATTACHED]}, by_bot=True)
    page = host.page(context, "chat")
    page.get_by_label("Your answer").fill("Gladly")
    page.get_by_role("button", name="Not now").click()
    expect(page.locator("#said")).to_have_text("")
    page.get_by_label("Your answer").fill("Gladly")
    page.get_by_role("button", name="Accept").press("Enter")
    expect(page.get_by_text("You accepted")).to_be_visible()
    submitted, executed = host.app.activities[-2:]
    assert submitted["value"] == {"verb": "later", "note": "Gladly"}
    assert executed["value"]["action"]["data"] == {"id": "m1", "note": "Gladly"}
    assert executed["value"]["action"]["verb"] == "accept"
    assert executed["replyToId"] == shown

    refresh = {"action": {"type": "Action.Execute", "verb": "refresh"}}
    old = {**CARD, "refresh": refresh, "body": []}
    chats.say(chat, {"attachments": [{**ATTACHED, "content": old}]}, by_bot=True)
    expect(page.get_by_text("You accepted")).to_have_count(2)
    assert host.app.activities[-1]["value"]["trigger"] == "automatic"
    assert page.complaints == []


def test_the_app_is_searched_from_the_chat(host, context):
    host.here.chats.set_installed(host.here.chats.of(employee("amina-yildiz")), installed=True)
    preview = {"content": {"title": "Henrik Voss", "text": "Leads leaders"}}
    listed = {"type": "result", "attachments": [{**ATTACHED, "preview": preview}]}
    host.app.answer = {"composeExtension": listed}
    page = host.page(context, "chat")
    page.get_by_text("Search with Mentorloom").click()
    page.get_by_label("Search term").fill("feedback")
    page.get_by_label("Search term").press("Enter")
    page.get_by_role("button", name="Put into the chat: Henrik Voss").press("Enter")
    expect(page.get_by_role("log").get_by_text("Henrik Voss asks").last).to_be_visible()
    assert host.app.activities[-1]["name"] == "composeExtension/query"


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_axe_finds_nothing(host, context, axe, theme):
    chats = host.here.chats
    chat = chats.of(employee("amina-yildiz"))
    chats.set_installed(chat, installed=True)
    chats.say(chat, {"text": "- one\n- [two](https://example.org)"}, by_bot=True)
    chats.say(chat, {"attachments": [ATTACHED]}, by_bot=True)
    page = context.new_page()
    page.set_viewport_size({"width": 320, "height": 700})
    wrong = {}
    consent = f"0b9e5d52-7f0c-4f1e-9a43-3d6f0c1fa001/oauth2/v2.0/authorize?client_id={CLIENT_ID}"
    consent += f"&response_type=code&scope=User.Read&redirect_uri={host.here.places.tool}/teams/x"
    for path in (
        "teams/",
        "teams/amina-yildiz/chat",
        "teams/amina-yildiz/tab/home",
        "teams/amina-yildiz/activity",
        "teams/amina-yildiz/channels",
        "teams/amina-yildiz/channels/general",
        "teams/amina-yildiz/channels/general/configure",
        "teams/amina-yildiz/open?link=x",
        consent,
    ):
        page.goto(f"{host.campus}/{path}{'&' if '?' in path else '?'}theme={theme}&locale=de")
        if path.endswith("/chat"):
            page.get_by_label("Your answer").first.wait_for()
        page.evaluate("for (const part of document.querySelectorAll('details')) part.open = true")
        if found := violations(page, axe):
            wrong[path] = found
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    assert wrong == {}
