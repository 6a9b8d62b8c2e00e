"""The table that reports are made of: its columns, and rows that a filter keeps.

A filter is a chain of comparisons, all joined by `or` or all by `and`, as in
"eeid eq 101 or eeid eq 102" and "hireDate gt '2026-02-28' and hireDate le '2026-03-02'"; numbers
stand bare, all else in single quotes, and only dates have an order.
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence

from demo.hr.staff import Employee

Row = Mapping[str, str | None]

COLUMNS: Mapping[str, tuple[str, str, Callable[[Employee], str | None]]] = {
    "eeid": ("Employee ID", "int", lambda one: one.id),
    "employeeNumber": ("Employee #", "text", lambda one: one.employee_number),
    "firstName": ("First Name", "text", lambda one: one.first_name),
    "lastName": ("Last Name", "text", lambda one: one.last_name),
    "preferredName": ("Preferred Name", "text", lambda one: one.preferred_name or None),
    "email": ("Work Email", "email", lambda one: one.email or None),
    "status": ("Status", "options", lambda one: one.status),
    "hireDate": ("Hire Date", "date", lambda one: one.hire_date.isoformat()),
    "terminationDate": (
        "Termination Date",
        "date",
        # Not null: the real one has this for nobody's date.
        lambda one: one.termination_date.isoformat() if one.termination_date else "0000-00-00",
    ),
    "employmentStatus": ("Employment Status", "options", lambda one: one.employment),
    "jobInformationJobTitle": ("Job Title", "options", lambda one: one.job_title),
    "jobInformationDepartment": ("Department", "options", lambda one: one.department),
    "jobInformationLocation": ("Location", "options", lambda one: one.location),
    "supervisorEid": ("Supervisor ID", "int", lambda one: one.manager or None),
}
"""Name -> label, type, and what it says about somebody."""

_COMPARISON = re.compile(r"(\w+) (eq|lt|le|gt|ge) (?:'((?:[^']|'')*)'|(\d+))")
_ORDERS = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge}


class FilterError(ValueError):
    """No filter of this form."""


def row(one: Employee, columns: Sequence[str]) -> Row:
    """What some columns say about somebody."""
    return {name: COLUMNS[name][2](one) for name in columns}


def kept(people: Sequence[Employee], expression: str) -> list[Employee]:
    """Those whom a filter keeps; all without one.

    Raises:
        FilterError: it is none, or asks for a column that is not there.
    """
    if not expression:
        return list(people)
    joined = " or " if " or " in expression else " and "
    tests = [_test(part.strip()) for part in expression.split(joined)]
    keeps = any if joined == " or " else all
    return [one for one in people if keeps(test(one) for test in tests)]


def _test(text: str) -> Callable[[Employee], bool]:
    found = _COMPARISON.fullmatch(text)
    if found is None or found[1] not in COLUMNS:
        raise FilterError(text)
    name, verb, words, number = found.groups()
    kind, value = COLUMNS[name][1:]
    if (number is not None) != (kind == "int") or (verb != "eq" and kind != "date"):
        raise FilterError(text)
    wanted = number if number is not None else words.replace("''", "'")
    holds = _ORDERS.get(verb, operator.eq)
    return lambda one: holds(value(one) or "", wanted)
