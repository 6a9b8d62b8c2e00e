"""The one place where exceptions become answers: a page or RFC 9457 problem+json.

JSON goes to /api/ and to whoever asks for it (Accept) or sends it; people get `error.html` with
`problem` (web.problems.Problem) and `request_id`. https://www.rfc-editor.org/rfc/rfc9457
"""

import json
from http import HTTPStatus

import structlog
from flask import Flask, render_template, request
from flask_babel import gettext
from markupsafe import escape
from werkzeug.exceptions import MethodNotAllowed
from werkzeug.wrappers import Response

from web.entra.routes import entra_offered
from web.problems import Problem, problem_of
from web.request_context import request_id
from web.scim.problems import PREFIX, scim_problem
from web.security_headers import allow
from web.sessions import known_sign_in

_JSON_TYPES = ("text/html", "application/json", "application/problem+json")
_log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    """Handle every exception of every view."""
    app.register_error_handler(Exception, answer)


def answer(error: Exception) -> Response:
    """The answer to an exception, in the form the caller reads."""
    problem = problem_of(error)
    if problem.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("request failed", code=problem.code, exc_info=error)
    if request.path.startswith(PREFIX):
        response = scim_problem(error, problem)
    else:
        response = as_json(problem) if wants_json() else as_page(problem)
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    return response


def wants_json() -> bool:
    """Whether the caller is a program."""
    if request.path.startswith("/api/") or request.is_json:
        return True
    return request.accept_mimetypes.best_match(_JSON_TYPES, "text/html") != "text/html"


def as_json(problem: Problem) -> Response:
    """The problem as RFC 9457 problem+json."""
    body = {
        "type": "about:blank",
        "title": problem.title,
        "status": problem.status,
        "detail": f"{problem.sentence} {problem.advice}".rstrip(),
        "code": problem.code,
        "errors": problem.fields,
        "request_id": request_id(),
    }
    response = Response(json.dumps(body), problem.status, mimetype="application/problem+json")
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return _with_retry(response, problem)


def as_page(problem: Problem) -> Response:
    """The problem as a page."""
    if known_sign_in().session is None:
        # There is nothing to do on it, and it must be readable inside the course's frame, whose
        # origin we do not know before a launch succeeded.
        allow("frame-ancestors", "*")
    try:
        body = render_template(
            "error.html", problem=problem, request_id=request_id(), microsoft=_microsoft(problem)
        )
    except Exception:  # noqa: BLE001 - an error while telling an error must not hide it
        _log.exception("the error page failed")
        body = _plainest(problem)
    return _with_retry(Response(body, problem.status, mimetype="text/html"), problem)


def _microsoft(problem: Problem) -> bool:
    """Whether signing in with Microsoft would help: administrators come from no course."""
    of_settings = (request.endpoint or "").startswith(("settings.", "entra."))
    return of_settings and problem.status == HTTPStatus.UNAUTHORIZED and entra_offered()


def _plainest(problem: Problem) -> str:
    # What remains when templates themselves fail.
    number = escape(gettext("Number for your administrator: %(id)s", id=request_id()))
    return (
        f"<!doctype html><title>{escape(problem.title)}</title><h1>{escape(problem.title)}</h1>"
        f"<p>{escape(problem.sentence)} {escape(problem.advice)}</p><p>{number}</p>"
    )


def _with_retry(response: Response, problem: Problem) -> Response:
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    return response
