"""Adding activities: the teacher's side of deep linking, and the address tools answer to.

The tool's answer is posted into the iframe where it was shown. Links and forms of that page leave
the iframe, as the products close theirs.
"""

import secrets

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from demo.activities import Activity
from demo.content_items import ContentItem
from demo.deep_linking import Answer, Expected, verified
from demo.here import campus
from demo.launching import login_page
from demo.looks import chosen_looks, see
from demo.messages import Link, Message
from demo.refusals import RefusedAnswerError
from demo.selections import Selection
from demo.standing import Standing, editing
from demo.tools import DEEP_LINKING, Placement, Tool

content_pages = Blueprint("content", __name__)

GONE = "This selection was answered already or is too old. Go back to the course and begin again."


@content_pages.get("/<slug>/<key>/<label>/add")
def add(slug: str, key: str, label: str) -> str:
    """Whose content, and from which place of the product."""
    standing = editing(slug, key, label)
    return render_template("add.html", standing=standing, tools=campus().tools.offered(slug))


@content_pages.get("/<slug>/<key>/<label>/add/<client_id>/<place>")
def choose(slug: str, key: str, label: str, client_id: str, place: str) -> str:
    """The tool in an iframe, to choose from its content."""
    standing = editing(slug, key, label)
    tool, _ = _found(standing, client_id, place)
    return render_template(
        "choose.html",
        standing=standing,
        tool=tool,
        launch=url_for(".launch", client_id=client_id, place=place, **standing.steps),
        fetched=campus().keys(tool).latest(),
    )


@content_pages.get("/<slug>/<key>/<label>/add/<client_id>/<place>/launch")
def launch(slug: str, key: str, label: str, client_id: str, place: str) -> str:
    """Ask the tool for content."""
    standing = editing(slug, key, label)
    tool, placement = _found(standing, client_id, place)
    here, dialect = campus(), standing.dialect
    data = secrets.token_urlsafe(16) if dialect.sends_data else None
    token = here.selections.begin(
        Selection(
            institution=standing.institution,
            person=standing.person,
            course=standing.course,
            tool=tool,
            placement=place,
            rules=dialect.rules[place],
            data=data,
            looks=chosen_looks(request),
        )
    )
    return_url = here.addresses.page("lti", "deep-linking", token)
    message = Message(
        kind=DEEP_LINKING,
        target=placement.target,
        custom=placement.custom or {},
        placement=place,
        settings=dialect.settings(return_url, tool, place, data or ""),
    )
    return login_page(standing.institution, standing.person, standing.course, tool, message)


def _found(standing: Standing, client_id: str, place: str) -> tuple[Tool, Placement]:
    offered = campus().tools.offered(standing.institution.slug)
    tool = next((known for known in offered if known.client_id == client_id), None)
    placement = tool.placement(DEEP_LINKING, place) if tool else None
    if tool is None or placement is None:
        abort(404)
    return tool, placement


@content_pages.post("/lti/deep-linking/<token>")
def answered(token: str) -> tuple[str, int]:
    """Take a tool's answer; where the product asks no more, its items are in the course at once."""
    here = campus()
    selection = here.selections.waiting(token)
    if selection is None:
        return _refused(GONE)
    see(selection.looks)
    expected = Expected(
        tool=selection.tool,
        issuer=here.addresses.issuer,
        rules=selection.rules,
        data=selection.data,
    )
    try:
        answer = verified(
            request.form.get("JWT", ""), expected, here.keys(selection.tool), here.nonces
        )
    except RefusedAnswerError as refusal:
        return _refused(refusal.reason, **refusal.params)
    if not here.selections.answer(token, answer.items):
        return _refused(GONE)
    if answer.items and not selection.rules.confirms:
        save_items(token)
    return _answer_page(selection, answer, token), 200


def _refused(reason: str, **params: str) -> tuple[str, int]:
    heading = "The tool's answer was refused"
    return render_template("refused.html", heading=heading, reason=reason, params=params), 400


def _answer_page(selection: Selection, answer: Answer, token: str) -> str:
    return render_template(
        "answered.html",
        selection=selection,
        answer=answer,
        token=token if answer.items and selection.rules.confirms else "",
    )


@content_pages.get("/lti/deep-linking/cancel")
def cancelled() -> str:
    """Where Canvas lets tools send a teacher who chose nothing, with words for them."""
    msg, errormsg = (request.args.get(name, "") for name in ("lti_msg", "lti_errormsg"))
    return render_template("cancelled.html", msg=msg, errormsg=errormsg)


@content_pages.post("/lti/deep-linking/<token>/save")
def save(token: str) -> Response | tuple[str, int]:
    """Put what was chosen into the course: "Save and return to course"."""
    selection = save_items(token)
    if selection is None:
        return _refused(GONE)
    steps = Standing(selection.institution, selection.person, selection.course).steps
    return redirect(url_for("campus.course", **steps), 303)


def save_items(token: str) -> Selection | None:
    """Make activities of what was chosen; None if there is nothing under that token."""
    here = campus()
    kept = here.selections.save(token)
    if kept is None:
        return None
    selection, items = kept
    for item in items:
        here.activities.add(_activity(selection, item, here.ids.link(selection.institution)))
    return selection


def _activity(selection: Selection, item: ContentItem, link_id: str) -> Activity:
    return Activity(
        institution=selection.institution.slug,
        context_id=selection.course.id,
        client_id=selection.tool.client_id,
        link=Link(id=link_id, title=item.title, text=item.text),
        url=item.url,
        icon=item.icon,
        custom=item.custom,
        line_item=item.line_item,
    )
