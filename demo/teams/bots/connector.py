"""The connector a bot speaks through: REST API v3, with the refusals and limits of Teams.

Every request carries a token that Entra issued to the bot for https://api.botframework.com.
Docs: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference
"""

from collections.abc import Mapping
from typing import Any, NoReturn

import jwt
from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.wrappers import Response as Answer

from demo.here import campus
from demo.teams.bots.chats import CHANNEL_ID, Chat
from demo.teams.entra.tokens import CONNECTOR as AUDIENCE
from demo.teams.microsoft import Microsoft
from demo.teams.places import CONNECTOR
from demo.teams.tenant import CLIENT_ID, TENANT, Employee, employee, employees

connector = Blueprint("connector", __name__, url_prefix=f"{CONNECTOR}/v3")
LARGEST = 100 * 1024
"""Bytes of a message."""


@connector.before_request
def prove() -> None:
    """Let nobody but the bot in, and not too often."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    try:
        claims = _here().tokens.signer.verified(token, AUDIENCE)
    except jwt.InvalidTokenError:
        claims = {}
    if kind != "Bearer" or claims.get("azp") != CLIENT_ID:
        _refuse(401, "Unauthorized", "Authorization has been denied for this request.")
    writes = request.method in {"POST", "PUT", "DELETE"}
    thread = str((request.view_args or {}).get("conversation", "")) if writes else ""
    if wait := _here().limits.take(TENANT, thread):
        _refuse(429, "TooManyRequests", "Too many requests.", {"Retry-After": str(wait)})


@connector.post("/conversations")
def begin() -> tuple[Response, int]:
    """Begin a personal chat, or a thread in a channel."""
    asked = _body()
    if asked.get("isGroup"):
        chat = _open(str(asked.get("channelData", {}).get("channel", {}).get("id", "")))
        activity_id = _here().chats.say(chat, asked.get("activity") or {}, by_bot=True)
        thread = f"{CHANNEL_ID};messageid={activity_id}"
        return jsonify({"id": thread, "activityId": activity_id}), 201
    members = asked.get("members") or [{}]
    who = employee(str(members[0].get("id", "")))
    if who is None:
        _refuse(403, "BotNotInConversationRoster", "The bot is not part of the roster.")
    return jsonify({"id": _open(who.chat_id).id}), 201


@connector.post("/conversations/<conversation>/activities", defaults={"reply_to": ""})
@connector.post("/conversations/<conversation>/activities/<reply_to>")
def send(conversation: str, reply_to: str) -> tuple[Response | str, int]:
    """Say something; typing is shown and not kept."""
    del reply_to
    chat, activity = _open(conversation), _body()
    if activity.get("type") == "typing":
        _here().chats.type(chat)
        return "", 202
    return jsonify({"id": _here().chats.say(chat, activity, by_bot=True)}), 201


@connector.put("/conversations/<conversation>/activities/<activity_id>")
def update(conversation: str, activity_id: str) -> Response:
    """Say it anew."""
    chat, activity = _open(conversation), _body()
    if not _here().chats.change(chat, activity_id, activity=activity, view=None):
        _refuse(404, "ActivityNotFoundInConversation", "The activity was not found.")
    return jsonify({"id": activity_id})


@connector.delete("/conversations/<conversation>/activities/<activity_id>")
def delete(conversation: str, activity_id: str) -> tuple[str, int]:
    """Take it back."""
    if not _here().chats.change(_open(conversation), activity_id, gone=True):
        _refuse(404, "ActivityNotFoundInConversation", "The activity was not found.")
    return "", 200


@connector.get("/conversations/<conversation>/pagedmembers")
def members(conversation: str) -> Response:
    """Who is in a conversation, a page at a time."""
    chat = _open(conversation)
    people = (chat.person,) if chat.person else employees()
    size = min(max(request.args.get("pageSize", 200, int), 50), 500)
    start = request.args.get("continuationToken", 0, int)
    told: dict[str, Any] = {"members": [_member(who) for who in people[start : start + size]]}
    if start + size < len(people):
        told["continuationToken"] = str(start + size)
    return jsonify(told)


@connector.get("/conversations/<conversation>/members/<member>")
def one_member(conversation: str, member: str) -> Response:
    """One of them."""
    chat, who = _open(conversation), employee(member)
    if who is None or chat.person not in (None, who):
        _refuse(404, "MemberNotFoundInConversation", "The member was not found.")
    return jsonify(_member(who))


def _member(who: Employee) -> dict[str, str]:
    return {
        "id": who.teams_id,
        "name": who.person.name,
        "givenName": who.person.given_name,
        "surname": who.person.family_name,
        "email": who.person.email,
        "userPrincipalName": who.person.email,
        "aadObjectId": who.object_id,
        "objectId": who.object_id,
        "tenantId": TENANT,
        "userRole": "user",
    }


def _open(conversation: str) -> Chat:
    chat = _here().chats.find(conversation)
    if chat is None:
        _refuse(404, "ConversationNotFound", "Conversation not found.")
    if not chat.installed:
        _refuse(403, "MessageWritesBlocked", "The bot was blocked or removed by the user.")
    return chat


def _body() -> Mapping[str, Any]:
    if len(request.get_data()) > LARGEST:
        _refuse(413, "MessageSizeTooBig", "Message size too large.")
    told = request.get_json(silent=True)
    if not isinstance(told, dict):
        _refuse(400, "BadSyntax", "The body is not a JSON object.")
    return told


def _refuse(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> NoReturn:
    answer: Answer = jsonify({"error": {"code": code, "message": message}})
    answer.status_code = status
    answer.headers.update(headers or {})
    abort(answer)


def _here() -> Microsoft:
    return campus().microsoft
