"""The campus as a Flask app."""

from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, render_template, request

from demo.addresses import Addresses
from demo.campus import open_campus
from demo.endpoints import endpoints
from demo.looks import THEMES, chosen_looks, remember_looks
from demo.pages import pages
from demo.services.canvas.routes import canvas_services
from demo.services.moodle.routes import moodle_services
from demo.texts import LOCALES, translate


def create_campus(addresses: Addresses) -> Flask:
    """A campus ready to serve.

    Raises:
        OSError: `addresses.folder` cannot be written.
    """
    app = Flask("demo")
    app.extensions["campus"] = open_campus(addresses)
    app.register_blueprint(endpoints)
    app.register_blueprint(pages)
    app.register_blueprint(moodle_services)
    app.register_blueprint(canvas_services)
    app.context_processor(_words)
    app.after_request(partial(_headers, _policy(addresses)))
    app.register_error_handler(404, _not_found)
    return app


def _words() -> dict[str, Any]:
    looks = chosen_looks(request)
    return {
        "_": partial(translate, looks.locale),
        "looks": looks,
        "themes": THEMES,
        "locales": LOCALES,
    }


def _not_found(_error: Exception) -> tuple[str, int]:
    return render_template("missing.html"), 404


def _policy(addresses: Addresses) -> str:
    parts = urlsplit(addresses.tool)
    tool = f"{parts.scheme}://{parts.netloc}"
    # form-action names both sides: the tool answers the login form with a redirect back here.
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "img-src 'self'",
            f"frame-src 'self' {tool}",
            f"form-action 'self' {tool}",
            "frame-ancestors 'self'",
            "base-uri 'none'",
        )
    )


def _headers(policy: str, response: Response) -> Response:
    response.headers["Content-Security-Policy"] = policy
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Forms posted to the tool carry Origin, as those of a real platform do.
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "max-age=3600"
        return response
    response.headers["Cache-Control"] = "no-store"
    return remember_looks(request, response)
