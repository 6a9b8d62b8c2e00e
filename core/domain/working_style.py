"""How somebody works and what matters to them: short lists of our own to choose from.

Deep-level similarity is the strongest correlate of good mentoring (Eby et al. 2013); these are the
parts of it that people can state in a minute. Nothing here is asked of anybody who does not want
to tell it, and nothing is a protected attribute.
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_VALUES = 3
"""Values somebody chooses: a choice tells more than a list."""
MOST_WAYS = 4
"""Ways of working somebody chooses."""


class Value(StrEnum):
    """What matters to somebody at work or in their studies."""

    LEARNING = "learning"
    INDEPENDENCE = "independence"
    SECURITY = "security"
    RECOGNITION = "recognition"
    HELPING = "helping"
    FAIRNESS = "fairness"
    CREATIVITY = "creativity"
    EXCELLENCE = "excellence"
    INFLUENCE = "influence"
    BALANCE = "balance"
    TEAM = "team"
    SUSTAINABILITY = "sustainability"


class Way(StrEnum):
    """How somebody likes to work."""

    PLAN_AHEAD = "plan_ahead"
    TRY_OUT = "try_out"
    BIG_PICTURE = "big_picture"
    DETAILS = "details"
    ALONE_FIRST = "alone_first"
    TOGETHER = "together"
    DATA = "data"
    INTUITION = "intuition"
    ONE_THING = "one_thing"
    MANY_THINGS = "many_things"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How somebody likes to talk and meet, 1 to STEPS on each scale; None where they do not say.

    Attributes:
        feedback: from careful to straight out.
        pace: from thinking it over to talking it through at once.
        structure: from an open talk to an agenda.
        contact: from rare and long to short and often.
    """

    feedback: int | None = None
    pace: int | None = None
    structure: int | None = None
    contact: int | None = None


STEPS = 5
SCALES = ("feedback", "pace", "structure", "contact")
"""Of Style, in the order stored."""
TRAITS = ("openness", "conscientiousness", "extraversion", "agreeableness", "stability")
"""Of the optional personality questions, two each."""
REVERSED = (True, False) * len(TRAITS)
"""Which of the ten statements speaks against its trait; the other one speaks for it."""


def traits(answers: tuple[int, ...]) -> tuple[float, ...]:
    """The five traits, 0 to 1, of ten answers from 1 (not at all) to STEPS (fully).

    Args:
        answers: in the order of TRAITS, for each the statement against it, then the one for it.
    """
    points = [
        (STEPS - answer if against else answer - 1) / (STEPS - 1)
        for answer, against in zip(answers, REVERSED, strict=True)
    ]
    return tuple((points[i] + points[i + 1]) / 2 for i in range(0, len(points), 2))
