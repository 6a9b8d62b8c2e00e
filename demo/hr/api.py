"""The interface of the stand-in HR system, as BambooHR's is for an API key.

1. Every request carries the key as the user name of HTTP Basic authentication.
2. Reports: which columns there are, then their rows, a page at a time (datasets).
3. Whose record changed since a moment, and how; removed ones too.
Docs: https://documentation.bamboohr.com/reference
"""

import hmac
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request

from demo.here import campus
from demo.hr import dataset
from demo.hr.dataset import FilterError, kept, row
from demo.hr.hooks import EVENTS, Hook
from demo.hr.house import COMPANY, House
from demo.hr.staff import Employee

hr_api = Blueprint("hr_api", __name__, url_prefix=f"/hr/{COMPANY}/api")
MOST_ROWS = 1000
WATCHABLE = ("firstName", "lastName", "jobTitle", "department", "location", "status", "hireDate")


@hr_api.before_request
def prove() -> None:
    """Let nobody in without the key."""
    given = request.authorization
    user = (given.username or "") if given else ""
    if not hmac.compare_digest(user.encode(), _house().key.encode()):
        abort(Response("", HTTPStatus.UNAUTHORIZED))


@hr_api.get("/v1/company_information")
def company() -> dict[str, str]:
    """Whose HR system this is."""
    return {"legalName": "Fjordwerk Robotics AS", "displayName": "Fjordwerk Robotics"}


@hr_api.get("/v1_2/datasets/<name>/fields")
def columns(name: str) -> Response:
    """The columns of a table."""
    known = _visible(name)
    page, size = request.args.get("page", 1, int), request.args.get("page_size", 500, int)
    shown = known[(page - 1) * size : page * size]
    more = page * size < len(known)
    told = {
        "pagination": {
            "total_records": len(known),
            "current_page": page,
            "total_pages": -(-len(known) // size),
            "next_page": f"{request.base_url}?page={page + 1}&page_size={size}" if more else None,
            "prev_page": None,
        },
        "name": name,
        "label": "Employee",
        "fields": [_column(field) for field in shown],
    }
    return jsonify(told)


def _column(name: str) -> dict[str, str]:
    label, kind, _ = dataset.COLUMNS[name]
    return {"name": name, "label": label, "type": kind, "parentType": "page", "parentName": ""}


@hr_api.post("/v2/datasets/<name>/data")
def rows(name: str) -> Response:
    """Rows of a table."""
    asked = request.get_json()
    known, wanted = _visible(name), asked["fields"]
    order = [part.split()[0] for part in (asked.get("orderBy") or "").split(",") if part]
    if not set(order) <= set(wanted):
        return _problem(HTTPStatus.BAD_REQUEST, "UE-1001", "Sorted fields must be requested.")
    if not set(wanted) <= set(known):
        return _problem(HTTPStatus.FORBIDDEN, "FORBIDDEN", "A field may not be read.")
    try:
        found = kept(_house().staff.all(), asked.get("filter") or "")
    except FilterError:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, "INVALID_FILTER", "The filter is wrong.")
    return _rows(found, wanted, asked.get("page", 1), asked.get("pageSize", 100))


def _rows(found: Sequence[Employee], wanted: Sequence[str], page: int, size: int) -> Response:
    if not 1 <= size <= MOST_ROWS:
        return _problem(HTTPStatus.UNPROCESSABLE_ENTITY, "PAGE_SIZE", "At most 1000 rows.")
    shown = found[(page - 1) * size : page * size]
    links = {}
    if page * size < len(found):
        links["next"] = request.base_url
    if page > 1:
        links["prev"] = request.base_url
    told = {
        "data": [{"fields": row(one, wanted)} for one in shown],
        "links": links,
        "meta": {
            "page": page,
            "pageSize": size,
            "totalPages": -(-len(found) // size),
            "totalItems": len(found),
        },
    }
    return jsonify(told)


@hr_api.get("/v1/employees/changed")
def changed() -> Response | tuple[str, int]:
    """Who changed since a moment."""
    try:
        since = datetime.fromisoformat(request.args["since"])
    except (KeyError, ValueError):
        return "", HTTPStatus.BAD_REQUEST
    found = _house().staff.since(since)
    kind = request.args.get("type", "all")
    shown = [one for one in found if kind in ("all", one.action.lower())]
    latest = max((one.at for one in shown), default=since)
    told = {
        one.id: {"id": one.id, "action": one.action, "lastChanged": _at(one.at)} for one in shown
    }
    return jsonify({"latest": _at(latest), "employees": told})


@hr_api.get("/v1/webhooks/monitor_fields")
def watchable() -> Response:
    """Which fields can be watched."""
    fields = enumerate(WATCHABLE, 1)
    return jsonify({"fields": [{"id": str(no), "name": one, "alias": one} for no, one in fields]})


@hr_api.post("/v1/webhooks")
def subscribe() -> tuple[Response, int]:
    """Be told of changes."""
    asked = request.get_json()
    events = asked.get("events", ())
    wrong = not events or not set(events) <= set(EVENTS)
    if wrong or ("employee.updated" in events and not asked.get("monitorFields")):
        return jsonify({"errors": [{"error": "monitorFields or events"}]}), HTTPStatus.BAD_REQUEST
    hook = _house().hooks.add(asked)
    return jsonify({**_hook(hook), "privateKey": hook.private_key}), HTTPStatus.CREATED


@hr_api.delete("/v1/webhooks/<hook_id>")
def unsubscribe(hook_id: str) -> tuple[str | Response, int]:
    """Be told no more."""
    if _house().hooks.known.pop(hook_id, None) is None:
        return jsonify({"errors": [{"error": "No webhook was found"}]}), HTTPStatus.NOT_FOUND
    return "Web hook has been deleted.", HTTPStatus.OK


def _hook(hook: Hook) -> Mapping[str, Any]:
    return {
        "id": hook.id,
        "name": hook.name,
        "created": f"{hook.created:%Y-%m-%d %H:%M:%S}",
        "url": hook.url,
        "format": "json",
        "events": list(hook.events),
        "monitorFields": list(hook.fields),
    }


def _visible(name: str) -> list[str]:
    if name != "employee":
        abort(_problem(HTTPStatus.NOT_FOUND, "NOT_FOUND", "There is no such dataset."))
    hidden = _house().hidden
    return [field for field in dataset.COLUMNS if field not in hidden]


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _problem(status: HTTPStatus, code: str, detail: str) -> Response:
    told = jsonify(
        {
            "type": "about:blank",
            "title": status.phrase,
            "status": status,
            "code": code,
            "detail": detail,
        }
    )
    told.status_code = status
    told.mimetype = "application/problem+json"
    return told


def _house() -> House:
    return campus().house
