"""Why somebody is left over in a pairing."""

import numpy as np

from core.engine.matching.comparison.people import Bools, Ints
from core.engine.matching.retrieval.blocks import PAIRS_AT_ONCE, Cohort
from core.engine.matching.rules import Verdict, judge
from core.sentence import Sentence, sentence

TAKEN = sentence("All places of the mentors they may meet went to others.")
NO_PLACE = sentence("Offers no place.")
BETTER_ELSEWHERE = sentence(
    "In the best pairing overall every mentee they may meet has another mentor."
)
APART = sentence("Rules keep them from every mentee: blocked, or no common language.")


def without_mentor(cohort: Cohort, mentees: Ints) -> list[Sentence]:
    """Why each of some mentees has nobody."""
    told: list[Sentence] = []
    mentors = np.arange(len(cohort.mentors))
    at_once = max(PAIRS_AT_ONCE // max(len(mentors), 1), 1)
    for start in range(0, len(mentees), at_once):
        rows = mentees[start : start + at_once]
        verdict, allowed = _judged(cohort, rows, mentors)
        told += [TAKEN if allowed[row].any() else _nobody(verdict, row) for row in range(len(rows))]
    return told


def without_mentee(cohort: Cohort, mentors: Ints) -> list[Sentence]:
    """Why each of some mentors has nobody."""
    free = mentors[cohort.standing.free[mentors] > 0]
    may_meet = np.zeros(len(cohort.mentors), dtype=np.bool_)
    at_once = max(PAIRS_AT_ONCE // max(len(free), 1), 1)
    for start in range(0, len(cohort.mentees) if len(free) else 0, at_once):
        rows = np.arange(start, min(start + at_once, len(cohort.mentees)))
        may_meet[free] |= _judged(cohort, rows, free)[1].any(axis=0)
    places = cohort.standing.free[mentors] > 0
    return [
        (BETTER_ELSEWHERE if meets else APART) if place else NO_PLACE
        for place, meets in zip(places, may_meet[mentors], strict=True)
    ]


def _judged(cohort: Cohort, mentees: Ints, mentors: Ints) -> tuple[Verdict, Bools]:
    question = cohort.question(mentees, mentors)
    verdict = judge(question.mentees, question.mentors, question.standing)
    counting = [table for name, table in verdict.broken.items() if name not in cohort.waived]
    return verdict, ~np.logical_or.reduce(counting)


def _nobody(verdict: Verdict, row: int) -> Sentence:
    """Why one mentee may meet none of the mentors."""
    broken = {name: table[row] for name, table in verdict.broken.items()}
    places = ~broken["full"]
    if not places.any():
        return sentence("No mentor has a place.")
    if broken["no_language"][places].all():
        return sentence("No mentor with a place speaks a language that they name.")
    if not broken["no_language"][places].any():
        return sentence("Every mentor with a place is blocked.")
    return sentence("Every mentor with a place is blocked or speaks no language that they name.")
