"""The host's pages: who looks at Teams, their chat with the bot, tabs, feed and channels.

As everywhere on the campus, the address says who is signed in.
"""

import json
from http import HTTPStatus
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from demo.here import campus
from demo.looks import chosen_looks
from demo.teams.app import TeamsApp
from demo.teams.bots.chats import Chat
from demo.teams.host.channels import CHANNELS, Channel, ChannelTab
from demo.teams.host.deep_links import CHAT, target
from demo.teams.host.tab import context, filled
from demo.teams.microsoft import Microsoft
from demo.teams.tenant import Employee, employee, employees

teams_pages = Blueprint("teams", __name__, url_prefix="/teams")


@teams_pages.get("/")
def people() -> str:
    """Who has Teams."""
    return render_template("teams/people.html", people=employees())


@teams_pages.get("/<key>/chat")
def chat(key: str) -> str:
    """Somebody's chat with the bot."""
    who = somebody(key)
    return _page("chat", who, chat=here().chats.of(who), commands=_app().commands)


@teams_pages.post("/<key>/chat/app")
def add_or_remove(key: str) -> Response:
    """Install the app for somebody, or remove it."""
    who, locale = somebody(key), chosen_looks(request).locale
    talking = here().talking
    deed = talking.install if request.form.get("deed") == "add" else talking.uninstall
    deed(who, locale)
    return redirect(url_for("teams.chat", key=key), HTTPStatus.SEE_OTHER)


@teams_pages.get("/<key>/tab", defaults={"entity": ""})
@teams_pages.get("/<key>/tab/<entity>")
def tab(key: str, entity: str) -> str:
    """A personal tab."""
    who, place = somebody(key), _app().tab(entity)
    if place is None:
        abort(HTTPStatus.NOT_FOUND)
    known = context(
        who, chosen_looks(request), entity=place.entity, sub=request.args.get("sub", "")
    )
    return _tab_page("tab", who, place.name, place.url, known, place=place)


@teams_pages.get("/<key>/activity")
def activity(key: str) -> str:
    """Somebody's activity feed."""
    who = somebody(key)
    return _page("activity", who, feed=here().feed.of(who.object_id))


@teams_pages.get("/<key>/open")
def open_link(key: str) -> Response | tuple[str, int]:
    """Follow a link into Teams."""
    who, found = somebody(key), target(request.args.get("link", ""))
    if found is None:
        return _page("no_link", who), HTTPStatus.NOT_FOUND
    if found.entity == CHAT:
        return redirect(url_for("teams.chat", key=key))
    return redirect(url_for("teams.tab", key=key, entity=found.entity, sub=found.sub or None))


@teams_pages.get("/<key>/channels")
def channels(key: str) -> str:
    """Channels of the team."""
    return _page("channels", somebody(key), channels=CHANNELS.values())


@teams_pages.get("/<key>/channels/<name>")
def channel(key: str, name: str) -> str:
    """A channel: its tab if it has one."""
    who, where = somebody(key), _channel(name)
    added = here().channel_tabs.of(where)
    if added is None:
        return _page("channel", who, channel=where)
    known = context(who, chosen_looks(request), entity=added.entity, channel=where)
    return _tab_page("channel", who, added.name, added.url, known, channel=where)


@teams_pages.get("/<key>/channels/<name>/configure")
def configure(key: str, name: str) -> str:
    """The app's page that configures a tab, as in Teams' dialog."""
    who, where = somebody(key), _channel(name)
    known = context(who, chosen_looks(request), entity="", channel=where)
    url = _app().configuration
    return _tab_page("configure", who, where.name, url, known, channel=where)


@teams_pages.post("/<key>/channels/<name>/configure")
def configured(key: str, name: str) -> Response:
    """Keep what the app said about the tab."""
    somebody(key)
    where, told = _channel(name), json.loads(request.form["settings"])
    here().channel_tabs.put(
        where,
        ChannelTab(
            entity=str(told["entityId"]),
            url=str(told["contentUrl"]),
            name=str(told.get("suggestedDisplayName") or "Mentorloom"),
        ),
    )
    return redirect(url_for("teams.channel", key=key, name=name), HTTPStatus.SEE_OTHER)


def here() -> Microsoft:
    """The stand-in for Microsoft 365."""
    return campus().microsoft


def somebody(key: str) -> Employee:
    """Who has that key, else 404."""
    who = employee(key)
    if who is None or who.person.key != key:
        abort(HTTPStatus.NOT_FOUND)
    return who


def chat_of(key: str) -> tuple[Employee, Chat]:
    """Somebody and their chat with the bot, else 404."""
    who = somebody(key)
    return who, here().chats.of(who)


def _app() -> TeamsApp:
    return here().app(chosen_looks(request).locale)


def _channel(name: str) -> Channel:
    if name not in CHANNELS:
        abort(HTTPStatus.NOT_FOUND)
    return CHANNELS[name]


def _tab_page(
    page: str, who: Employee, name: str, url: str, known: dict[str, Any], **values: Any
) -> str:
    return _page(
        page,
        who,
        name=name,
        src=filled(url, known),
        context=known,
        tool=here().places.tool,
        second_factor=who.object_id in here().grants.second_factor,
        **values,
    )


def _page(page: str, who: Employee, **values: Any) -> str:
    return render_template(f"teams/{page}.html", who=who, page=page, app=_app(), **values)
