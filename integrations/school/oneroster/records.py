"""From a user of OneRoster to a directory record.

Spec: https://www.imsglobal.org/spec/oneroster/v1p2/rostering/info#user
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from core.domain.directory import DirectoryRecord
from core.ports.connectors import BadRow
from core.sentence import sentence
from integrations.school.oneroster import schemas

TOMBSTONE = "tobedeleted"
STUDENTS = frozenset({"student"})
FAMILY = frozenset({"guardian", "parent", "relative"})
_USER = schemas.User()


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody who is not wanted, not there any more, or may not sign in there."""

    key: str


@dataclass(frozen=True, slots=True)
class Reading:
    """How users become records.

    Attributes:
        who: a value of settings.WHO.
        schools: id of an organization -> its name.
        roles: user -> their roles, where these are told apart (files).
    """

    who: str
    schools: Mapping[str, str]
    roles: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def record(self, told: Mapping[str, Any], place: str = "") -> DirectoryRecord | Left | BadRow:
        """The record of a user, that they left, or why neither can be said.

        Args:
            told: what the source says of them.
            place: where that stands, for files.
        """
        try:
            user = _USER.load(told)
        except ValidationError as error:
            key = told.get("sourcedId")
            return BadRow(
                key=str(key) if isinstance(key, str | int) else "",
                place=place,
                sentence=sentence(
                    "The field %(field)s cannot be read. Correct it in %(product)s.",
                    field=next(iter(error.messages_dict)),
                    product="OneRoster",
                ),
            )
        roles = [*(user["roles"] or ()), *self.roles.get(user["id"], ())]
        names = {role["name"] for role in roles} | ({user["role"]} - {""})
        left = user["status"].lower() == TOMBSTONE or user["enabled"] is False
        if left or not self._wanted(names):
            return Left(user["id"])
        return self._record(user, roles)

    def _wanted(self, names: set[str]) -> bool:
        if self.who == "everybody":
            return True
        students, staff = bool(names & STUDENTS), bool(names - STUDENTS - FAMILY)
        return {"students": students, "staff": staff}.get(self.who, students or staff)

    def _record(
        self, user: Mapping[str, Any], roles: Sequence[Mapping[str, Any]]
    ) -> DirectoryRecord:
        first = user["preferred_first"] or user["given_name"]
        last = user["preferred_last"] or user["family_name"]
        foremost = min(roles, key=lambda role: role["type"] != "primary", default=None)
        return DirectoryRecord(
            key=user["id"],
            external_id=user["master"],
            user_name=user["user_name"],
            name=f"{first} {last}".strip(),
            given_name=user["given_name"],
            family_name=user["family_name"],
            email=user["email"],
            employee_number=user["number"],
            title=_words(foremost["name"] if foremost else user["role"]),
            work_location=self._school(user, foremost),
        )

    def _school(self, user: Mapping[str, Any], foremost: Mapping[str, Any] | None) -> str:
        of_role = foremost["org"] if foremost else None
        orgs = [user["org"], of_role, *(user["orgs"] or ())]
        names = (self.schools.get(org["id"], "") for org in orgs if org)
        return next((name for name in names if name), "")


def _words(role: str) -> str:
    """SiteAdministrator -> Site administrator."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", role).capitalize()
