"""What a message says about services, and what it withholds.

A claim is a promise: only services that answer, and that the tool may use, are named. Of LTI 1.1
outcomes, which Moodle also offers, nothing is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from demo.addresses import Addresses
from demo.canvas import NOISE
from demo.services import scopes, urls
from demo.services.line_items import LineItem
from demo.services.notices import TYPES
from demo.services.places import Place, place_of
from demo.services.records import Records
from demo.services.scopes import GRADES, GRANTED
from demo.tools import DEEP_LINKING
from demo.visits import Visit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
MESSAGE_TYPE = f"{CLAIM}message_type"
CUSTOM = f"{CLAIM}custom"
GROUPS = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"
LINE_ITEMS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
NOTICES = "https://purl.imsglobal.org/spec/lti/claim/platformnotificationservice"
MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

Claims = Mapping[str, Any]


def within_privacy(visit: Visit, records: Records) -> Visit:
    """The visit, with a tool that is told no more than the course's privacy allows."""
    place = place_of(visit)
    if place is None:
        return visit
    sends = records.memberships.tells(place, of_link=True)
    return replace(visit, tool=replace(visit.tool, sends=sends))


def with_services(
    visit: Visit, claims: Claims, records: Records, addresses: Addresses
) -> dict[str, Any]:
    """A message's claims with the services its product names.

    Args:
        visit: who opens what.
        claims: everything else; its `message_type` decides which services fit.
        records: what the services know.
        addresses: where they are.
    """
    place = place_of(visit)
    if place is None:
        return dict(claims)
    tell = _BY_DIALECT[place.institution.dialect]
    return {**claims, **tell(place, claims, records, addresses)}


def _moodle(place: Place, claims: Claims, records: Records, addresses: Addresses) -> dict[str, Any]:
    may = place.tool.allowed(GRANTED["moodle"])
    told: dict[str, Any] = {}
    selecting = claims[MESSAGE_TYPE] == DEEP_LINKING
    if grades := [scope for scope in GRADES if scope in may]:
        told[LINE_ITEMS] = {
            "scope": grades,
            "lineitems": urls.moodle_line_items(addresses, place),
        }
        tied = _tied(place, claims, records)
        # A second item tied to the link makes this vanish.
        if len(tied) == 1:
            url = urls.moodle_line_items(addresses, place, tied[0].number)
            told[LINE_ITEMS]["lineitem"] = url
    binding = urls.moodle_binding(addresses, place)
    if scopes.MEMBERSHIPS in may and not selecting:
        url = f"{binding}/memberships"
        told[MEMBERSHIPS] = {"context_memberships_url": url, "service_versions": ["1.0", "2.0"]}
        told[CUSTOM] = {**claims[CUSTOM], "context_memberships_url": url}
    if scopes.GROUPS in may and not selecting:
        told[GROUPS] = _groups(f"{binding}/groups", f"{binding}/groupsets")
    return told


def _canvas(place: Place, claims: Claims, records: Records, addresses: Addresses) -> dict[str, Any]:
    may = place.tool.allowed(GRANTED["canvas"])
    course = urls.canvas_course(addresses, place)
    told: dict[str, Any] = {}
    if grades := [scope for scope in GRADES if scope in may]:
        told[LINE_ITEMS] = {"scope": grades, "lineitems": f"{course}/line_items", **NOISE}
        if tied := _tied(place, claims, records):
            # That of the assignment itself, whatever the tool added to it.
            told[LINE_ITEMS]["lineitem"] = f"{course}/line_items/{tied[0].number}"
    if scopes.MEMBERSHIPS in may:
        told[MEMBERSHIPS] = {
            "context_memberships_url": f"{course}/names_and_roles",
            "service_versions": ["2.0"],
            **NOISE,
        }
    if scopes.GROUPS in may:
        told[GROUPS] = {**_groups(f"{course}/groups", f"{course}/group_sets"), **NOISE}
    if scopes.NOTICES in may:
        told[NOTICES] = {
            "service_versions": ["1.0"],
            "platform_notification_service_url": urls.canvas_notices(addresses, place.tool),
            "scope": [scopes.NOTICES],
            "notice_types_supported": list(TYPES),
        }
    return told


def _groups(groups: str, sets: str) -> dict[str, Any]:
    return {
        "scope": [scopes.GROUPS],
        "context_groups_url": groups,
        "context_group_sets_url": sets,
        "service_versions": ["1.0"],
    }


def _tied(place: Place, claims: Claims, records: Records) -> list[LineItem]:
    link = claims.get(f"{CLAIM}resource_link")
    return records.line_items.tied(place, link["id"]) if link else []


_BY_DIALECT: Mapping[str, Callable[[Place, Claims, Records, Addresses], dict[str, Any]]] = {
    "moodle": _moodle,
    "canvas": _canvas,
}
