"""For the machinery around us: alive, ready, and numbers.

- /healthz: this process answers. Asks nobody else, so a database outage restarts nothing.
- /readyz: every check passes (database, migrations); 503 with the names of those that do not.
- /metrics: Prometheus text, for a scraper with MENTORLOOM_METRICS_TOKEN; without one, for whoever
  asks from this machine and not through a proxy.

Each process counts for itself, which is right for the threads of `up` and `web`. With several
gunicorn workers set PROMETHEUS_MULTIPROC_DIR to an empty folder, as prometheus-client asks; then
any worker answers for all.
"""

import hmac
import os
from collections.abc import Callable, Mapping
from ipaddress import ip_address

import structlog
from flask import Blueprint, Flask, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from werkzeug.wrappers import Response

from core.errors import ForbiddenError
from web.access import public
from web.request_context import duration, route
from web.services import web_settings
from web.sessions import bearer_token

Checks = Mapping[str, Callable[[], None]]
"""Name -> a call that raises when that part is not ready."""

_log = structlog.get_logger(__name__)


def install(app: Flask, checks: Checks) -> None:
    """Add the three routes and measure every request."""
    registry = CollectorRegistry()
    seconds = Histogram(
        "mentorloom_request_seconds",
        "Time to answer a request.",
        ("method", "route", "status"),
        registry=registry,
    )

    def measure(response: Response) -> Response:
        method = request.method if request.method in _METHODS else "other"
        seconds.labels(method, route(), str(response.status_code)).observe(duration())
        return response

    app.after_request(measure)
    app.register_blueprint(_routes(checks, registry))


_PROXIED = ("Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Proto", "X-Real-IP")
"""What proxies add to a request; somebody on this machine needs no proxy."""
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def _routes(checks: Checks, registry: CollectorRegistry) -> Blueprint:
    blueprint = Blueprint("health", __name__)

    @blueprint.get("/healthz")
    @public
    def alive() -> ResponseReturnValue:
        return jsonify(status="alive")

    @blueprint.get("/readyz")
    @public
    def ready() -> ResponseReturnValue:
        results = {name: _passes(name, check) for name, check in checks.items()}
        good = all(results.values())
        shown = {name: "ok" if result else "failing" for name, result in results.items()}
        return jsonify(status="ready" if good else "not ready", checks=shown), 200 if good else 503

    @blueprint.get("/metrics")
    @public
    def metrics() -> ResponseReturnValue:
        if not _may_scrape():
            raise ForbiddenError("Metrics are for the monitoring of this installation only.")
        return Response(exposition(registry), content_type=CONTENT_TYPE_LATEST)

    return blueprint


def exposition(registry: CollectorRegistry) -> bytes:
    """Everything counted, as Prometheus text; of all processes when they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # has no types
    return generate_latest(registry)


def _passes(name: str, check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever a check raises means "not ready"
        _log.warning("not ready", check=name, exc_info=True)
        return False
    return True


def _may_scrape() -> bool:
    settings = web_settings()
    if settings.metrics_token:
        presented = (bearer_token() or "").encode()
        return hmac.compare_digest(presented, settings.metrics_token.encode())
    # Behind a proxy everyone may seem to come from this machine: one that nobody told us about, or
    # that does not say whom it asks for.
    if any(header in request.headers for header in _PROXIED):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
