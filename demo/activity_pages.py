"""What stands in a course: its activities, its navigation, and copying it with all of that."""

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from demo.activities import Activity
from demo.courses import Copied
from demo.here import campus
from demo.launching import login_page
from demo.messages import Link, Message
from demo.standing import Standing, editing, enrolled
from demo.tools import NAVIGATION, RESOURCE_LINK, Placement, Tool

activity_pages = Blueprint("activities", __name__)


@activity_pages.get("/<slug>/<key>/<label>/activities/<link_id>")
def activity(slug: str, key: str, label: str, link_id: str) -> str:
    """One activity with its tool in an iframe."""
    standing = enrolled(slug, key, label)
    opened, tool = found(standing, link_id)
    where = {**standing.steps, "link_id": link_id}
    return render_template(
        "tool.html",
        institution=standing.institution,
        person=standing.person,
        course=standing.course,
        name=opened.link.title,
        text=opened.link.text,
        launch=url_for(".launch", **where),
        window=url_for(".launch", window=1, **where),
        fetched=campus().keys(tool).latest(),
    )


@activity_pages.get("/<slug>/<key>/<label>/activities/<link_id>/launch")
def launch(slug: str, key: str, label: str, link_id: str) -> str:
    """Open the tool for an activity."""
    standing = enrolled(slug, key, label)
    opened, tool = found(standing, link_id)
    message = Message(target=opened.url, link=opened.link, custom=opened.custom)
    return login_page(standing.institution, standing.person, standing.course, tool, message)


@activity_pages.get("/<slug>/<key>/<label>/navigation/<client_id>")
def navigation(slug: str, key: str, label: str, client_id: str) -> str:
    """A tool in the course's navigation, in an iframe."""
    standing = enrolled(slug, key, label)
    tool, placement = _entry(standing, client_id)
    where = {**standing.steps, "client_id": client_id}
    return render_template(
        "tool.html",
        institution=standing.institution,
        person=standing.person,
        course=standing.course,
        name=placement.label or tool.name,
        launch=url_for(".navigate", **where),
        window=url_for(".navigate", window=1, **where),
        fetched=campus().keys(tool).latest(),
    )


@activity_pages.get("/<slug>/<key>/<label>/navigation/<client_id>/launch")
def navigate(slug: str, key: str, label: str, client_id: str) -> str:
    """Open a tool from the course's navigation; the link is the course itself."""
    standing = enrolled(slug, key, label)
    tool, placement = _entry(standing, client_id)
    course = standing.course
    message = Message(
        target=placement.target,
        link=Link(id=course.id, title=course.title),
        custom=placement.custom or {},
        placement=NAVIGATION,
    )
    return login_page(standing.institution, standing.person, course, tool, message)


def _entry(standing: Standing, client_id: str) -> tuple[Tool, Placement]:
    tool = campus().tools.find(client_id)
    placement = tool.placement(RESOURCE_LINK, NAVIGATION) if tool and tool.active else None
    if tool is None or placement is None or tool.institution != standing.institution.slug:
        abort(404)
    return tool, placement


@activity_pages.post("/<slug>/<key>/<label>/copy")
def copy(slug: str, key: str, label: str) -> Response:
    """Copy the course with its activities and everybody in it."""
    standing = editing(slug, key, label)
    here, known, source = campus(), standing.institution, standing.course
    made = here.courses.copy(known, source, here.ids.context(known), here.ids.link(known))
    here.activities.copy(slug, source.id, made.id, lambda: here.ids.link(known))
    here.courses.announce(Copied(institution=known, source=source, copy=made))
    return redirect(url_for("campus.course", slug=slug, key=key, label=made.label), 303)


def found(standing: Standing, link_id: str) -> tuple[Activity, Tool]:
    """An activity of the course and its tool, else 404."""
    here = campus()
    known = here.activities.find(standing.institution.slug, standing.course.id, link_id)
    tool = here.tools.find(known.client_id) if known else None
    if known is None or tool is None:
        abort(404)
    return known, tool
