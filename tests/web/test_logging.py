"""What reaches the log, through the real pipeline: never a secret, never a person's words."""

import io
import json
import logging
import warnings

import pytest
import structlog
from flask import Blueprint

from config.logging import HIDDEN, configure_logging, masked
from tests.web.hub import ORGANIZATION, Hub

JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJl"
TOKEN = "Zk3vX9-QmTtB2nLw8RyUe5oPs7AdGhJ1cVbNf4KxWqE"
SECRETS = [JWT, TOKEN, "mia@example.edu"]


@pytest.fixture
def lines():
    """Logs into memory as JSON; call it to read what came."""
    stream = io.StringIO()
    root, shown = logging.getLogger(), warnings.showwarning
    before = root.handlers, root.level
    configure_logging("debug", "json", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logging.captureWarnings(capture=False)
    warnings.showwarning = shown
    root.handlers, root.level = before


class TestRedaction:
    @pytest.mark.parametrize(
        "key",
        [
            "token",
            "id_token",
            "access_token",
            "Authorization",
            "cookie",
            "Set-Cookie",
            "client_secret",
            "password",
            "api_key",
            "ticket",
            "nonce",
            "email",
            "note",
            "text",
            "goals",
            "name",
            "given_name",
            "secret_keys",
        ],
    )
    def test_values_of_telling_keys_are_hidden(self, lines, key):
        structlog.get_logger("x").info("event", **{key: "abc", "deep": {key: ["abc"]}})
        (line,) = lines()
        assert line[key] == HIDDEN
        assert line["deep"] == {key: HIDDEN}

    def test_other_keys_stay(self, lines):
        structlog.get_logger("x").info("event", route="/app", job_name="purge", ok=True)
        (line,) = lines()
        assert (line["route"], line["job_name"], line["ok"]) == ("/app", "purge", True)
        assert line["level"] == "info"
        assert line["logger"] == "x"
        assert line["timestamp"].endswith("Z")

    @pytest.mark.parametrize("secret", SECRETS)
    @pytest.mark.parametrize("place", ["event", "value", "list", "object", "bytes"])
    def test_secrets_are_hidden_wherever_they_stand(self, lines, secret, place):
        class Thing:
            def __str__(self):
                return f"Thing({secret})"

        log, said = structlog.get_logger("x"), f"saw {secret} today"
        values = {
            "value": said,
            "list": [said],
            "object": Thing(),
            "bytes": said.encode(),
        }
        if place == "event":
            log.info(said)
        else:
            log.info("event", seen=values[place])
        (line,) = lines()
        assert secret not in json.dumps(line)
        assert HIDDEN in json.dumps(line)

    @pytest.mark.parametrize("secret", SECRETS)
    def test_tracebacks_too(self, lines, secret):
        try:
            int(f"cannot read {secret}")
        except ValueError:
            structlog.get_logger("x").exception("failed")
            logging.getLogger("library").exception("failed")
        ours, theirs = lines()
        for line in (ours, theirs):
            assert "ValueError: invalid literal" in line["exception"]
            assert secret not in json.dumps(line)

    @pytest.mark.parametrize("secret", SECRETS)
    def test_the_standard_library_goes_through_the_same_pipeline(self, lines, secret):
        logging.getLogger("library").warning("sent %s and %r", secret, {"token": "abc"})
        (line,) = lines()
        assert line["logger"] == "library"
        assert secret not in json.dumps(line)
        assert "abc" not in line["event"]

    @pytest.mark.parametrize(
        ("text", "hidden"),
        [
            ("Authorization: Bearer abc.def", "abc.def"),
            ("authorization=Basic dXNlcjpwdw==", "dXNlcjpwdw"),
            ("postgresql://hub:pa55@db:5432/hub", "pa55"),
            ("password=pa55 host=db", "pa55"),
            ('{"client_secret": "s3cr3t"}', "s3cr3t"),
            ("GET /app?ticket=abc123&tab=path", "abc123"),
            ("DETAIL:  Key (name)=(Mia Meier) already exists.", "Mia"),
            ("[SQL: INSERT ...]\n[parameters: {'headline': 'I am sad'}]\n(more)", "sad"),
        ],
    )
    def test_shapes_of_secrets(self, text, hidden):
        assert hidden not in masked(text)

    @pytest.mark.parametrize(
        "text",
        [
            "web/sessions.py line 10 in a_rather_long_function_name_without_any_digits",
            "6f1c1d0e-5a0c-4c0b-9d0a-0c8f1e0b7a11",
            "The database does not answer.",
            "postgresql://db:5432/hub",
        ],
    )
    def test_what_helps_stays(self, text):
        assert masked(text) == text

    def test_warnings_are_logged(self, lines):
        warnings.simplefilter("always")
        warnings.warn("beware", stacklevel=1)
        assert "beware" in lines()[0]["event"]


class TestConsole:
    def test_is_for_people(self):
        stream, root = io.StringIO(), logging.getLogger()
        before = root.handlers, root.level
        configure_logging("info", "console", stream)
        log = structlog.get_logger("x")
        log.debug("not shown")
        log.info("shown", token="abc", count=3)
        root.handlers, root.level = before
        logging.captureWarnings(capture=False)
        said = stream.getvalue()
        assert "shown" in said
        assert "count=3" in said
        assert "abc" not in said
        assert "not shown" not in said
        assert "\x1b" not in said, "colours are for terminals"


class TestRequests:
    def failing(self):
        views = Blueprint("leaky", __name__)

        @views.post("/app/leaky/<ticket>")
        def leak(ticket):
            raise RuntimeError(f"could not store {TOKEN} for mia@example.edu")

        return views

    def test_one_line_with_the_template_and_no_more(self, lines):
        hub = Hub()
        client = hub.browser()
        headers = {"X-Request-ID": "from-the-proxy-1"}
        client.get("/app/probe?ticket=abc123&q=private", headers=headers)
        (line,) = lines()
        assert line["event"] == "request"
        assert line["method"] == "GET"
        assert line["route"] == "/app/probe"
        assert line["status"] == 200
        assert line["milliseconds"] >= 0
        assert line["request_id"] == "from-the-proxy-1"
        assert line["organization_id"] == str(ORGANIZATION)
        assert "abc123" not in json.dumps(line)
        assert "private" not in json.dumps(line)

    def test_an_unexpected_error_is_logged_without_its_secrets(self, lines):
        hub = Hub(blueprints=[self.failing()])
        answer = hub.browser().post("/app/leaky/abc123?x=y", data={"note": "I feel alone"})
        assert answer.status_code == 500
        error, access = lines()
        assert error["event"] == "request failed"
        assert error["level"] == "error"
        assert "RuntimeError" in error["exception"]
        assert error["request_id"] == access["request_id"] == answer.headers["X-Request-ID"]
        assert access["route"] == "/app/leaky/<ticket>"
        said = json.dumps([error, access])
        for secret in (TOKEN, "mia@example.edu", "I feel alone", "abc123"):
            assert secret not in said
            assert secret not in answer.text

    def test_refusals_are_no_errors(self, lines):
        Hub().app.test_client().get("/app/probe")
        (line,) = lines()
        assert (line["status"], line["level"]) == (401, "info")

    @pytest.mark.parametrize(
        "offered", ["", "short", "x" * 65, "with space", "a\u00e9bcdefgh", "<b>"]
    )
    def test_an_odd_request_id_is_replaced(self, offered):
        headers = {"X-Request-ID": offered}
        given = Hub().app.test_client().get("/healthz", headers=headers).headers["X-Request-ID"]
        assert given != offered
        assert len(given) == 32

    def test_ids_do_not_leak_into_the_next_request(self, lines):
        hub = Hub()
        hub.browser().get("/app/probe")
        hub.app.test_client().get("/open/probe")
        first, second = lines()
        assert "organization_id" in first
        assert "organization_id" not in second
