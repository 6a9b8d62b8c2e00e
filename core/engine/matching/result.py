"""What matching hands out: scores with intervals, reasons in words, and what would change them."""

from dataclasses import dataclass
from uuid import UUID

from core.sentence import Sentence

__all__ = ["Candidate", "Change", "Reason", "Sentence"]


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature's share in a score.

    Attributes:
        feature: name of the feature.
        contribution: log-odds it adds (or takes away) compared with the average candidate.
    """

    feature: str
    sentence: Sentence
    contribution: float


@dataclass(frozen=True, slots=True)
class Change:
    """What the mentee could change, and what that would do to this mentor's place.

    Attributes:
        rank, new_rank: 1 is best.
    """

    sentence: Sentence
    rank: int
    new_rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One scored mentor for one mentee.

    Attributes:
        score: probability of a good match, 0 to 1.
        low, high: its 90 % credible interval.
        reasons: strongest first.
    """

    mentor_id: UUID
    score: float
    low: float
    high: float
    reasons: tuple[Reason, ...] = ()
    changes: tuple[Change, ...] = ()
