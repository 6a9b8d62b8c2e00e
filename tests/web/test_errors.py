import pytest
from flask import Blueprint, abort
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    MentorloomError,
    MisconfiguredError,
    NotFoundError,
    NotSignedInError,
    UnavailableError,
)
from core.sentence import sentence
from tests.web.hub import Hub

SECRET = "hunter2-and-a-row-of-the-database"


def bad_answers():
    return InvalidInputError(
        "Some answers need a change before they can be saved.",
        {"goals": [sentence("At most %(count)s items fit here.", count=12)]},
    )


RAISED = {
    "invalid": (bad_answers, 422, "invalid_input"),
    "schema": (lambda: ValidationError({"a": {0: ["Send text here."]}}), 422, "invalid_input"),
    "stranger": (lambda: NotSignedInError("Sign in first."), 401, "not_signed_in"),
    "forbidden": (lambda: ForbiddenError("Only teachers can."), 403, "forbidden"),
    "missing": (lambda: NotFoundError("No %(what)s.", what="mentor"), 404, "not_found"),
    "conflict": (lambda: ConflictError("It changed."), 409, "conflict"),
    "away": (lambda: UnavailableError("The LMS does not answer."), 503, "unavailable"),
    "setting": (lambda: MisconfiguredError(f"MENTORLOOM_X is {SECRET}."), 500, "unexpected"),
    "unknown": (lambda: MentorloomError(SECRET), 500, "unexpected"),
    "bug": (lambda: ZeroDivisionError(SECRET), 500, "unexpected"),
    "teapot": (lambda: aborted(418), 400, "bad_request"),
    "too-large": (lambda: aborted(413), 413, "too_large"),
    "gateway": (lambda: aborted(502), 500, "unexpected"),
}


def aborted(code):
    try:
        abort(code)
    except HTTPException as error:
        return error


def failing(prefix):
    views = Blueprint(f"failing-{prefix.strip('/').replace('/', '-')}", __name__)

    @views.get(f"{prefix}/fail/<what>")
    def fail(what):
        make, *_ = RAISED[what]
        raise make()

    return views


@pytest.fixture
def hub():
    return Hub(blueprints=[failing("/app"), failing("/api/v1")])


@pytest.mark.parametrize("what", RAISED)
class TestBothForms:
    def test_page(self, hub, what):
        answer = hub.browser().get(f"/app/fail/{what}", headers={"Accept": "text/html"})
        assert answer.status_code == RAISED[what][1]
        assert answer.mimetype == "text/html"
        assert answer.headers["X-Request-ID"] in answer.text
        assert "<h1></h1>" not in answer.text
        assert SECRET not in answer.text
        assert "Traceback" not in answer.text

    def test_problem_json(self, hub, what):
        answer = hub.browser().get(f"/api/v1/fail/{what}", headers={"Accept": "text/html"})
        _, status, code = RAISED[what]
        assert answer.status_code == answer.json["status"] == status
        assert answer.mimetype == "application/problem+json"
        assert answer.json["code"] == code
        assert answer.json["request_id"] == answer.headers["X-Request-ID"]
        assert answer.json["title"]
        assert answer.json["detail"]
        assert SECRET not in answer.text


class TestWords:
    def test_a_sentence_of_ours_is_told_with_its_values(self, hub):
        assert hub.browser().get("/api/v1/fail/missing").json["detail"] == "No mentor."

    def test_fields_are_named_with_what_to_do(self, hub):
        answer = hub.browser().get("/api/v1/fail/invalid").json
        assert answer["errors"] == {"goals": ["At most 12 items fit here."]}

    def test_nested_fields_are_dotted(self, hub):
        answer = hub.browser().get("/api/v1/fail/schema").json
        assert answer["errors"] == {"a.0": ["Send text here."]}


class TestForm:
    @pytest.mark.parametrize(
        ("accept", "mimetype"),
        [
            ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
            ("*/*", "text/html"),
            ("", "text/html"),
            ("application/json", "application/problem+json"),
            ("application/problem+json", "application/problem+json"),
            ("image/png", "text/html"),
        ],
    )
    def test_follows_what_is_asked_for(self, hub, accept, mimetype):
        answer = hub.browser().get("/nothing", headers={"Accept": accept})
        assert answer.status_code == 404
        assert answer.mimetype == mimetype

    def test_json_senders_get_json(self, hub):
        assert hub.browser().post("/nothing", json={}).mimetype == "application/problem+json"

    def test_even_a_broken_template_leaves_a_page(self, hub):
        hub.app.jinja_loader = None
        answer = hub.browser().get("/nothing")
        assert answer.status_code == 404
        assert "<h1>Not found</h1>" in answer.text
        assert answer.headers["X-Request-ID"] in answer.text


class TestHeaders:
    def test_try_again_later(self, hub):
        assert hub.browser().get("/app/fail/away").headers["Retry-After"] == "5"
        assert "Retry-After" not in hub.browser().get("/app/fail/bug").headers

    def test_how_to_sign_in(self, hub):
        answer = hub.app.test_client().get("/api/v1/me")
        assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_which_methods_there_are(self, hub):
        answer = hub.browser().post("/healthz")
        assert answer.status_code == 405
        assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}

    def test_too_large_a_body(self, hub):
        answer = hub.browser().put("/api/v1/me/profile", json={"headline": "x" * 1_100_000})
        assert answer.status_code == 413
        assert answer.json["code"] == "too_large"


def test_a_database_that_is_away_is_told_and_not_asked_twice(hub, monkeypatch):
    client, asked = hub.browser(), []

    def away():
        asked.append(1)
        raise UnavailableError("The database does not answer. Try again in a moment.")

    monkeypatch.setattr(hub.storage, "platform", away)
    answer = client.get("/app/probe")
    assert answer.status_code == 503
    assert len(asked) == 1
