"""Runs inside bench/venvs/mentor-match: one round of mentor-match on made-up people.

    python peer_mentor_match.py PEOPLE

The rules are those of its README: points for grades apart, other organisations, same profession.
Prints one line of JSON with the seconds that matching took.
"""

import json
import operator
import random
import sys
import time

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Generic, Grade


def people(kind: type, count: int, seed: int) -> list:
    """Made-up people with what the peer compares."""
    draw = random.Random(seed)  # noqa: S311 - reproducible people, not secrets
    return [
        kind(
            email=f"{kind.__name__}{number}@example.org",
            grade=draw.randint(1, 10),
            organisation=f"organisation {draw.randint(1, 8)}",
            profession=f"profession {draw.randint(1, 12)}",
        )
        for number in range(count)
    ]


def main(count: int) -> None:
    """Match and tell the time."""
    rules = [
        Grade(target_diff=2, logical_operator=operator.ge, score_dict={True: 12, False: 0}),
        Generic({True: 6, False: 0}, lambda m: m.mentee.organisation != m.mentor.organisation),
        Generic({True: 4, False: 0}, lambda m: m.mentee.profession == m.mentor.profession),
    ]
    mentors, mentees = people(Mentor, count, 1), people(Mentee, count, 2)
    started = time.perf_counter()
    process_data(mentors, mentees, [rules])
    matched = sum(bool(mentee.mentors) for mentee in mentees)
    print(json.dumps({"seconds": time.perf_counter() - started, "matched": matched}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
