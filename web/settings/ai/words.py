"""What reads texts and what never enters a score, in words for administrators."""

from collections.abc import Sequence

from flask_babel import gettext as _


def encoding(model: str) -> Sequence[tuple[str, str]]:
    """What is asked about the model that reads texts, and the answers.

    Args:
        model: its id.
    """
    return (
        (_("Model"), model),
        (
            _("What it does"),
            _(
                "It turns a text into a row of numbers, so that texts of similar meaning are "
                "found. It was trained elsewhere and learns nothing from texts of people here."
            ),
        ),
        (
            _("Where it runs"),
            _("On the machine that runs Mentorloom. No text is sent to another service for it."),
        ),
        (
            _("What it reads"),
            _(
                "Goals, skills, experience, interests, topics and principles of profiles, and the "
                "texts of the library."
            ),
        ),
        (
            _("When"),
            _(
                "After a profile is saved or the library is filled, in the background. Each text "
                "of a person is recognised by its content and read once; again only when its words "
                "change, or the model."
            ),
        ),
    )


def never_used() -> Sequence[str]:
    """What never enters a score."""
    return (
        _(
            "Gender, age, ethnicity, migration and disability. Who likes may tell them for the "
            "fairness report; they are kept apart from profiles and only counted, in groups of "
            "five or more."
        ),
        _("Religion, health and looks: there is no field for them."),
        _("Names, e-mail addresses and grades."),
    )
