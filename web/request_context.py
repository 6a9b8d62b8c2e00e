"""One id for everything that happens in a request, and one line in the log when it is over.

The line has the route's template, never the address itself: queries, path values and bodies can
hold secrets and what people wrote.
"""

import re
import time
from uuid import uuid4

import structlog
from flask import Flask, g, request
from werkzeug.wrappers import Response

from web.sessions import known_sign_in

REQUEST_ID = "X-Request-ID"
_SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
_QUIET = frozenset({"static", "health.alive", "health.ready", "health.metrics"})
_log = structlog.get_logger(__name__)


def start() -> None:
    """Before each request: name it and start its clock."""
    offered = request.headers.get(REQUEST_ID, "")
    g.request_id = offered if _SANE.fullmatch(offered) else uuid4().hex
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request_id=g.request_id)


def request_id() -> str:
    """The id of this request, for people to quote."""
    found: str = g.get("request_id", "")
    return found


def duration() -> float:
    """Seconds since the request came in."""
    started: float = g.get("started", 0.0)
    return time.perf_counter() - started


def route() -> str:
    """The route's template; "unmatched" when no route fits."""
    return request.url_rule.rule if request.url_rule else "unmatched"


def bind_organization() -> None:
    """Before each request, once the caller is known: log lines name the organization."""
    session = known_sign_in().session
    if session is not None:
        organization = str(session.actor.organization_id)
        structlog.contextvars.bind_contextvars(organization_id=organization)


def finish(response: Response) -> Response:
    """After each request: hand the id back and write the access log line."""
    response.headers[REQUEST_ID] = request_id()
    log = _log.debug if request.endpoint in _QUIET else _log.info
    log(
        "request",
        method=request.method,
        route=route(),
        status=response.status_code,
        milliseconds=round(duration() * 1000, 1),
    )
    return response


def install(app: Flask) -> None:
    """Install the first hook before and the last one after each request."""
    app.before_request(start)
    app.after_request(finish)
