"""Why somebody is left over in a pairing."""

from collections.abc import Mapping

import numpy as np

from core.engine.matching.comparison.people import Bools, Ints
from core.engine.matching.ranking import judged
from core.engine.matching.retrieval.blocks import Cohort, some_at_a_time
from core.sentence import Sentence, sentence

TAKEN = sentence("All places of the mentors they may meet went to others.")
NOBODY_ELSE = sentence("No other mentor with a place may be matched with them.")
NO_PLACE = sentence("Offers no place.")
BETTER_ELSEWHERE = sentence(
    "In the best pairing overall every mentee they may meet has another mentor."
)
APART = sentence(
    "Rules keep them from every mentee, like no common language, a must-have or a block."
)
BLOCKS = frozenset({"avoided", "avoids"})


def without_mentor(cohort: Cohort, mentees: Ints) -> list[Sentence]:
    """Why each of some mentees has nobody."""
    told: list[Sentence] = []
    mentors = np.arange(len(cohort.mentors))
    for rows in some_at_a_time(mentees, mentors):
        broken, allowed = _judged(cohort, rows, mentors)
        told += [TAKEN if allowed[row].any() else _nobody(broken, row) for row in range(len(rows))]
    return told


def without_mentee(cohort: Cohort, mentors: Ints) -> list[Sentence]:
    """Why each of some mentors has nobody."""
    free = mentors[cohort.standing.free[mentors] > 0]
    may_meet = np.zeros(len(cohort.mentors), dtype=np.bool_)
    mentees = np.arange(len(cohort.mentees) if len(free) else 0)
    for rows in some_at_a_time(mentees, free):
        may_meet[free] |= _judged(cohort, rows, free)[1].any(axis=0)
    places = cohort.standing.free[mentors] > 0
    return [
        (BETTER_ELSEWHERE if meets else APART) if place else NO_PLACE
        for place, meets in zip(places, may_meet[mentors], strict=True)
    ]


def _judged(cohort: Cohort, mentees: Ints, mentors: Ints) -> tuple[dict[str, Bools], Bools]:
    """Which pairs break which rule, none of those that do not count, and which break none."""
    question = cohort.question(mentees, mentors)
    verdict, allowed = judged(question, question.mentees)
    waived = cohort.waived
    return {name: table & (name not in waived) for name, table in verdict.broken.items()}, allowed


def _nobody(broken: Mapping[str, Bools], row: int) -> Sentence:
    """Why one mentee may meet none of the mentors. Who avoids whom is told to nobody."""
    places = ~broken["full"][row]
    if not places.any():
        return sentence("No mentor has a place.")
    if broken["no_language"][row, places].all():
        return sentence("No mentor with a place speaks a language that they name.")
    reasons = {name for name, table in broken.items() if table[row, places].any()}
    if reasons <= BLOCKS:
        return sentence("Every mentor with a place is blocked.")
    if reasons <= BLOCKS | {"no_language"}:
        return sentence(
            "Every mentor with a place is blocked or speaks no language that they name."
        )
    return sentence(
        "Rules keep them from every mentor with a place, like no common language, a must-have or "
        "a block."
    )
