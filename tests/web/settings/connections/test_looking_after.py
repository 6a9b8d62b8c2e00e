"""Looking after a connection: files, tokens, being told of changes."""

import re
from io import BytesIO

from core.domain.connection import ConnectionStatus
from core.sentence import sentence
from tests.web.hub import ORGANIZATION
from tests.web.settings.connections.conftest import HERE


class TestFiles:
    def send(self, desk, content=b"Name\nAda\n", name="people.csv"):
        page = desk.get(desk.one)
        return desk.send(page, f"{desk.one}/file", file=(BytesIO(content), name))

    def test_a_file_is_uploaded_tried_and_applied(self, hub, desk):
        page = desk.add("upload")
        assert "Upload a file" in page.text
        page = desk.follow(self.send(desk))
        assert "The file is stored and can be read." in page.text
        with hub.storage.tenant(ORGANIZATION) as work:
            assert work.connections.file(hub.the_connection().id) == b"Name\nAda\n"
        desk.press("dry-run")
        hub.reader.work()
        assert "Apply it" in desk.get(desk.one).text
        desk.press("run")
        hub.reader.work()
        assert hub.entries() == ["Ada", "Bo", "Cleo"]
        page = desk.get(desk.one).text
        assert "Read by hand" in page
        assert "Turn on" not in page
        assert 'type="file"' in page

    def test_no_file_and_an_empty_one(self, desk):
        desk.add("upload")
        assert "Choose a file first." in self.send(desk, name="").text
        answer = self.send(desk, b"")
        assert answer.status_code == 422
        assert 'id="file-wrong"' in answer.text

    def test_one_that_cannot_be_read_says_why(self, hub, desk):
        desk.add("upload")
        hub.source.key = "other"
        assert "The key is not accepted." in desk.follow(self.send(desk)).text

    def test_one_that_is_larger_than_any(self, desk):
        desk.add("upload")
        size = {"CONTENT_LENGTH": str(70 * 2**20)}
        answer = desk.browser.post(f"{desk.one}/file", data=b"", environ_overrides=size)
        assert answer.status_code == 422
        assert "larger than" in answer.text


class TestScim:
    def test_a_token_is_shown_once_then_the_connection_is_turned_on(self, hub, desk):
        page = desk.add("scim", title="Entra")
        assert "http://localhost:8000/scim/v2" in page.text
        assert "Run now" not in page.text
        assert "Make a token below" in page.text
        made = desk.send(page, f"{desk.one}/tokens")
        assert "It is shown only now." in made.text
        token = re.search(r'id="scim-token"[^>]*value="([^"]+)"', made.text)[1]
        assert hub.services.scim.tokens.caller(token).connection_id == hub.the_connection().id
        assert made.headers["Cache-Control"] == "no-store"
        page = desk.get(desk.one)
        assert token not in page.text
        assert f"Ends …{token[-4:]}" in page.text
        assert "what the identity provider sends is taken" in page.text
        page = desk.follow(desk.press("on"))
        assert hub.the_connection().status is ConnectionStatus.ON
        assert "Pause" in page.text

    def test_a_token_is_removed(self, hub, desk):
        desk.add("scim", title="Okta")
        made = desk.send(desk.get(desk.one), f"{desk.one}/tokens")
        token = re.search(r'id="scim-token"[^>]*value="([^"]+)"', made.text)[1]
        answer = desk.send(made, f"{desk.one}/tokens/remove")
        assert "The token is worth nothing any more." in desk.follow(answer).text
        assert hub.services.scim.tokens.caller(token) is None
        assert desk.post(f"{desk.one}/tokens/remove", token="x").status_code == 400

    def test_others_have_none(self, desk):
        desk.add()
        assert desk.post(f"{desk.one}/tokens").status_code == 404


class TestBeingTold:
    def test_the_other_side_is_asked_to_tell_and_no_more(self, desk):
        desk.has_on("hooked")
        page = desk.get(desk.one)
        assert "Being told of changes" in page.text
        page = desk.follow(desk.press("hook-on"))
        assert "tells of changes from now on" in page.text
        assert "It told nothing yet." in page.text
        page = desk.follow(desk.press("hook-off"))
        assert "tells of changes no more" in page.text

    def test_a_refusal_is_told(self, hub, desk):
        desk.has_on("hooked")
        hub.source.key = "other"
        page = desk.press("hook-on")
        assert "is not accepted" in page.text
        assert "Be told of changes" in page.text

    def test_others_cannot_be(self, desk):
        desk.has_on()
        assert "Being told of changes" not in desk.get(desk.one).text
        assert desk.press("hook-on").status_code == 409


def test_what_works_but_should_be_looked_at_is_told(hub, desk):
    hub.source.warnings = (sentence("Only half of the people can be read."),)
    page = desk.send(
        desk.get(f"{HERE}/add/warning"),
        f"{HERE}/add/warning",
        title="HR",
        **{"field-address": "https://hr.example", "field-key": "s3cret"},
    )
    assert "Only half of the people can be read." in page.text
    assert "Only half" in desk.press("test").text


def test_reloading_where_a_button_led_shows_the_connection(desk):
    desk.add()
    for button in ("deed", "file", "backfill", "tokens", "leavers"):
        assert desk.get(f"{desk.one}/{button}").location == desk.one
    assert desk.get("/settings/people/join").location == "/settings/people/"
