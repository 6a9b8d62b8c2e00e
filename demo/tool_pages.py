"""Where LMS administrators let tools in: the list, adding one, and what it asks for.

Moodle shows the tool's registration page in a frame, Canvas in a dialog. When the tool says that it
is done (`org.imsglobal.lti.close`), the campus shows what was registered.
"""

from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from demo.directory import CampusPerson, Institution
from demo.here import campus
from demo.invitations import Invitation, page_of
from demo.openid_configuration import configuration_url
from demo.registration_canvas import PRIVACY, asked_scopes
from demo.standing import somebody
from demo.tools import Tool, origin

tool_pages = Blueprint("tools", __name__)


def _administrator(slug: str, key: str) -> tuple[Institution, CampusPerson]:
    known, person = somebody(slug, key)
    if person.group != "admin":
        abort(404)
    return known, person


@tool_pages.get("/<slug>/<key>/tools")
def tools(slug: str, key: str) -> str:
    """All tools of the institution, and a form to add one."""
    known, person = _administrator(slug, key)
    return _list(known, person)


@tool_pages.post("/<slug>/<key>/tools")
def add(slug: str, key: str) -> str | Response | tuple[str, int]:
    """Invite a tool; where it is known already, ask whether to update it first."""
    known, person = _administrator(slug, key)
    here, url = campus(), request.form.get("url", "").strip()
    if not url.startswith(("https://", "http://")):
        return _list(known, person, url=url, wrong=True), 422
    same = [tool for tool in here.tools.of(slug) if tool.payload and tool.domain == _host(url)]
    choice = request.form.get("registration", "")
    if known.dialect == "moodle" and same and not choice:
        return _list(known, person, url=url, same=same)
    updates = next((tool for tool in same if tool.client_id == choice), None)
    client_id = updates.client_id if updates else here.ids.client(known)
    invitation = here.invitations.invite(known, person, url, client_id, updates)
    return redirect(url_for(".registering", slug=slug, key=key, invitation=invitation.id), 303)


def _host(url: str) -> str:
    return origin(url).partition("//")[2]


def _list(known: Institution, person: CampusPerson, **more: Any) -> str:
    here = campus()
    told = {"url": here.addresses.tool_registration, "same": (), "wrong": False, **more}
    return render_template(
        "tools.html",
        institution=known,
        person=person,
        tools=here.tools.of(known.slug),
        **told,
    )


@tool_pages.get("/<slug>/<key>/tools/new/<invitation>")
def registering(slug: str, key: str, invitation: str) -> str:
    """The tool's registration page."""
    known, person = _administrator(slug, key)
    here, invited = campus(), _invited(known, invitation)
    token = here.platform.sign(here.invitations.token_claims(invited))
    g.framed = origin(invited.url)
    return render_template(
        "registering.html",
        institution=known,
        person=person,
        page=page_of(invited, configuration_url(known, here.addresses), token),
        origin=g.framed,
        done=url_for(".registered", slug=slug, key=key, invitation=invitation),
    )


@tool_pages.get("/<slug>/<key>/tools/new/<invitation>/done")
def registered(slug: str, key: str, invitation: str) -> Response:
    """What came of it."""
    known, _ = _administrator(slug, key)
    invited = _invited(known, invitation)
    if campus().tools.find(invited.client_id) is None:
        return redirect(url_for(".tools", slug=slug, key=key), 303)
    there = url_for(".tool", slug=slug, key=key, client_id=invited.client_id)
    return redirect(there, 303)


def _invited(known: Institution, invitation_id: str) -> Invitation:
    invitation = campus().invitations.find(invitation_id)
    if invitation is None or invitation.institution != known:
        abort(404)
    return invitation


@tool_pages.get("/<slug>/<key>/tools/<client_id>")
def tool(slug: str, key: str, client_id: str) -> str:
    """One registration."""
    known, person = _administrator(slug, key)
    found = _found(known, client_id)
    return render_template(
        "tool_registration.html",
        institution=known,
        person=person,
        tool=found,
        messages=[f"{place.message}: {place.name}" for place in found.placements],
        privacy=PRIVACY,
        asked=sorted(asked_scopes(found.payload)) if found.payload else (),
    )


@tool_pages.post("/<slug>/<key>/tools/<client_id>")
def decide(slug: str, key: str, client_id: str) -> Response:
    """Activate it, offer it to teachers, or both with fewer scopes and less about people."""
    known, _ = _administrator(slug, key)
    found, form = _found(known, client_id), request.form
    if found.payload is None:
        abort(404)
    if known.dialect == "canvas":
        sends = PRIVACY.get(form.get("privacy", ""), found.sends)
        scopes = asked_scopes(found.payload) & frozenset(form.getlist("scope"))
        found = replace(found, active=True, offered=True, scopes=scopes, sends=sends)
    elif "offer" in form:
        found = replace(found, offered=found.active)
    else:
        found = replace(found, active=True)
    campus().tools.change(found)
    return redirect(url_for(".tool", slug=slug, key=key, client_id=client_id), 303)


def _found(known: Institution, client_id: str) -> Tool:
    found = campus().tools.find(client_id)
    if found is None or found.institution != known.slug:
        abort(404)
    return found
