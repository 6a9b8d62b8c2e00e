"""The Flask application: every part is configured here, in the order in which requests meet it."""

from collections.abc import Sequence

from flask import Blueprint, Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import web.api
from config.settings import Settings
from web import errors, health, rate_limits, request_context, security_headers, surface, uploads
from web.access import identify_caller, public, require_sign_in
from web.csrf import refuse_forged_requests
from web.framing import RegisteredPlatforms
from web.health import Checks
from web.services import Services, provide
from web.template_context import template_context

LARGEST_REQUEST = 1024 * 1024
"""Bytes. Profiles and launches are far smaller; files have their own ways in."""


def create_app(
    services: Services,
    settings: Settings,
    *,
    blueprints: Sequence[Blueprint] = (),
    checks: Checks | None = None,
) -> Flask:
    """Build the application.

    Args:
        services: the use cases, wired.
        settings: of this deployment.
        blueprints: the ways in besides the JSON API: pages, LTI.
        checks: what /readyz asks; the database alone unless told.
    """
    app = Flask("web")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_REQUEST
    provide(app, services, settings)
    _trust_proxies(app, settings.trusted_proxies)
    surface.install(app)
    errors.install(app)
    app.context_processor(template_context)
    # Before a request, in this order. After it, hooks run in reverse: the log line comes last.
    request_context.install(app)
    health.install(app, checks or {"database": services.storage.ping})
    security_headers.install(app, RegisteredPlatforms(services.storage, settings.teams_hosts))
    app.before_request(identify_caller)
    app.before_request(request_context.bind_organization)
    uploads.install(app)
    rate_limits.install(app, settings)
    app.before_request(require_sign_in)
    app.before_request(refuse_forged_requests)
    public(app.view_functions["static"])
    web.api.install(app)
    for blueprint in blueprints:
        app.register_blueprint(blueprint)
    return app


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        inner = app.wsgi_app
        fixed = ProxyFix(inner, x_for=count, x_proto=count, x_host=count, x_port=count)
        app.wsgi_app = fixed  # type: ignore[method-assign] # Flask's documented way to wrap
