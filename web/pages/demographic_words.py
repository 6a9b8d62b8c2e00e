"""What the voluntary questions and the groups of the fairness report are called."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from core.domain.demographics import CHOICES, UNSAID, Dimension

QUESTIONS: Mapping[Dimension, Any] = {
    Dimension.GENDER: _("Gender"),
    Dimension.AGE: _("Age"),
    Dimension.ETHNICITY: _("Ethnic group"),
    Dimension.MIGRATION: _("You or one of your parents moved to this country"),
    Dimension.DISABILITY: _("You live with a disability or a long illness"),
}
DIMENSIONS: Mapping[Dimension, Any] = {
    **QUESTIONS,
    Dimension.MIGRATION: _("Moved to this country (they or a parent)"),
    Dimension.DISABILITY: _("Disability or long illness"),
}
ANSWERS: Mapping[Dimension, Mapping[str, Any]] = {
    Dimension.GENDER: {
        "woman": _("Woman"),
        "man": _("Man"),
        "another": _("Another gender"),
    },
    Dimension.AGE: {
        "under_25": _("Under 25"),
        "25_to_34": _("25 to 34"),
        "35_to_44": _("35 to 44"),
        "45_to_54": _("45 to 54"),
        "from_55": _("55 or older"),
    },
    Dimension.ETHNICITY: {
        "hispanic": _("Hispanic or Latino"),
        "white": _("White"),
        "black": _("Black or African American"),
        "pacific": _("Native Hawaiian or Pacific Islander"),
        "asian": _("Asian"),
        "native": _("Native American or Alaska Native"),
        "two_or_more": _("Two or more of these"),
        "another": _("Another group"),
    },
    Dimension.MIGRATION: {"yes": _("Yes"), "no": _("No")},
    Dimension.DISABILITY: {"yes": _("Yes"), "no": _("No")},
}
PREFER_NOT = _("I prefer not to say")


def offered() -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """Name, question and answers (value, words) of each dimension, as the form shows them."""
    return [
        (
            dimension.value,
            QUESTIONS[dimension],
            [*((answer, ANSWERS[dimension][answer]) for answer in choices), (UNSAID, PREFER_NOT)],
        )
        for dimension, choices in CHOICES.items()
    ]
