"""What people were given in the tool's columns."""

import itertools
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One person's grade in one column.

    Attributes:
        subject: LTI `sub`.
        score: None while there is none, or after it was taken back.
        maximum: what the score is out of.
        at: when it was given, as the tool says.
        extras: Canvas's extensions, by their names.
        attempts: submissions so far.
        number: Canvas's id of it; given when it is first kept.
    """

    subject: str
    score: float | None
    maximum: float | None
    comment: str
    at: datetime
    extras: Mapping[str, Any] = field(default_factory=dict)
    attempts: int = 0
    number: int = 0


class Grades:
    """The grades of all columns, in the order people first got one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._known: dict[int, dict[str, Grade]] = {}

    def of(self, item: int) -> list[Grade]:
        """The grades of a column.

        Args:
            item: its number.
        """
        with self._lock:
            return list(self._known.get(item, {}).values())

    def update(
        self, item: int, subject: str, decide: Callable[[Grade | None], Grade | None]
    ) -> Grade | None:
        """Change one person's grade; nobody else changes it meanwhile.

        Args:
            item: number of the column.
            subject: whose.
            decide: from the grade so far to the new one. None keeps things as they are, as does
                raising.
        """
        with self._lock:
            column = self._known.setdefault(item, {})
            old = column.get(subject)
            new = decide(old)
            if new is None:
                return old
            number = old.number if old else next(self._numbers)
            column[subject] = replace(new, number=number)
            return column[subject]

    def rescale(self, item: int, old: float, new: float) -> None:
        """Keep the percentages of a column whose maximum changes.

        Args:
            item: number of the column.
            old: maximum so far, not 0.
            new: maximum from now on.
        """
        with self._lock:
            for subject, grade in self._known.get(item, {}).items():
                score = None if grade.score is None else grade.score * new / old
                self._known[item][subject] = replace(grade, score=score, maximum=new)

    def forget(self, item: int) -> None:
        """Drop a column's grades, as when it is deleted."""
        with self._lock:
            self._known.pop(item, None)
