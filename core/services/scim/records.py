"""From a SCIM user (RFC 7643, sections 4.1 and 4.3) to the record every source gives.

A resource is JSON with the attribute names of the schemas. Only what Mentorloom uses becomes part
of the record; what else was sent stays in the entry's `source`, to be read back.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.directory import DirectoryRecord, EmploymentStatus, EmploymentType
from core.domain.scim import ENTERPRISE, Lookup

Resource = Mapping[str, Any]

_TYPES = {
    "full time": EmploymentType.FULL_TIME,
    "part time": EmploymentType.PART_TIME,
    "contractor": EmploymentType.CONTRACTOR,
    "intern": EmploymentType.INTERN,
    "temp": EmploymentType.TEMPORARY,
    "temporary": EmploymentType.TEMPORARY,
}


def record_of(key: str, user: Resource) -> DirectoryRecord:
    """What a user says about a person.

    Args:
        key: the user's SCIM id.
        user: the resource. Without `active` they are there: silence ends nobody's mentoring.
    """
    name, work = user.get("name", {}), user.get(ENTERPRISE, {})
    active = user.get("active", True)
    return DirectoryRecord(
        key=key,
        external_id=user.get("externalId", ""),
        user_name=user.get("userName", ""),
        name=_display_name(user),
        given_name=name.get("givenName", ""),
        family_name=name.get("familyName", ""),
        email=_chosen(user.get("emails", ())).get("value", ""),
        employee_number=work.get("employeeNumber", ""),
        title=user.get("title", ""),
        department=work.get("department", ""),
        work_location=_place(_chosen(user.get("addresses", ()))),
        time_zone=_time_zone(user.get("timezone", "")),
        locale=(user.get("locale") or user.get("preferredLanguage", "")).replace("_", "-"),
        employment_type=_TYPES.get(user.get("userType", "").casefold().replace("-", " ")),
        status=EmploymentStatus.ACTIVE if active else EmploymentStatus.SUSPENDED,
        manager_key=work.get("manager", {}).get("value", ""),
    )


def lookups_of(user: Resource) -> dict[Lookup, list[str]]:
    """What a user is looked up by."""
    said = {
        Lookup.USER_NAME: [user.get("userName", "")],
        Lookup.EXTERNAL_ID: [user.get("externalId", "")],
        Lookup.NAME: [user.get("displayName", "")],
        Lookup.EMAIL: [email.get("value", "") for email in user.get("emails", ())],
    }
    return {lookup: [value for value in values if value] for lookup, values in said.items()}


def _display_name(user: Resource) -> str:
    name = user.get("name", {})
    both = f"{name.get('givenName', '')} {name.get('familyName', '')}".strip()
    return user.get("displayName") or name.get("formatted") or both


def _chosen(values: Any) -> Resource:
    """Of several values the primary one, else the first for work, else the first."""
    return next(_by_preference(values), {})


def _by_preference(values: Any) -> Iterator[Resource]:
    yield from (value for value in values if value.get("primary"))
    yield from (value for value in values if value.get("type") == "work")
    yield from values


def _place(address: Resource) -> str:
    parts = (address.get(part, "") for part in ("locality", "region", "country"))
    return ", ".join(part for part in parts if part) or address.get("formatted", "")


def _time_zone(name: str) -> str:
    """The name if it is one of IANA's, else nothing: a wrong zone is worse than none."""
    try:
        return ZoneInfo(name).key if name else ""
    except (KeyError, ValueError, OSError):
        return ""
