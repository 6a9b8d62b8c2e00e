"""What was learned from the outcomes of a programme, as it is kept."""

from dataclasses import dataclass
from datetime import datetime

from core.domain.identifiers import ProgramId


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedFigures:
    """What is told of the newest fit of a programme.

    Attributes:
        outcomes: how many it was learned from.
        mentees, mentors: how many people these are about.
        accuracy, low, high: how often the better of two suggestions of a held-out mentee came
            first, with its 95 % interval; None where too little is known to say.
    """

    program_id: ProgramId
    learned_at: datetime
    outcomes: int
    mentees: int
    mentors: int
    accuracy: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnedBelief(LearnedFigures):
    """The newest fit of a programme.

    Attributes:
        model: the belief itself, as JSON (core/engine/matching/model/written.py).
    """

    model: str
