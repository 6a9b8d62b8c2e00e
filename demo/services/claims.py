"""What a message says about services, and what it withholds.

A claim is a promise: only services that answer are named. Of LTI 1.1 outcomes, which Moodle also
offers, nothing is said.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from demo.addresses import Addresses
from demo.canvas import NOISE
from demo.services import scopes, urls
from demo.services.line_items import LineItem
from demo.services.places import Place, place_of
from demo.services.records import Records
from demo.services.scopes import GRADES
from demo.services.scopes import GROUPS as GROUPS_SCOPE
from demo.tools import DEEP_LINKING
from demo.visits import Visit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
GROUPS = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"
LINE_ITEMS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
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
    services = _BY_DIALECT[place.institution.dialect](place, claims, records, addresses)
    return {**claims, **{name: told for name, told in services.items() if _may(place, name)}}


def _may(place: Place, name: str) -> bool:
    return name not in _NEEDS or bool(place.tool.allowed(_NEEDS[name]))


def _moodle(place: Place, claims: Claims, records: Records, addresses: Addresses) -> dict[str, Any]:
    grades = {
        "scope": list(place.tool.allowed(GRADES)),
        "lineitems": urls.moodle_line_items(addresses, place),
    }
    if claims.get(f"{CLAIM}message_type") == DEEP_LINKING:
        return {LINE_ITEMS: grades}
    tied = _tied(place, claims, records)
    # A second item tied to the link makes this vanish.
    if len(tied) == 1:
        grades["lineitem"] = urls.moodle_line_items(addresses, place, tied[0].number)
    binding = urls.moodle_binding(addresses, place)
    url = f"{binding}/memberships"
    return {
        LINE_ITEMS: grades,
        GROUPS: _groups(f"{binding}/groups", f"{binding}/groupsets"),
        MEMBERSHIPS: {"context_memberships_url": url, "service_versions": ["1.0", "2.0"]},
        f"{CLAIM}custom": {**claims[f"{CLAIM}custom"], "context_memberships_url": url},
    }


def _canvas(place: Place, claims: Claims, records: Records, addresses: Addresses) -> dict[str, Any]:
    course = urls.canvas_course(addresses, place)
    grades = {"scope": list(place.tool.allowed(GRADES)), "lineitems": f"{course}/line_items"}
    if tied := _tied(place, claims, records):
        # That of the assignment itself, whatever the tool added to it.
        grades["lineitem"] = f"{course}/line_items/{tied[0].number}"
    return {
        LINE_ITEMS: {**grades, **NOISE},
        MEMBERSHIPS: {
            "context_memberships_url": f"{course}/names_and_roles",
            "service_versions": ["2.0"],
            **NOISE,
        },
        GROUPS: {**_groups(f"{course}/groups", f"{course}/group_sets"), **NOISE},
    }


def _groups(groups: str, sets: str) -> dict[str, Any]:
    return {
        "scope": [GROUPS_SCOPE],
        "context_groups_url": groups,
        "context_group_sets_url": sets,
        "service_versions": ["1.0"],
    }


def _tied(place: Place, claims: Claims, records: Records) -> list[LineItem]:
    link = claims.get(f"{CLAIM}resource_link")
    return records.line_items.tied(place, link["id"]) if link else []


_NEEDS: Mapping[str, tuple[str, ...]] = {LINE_ITEMS: GRADES, MEMBERSHIPS: (scopes.MEMBERSHIPS,)}
"""Claims and the scopes of which a tool needs one to be told."""
_BY_DIALECT: Mapping[str, Callable[[Place, Claims, Records, Addresses], dict[str, Any]]] = {
    "moodle": _moodle,
    "canvas": _canvas,
}
