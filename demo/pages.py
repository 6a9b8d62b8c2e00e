"""The campus's pages: choose a person, open a course, click Mentoring.

The address says who is signed in (`/<institution>/<person>/...`): there is nothing to protect, and
every page can be linked to.
"""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from demo.dialects import DIALECTS
from demo.directory import CampusPerson, Course, Institution, institution, institutions
from demo.endpoints import campus
from demo.looks import chosen_looks
from demo.visits import Visit

pages = Blueprint("campus", __name__)


def _found(slug: str, key: str) -> tuple[Institution, CampusPerson]:
    known = institution(slug)
    person = known.person(key) if known else None
    if known is None or person is None:
        abort(404)
    return known, person


def _enrolled(slug: str, key: str, label: str) -> tuple[Institution, CampusPerson, Course]:
    known, person = _found(slug, key)
    course = known.course(label)
    if course is None or label not in person.courses:
        abort(404)
    return known, person, course


@pages.get("/")
def people() -> str:
    """Everybody, grouped."""
    return render_template("people.html", institutions=institutions())


@pages.get("/<slug>/<key>")
def courses(slug: str, key: str) -> str:
    """Somebody's courses."""
    known, person = _found(slug, key)
    enrolled = [course for course in known.courses if course.label in person.courses]
    return render_template("courses.html", institution=known, person=person, courses=enrolled)


@pages.get("/<slug>/<key>/<label>")
def course(slug: str, key: str, label: str) -> str:
    """One course with its Mentoring link."""
    known, person, opened = _enrolled(slug, key, label)
    return render_template("course.html", institution=known, person=person, course=opened)


@pages.get("/<slug>/<key>/<label>/mentoring")
def mentoring(slug: str, key: str, label: str) -> str:
    """The course page with the tool in an iframe."""
    known, person, opened = _enrolled(slug, key, label)
    fetched = campus().tool_keys.latest()
    return render_template(
        "mentoring.html", institution=known, person=person, course=opened, fetched=fetched
    )


@pages.get("/<slug>/<key>/<label>/launch")
def launch(slug: str, key: str, label: str) -> str:
    """Login initiation: a form that posts itself to the tool (Security Framework 5.1.1.1)."""
    known, person, opened = _enrolled(slug, key, label)
    looks = chosen_looks(request)
    visit = Visit(
        institution=known,
        person=person,
        course=opened,
        locale=looks.locale,
        theme=looks.theme,
        window="window" in request.args,
    )
    dialect = DIALECTS[known.dialect]
    here = campus()
    fields = {
        "iss": here.addresses.issuer,
        "target_link_uri": here.addresses.tool_launch,
        "login_hint": person.subject,
        "lti_message_hint": here.visits.announce(visit, lambda token: dialect.hint(token, visit)),
        "client_id": known.client_id,
        **dialect.login(visit),
    }
    return render_template("launch.html", action=here.addresses.tool_login, fields=fields)


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
