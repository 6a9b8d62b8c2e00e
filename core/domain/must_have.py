"""What must be true of a pair, whatever its score."""

from enum import StrEnum


class MustHave(StrEnum):
    """One condition; what somebody did not say breaks none of them.

    A common language is always a must, so it is not among these.
    """

    SKILL = "skill"  # the mentor offers a skill that the mentee wants
    PLACE = "place"
    MEETING = "meeting"  # a way to meet that both like
    HOURS = "hours"  # free at the same time
    OTHER_DEPARTMENT = "other_department"
    AHEAD = "ahead"  # the mentor is further in their career


OF_MENTEES = (
    MustHave.SKILL,
    MustHave.PLACE,
    MustHave.MEETING,
    MustHave.HOURS,
)
"""Those that a mentee can ask for themselves."""
