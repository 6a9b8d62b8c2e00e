"""A learned belief as plain data, for a file or a table, and back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import numpy as np

from core.domain.identifiers import PersonId
from core.engine.matching.comparison.people import Floats
from core.engine.matching.model.prior import Posterior
from core.engine.matching.model.responsiveness import Habit, Habits
from core.engine.matching.model.terms import Term
from core.errors import InvalidInputError

SCHEMA = 1
"""Changes whenever what is written changes its meaning."""


def written(posterior: Posterior) -> dict[str, Any]:
    """Everything of it as lists, numbers and words, ready for JSON."""
    habits = posterior.habits
    return {
        "schema": SCHEMA,
        "outcomes": posterior.outcomes,
        "features": list(posterior.features),
        "centre": _short(posterior.centre),
        "spread": _short(posterior.spread),
        "terms": [[list(term.features), term.above, term.share] for term in posterior.terms],
        "mean": _short(posterior.mean),
        # Symmetric: the lower half says all.
        "covariance": [_short(row[: k + 1]) for k, row in enumerate(posterior.covariance)],
        "mentors": {str(who): _parts(habit) for who, habit in habits.mentors.items()},
        "between_mentors": habits.spread,
        "between_mentees": habits.pickiness,
        "labels": {label: _parts(habit) for label, habit in habits.labels.items()},
        "load": _parts(habits.load),
    }


def read(data: Mapping[str, Any]) -> Posterior:
    """What `written` wrote.

    Raises:
        InvalidInputError: it is something else, or of another version.
    """
    if data.get("schema") != SCHEMA:
        raise InvalidInputError(
            "This is no learned model of this version. Learn it again from your outcomes."
        )
    try:
        return _posterior(data)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidInputError(
            "The learned model is damaged. Learn it again from your outcomes."
        ) from error


def _posterior(data: Mapping[str, Any]) -> Posterior:
    half = data["covariance"]
    covariance = np.zeros((len(half), len(half)))
    for row, values in enumerate(half):
        covariance[row, : row + 1] = covariance[: row + 1, row] = values
    return Posterior(
        features=tuple(data["features"]),
        centre=np.array(data["centre"], dtype=np.float64),
        spread=np.array(data["spread"], dtype=np.float64),
        mean=np.array(data["mean"], dtype=np.float64),
        covariance=covariance,
        outcomes=int(data["outcomes"]),
        terms=tuple(Term(tuple(names), above, share) for names, above, share in data["terms"]),
        habits=Habits(
            mentors={PersonId(UUID(k)): Habit(*parts) for k, parts in data["mentors"].items()},
            spread=float(data["between_mentors"]),
            pickiness=float(data["between_mentees"]),
            labels={label: Habit(*parts) for label, parts in data["labels"].items()},
            load=Habit(*data["load"]),
        ),
    )


def _parts(habit: Habit) -> list[float]:
    return _short(np.array([habit.mean, habit.variance, habit.known]))


def _short(values: Floats) -> list[float]:
    """Eight digits are more than any outcome tells."""
    return [float(f"{value:.8g}") for value in values.tolist()]
