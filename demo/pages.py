"""The campus's pages: choose a person, open a course, click Mentoring.

Every page can be linked to: its address says who is signed in.
"""

import hashlib

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from demo.directory import TEST_STUDENT, institutions
from demo.here import campus
from demo.launching import login_page
from demo.messages import Link, Message
from demo.standing import Standing, enrolled, somebody
from demo.tools import NAVIGATION, RESOURCE_LINK, USER_NAVIGATION

pages = Blueprint("campus", __name__)

DASHBOARD_LINK = "100"
"""Moodle's number of the link outside of courses, below those of new activities."""


@pages.get("/")
def people() -> str:
    """Everybody, grouped."""
    return render_template("people.html", institutions=institutions())


@pages.get("/<slug>/<key>")
def courses(slug: str, key: str) -> str:
    """Somebody's courses."""
    known, person = somebody(slug, key)
    there = campus().courses
    mine = [course for course in there.of(known) if there.enrolled(person, course)]
    return render_template("courses.html", institution=known, person=person, courses=mine)


@pages.get("/<slug>/<key>/<label>")
def course(slug: str, key: str, label: str) -> str:
    """One course with its Mentoring link and its activities."""
    standing = enrolled(slug, key, label)
    here = campus()
    entries = [
        (tool, placement)
        for tool in here.tools.of(slug)[1:]
        if tool.active and (placement := tool.placement(RESOURCE_LINK, NAVIGATION))
    ]
    return render_template(
        "course.html",
        standing=standing,
        activities=here.activities.of(slug, standing.course.id),
        entries=entries,
        test_student=TEST_STUDENT,
    )


@pages.get("/<slug>/<key>/<label>/mentoring")
def mentoring(slug: str, key: str, label: str) -> str:
    """The course page with the hub in an iframe."""
    standing = enrolled(slug, key, label)
    return render_template(
        "tool.html",
        institution=standing.institution,
        person=standing.person,
        course=standing.course,
        name="Mentoring",
        launch=url_for(".launch", **standing.steps),
        window=url_for(".launch", window=1, **standing.steps),
        fetched=campus().tool_keys.latest(),
    )


@pages.get("/<slug>/<key>/<label>/launch")
def launch(slug: str, key: str, label: str) -> str:
    """Open the hub's link of the course."""
    standing = enrolled(slug, key, label)
    here = campus()
    known, person, opened = standing.institution, standing.person, standing.course
    return login_page(known, person, opened, here.tools.hub(slug), _own_link(standing))


def _own_link(standing: Standing) -> Message:
    """Moodle has an activity in every course, Canvas an entry in the course's navigation."""
    tool = campus().tools.hub(standing.institution.slug)
    course = standing.course
    if standing.institution.dialect == "canvas":
        link = Link(id=course.id, title=course.title)
        return Message(target=tool.target, link=link, placement=NAVIGATION)
    return Message(target=tool.target, link=Link(id=course.link_id, title="Mentoring"))


@pages.get("/<slug>/<key>/mentoring")
def outside(slug: str, key: str) -> str:
    """The hub in an iframe, outside any course."""
    known, person = somebody(slug, key)
    return render_template(
        "tool.html",
        institution=known,
        person=person,
        name="Mentoring",
        launch=url_for(".launch_outside", slug=slug, key=key),
        window=url_for(".launch_outside", window=1, slug=slug, key=key),
        fetched=campus().tool_keys.latest(),
    )


@pages.get("/<slug>/<key>/mentoring/launch")
def launch_outside(slug: str, key: str) -> str:
    """Open the hub outside any course, which leaves the context claim out."""
    known, person = somebody(slug, key)
    tool = campus().tools.hub(slug)
    if known.dialect == "canvas":
        # The user is the context, whose opaque id is the link's.
        opaque = hashlib.sha256(f"{known.platform_guid}/{person.subject}".encode()).hexdigest()[:40]
        link, placement = Link(id=opaque, title=person.name), USER_NAVIGATION
    else:
        link, placement = Link(id=DASHBOARD_LINK, title="Mentoring"), ""
    message = Message(target=tool.target, link=link, placement=placement)
    return login_page(known, person, None, tool, message)


@pages.get("/connection")
def connection() -> str:
    """How the two sides are connected, and whether the tool's keys could be fetched."""
    here = campus()
    return render_template(
        "connection.html",
        addresses=here.addresses,
        institutions=institutions(),
        fetched=here.tool_keys.latest(),
    )


@pages.post("/connection")
def refresh() -> Response:
    """Fetch the tool's keys again."""
    campus().tool_keys.refresh()
    return redirect(url_for("campus.connection"), 303)
