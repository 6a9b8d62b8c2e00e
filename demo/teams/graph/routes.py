"""Graph v1.0, as far as a Teams app needs it.

Tokens are Entra's, delegated (/me) or the app's own.
Docs: https://learn.microsoft.com/graph/api/overview
"""

import re
from collections.abc import Mapping
from typing import Any, NoReturn

import jwt
from flask import Blueprint, Response, abort, g, jsonify, request
from werkzeug.wrappers import Response as Answer

from demo.here import campus
from demo.looks import chosen_looks
from demo.teams.bots.activities import LOCALES
from demo.teams.entra.tokens import GRAPH as AUDIENCE
from demo.teams.entra.tokens import whose
from demo.teams.graph.registration import registration
from demo.teams.microsoft import Microsoft
from demo.teams.places import GRAPH
from demo.teams.tenant import APP_ID, BOT_NAME, CATALOG_APP_ID, CLIENT_ID, Employee, employee

graph = Blueprint("graph", __name__, url_prefix=f"{GRAPH}/v1.0")
OUTLOOK_ZONES = {"Europe/Berlin": "W. Europe Standard Time", "Asia/Kolkata": "India Standard Time"}
"""Mailboxes name time zones as Windows does."""
PREVIEW = 150
"""Characters of a preview that are shown."""


@graph.before_request
def prove() -> None:
    """Let nobody in without a token for Graph."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        g.claims = _here().tokens.signer.verified(token, AUDIENCE)
    except jwt.InvalidTokenError:
        g.claims = {}
    if kind != "Bearer" or not g.claims:
        _refuse(401, "InvalidAuthenticationToken", "Access token is empty or not valid.")


@graph.get("/me")
def me() -> Response:
    """Whose token it is."""
    return jsonify(_user(_myself("User.Read")))


@graph.get("/me/mailboxSettings")
def my_mailbox() -> Response:
    """Their language and time zone."""
    return jsonify(_mailbox(_myself("MailboxSettings.Read")))


@graph.get("/users/<name>")
def user(name: str) -> Response:
    """Somebody."""
    _app_may("User.Read.All")
    return jsonify(_user(_known(name)))


@graph.get("/users/<name>/mailboxSettings")
def mailbox(name: str) -> Response:
    """Somebody's language and time zone."""
    _app_may("MailboxSettings.Read")
    return jsonify(_mailbox(_known(name)))


@graph.get("/appCatalogs/teamsApps")
def catalogue() -> Response:
    """The app, if it is asked for by its manifest's id."""
    _app_may("AppCatalog.Read.All")
    found = re.search(r"externalId eq '([^']*)'", request.args.get("$filter", ""))
    shown = found is None or found[1] == APP_ID
    app: dict[str, Any] = {
        "id": CATALOG_APP_ID,
        "externalId": APP_ID,
        "displayName": BOT_NAME,
        "distributionMethod": "organization",
    }
    if "appDefinitions" in request.args.get("$expand", ""):
        version = _here().app(chosen_looks(request).locale).version
        app["appDefinitions"] = [{"teamsAppId": CATALOG_APP_ID, "version": version}]
    return jsonify({"value": [app] if shown else []})


@graph.get("/applications(appId='<client_id>')")
def application(client_id: str) -> Response:
    """How the app is registered."""
    _app_may("Application.Read.All")
    if client_id != CLIENT_ID:
        _refuse(404, "Request_ResourceNotFound", "The resource does not exist.")
    return jsonify(registration(_here().places))


@graph.get("/users/<name>/teamwork/installedApps")
def installed(name: str) -> Response:
    """What somebody has installed."""
    who = _known(name)
    there = _here().chats.of(who).installed
    return jsonify({"value": [{"id": _installation(who)}] if there else []})


@graph.post("/users/<name>/teamwork/installedApps")
def install(name: str) -> tuple[str, int]:
    """Install the app for somebody; the bot is told of it."""
    _app_may("TeamsAppInstallation.ReadWriteSelfForUser.All")
    who = _known(name)
    bound = str(_body().get("teamsApp@odata.bind", ""))
    if not bound.endswith(f"/teamsApps/{CATALOG_APP_ID}"):
        _refuse(404, "NotFound", "The app is not in the catalogue.")
    if _here().chats.of(who).installed:
        _refuse(409, "Conflict", "The app is installed already.")
    _here().talking.install(who, chosen_looks(request).locale)
    return "", 201


@graph.get("/users/<name>/teamwork/installedApps/<installation>/chat")
def chat(name: str, installation: str) -> Response:
    """The chat of an installed app."""
    who = _known(name)
    if installation != _installation(who) or not _here().chats.of(who).installed:
        _refuse(404, "NotFound", "The app is not installed.")
    return jsonify({"id": who.chat_id, "chatType": "oneOnOne"})


@graph.post("/users/<name>/teamwork/sendActivityNotification")
def notify(name: str) -> tuple[str, int]:
    """Tell somebody something in their activity feed."""
    _app_may("TeamsActivity.Send")
    who, told = _known(name), _body()
    topic, kind = told.get("topic") or {}, told.get("activityType")
    preview = (told.get("previewText") or {}).get("content", "")
    if not kind or topic.get("source") != "text" or not topic.get("webUrl"):
        _refuse(400, "BadRequest", "activityType and a topic with a webUrl are needed.")
    if not _here().chats.of(who).installed:
        _refuse(403, "Forbidden", "The app is not installed for this user.")
    _here().feed.tell(
        who.object_id, kind, str(topic.get("value", "")), preview[:PREVIEW], topic["webUrl"]
    )
    return "", 204


def _user(who: Employee) -> dict[str, Any]:
    return {
        "id": who.object_id,
        "displayName": who.person.name,
        "givenName": who.person.given_name,
        "surname": who.person.family_name,
        "mail": who.person.email,
        "userPrincipalName": who.person.email,
        "preferredLanguage": LOCALES[who.person.locale],
    }


def _mailbox(who: Employee) -> dict[str, Any]:
    zone = OUTLOOK_ZONES.get(who.time_zone, who.time_zone)
    return {
        "timeZone": zone,
        "language": {"locale": LOCALES[who.person.locale]},
        "workingHours": {
            "daysOfWeek": ["monday", "tuesday", "wednesday", "thursday", "friday"],
            "startTime": "08:00:00.0000000",
            "endTime": "17:00:00.0000000",
            "timeZone": {"name": zone},
        },
    }


def _installation(who: Employee) -> str:
    return f"{who.object_id}~{CATALOG_APP_ID}"


def _myself(scope: str) -> Employee:
    who = whose(g.claims)
    if who is None or scope not in str(g.claims.get("scp", "")).split():
        _refuse(403, "ErrorAccessDenied", "Insufficient privileges to complete the operation.")
    return who


def _app_may(role: str) -> None:
    if role not in g.claims.get("roles", ()):
        _refuse(403, "Authorization_RequestDenied", "Insufficient privileges.")


def _known(name: str) -> Employee:
    who = employee(name)
    if who is None:
        _refuse(404, "Request_ResourceNotFound", "The resource does not exist.")
    return who


def _body() -> Mapping[str, Any]:
    told = request.get_json(silent=True)
    return told if isinstance(told, dict) else {}


def _refuse(status: int, code: str, message: str) -> NoReturn:
    answer: Answer = jsonify({"error": {"code": code, "message": message}})
    answer.status_code = status
    abort(answer)


def _here() -> Microsoft:
    return campus().microsoft
