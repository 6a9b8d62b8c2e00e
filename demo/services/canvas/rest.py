"""What Canvas's own interface tells of courses, as far as content and completions go.

1. Every request carries an access token; this campus has one, which its guide names.
2. Lists are short here and come in one page.
3. People have numbers that only rosters relate to LTI's names for them (memberships.py).
Docs: https://developerdocs.instructure.com/services/canvas/resources
"""

import hmac
import zlib
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from demo.directory import CampusPerson, Course, Institution, institutions
from demo.here import campus

canvas_rest = Blueprint("canvas_rest", __name__, url_prefix="/api/v1")
TOKEN = "7~campus-reader"  # noqa: S105 - of a stand-in, written in its guide
MOMENT = "2026-02-20T10:00:00Z"
MODULES = (
    ("Getting to know data", (("Page", "Reading a table in SQL"), ("Assignment", "Joins in SQL"))),
    ("Telling others", (("Page", "Public speaking without slides"), ("Assignment", "A talk"))),
)
"""What every course has in it: modules with items."""
POINTS = 20


@canvas_rest.before_request
def prove() -> None:
    """Let nobody in without the token."""
    given = request.headers.get("Authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {TOKEN}".encode()):
        told = jsonify({"errors": [{"message": "Invalid access token."}]})
        told.headers["WWW-Authenticate"] = 'Bearer realm="canvas-lms"'
        abort(_with(told, HTTPStatus.UNAUTHORIZED))


@canvas_rest.get("/users/self")
def owner() -> dict[str, Any]:
    """Whose token it is."""
    return {"id": 1, "name": "Campus reader"}


@canvas_rest.get("/courses")
def courses() -> Response:
    """Every course of institutions with this dialect."""
    return jsonify([_told(course) for _, course in _known()])


@canvas_rest.get("/courses/<int:number>")
def course(number: int) -> dict[str, Any]:
    """One course."""
    return _told(_found(number)[1])


@canvas_rest.get("/courses/<int:number>/modules")
def modules(number: int) -> Response:
    """Its modules, with their items."""
    _found(number)
    told = []
    for place, (name, items) in enumerate(MODULES, 1):
        shown = [
            {
                "id": 1000 * number + 10 * place + at,
                "title": title,
                "type": kind,
                "html_url": _page(number),
                "published": True,
                **({"content_id": _assignment(number, title)} if kind == "Assignment" else {}),
            }
            for at, (kind, title) in enumerate(items)
        ]
        told.append({"id": place, "name": name, "items_count": len(shown), "items": shown})
    return jsonify(told)


@canvas_rest.get("/courses/<int:number>/assignments")
def assignments(number: int) -> Response:
    """Its assignments."""
    _found(number)
    told = [
        {
            "id": _assignment(number, title),
            "name": title,
            "html_url": _page(number),
            "published": True,
            "points_possible": POINTS,
            "submission_types": ["online_upload"],
        }
        for title in _titles()
    ]
    return jsonify(told)


@canvas_rest.get("/courses/<int:number>/students/submissions")
def submissions(number: int) -> Response:
    """What learners were graded for: made up, and the same each time."""
    institution, of = _found(number)
    told = [
        {
            "assignment_id": _assignment(number, title),
            "user_id": _number(person),
            "workflow_state": "graded",
            "score": 10 + zlib.crc32(f"{person.key}/{title}".encode()) % (POINTS - 9),
            "graded_at": MOMENT,
            "posted_at": MOMENT,
        }
        for person in _learners(institution, of)
        for title in _titles()
    ]
    return jsonify(told)


@canvas_rest.get("/courses/<int:number>/bulk_user_progress")
def progress(number: int) -> Response:
    """How far learners are: nobody has finished yet."""
    institution, of = _found(number)
    told = {"requirement_count": 4, "requirement_completed_count": 2, "completed_at": None}
    people = _learners(institution, of)
    return jsonify([{"id": _number(person), "progress": told} for person in people])


def _known() -> Iterator[tuple[Institution, Course]]:
    for institution in institutions():
        if institution.dialect == "canvas":
            yield from ((institution, one) for one in institution.courses)


def _found(number: int) -> tuple[Institution, Course]:
    found = next((one for one in _known() if _course(one[1]) == number), None)
    if found is None:
        told = jsonify({"errors": [{"message": "The specified resource does not exist."}]})
        abort(_with(told, HTTPStatus.NOT_FOUND))
    return found


def _with(answer: Response, status: HTTPStatus) -> Response:
    answer.status_code = status
    return answer


def _told(of: Course) -> dict[str, Any]:
    return {"id": _course(of), "name": of.title, "workflow_state": "available"}


def _course(of: Course) -> int:
    """The number that Canvas's addresses have for it, as in demo/services/places.py."""
    return int(of.id[:6], 16)


def _titles() -> list[str]:
    return [title for _, items in MODULES for kind, title in items if kind == "Assignment"]


def _assignment(number: int, title: str) -> int:
    return 100 * number + _titles().index(title)


def _page(number: int) -> str:
    return f"{campus().addresses.campus}/?course={number}"


def _learners(institution: Institution, of: Course) -> list[CampusPerson]:
    groups = ("mentee", "mentor")
    return [one for one in institution.people if one.group in groups and of.label in one.courses]


def _number(person: CampusPerson) -> int:
    """As the roster tells it (memberships.py)."""
    return zlib.crc32(person.subject.encode())
