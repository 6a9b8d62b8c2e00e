"""The people of the stand-in HR system, what happens to them, and when.

Everything is in memory: a restart brings back who was there at first.
"""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

FIRST = Path(__file__).parent / "staff.json"
LEAVE = "Leave of Absence"
INSERTED, UPDATED, DELETED = "Inserted", "Updated", "Deleted"

Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Employee:
    """Somebody on the books.

    Attributes:
        id: number that never changes, as text.
        manager: id of whom they report to; "" for nobody.
        employment: "Full-Time", "Part-Time", "Contractor", "Intern" or LEAVE.
        status: "Active" or "Inactive".
    """

    id: str
    employee_number: str
    first_name: str
    last_name: str
    preferred_name: str = ""
    email: str
    job_title: str
    department: str
    location: str
    employment: str
    hire_date: date
    termination_date: date | None = None
    manager: str = ""
    status: str = "Active"

    @property
    def name(self) -> str:
        """As colleagues say it."""
        return f"{self.preferred_name or self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one employee last."""

    id: str
    action: str
    at: datetime


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Staff:
    """Everybody on the books; each change is remembered with its time."""

    people: dict[str, Employee]
    now: Now = now
    told: Callable[[Change, tuple[str, ...]], None] = lambda _change, _fields: None
    _changes: dict[str, Change] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def all(self) -> list[Employee]:
        """By id."""
        with self._lock:
            return sorted(self.people.values(), key=lambda one: int(one.id))

    def get(self, employee_id: str) -> Employee | None:
        """Whoever has that id, if anybody."""
        return self.people.get(employee_id)

    def since(self, moment: datetime) -> list[Change]:
        """Who changed at that moment or later, the last change of each, oldest first."""
        with self._lock:
            found = [one for one in self._changes.values() if one.at >= moment]
        return sorted(found, key=lambda one: (one.at, int(one.id)))

    def hire(self, **facts: Any) -> Employee:
        """Put somebody on the books, with the next free numbers."""
        with self._lock:
            number = max([100, *(int(one) for one in (*self.people, *self._changes))]) + 1
            known = {"employee_number": f"FW-{number + 900}", "hire_date": self.now().date()}
            hired = Employee(id=str(number), **{**known, **facts})
            self.people[hired.id] = hired
        self._note(hired.id, INSERTED, ())
        return hired

    def change(self, employee_id: str, **facts: Any) -> None:
        """Change some facts about somebody.

        Raises:
            KeyError: nobody has that id.
        """
        with self._lock:
            self.people[employee_id] = replace(self.people[employee_id], **facts)
        self._note(employee_id, UPDATED, tuple(facts))

    def leaves(self, employee_id: str) -> None:
        """Their employment ends today; they stay on the books. Raises as `change`."""
        self.change(employee_id, status="Inactive", termination_date=self.now().date())

    def remove(self, employee_id: str) -> None:
        """Take somebody off the books. Raises as `change`."""
        with self._lock:
            del self.people[employee_id]
        self._note(employee_id, DELETED, ())

    def _note(self, employee_id: str, action: str, fields: tuple[str, ...]) -> None:
        with self._lock:
            # The real one tells whole seconds.
            change = Change(employee_id, action, self.now().replace(microsecond=0))
            self._changes[employee_id] = change
        self.told(change, fields)


def first_staff() -> Staff:
    """Everybody who is there when the campus starts."""
    rows = json.loads(FIRST.read_text(encoding="utf-8"))
    return Staff({row["id"]: _employee(row) for row in rows})


def _employee(row: Mapping[str, str]) -> Employee:
    return Employee(
        id=row["id"],
        employee_number=row["employeeNumber"],
        first_name=row["firstName"],
        last_name=row["lastName"],
        email=row["email"],
        job_title=row["jobTitle"],
        department=row["department"],
        location=row["location"],
        employment=row["employment"],
        hire_date=date.fromisoformat(row["hireDate"]),
        manager=row["manager"],
    )
