"""From a user of Microsoft Graph to a directory record.

Docs: https://learn.microsoft.com/graph/api/resources/user#properties
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from marshmallow import ValidationError

from core.domain.directory import DirectoryRecord, EmploymentStatus, EmploymentType
from core.ports.connectors import BadRow
from core.sentence import sentence
from integrations.hris.entra import schemas
from integrations.hris.entra.graph import PRODUCT

GUEST = "guest"
_USER = schemas.User()
_TYPES = (
    (re.compile(r"\b(contract|consult|vendor|freelanc|extern)"), EmploymentType.CONTRACTOR),
    (re.compile(r"\b(intern(ship)?s?\b|apprentic|trainee)"), EmploymentType.INTERN),
    (re.compile(r"\b(temp|seasonal)"), EmploymentType.TEMPORARY),
    (re.compile(r"\bpart"), EmploymentType.PART_TIME),
    (re.compile(r"\b(full|employee)"), EmploymentType.FULL_TIME),
)


def is_guest(told: Mapping[str, Any]) -> bool:
    """Whether a user comes from elsewhere."""
    return str(told.get("userType") or "").lower() == GUEST


def record(told: Mapping[str, Any], now: datetime) -> DirectoryRecord | BadRow:
    """The record of a user, or why it is none.

    Args:
        told: as Graph tells it.
        now: from when on somebody who begins is there.
    """
    try:
        user = _USER.load(told)
    except ValidationError as error:
        key = told.get("id")
        return BadRow(
            key=key if isinstance(key, str) else "",
            sentence=sentence(
                "The field %(field)s cannot be read. Correct it in %(product)s.",
                field=next(iter(error.messages_dict)),
                product=PRODUCT,
            ),
        )
    start: datetime | None = user["start"]
    texts: dict[str, Any] = {name: user[name] or "" for name in _TEXTS}
    return DirectoryRecord(
        key=user["id"],
        employment_type=_type((user["employment"] or "").lower()),
        status=_status(user, now),
        start_date=start.date() if start else None,
        manager_key=user["manager"]["id"] if user["manager"] else "",
        **texts,
    )


_TEXTS = (
    "name",
    "given_name",
    "family_name",
    "email",
    "user_name",
    "employee_number",
    "title",
    "department",
    "work_location",
    "locale",
)


def _type(employment: str) -> EmploymentType | None:
    found = (meant for words, meant in _TYPES if words.search(employment))
    return next(found, EmploymentType.OTHER if employment else None)


def _status(user: Mapping[str, Any], now: datetime) -> EmploymentStatus:
    """Whether they are there.

    Accounts of people who begin later are often made weeks before, and enabled when they come:
    that is a change, which is told. A day that comes would not be.
    """
    if user["enabled"] is not False:
        return EmploymentStatus.ACTIVE
    begins = user["start"] and user["start"] > now
    return EmploymentStatus.PENDING if begins else EmploymentStatus.SUSPENDED
