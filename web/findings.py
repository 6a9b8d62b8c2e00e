"""What a check finds, in words for whoever can put it right."""

from dataclasses import dataclass
from enum import StrEnum

from core.sentence import Sentence


class Verdict(StrEnum):
    """How a finding is meant."""

    GOOD = "good"
    WARN = "warn"  # works, or may do so, but somebody should look
    BAD = "bad"  # people cannot come, or services do not work


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        told: what it is like.
        advice: what to do; None when there is nothing to do.
    """

    verdict: Verdict
    told: Sentence
    advice: Sentence | None = None
