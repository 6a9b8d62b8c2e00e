"""Runs inside bench/venvs/mentor-match: three rounds of mentor-match, as its web application does.

    python peer_rounds.py PEOPLE.json

PEOPLE.json holds {"mentors": [...], "mentees": [...]}, each person with grade, organisation,
profession and traits. The rules and their points are those of the web application. Prints one line
of JSON: the seconds of all rounds, and the pairs with their points.
"""

import json
import operator
import sys
import time
from pathlib import Path

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Generic, Grade, UnmatchedBonus

ROUNDS, UNMATCHED = 3, 6


def of(kind: type, number: int, row: dict) -> Mentor | Mentee:
    """One person of the file."""
    person = kind(email=f"{kind.__name__}{number}", **row)
    person.number, person.traits = number, set(row["traits"])
    return person


def points() -> list:
    """What a pair brings."""
    return [
        Grade(2, operator.eq, {True: 12, False: 0}),
        Grade(1, operator.eq, {True: 9, False: 0}),
        Generic({True: 10, False: 0}, lambda m: m.mentee.profession == m.mentor.profession),
        Generic({True: 6, False: 0}, lambda m: bool(m.mentee.traits & m.mentor.traits)),
    ]


def rules() -> list:
    """What a round goes by; the package uses rules up."""
    return [
        Disqualify(lambda m: m.mentee.organisation == m.mentor.organisation),
        Disqualify(Grade(2, operator.gt).evaluate),
        Disqualify(Grade(0, operator.le).evaluate),
        *points(),
        UnmatchedBonus(UNMATCHED),
    ]


class Pair:
    """Two people, for the rules."""

    def __init__(self, mentor: Mentor, mentee: Mentee) -> None:
        self.mentor, self.mentee = mentor, mentee


def main(path: str) -> None:
    """Match and tell the time."""
    rows = json.loads(Path(path).read_text())
    mentors = [of(Mentor, number, row) for number, row in enumerate(rows["mentors"])]
    mentees = [of(Mentee, number, row) for number, row in enumerate(rows["mentees"])]
    started = time.process_time()
    process_data(mentors, mentees, [rules() for _ in range(ROUNDS)])
    seconds = time.process_time() - started
    pairs = [
        (mentee.number, mentor.number, sum(rule.apply(Pair(mentor, mentee)) for rule in points()))
        for mentee in mentees
        for mentor in mentee.mentors
    ]
    print(json.dumps({"seconds": seconds, "pairs": pairs}))


if __name__ == "__main__":
    main(sys.argv[1])
