"""The addresses platforms call: login, launch, key set, notices, registration, configuration.

A refused launch raises an error of core.errors; web/errors.py shows it as a page.
"""

import structlog
from flask import Blueprint, jsonify, redirect, request
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.errors import ConflictError
from core.services.people.arrivals import LaunchFacts
from lti.canvas_json import canvas_json
from lti.choosing import blueprint as choosing
from lti.current import current_tool, keep_tool
from lti.dynamic_registration.routes import add_registration_routes
from lti.launch_page import launch_page, secret_from_page
from lti.login import LoginRequest
from lti.login_page import login_page, needs_page
from lti.tool import LtiTool
from lti.tool_paths import CANVAS_JSON, JWKS, LAUNCH, LAUNCH_FROM_STORAGE, LOGIN, NOTICES
from web.access import public
from web.csrf import csrf_exempt
from web.services import services
from web.sessions import begin

MAX_BODY = 262_144
"""Bytes; an id_token may have a quarter of that (lti/id_token.py)."""
JWKS_KEPT = "public, max-age=300"
_log = structlog.get_logger(__name__)


def lti_blueprint(tool: LtiTool) -> Blueprint:
    """The routes, answered by this tool."""
    made = Blueprint("lti", __name__)
    made.record_once(lambda setup: keep_tool(setup.app, tool))
    made.before_request(_limit_body)
    made.add_url_rule(LOGIN, view_func=login, methods=["GET", "POST"])
    made.add_url_rule(LAUNCH, view_func=launch, methods=["POST"])
    made.add_url_rule(LAUNCH_FROM_STORAGE, view_func=launch_from_storage, methods=["POST"])
    made.add_url_rule(JWKS, view_func=jwks)
    made.register_blueprint(choosing)
    made.add_url_rule(NOTICES, view_func=notices, methods=["POST"])
    made.add_url_rule(CANVAS_JSON, view_func=canvas_json)
    add_registration_routes(made)
    return made


@public
@csrf_exempt("platforms begin logins from their own pages; a login signs nobody in by itself")
def login() -> Response:
    """Send the browser on to the platform's authorisation endpoint."""
    tool = current_tool()
    asked = LoginRequest.read(_parameters())
    started = tool.logins.begin(asked)
    if needs_page(asked, tool.binding):
        response: Response = login_page(asked, started, tool.binding)
    else:
        response = redirect(started.location, code=302)
    tool.binding.bind(response, started.state, started.browser_secret)
    response.headers["Cache-Control"] = "no-store"
    return response


@public
@csrf_exempt("the platform's page posts it; state, browser cookie, nonce and signature prove it")
def launch() -> Response:
    """Verify a launch, sign the person in and open the page."""
    tool = current_tool()
    stored = tool.launches.stored_secret(request.form, request.cookies)
    if stored is not None:
        return launch_page(stored)
    state = request.form.get("state", "")
    return _open(tool, tool.binding.kept_value(request.cookies, state))


@public
def launch_from_storage() -> Response:
    """The same with a secret out of the platform's storage, posted by our own page."""
    return _open(current_tool(), secret_from_page())


@public
def jwks() -> Response:
    """Our public keys."""
    response = jsonify(current_tool().keyring.jwks())
    response.headers["Cache-Control"] = JWKS_KEPT
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@public
@csrf_exempt("platforms call it without any browser; each notice in it is signed")
def notices() -> Response:
    """Take notices; 202 if any was good, else 400, and 503 for what should be sent again."""
    receipt = current_tool().notices.receive(request.get_data())
    response = jsonify(taken=receipt.taken, refused=receipt.refused)
    response.status_code = receipt.status
    response.headers["Cache-Control"] = "no-store"
    return response


def _limit_body() -> None:
    request.max_content_length = MAX_BODY


def _parameters() -> "MultiDict[str, str]":
    # A platform that posts may still have parameters in the registered login URL.
    return CombinedMultiDict([request.form, request.args])


def _open(tool: LtiTool, kept: str) -> Response:
    verified = tool.launches.verify(request.form, kept)
    message = verified.message
    actor = _arrive(verified.facts)
    path = tool.landings[type(message)](verified, actor)
    tool.subscriptions.promise(verified.facts.registration, message)
    preferred = request.accept_languages.best or ""
    opened = services().sessions.open(
        actor, "lti", message.theme, message.locale or preferred, message.framed_by
    )
    _log.info("launched", registration_id=str(verified.facts.registration.id), message=message.TYPE)
    response = begin(opened, path)
    tool.binding.release(response, request.form["state"])
    return response


def _arrive(facts: LaunchFacts) -> Actor:
    """Arrive; two activities opened at once by somebody new may both try to create them."""
    arrivals = services().arrivals
    try:
        return arrivals.arrive(facts)
    except ConflictError:
        return arrivals.arrive(facts)
