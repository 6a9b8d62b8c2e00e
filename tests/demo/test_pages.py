"""The campus's pages, and keys fetched over a real socket."""

import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from demo import texts
from demo.directory import GROUPS, institutions
from demo.server import campus_server
from demo.signing_key import FILE_NAME, _store, signing_key
from demo.tool_keys import Fetched, fetch

from .conftest import NOW

TEMPLATES = Path(texts.__file__).parent / "templates"
PAGES = [
    "/",
    "/lindenmoor/mara-lindqvist",
    "/lindenmoor/mara-lindqvist/SE301",
    "/lindenmoor/mara-lindqvist/DB210",
    "/lindenmoor/mara-lindqvist/SE301/mentoring",
    "/fjordwerk/joanna-nowak/LEAD-1/launch",
    "/connection",
    "/lindenmoor/ingrid-aasen/SE301",
    "/lindenmoor/ingrid-aasen/SE301/add",
    "/lindenmoor/ingrid-aasen/SE301/add/LnD3moorM00dle1/ContentArea",
    "/fjordwerk/tobias-arnheim/LEAD-1/add",
    "/lti/deep-linking/cancel",
    "/lindenmoor/bernd-kowalke/tools",
    "/lindenmoor/ingrid-aasen/SE301/gradebook",
    "/lindenmoor/ingrid-aasen/SE301/gradebook/1/yusuf-demir",
    "/lindenmoor/noor-visser/mentoring",
    "/fjordwerk/test-student/LEAD-1",
    "/lti/storage",
    "/hr/fjordwerk",
    "/fjordwerk/joanna-nowak/tools/10000000000007",
    "/teams/",
    "/teams/amina-yildiz/chat",
    "/teams/amina-yildiz/tab",
    "/teams/amina-yildiz/activity",
    "/teams/henrik-voss/channels",
    "/teams/henrik-voss/channels/general",
    "/teams/henrik-voss/channels/partners/configure",
]


class TestPages:
    @pytest.mark.parametrize("locale", ["en", "de"])
    @pytest.mark.parametrize("page", PAGES)
    def test_render_in_both_languages(self, browser, page, locale):
        answer = browser.client.get(f"{page}?locale={locale}&theme=dark")
        assert answer.status_code == 200
        assert f'<html lang="{locale}" data-theme="dark">' in answer.text

    @pytest.mark.parametrize("page", [*PAGES, "/no/such/page"])
    def test_carry_no_inline_code_and_forbid_it(self, browser, page):
        answer = browser.client.get(page)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! src=)", answer.text)
        assert answer.headers["Cache-Control"] == "no-store"

    def test_everybody_can_be_chosen(self, browser):
        page = browser.client.get("/").text
        for institution in institutions():
            for person in institution.people:
                assert f'href="/{institution.slug}/{person.key}"' in page

    def test_a_person_sees_their_own_courses(self, browser):
        page = browser.client.get("/lindenmoor/leon-abt").text
        assert "Software Engineering in Teams" in page
        assert "Databases" not in page

    def test_the_frame_is_named_and_launches(self, browser):
        page = browser.client.get("/lindenmoor/mara-lindqvist/SE301/mentoring").text
        frame = r'<iframe title="Mentoring"\s+src="/lindenmoor/mara-lindqvist/SE301/launch">'
        assert re.search(frame, page)

    def test_the_launch_form_has_a_button_for_browsers_without_scripts(self, browser):
        page = browser.client.get("/lindenmoor/mara-lindqvist/SE301/launch").text
        assert re.search(r'<form class="pass-on" method="post".*<button.*</form>', page, re.DOTALL)

    def test_a_language_can_be_asked_for_by_the_browser(self, browser):
        page = browser.client.get("/", headers={"Accept-Language": "de-AT,de;q=0.9"})
        assert 'lang="de"' in page.text

    def test_scripts_and_styles_are_kept_for_a_while(self, browser):
        for name in ("campus.css", "post.js", "campus.svg"):
            with browser.client.get(f"/static/{name}") as answer:
                assert answer.headers["Cache-Control"] == "max-age=3600"

    def test_something_missing_says_where_to_go(self, browser):
        answer = browser.client.get("/no/such/page")
        assert answer.status_code == 404
        assert "choose somebody" in answer.text


class TestConnection:
    def test_says_that_the_tool_is_off(self, browser):
        page = browser.client.get("/connection").text
        assert "Could not be fetched" in page
        assert "The tool does not answer" in browser.client.get(PAGES[4]).text

    def test_shows_the_keys_after_fetching_again(self, campus, browser, monkeypatch):
        keys = campus.extensions["campus"].tool_keys
        good = Fetched(NOW, ({"kid": "the-kid", "alg": "RS256"},))
        monkeypatch.setattr(keys, "_get", lambda _url: good)
        answer = browser.client.post("/connection", follow_redirects=True)
        assert "the-kid" in answer.text
        assert "09:00:00" in answer.text


class TestTexts:
    def test_every_text_of_a_template_has_a_translation(self):
        used = set()
        for template in TEMPLATES.glob("*.html"):
            used |= set(re.findall(r'_\("([^"]+)"', template.read_text(encoding="utf-8")))
        assert len(used) > 30
        assert used <= texts.GERMAN.keys()

    def test_every_refusal_of_an_answer_has_a_translation(self):
        said = set()
        for module in TEMPLATES.parent.glob("*.py"):
            said |= set(re.findall(r'RefusedAnswerError\(\s*"([^"]+)"', module.read_text("utf-8")))
        assert len(said) > 10
        assert said <= texts.GERMAN.keys()

    def test_placeholders_agree(self):
        for english, german in texts.GERMAN.items():
            names = re.compile(r"%\(\w+\)s")
            assert sorted(names.findall(english)) == sorted(names.findall(german))

    @pytest.mark.parametrize("group", GROUPS)
    def test_groups_have_names(self, group):
        assert texts.translate("de", group)


class TestSigningKey:
    def test_of_two_first_starts_one_key_wins(self, tmp_path):
        first = signing_key(tmp_path)
        other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        _store(tmp_path / FILE_NAME, other)
        assert signing_key(tmp_path).private_numbers() == first.private_numbers()

    def test_is_made_once_and_kept_private(self, tmp_path):
        first = signing_key(tmp_path / "new")
        again = signing_key(tmp_path / "new")
        assert first.private_numbers() == again.private_numbers()
        assert (tmp_path / "new" / FILE_NAME).stat().st_mode & 0o077 == 0
        assert [p.name for p in (tmp_path / "new").iterdir()] == [FILE_NAME]


@pytest.fixture
def tool():
    """Answers what it is told to, over a socket."""

    class Handler(BaseHTTPRequestHandler):
        answer = (200, b"")

        def do_GET(self):
            status, body = self.answer
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/jwks", Handler
    server.shutdown()
    thread.join()
    server.server_close()


class TestFetching:
    def test_reads_keys(self, tool):
        url, handler = tool
        handler.answer = (200, json.dumps({"keys": [{"kid": "a"}, "junk"]}).encode())
        assert fetch(url).keys == ({"kid": "a"},)

    def test_asks_no_proxy_of_the_environment(self, tool, monkeypatch):
        url, handler = tool
        handler.answer = (200, json.dumps({"keys": [{"kid": "a"}]}).encode())
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.delenv("no_proxy", raising=False)
        assert fetch(url).error == ""

    @pytest.mark.parametrize("answer", [(500, b""), (200, b"<html>"), (200, b"[]"), (200, b"{}")])
    def test_says_what_is_wrong(self, tool, answer):
        url, handler = tool
        handler.answer = answer
        fetched = fetch(url)
        assert fetched.keys == ()
        assert url in fetched.error

    def test_says_that_nobody_answers(self):
        assert "did not answer" in fetch("http://127.0.0.1:9/jwks").error


def test_a_taken_port_is_an_error(addresses):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        campus_server(addresses, "127.0.0.1", taken.getsockname()[1])


def test_the_server_serves(addresses):
    server = campus_server(addresses, "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        assert len(fetch(f"http://127.0.0.1:{server.server_address[1]}/lti/jwks.json").keys) == 1
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
