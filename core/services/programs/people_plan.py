"""What a file of people would do, and what it did."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.program import Role
from core.services.files.csv_text import Problem
from core.services.programs.people_changes import Effect
from core.services.programs.people_recognition import Known, Recognized


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a file would do.

    Attributes:
        text: the file's text. encoding: how it was written.
        columns: (the file's name, our field) of what is used. ignored: the file's other columns.
        people: of each usable row, in order.
        effects: what each of them would do while nobody is taken for somebody by e-mail.
        problems: rows that are left out, and why.
        notices: what is used, but should be looked at.
    """

    role: Role
    text: str
    encoding: str
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    people: tuple[Recognized, ...]
    effects: tuple[Effect, ...]
    problems: tuple[Problem, ...]
    notices: tuple[Problem, ...]

    @property
    def counts(self) -> Mapping[Effect, int]:
        """How many people each effect has."""
        return Counter(self.effects)

    @property
    def doubtful(self) -> tuple[Recognized, ...]:
        """Those a manager has to decide about: only the e-mail address is the same."""
        return tuple(one for one in self.people if one.known is Known.EMAIL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many people a file added and changed, and for how many it did nothing."""

    added: int
    changed: int
    same: int
