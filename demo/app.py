"""The campus as a Flask app."""

from functools import partial
from typing import Any

from flask import Flask, Response, g, render_template, request

from demo.activity_pages import activity_pages
from demo.addresses import Addresses
from demo.campus import open_campus
from demo.content_pages import content_pages
from demo.dialects import DIALECTS
from demo.endpoints import endpoints
from demo.gradebook_pages import gradebook_pages
from demo.here import campus
from demo.hr.api import hr_api
from demo.hr.pages import hr_pages
from demo.looks import THEMES, chosen_looks, remember_looks
from demo.pages import pages
from demo.registration_endpoints import registration_endpoints
from demo.services.canvas.rest import canvas_rest
from demo.services.canvas.routes import canvas_services
from demo.services.moodle.routes import moodle_services
from demo.storage_frame import storage
from demo.teams.app import Package
from demo.teams.bots.connector import connector
from demo.teams.bots.metadata import bot_metadata
from demo.teams.entra.routes import entra
from demo.teams.graph.routes import graph
from demo.teams.host.pages import teams_pages
from demo.teams.host.scripts import teams_scripts
from demo.texts import LOCALES, translate
from demo.tool_pages import tool_pages


def create_campus(addresses: Addresses, teams_package: Package | None = None) -> Flask:
    """A campus ready to serve. Arguments as of `open_campus`.

    Raises:
        OSError: `addresses.folder` cannot be written.
    """
    app = Flask("demo")
    app.extensions["campus"] = open_campus(addresses, teams_package)
    for blueprint in (
        endpoints,
        pages,
        activity_pages,
        content_pages,
        gradebook_pages,
        tool_pages,
        registration_endpoints,
        storage,
        moodle_services,
        canvas_services,
        canvas_rest,
        hr_api,
        hr_pages,
        entra,
        bot_metadata,
        connector,
        graph,
        teams_pages,
        teams_scripts,
    ):
        app.register_blueprint(blueprint)
    app.context_processor(_words)
    app.after_request(_headers)
    app.register_error_handler(404, _not_found)
    return app


def _words() -> dict[str, Any]:
    looks = chosen_looks(request)
    return {
        "_": partial(translate, looks.locale),
        "looks": looks,
        "themes": THEMES,
        "locales": LOCALES,
        "dialects": DIALECTS,
        "origins": campus().tools.origins(),
    }


def _not_found(_error: Exception) -> tuple[str, int]:
    return render_template("missing.html"), 404


def _policy() -> str:
    tools = " ".join(campus().tools.origins())
    # A page may show a tool that is not registered yet.
    framed = g.get("framed", "")
    # form-action names both sides: the tool answers the login form with a redirect back here.
    return "; ".join(
        (
            "default-src 'none'",
            "style-src 'self'",
            "script-src 'self'",
            "connect-src 'self'",
            f"img-src 'self' {tools}",
            f"frame-src 'self' {tools} {framed}".rstrip(),
            f"form-action 'self' {tools}",
            "frame-ancestors 'self'",
            "base-uri 'none'",
        )
    )


def _headers(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _policy()
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Forms posted to the tool carry Origin, as those of a real platform do.
    response.headers["Referrer-Policy"] = "strict-origin-when-cross-origin"
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "max-age=3600"
        return response
    response.headers["Cache-Control"] = "no-store"
    return remember_looks(request, response)
