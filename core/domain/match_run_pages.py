"""Looking at a run's pairs: thousands of them, a page at a time."""

from dataclasses import dataclass
from enum import StrEnum

from core.domain.match_run import RunPair
from core.domain.person import Person

PAGE_SIZE = 50


class PairShow(StrEnum):
    """Which pairs to list."""

    ALL = "all"
    OPEN = "open"  # nobody approved them yet
    APPROVED = "approved"  # and not published yet
    LOCKED = "locked"
    CHANGED = "changed"  # by hand
    PUBLISHED = "published"
    PROBLEM = "problem"  # could not be published


class PairOrder(StrEnum):
    """Which pairs come first."""

    WEAKEST = "weakest"
    BEST = "best"
    MENTEE = "mentee"
    MENTOR = "mentor"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairQuery:
    """What somebody looks for among a run's pairs.

    Attributes:
        text: part of the name of either.
        page: counted from 1.
    """

    show: PairShow = PairShow.ALL
    order: PairOrder = PairOrder.WEAKEST
    text: str = ""
    page: int = 1
    size: int = PAGE_SIZE


@dataclass(frozen=True, slots=True)
class NamedPair:
    """A pair with its people."""

    pair: RunPair
    mentee: Person
    mentor: Person


@dataclass(frozen=True, slots=True)
class PairPage:
    """One page of pairs.

    Attributes:
        found: how many there are on all pages.
    """

    pairs: tuple[NamedPair, ...]
    found: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PairCounts:
    """How many pairs of a run are what.

    Attributes:
        waiting: approved, not published, with no problem.
        unchanged: approved as they were computed.
    """

    pairs: int = 0
    approved: int = 0
    locked: int = 0
    changed: int = 0
    published: int = 0
    problems: int = 0
    waiting: int = 0
    unchanged: int = 0

    @property
    def open(self) -> int:
        """Pairs that nobody approved yet."""
        return self.pairs - self.approved

    @property
    def unchanged_share(self) -> float | None:
        """Share of the approved pairs that a person took as computed; None without any."""
        return self.unchanged / self.approved if self.approved else None
