"""What people may say about themselves for the fairness report, and for nothing else.

Special categories of personal data are among them (GDPR article 9): they are given freely, kept
apart from profiles, read only in order to count groups of five or more, and gone when the person
takes them back. Nothing here may ever become a feature of a score.
"""

from collections.abc import Mapping
from enum import StrEnum


class Dimension(StrEnum):
    """What groups are told apart by."""

    GENDER = "gender"
    AGE = "age"
    ETHNICITY = "ethnicity"
    MIGRATION = "migration"
    DISABILITY = "disability"


UNSAID = "unsaid"
"""The answer "I prefer not to say"."""

CHOICES: Mapping[Dimension, tuple[str, ...]] = {
    Dimension.GENDER: ("woman", "man", "another"),
    Dimension.AGE: ("under_25", "25_to_34", "35_to_44", "45_to_54", "from_55"),
    # The groups that employers in the USA report (EEO-1), as 6 RCNY 5-300 takes them.
    Dimension.ETHNICITY: (
        "hispanic",
        "white",
        "black",
        "pacific",
        "asian",
        "native",
        "two_or_more",
        "another",
    ),
    Dimension.MIGRATION: ("yes", "no"),
    Dimension.DISABILITY: ("yes", "no"),
}
"""The answers of each dimension, without UNSAID, in the order they are offered."""

Answers = Mapping[Dimension, str]
"""One person's; a dimension that is missing was not answered."""


def sensible(answers: Answers) -> bool:
    """Whether every answer is one that is offered."""
    return all(answer in (*CHOICES[where], UNSAID) for where, answer in answers.items())
