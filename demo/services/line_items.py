"""Columns of each course's gradebook that belong to a tool.

In the Moodle dialect the Mentoring activity has one from the start, as graded activities do there.
"""

import itertools
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.services.places import Place
from demo.services.resource_links import own_link

FIRST_NUMBER = 2
"""The course total comes first in a real gradebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineItem:
    """A column.

    Attributes:
        number: its id, unique on the campus.
        maximum: highest score.
        resource_id: what the tool calls it.
        tag: what the tool calls its kind.
        link_id: the resource link it is tied to, empty for none.
        coupled: whether it came with its activity instead of being made by the tool.
        extras: Canvas's extensions, by their names.
        attempts: how many submissions Canvas takes from one person; None for any number.
    """

    number: int
    label: str
    maximum: float
    resource_id: str = ""
    tag: str = ""
    link_id: str = ""
    coupled: bool = False
    extras: Mapping[str, Any] = field(default_factory=dict)
    attempts: int | None = None


class LineItems:
    """Every tool's columns in all courses."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(FIRST_NUMBER)
        self._columns: dict[tuple[str, str, str], dict[int, LineItem]] = {}

    def of(self, place: Place) -> list[LineItem]:
        """The tool's columns in a course, the oldest first."""
        with self._lock:
            return list(self._course(place).values())

    def tied(self, place: Place, link_id: str) -> list[LineItem]:
        """Those tied to one resource link."""
        return [item for item in self.of(place) if item.link_id == link_id]

    def find(self, place: Place, number: int) -> LineItem | None:
        """One column of this course, if it is there."""
        with self._lock:
            return self._course(place).get(number)

    def add(self, place: Place, **attributes: Any) -> LineItem:
        """A new column.

        Args:
            place: its course.
            attributes: of the LineItem, all but its number.
        """
        with self._lock:
            return self._add(self._course(place), attributes)

    def change(self, place: Place, item: LineItem) -> None:
        """Replace the column of the same number."""
        with self._lock:
            self._course(place)[item.number] = item

    def remove(self, place: Place, number: int) -> None:
        """Delete a column.

        Raises:
            KeyError: it is not there.
        """
        with self._lock:
            del self._course(place)[number]

    def _course(self, place: Place) -> dict[int, LineItem]:
        known = self._columns.get(place.corner)
        if known is None:
            known = self._columns[place.corner] = {}
            for attributes in _first(place):
                self._add(known, attributes)
        return known

    def _add(self, course: dict[int, LineItem], attributes: Mapping[str, Any]) -> LineItem:
        item = LineItem(number=next(self._numbers), **attributes)
        course[item.number] = item
        return item


def _first(place: Place) -> Iterable[Mapping[str, Any]]:
    link = own_link(place)
    if link and place.institution.dialect == "moodle":
        yield {"label": "Mentoring", "maximum": 100, "link_id": link, "coupled": True}
