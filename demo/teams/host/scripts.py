"""What the scripts of the host's pages ask the campus: tokens, news and deeds of the chat."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from demo.looks import chosen_looks
from demo.teams.bots.chats import Entry
from demo.teams.bots.searching import Found, Searching
from demo.teams.bots.talking import CARD, Outcome
from demo.teams.host.pages import chat_of, here, somebody

teams_scripts = Blueprint("teams_scripts", __name__, url_prefix="/teams")
AI = "AIGeneratedContent"


@teams_scripts.post("/<key>/token")
def token(key: str) -> Response:
    """A token for the tab, as getAuthToken hands it out."""
    claims = str(_told().get("claims") or "")
    return jsonify({"token": here().tokens.for_tab(somebody(key), claims)})


@teams_scripts.post("/<key>/sign-in")
def sign_in(key: str) -> Answer:
    """Change how somebody signs in: forget their consent, or ask for a second factor."""
    grants, object_id = here().grants, somebody(key).object_id
    deed = request.form.get("deed")
    if deed == "forget":
        grants.withdraw(object_id)
    elif deed == "second":
        grants.second_factor ^= {object_id}
    return redirect(url_for("teams.tab", key=key), HTTPStatus.SEE_OTHER)


@teams_scripts.get("/<key>/chat/news")
def news(key: str) -> Response:
    """What is new in somebody's chat."""
    _, chat = chat_of(key)
    change, entries, typing = here().chats.since(chat, request.args.get("after", 0, int))
    return jsonify(
        {"change": change, "typing": typing, "entries": [_entry(entry) for entry in entries]}
    )


@teams_scripts.post("/<key>/chat/messages")
def write(key: str) -> Response:
    """Somebody writes."""
    text = str(_told().get("text", "")).strip()
    return _outcome(here().talking.write(somebody(key), _locale(), text))


@teams_scripts.post("/<key>/chat/submits")
def submit(key: str) -> Response:
    """Somebody submits a card."""
    told = _told()
    return _outcome(
        here().talking.submit(somebody(key), _locale(), str(told["replyTo"]), told.get("value"))
    )


@teams_scripts.post("/<key>/chat/actions")
def act(key: str) -> Response:
    """Somebody presses a button of a card, or the page refreshes it for them."""
    told = _told()
    trigger = "automatic" if told.get("automatic") else "manual"
    return _outcome(
        here().talking.execute(
            somebody(key), _locale(), str(told["replyTo"]), told["action"], trigger
        )
    )


@teams_scripts.get("/<key>/chat/search")
def search(key: str) -> Response:
    """Somebody searches with the app while they write."""
    app, asked = here().app(_locale()), request.args
    chosen = next((one for one in app.searches if one.command == asked.get("command")), None)
    if chosen is None:
        abort(HTTPStatus.NOT_FOUND)
    searching = Searching(here().talking)
    return _found(searching.search(somebody(key), _locale(), chosen, asked.get("text", "")))


@teams_scripts.get("/<key>/chat/unfurl")
def unfurl(key: str) -> Response:
    """Somebody wrote a link."""
    hosts, url = here().app(_locale()).unfurled, request.args.get("url", "")
    return _found(Searching(here().talking).unfurl(somebody(key), _locale(), url, hosts))


@teams_scripts.post("/<key>/chat/cards")
def put(key: str) -> Response:
    """Somebody puts a card into the chat; as if it were one with somebody else."""
    _, chat = chat_of(key)
    card = {"contentType": CARD, "content": _told()["card"]}
    here().chats.say(chat, {"attachments": [card]}, by_bot=False)
    return _outcome(Outcome(taken=True))


def _found(found: Found) -> Response:
    results = [asdict(one) for one in found.results]
    return jsonify({"results": results, "said": found.said})


def _entry(entry: Entry) -> dict[str, Any]:
    activity = entry.activity
    suggested = (activity.get("suggestedActions") or {}).get("actions") or ()
    cards = [
        one.get("content")
        for one in activity.get("attachments") or ()
        if one.get("contentType") == CARD
    ]
    return {
        "id": entry.id,
        "byBot": entry.by_bot,
        "at": entry.at,
        "text": activity.get("text") or "",
        "cards": [entry.view] if entry.view else cards,
        "fresh": entry.view is not None,
        "suggested": [{"title": one.get("title"), "value": one.get("value")} for one in suggested],
        "byAi": AI in str(activity.get("entities") or ""),
        "gone": entry.gone,
    }


def _outcome(outcome: Outcome) -> Response:
    return jsonify({"taken": outcome.taken, "said": outcome.said})


def _told() -> dict[str, Any]:
    told = request.get_json()
    return told if isinstance(told, dict) else {}


def _locale() -> str:
    return chosen_looks(request).locale
