"""Line items of Assignment and Grade Services 2.0 as Moodle serves them.

1. Listing needs the container's media type exactly; "anything" is refused too.
2. Creating echoes what was sent with an id, even what is not kept (dates, gradesReleased).
3. Replacing without `resourceLinkId` takes the item off its link; a new maximum rescales grades.
4. Deleting really deletes, also the item that came with the activity.
Spec: https://www.imsglobal.org/spec/lti-ags/v2p0/#line-item-service
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from flask import Response

from demo.services import urls
from demo.services.line_items import LineItem
from demo.services.moodle.asked import Asked, MoodleError, answer, numeric, plain, read
from demo.services.places import Place
from demo.services.scopes import LINE_ITEM, LINE_ITEM_READ

ITEM = "application/vnd.ims.lis.v2.lineitem+json"
CONTAINER = "application/vnd.ims.lis.v2.lineitemcontainer+json"


def found(asked: Asked, *scopes: str) -> tuple[Place, LineItem]:
    """The line item a path names.

    Raises:
        MoodleError: 401 for a wrong token, 404 for an unknown course or item.
    """
    place = asked.place(asked.args.get("type_id"), *scopes)
    number = asked.parts["item"]
    item = asked.records.line_items.find(place, int(number)) if number.isdecimal() else None
    if item is None:
        raise MoodleError(404, f"Not Found: Grade item {number} doesn't exist")
    return place, item


def listed(asked: Asked) -> Response:
    """The line items of a course, all or those that pass the filters.

    Raises:
        MoodleError: 400 for another media type, 401, 404.
    """
    place = _collection(asked, CONTAINER, LINE_ITEM, LINE_ITEM_READ)
    wanted = {
        "resource_id": asked.args.get("resource_id"),
        "resource_link_id": asked.args.get("resource_link_id", asked.args.get("lti_link_id")),
        "tag": asked.args.get("tag"),
    }
    filters = {name: value for name, value in wanted.items() if value is not None}
    items = [item for item in asked.records.line_items.of(place) if _passes(item, filters)]
    limit, start = asked.number("limit"), asked.number("from")
    links = [_links(asked, place, filters, len(items))] if limit else []
    shown = items[start : start + limit] if limit else items
    return answer([_told(asked, place, item) for item in shown], CONTAINER, links=links)


def created(asked: Asked) -> Response:
    """Make a line item.

    Raises:
        MoodleError: 400 for another media type or nonsense, 401, 403 for a foreign link, 404.
    """
    place = _collection(asked, ITEM, LINE_ITEM)
    told = read(asked.body)
    if told.get("label") is None or told.get("scoreMaximum") is None:
        raise MoodleError(400, "No label or Score Maximum")
    item = asked.records.line_items.add(place, **_attributes(asked, place, told))
    return answer({**told, "id": _url(asked, place, item)}, ITEM, 201)


def shown(asked: Asked) -> Response:
    """One line item.

    Raises:
        MoodleError: 401, 404.
    """
    place, item = found(asked, LINE_ITEM, LINE_ITEM_READ)
    return answer(_told(asked, place, item), ITEM)


def replaced(asked: Asked) -> Response:
    """Replace a line item.

    Raises:
        MoodleError: 400 for nonsense, 401, 403 for a foreign link, 404.
    """
    place, item = found(asked, LINE_ITEM)
    told = read(asked.body)
    new = replace(item, **_attributes(asked, place, told))
    asked.records.line_items.change(place, new)
    if item.maximum not in (0, new.maximum):
        asked.records.grades.rescale(item.number, item.maximum, new.maximum)
    return answer({**told, "id": _url(asked, place, item)}, ITEM)


def deleted(asked: Asked) -> Response:
    """Delete a line item with its grades.

    Raises:
        MoodleError: 401, 404.
    """
    place, item = found(asked, LINE_ITEM)
    asked.records.line_items.remove(place, item.number)
    asked.records.grades.forget(item.number)
    return Response(status="204 OK", content_type="text/html; charset=utf-8")


def _collection(asked: Asked, media: str, *scopes: str) -> Place:
    place = asked.place(asked.args.get("type_id"), *scopes)
    if asked.media not in ("", media):
        raise MoodleError(400, "No context or unsupported content type")
    return place


def _attributes(asked: Asked, place: Place, told: Mapping[str, Any]) -> dict[str, Any]:
    label, maximum = told.get("label"), numeric(told.get("scoreMaximum"))
    if label is None or maximum is None:
        raise MoodleError(400)
    link = told.get("resourceLinkId") or told.get("ltiLinkId") or ""
    if link and not asked.records.links.has(place, str(link)):
        raise MoodleError(403)
    return {
        "label": label,
        "maximum": maximum,
        "resource_id": told.get("resourceId") or "",
        "tag": told.get("tag") or "",
        "link_id": str(link),
    }


def _passes(item: LineItem, filters: Mapping[str, str]) -> bool:
    has = {"resource_id": item.resource_id, "resource_link_id": item.link_id, "tag": item.tag}
    return all(has[name] == value for name, value in filters.items())


def _told(asked: Asked, place: Place, item: LineItem) -> dict[str, Any]:
    told = {
        "id": _url(asked, place, item),
        "label": item.label,
        "scoreMaximum": plain(item.maximum),
        "resourceId": item.resource_id,
        "tag": item.tag,
    }
    # The second name is what drafts of the specification called it.
    tie = {"resourceLinkId": item.link_id, "ltiLinkId": item.link_id} if item.link_id else {}
    return {**told, **tie}


def _url(asked: Asked, place: Place, item: LineItem) -> str:
    return urls.moodle_line_items(asked.addresses, place, item.number)


def _links(asked: Asked, place: Place, filters: Mapping[str, str], count: int) -> str:
    # Moodle's own header, which no parser reads: escaped as in HTML, in typographic quotes whose
    # UTF-8 bytes clients take for Latin-1.
    limit, start = asked.number("limit"), asked.number("from")
    starts = {"first": 0}
    if 0 < start < count:
        starts["prev"] = max(0, start - limit)
    starts["canonical"] = start
    if start < count and start + limit < count:
        starts["next"] = start + limit
    starts["last"] = max(0, count - limit + 1)
    query = {**filters, "type_id": place.tool.deployment_id, "limit": limit}
    links = [
        f"<{asked.url}?{urlencode({**query, 'from': there})}>; rel=\N{LEFT DOUBLE QUOTATION MARK}"
        f"{name}\N{RIGHT DOUBLE QUOTATION MARK}".replace("&", "&amp;")
        for name, there in starts.items()
    ]
    return ", ".join(links).encode().decode("latin-1")
