"""Line items of Assignment and Grade Services 2.0 as Canvas serves them.

1. Lists come in pages of 10 unless `limit` asks for others.
2. An item without `resourceLinkId` becomes a new assignment, which gets a link of its own when its
   submission type (Canvas's extension) is the tool; an item with one must find its link in the
   course (404 if there is no such link at all) and that link's assignment (else 412).
3. Updating changes what is given and keeps the rest. An item that came with its assignment cannot
   be deleted: 401.
Spec: https://www.imsglobal.org/spec/lti-ags/v2p0/#line-item-service
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request

from demo.here import campus
from demo.services import urls
from demo.services.canvas.asked import CanvasError, MissingError, amount, answer, permitted, read
from demo.services.canvas.paging import number, page
from demo.services.line_items import LineItem
from demo.services.places import Place
from demo.services.scopes import LINE_ITEM, LINE_ITEM_READ

ITEM = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json"
SUBMISSION_TYPE = "https://canvas.instructure.com/lti/submission_type"
PAGE, LARGEST_PAGE = 10, 100


def found(course: int, item: int, *scopes: str) -> tuple[Place, LineItem]:
    """The line item an address names.

    Raises:
        CanvasError: 401 for a wrong token, 404 for an unknown course or item.
    """
    place = permitted(course, *scopes)
    known = campus().records.line_items.find(place, item)
    if known is None:
        raise MissingError
    return place, known


def listed(course: int) -> Response:
    """One page of a course's line items that pass the filters."""
    place = permitted(course, LINE_ITEM, LINE_ITEM_READ)
    items = [item for item in campus().records.line_items.of(place) if _passes(item)]
    args = request.args.to_dict()
    size = number(args, "limit") or number(args, "per_page") or PAGE
    url = f"{urls.canvas_course(campus().addresses, place)}/line_items"
    shown, neighbours = page(items, url, args, min(size, LARGEST_PAGE))
    return answer([_told(place, item) for item in shown], CONTAINER, link=neighbours)


def created(course: int) -> Response:
    """Make a line item, and an assignment where it has none yet."""
    place = permitted(course, LINE_ITEM)
    told = read()
    attributes = _attributes(told)
    if {"label", "maximum"} - attributes.keys():
        raise CanvasError(422, "label and scoreMaximum are needed")
    if "resourceLinkId" in told:
        attributes["link_id"] = _assignments_link(place, str(told["resourceLinkId"]))
    elif _submission_type(told) == "external_tool":
        attributes["link_id"] = str(uuid.uuid4())
        campus().records.links.add(place, attributes["link_id"])
    item = campus().records.line_items.add(place, **attributes)
    return answer(_told(place, item), ITEM, 201)


def shown(course: int, item: int) -> Response:
    """One line item."""
    place, known = found(course, item, LINE_ITEM, LINE_ITEM_READ)
    return answer(_told(place, known), ITEM)


def updated(course: int, item: int) -> Response:
    """Change what is given."""
    place, known = found(course, item, LINE_ITEM)
    told = read()
    if told.get("resourceLinkId") not in (None, "", known.link_id):
        raise CanvasError(412, "The specified LTI link ID is not associated with the line item.")
    changed = replace(known, **_attributes(told))
    campus().records.line_items.change(place, changed)
    return answer(_told(place, changed), ITEM)


def deleted(course: int, item: int) -> Response:
    """Delete a line item the tool made."""
    place, known = found(course, item, LINE_ITEM)
    if known.coupled:
        raise CanvasError(401)
    campus().records.line_items.remove(place, item)
    campus().records.grades.forget(item)
    return Response(status=204)


def _passes(item: LineItem) -> bool:
    has = {"tag": item.tag, "resource_id": item.resource_id, "resource_link_id": item.link_id}
    return all(request.args.get(name, value) == value for name, value in has.items())


def _attributes(told: Mapping[str, Any]) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    for given, ours in (("label", "label"), ("resourceId", "resource_id"), ("tag", "tag")):
        if told.get(given) is not None:
            attributes[ours] = str(told[given])
    if told.get("scoreMaximum") is not None:
        attributes["maximum"] = amount(told, "scoreMaximum")
    if SUBMISSION_TYPE in told:
        if _submission_type(told) not in ("none", "external_tool"):
            raise CanvasError(400, "Invalid submission_type for new assignment")
        attributes["extras"] = {SUBMISSION_TYPE: told[SUBMISSION_TYPE]}
    return attributes


def _submission_type(told: Mapping[str, Any]) -> object:
    extra = told.get(SUBMISSION_TYPE)
    return extra.get("type") if isinstance(extra, dict) else None


def _assignments_link(place: Place, link: str) -> str:
    records = campus().records
    if not records.links.known(place, link):
        raise MissingError
    if not records.line_items.tied(place, link):
        raise CanvasError(412)
    return link


def _told(place: Place, item: LineItem) -> dict[str, Any]:
    told = {
        "id": f"{urls.canvas_course(campus().addresses, place)}/line_items/{item.number}",
        "scoreMaximum": float(item.maximum),
        "label": item.label,
        "resourceId": item.resource_id,
        "tag": item.tag,
        "resourceLinkId": item.link_id,
    }
    return {name: value for name, value in told.items() if value != ""} | dict(item.extras)
