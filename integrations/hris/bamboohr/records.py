"""From a row of BambooHR's table of employees to a directory record.

Status is "Active" or "Inactive"; how somebody is employed is a list of each company's own, read by
its words. Docs: https://documentation.bamboohr.com/docs/list-of-field-names
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from core.domain.directory import DirectoryRecord, EmploymentStatus, EmploymentType
from core.ports.connectors import BadRow
from core.sentence import sentence
from integrations.base.settings_form import N_
from integrations.hris.bamboohr.company import Column, Values

COLUMNS: Mapping[str, Sequence[str]] = {
    "key": ("eeid", "id", "employeeId"),
    "employee_number": ("employeeNumber",),
    "given_name": ("firstName",),
    "family_name": ("lastName",),
    "preferred_name": ("preferredName",),
    "email": ("email", "workEmail"),
    "title": ("jobInformationJobTitle", "jobTitle"),
    "department": ("jobInformationDepartment", "department"),
    "work_location": ("jobInformationLocation", "location"),
    "employment": ("employmentStatus", "employmentHistoryStatus"),
    "status": ("status",),
    "start_date": ("hireDate",),
    "end_date": ("terminationDate",),
    "manager_key": ("supervisorEid", "supervisorEId"),
}
"""What we read -> what it may be called, the usual name first."""

MAPPABLE = (
    ("employee_number", N_("Employee number")),
    ("email", N_("E-mail address")),
    ("title", N_("Job title")),
    ("department", N_("Department")),
    ("work_location", N_("Place of work")),
)
"""What companies may keep in fields of their own, with labels."""

_TYPES = (
    (re.compile(r"\b(contract|freelanc|consult)"), EmploymentType.CONTRACTOR),
    (re.compile(r"\b(intern(ship)?s?\b|apprentic|trainee)"), EmploymentType.INTERN),
    (re.compile(r"\b(temp|seasonal)"), EmploymentType.TEMPORARY),
    (re.compile(r"\bpart"), EmploymentType.PART_TIME),
    (re.compile(r"\bfull"), EmploymentType.FULL_TIME),
)
_STATES = (
    (re.compile(r"\bterminat"), EmploymentStatus.TERMINATED),
    (re.compile(r"\b(leave|furlough)"), EmploymentStatus.ON_LEAVE),
    (re.compile(r"\bsuspen"), EmploymentStatus.SUSPENDED),
)


class _Text(fields.Field[str]):
    """Text, or a number as text; nothing is empty."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise ValidationError("text")
        return str(value).strip()

    def deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        """None is empty, not a mistake."""
        return super().deserialize("" if value is None else value, *args, **kwargs) or ""


class _Day(fields.Field[date | None]):
    """A day; BambooHR writes none as 0000-00-00."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date | None:
        if value in ("", "0000-00-00"):
            return None
        try:
            return date.fromisoformat(str(value)[:10])
        except ValueError as error:
            raise ValidationError("day") from error


class _Row(Schema):
    class Meta:
        """Only what we asked for."""

        unknown = EXCLUDE

    key = _Text(required=True, validate=validate.Length(min=1, max=100))
    employee_number = _Text(load_default="")
    given_name = _Text(load_default="")
    family_name = _Text(load_default="")
    preferred_name = _Text(load_default="")
    email = _Text(load_default="")
    title = _Text(load_default="")
    department = _Text(load_default="")
    work_location = _Text(load_default="")
    employment = _Text(load_default="")
    # Empty where it is withheld: that must not make somebody who left be there.
    status = _Text(required=True, validate=validate.Length(min=1))
    start_date = _Day(load_default=None, allow_none=True)
    end_date = _Day(load_default=None, allow_none=True)
    manager_key = _Text(load_default="")


_ROW = _Row()


@dataclass(frozen=True, slots=True)
class Reading:
    """Which columns are read for what.

    Attributes:
        columns: what we read -> the column.
        today: the day from which on somebody who begins is there.
    """

    columns: Mapping[str, Column]
    today: date

    @property
    def names(self) -> list[str]:
        """The names of the columns, each once."""
        return list(dict.fromkeys(column.name for column in self.columns.values()))

    def record(self, values: Values) -> DirectoryRecord | BadRow:
        """The record of a row, or why it is none."""
        ours = {name: values.get(column.name) for name, column in self.columns.items()}
        try:
            row = _ROW.load(ours)
        except ValidationError as error:
            wrong = self.columns[str(next(iter(error.messages_dict)))]
            key = ours["key"]
            return BadRow(
                key=str(key) if isinstance(key, str | int) else "",
                sentence=sentence(
                    "The field %(field)s cannot be read. Correct it in %(product)s.",
                    field=wrong.label,
                    product="BambooHR",
                ),
            )
        return _record(row, self.today)


def reading(known: Sequence[Column], mapped: Mapping[str, str], today: date) -> Reading:
    """Choose the columns to read, of those that there are; what is not there is not read.

    Args:
        known: the columns the account sees.
        mapped: our field -> the company's own column.
        today: see Reading.
    """
    by_name = {column.name: column for column in known}
    chosen = {}
    for name, usual in COLUMNS.items():
        wanted = [mapped[name]] if mapped.get(name) in by_name else list(usual)
        if found := next((by_name[one] for one in wanted if one in by_name), None):
            chosen[name] = found
    return Reading(chosen, today)


def _record(row: Mapping[str, Any], today: date) -> DirectoryRecord:
    called = row["preferred_name"] or row["given_name"]
    return DirectoryRecord(
        key=row["key"],
        name=f"{called} {row['family_name']}".strip(),
        given_name=row["given_name"],
        family_name=row["family_name"],
        email=row["email"],
        employee_number=row["employee_number"],
        title=row["title"],
        department=row["department"],
        work_location=row["work_location"],
        employment_type=_type(row["employment"].lower()),
        status=_status(row, today),
        start_date=row["start_date"],
        end_date=row["end_date"],
        manager_key=row["manager_key"],
    )


def _type(employment: str) -> EmploymentType | None:
    found = (meant for words, meant in _TYPES if words.search(employment))
    return next(found, EmploymentType.OTHER if employment else None)


def _status(row: Mapping[str, Any], today: date) -> EmploymentStatus:
    employment, start = row["employment"].lower(), row["start_date"]
    if start and start > today:
        return EmploymentStatus.PENDING
    if row["status"].lower() == "inactive":
        return EmploymentStatus.TERMINATED
    found = (meant for words, meant in _STATES if words.search(employment))
    return next(found, EmploymentStatus.ACTIVE)
