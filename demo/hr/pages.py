"""The page of the stand-in HR system: how to connect to it, and what can happen to its people."""

from http import HTTPStatus

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from demo.here import campus
from demo.hr.house import COMPANY
from demo.hr.staff import LEAVE, Employee, Staff

hr_pages = Blueprint("hr", __name__, url_prefix=f"/hr/{COMPANY}")
NEWCOMER = "108"
"""Whom somebody who is hired here reports to."""


@hr_pages.get("")
def people() -> str:
    """Everybody on the books."""
    here = campus()
    staff = here.house.staff.all()
    return render_template(
        "hr.html",
        address=f"{here.addresses.campus}{hr_pages.url_prefix}",
        key=here.house.key,
        staff=staff,
        names={one.id: one.name for one in staff},
        leave=LEAVE,
    )


@hr_pages.post("")
def hire() -> Response:
    """Somebody begins."""
    given, family = (request.form.get(name, "").strip() for name in ("given", "family"))
    if given and family:
        address = f"{given}.{family}@fjordwerk.example".lower().replace(" ", "-")
        campus().house.staff.hire(
            first_name=given,
            last_name=family,
            email=address if address.isascii() else "",
            job_title="Graduate Trainee",
            department="Service",
            location="Kiel",
            employment="Full-Time",
            manager=NEWCOMER,
        )
    return redirect(url_for("hr.people"), HTTPStatus.SEE_OTHER)


@hr_pages.post("/<employee_id>")
def happen(employee_id: str) -> Response:
    """Something happens to somebody."""
    staff = campus().house.staff
    one = staff.get(employee_id)
    if one is None:
        abort(HTTPStatus.NOT_FOUND)
    _do(staff, one, request.form.get("deed", ""))
    return redirect(url_for("hr.people"), HTTPStatus.SEE_OTHER)


def _do(staff: Staff, one: Employee, deed: str) -> None:
    if deed == "title":
        title = one.job_title.removeprefix("Senior ")
        staff.change(one.id, job_title=title if title != one.job_title else f"Senior {title}")
    elif deed == "away":
        staff.change(one.id, employment="Full-Time" if one.employment == LEAVE else LEAVE)
    elif deed == "leave":
        staff.leaves(one.id)
    elif deed == "back":
        staff.change(one.id, status="Active", termination_date=None)
    elif deed == "remove":
        staff.remove(one.id)
    else:
        abort(HTTPStatus.BAD_REQUEST)
