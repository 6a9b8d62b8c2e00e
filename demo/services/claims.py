"""What a launch says about services, and what it withholds.

A claim is a promise: only services that answer are named. Of LTI 1.1 outcomes, which Moodle also
offers, nothing is said.
"""

from collections.abc import Callable, Mapping
from typing import Any

from demo.addresses import Addresses
from demo.services import urls
from demo.services.line_items import LineItem
from demo.services.memberships import Privacy
from demo.services.places import Place, place_of
from demo.services.records import Records
from demo.services.scopes import GRADES
from demo.visits import Visit

CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
LINE_ITEMS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
MEMBERSHIPS = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
DEEP_LINKING = "LtiDeepLinkingRequest"
PERSONAL = ("name", "given_name", "family_name", "email")

Claims = Mapping[str, Any]


def with_services(
    visit: Visit, claims: Claims, records: Records, addresses: Addresses
) -> dict[str, Any]:
    """A launch's claims with the services its product names, without names where none are told.

    Args:
        visit: who opens what.
        claims: everything else; its `message_type` decides which services fit.
        records: what the services know.
        addresses: where they are.
    """
    place = place_of(visit)
    if place is None:
        return dict(claims)
    told = dict(claims)
    if records.memberships.privacy(place) is Privacy.NEVER:
        told = _without_names(told)
    return told | _BY_DIALECT[place.institution.dialect](place, told, records, addresses)


def _without_names(claims: Claims) -> dict[str, Any]:
    kept = {name: value for name, value in claims.items() if name not in PERSONAL}
    if f"{CLAIM}ext" in kept:
        extra = dict(kept[f"{CLAIM}ext"])
        extra.pop("user_username", None)
        kept[f"{CLAIM}ext"] = extra
    return kept


def _moodle(place: Place, claims: Claims, records: Records, addresses: Addresses) -> dict[str, Any]:
    grades = {"scope": list(GRADES), "lineitems": urls.moodle_line_items(addresses, place)}
    if claims.get(f"{CLAIM}message_type") == DEEP_LINKING:
        return {LINE_ITEMS: grades}
    tied = _tied(place, claims, records)
    # A second item tied to the link makes this vanish.
    if len(tied) == 1:
        grades["lineitem"] = urls.moodle_line_items(addresses, place, tied[0].number)
    url = urls.moodle_memberships(addresses, place)
    return {
        LINE_ITEMS: grades,
        MEMBERSHIPS: {"context_memberships_url": url, "service_versions": ["1.0", "2.0"]},
        f"{CLAIM}custom": {**claims[f"{CLAIM}custom"], "context_memberships_url": url},
    }


def _canvas(place: Place, claims: Claims, records: Records, addresses: Addresses) -> dict[str, Any]:
    # Canvas really sends this in every object claim.
    noise: dict[str, Any] = {"errors": {"errors": {}}, "validation_context": None}
    course = urls.canvas_course(addresses, place)
    grades = {"scope": list(GRADES), "lineitems": f"{course}/line_items"}
    if tied := _tied(place, claims, records):
        # That of the assignment itself, whatever the tool added to it.
        grades["lineitem"] = f"{course}/line_items/{tied[0].number}"
    return {
        LINE_ITEMS: {**grades, **noise},
        MEMBERSHIPS: {
            "context_memberships_url": f"{course}/names_and_roles",
            "service_versions": ["2.0"],
            **noise,
        },
    }


def _tied(place: Place, claims: Claims, records: Records) -> list[LineItem]:
    link = claims.get(f"{CLAIM}resource_link")
    return records.line_items.tied(place, link["id"]) if link else []


_BY_DIALECT: Mapping[str, Callable[[Place, Claims, Records, Addresses], dict[str, Any]]] = {
    "moodle": _moodle,
    "canvas": _canvas,
}
