"""mentor-match's own kind of task, 500 x 500 with its rules, beside one exact flow.

The peer's web application gives everybody up to three mentors or mentees in three rounds, each an
assignment of its own over all pairs. Its sample files are made up; so are these people, in the same
way: 11 grades, 6 organisations, 5 professions, and traits that some mentees want to share. Ours
computes the same points from the same people and solves once, for the most points as the peer.
"""

import json
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import peers
from core.engine.matching.assignment.problem import Edges, Objective, Problem
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import Bools, Floats, Ints

PEOPLE, EACH, LIMIT_RATIO = 500, 3, 300.0
GRADES, ORGANISATIONS, PROFESSIONS, TRAITS = 11, 6, 5, 6
SCALE = 100

Row = dict[str, Any]


def lines() -> Iterator[str]:
    """Time and total of both."""
    draw = np.random.default_rng(2021)
    mentees, mentors = people(draw)
    seconds, found = min((_timed(mentees, mentors) for _ in range(3)), key=lambda each: each[0])
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "people.json"
        path.write_text(json.dumps({"mentees": mentees, "mentors": mentors}))
        said = peers.run(
            "mentor-match", peers.MENTOR_MATCH, "peer_rounds.py", str(path), seconds=1_800
        )
    task = f"mentor-match's own kind of task, {PEOPLE} x {PEOPLE}, up to {EACH} each"
    ours = f"{seconds:.3f} s from people to pairs, total {found.total:.0f} in {found.pairs} pairs"
    if said is None:
        yield f"{task}: {ours}; peer not run (simulated)"
        return
    peer = json.loads(said)
    points, _ = table(mentees, mentors)
    assert all(points[mentee, mentor] == worth for mentee, mentor, worth in peer["pairs"])
    total, ratio = sum(worth for _, _, worth in peer["pairs"]), peer["seconds"] / seconds
    word = "at least" if ratio >= LIMIT_RATIO else "MISSED"
    less = "" if found.total >= total else ", MISSED: a smaller total"
    yield (
        f"{task}: {ours}, proved; mentor-match 7.0.1 {peer['seconds']:.1f} s, total {total:.0f} in "
        f"{len(peer['pairs'])} pairs; x {ratio:.0f}, {word} x {LIMIT_RATIO:.0f}{less} (simulated)"
    )


@dataclass(frozen=True, slots=True)
class Found:
    """What the flow brought, in points."""

    total: float
    pairs: int


def people(draw: np.random.Generator) -> tuple[list[Row], list[Row]]:
    """Mentees and mentors as in the peer's sample files; half of the mentors name no trait."""
    mentees = [_row(draw, 0, GRADES - 1, int(draw.integers(7) > 0)) for _ in range(PEOPLE)]
    mentors = [_row(draw, 2, GRADES, int(draw.choice([0, 0, 0, 1, 2, 3]))) for _ in range(PEOPLE)]
    return mentees, mentors


def _row(draw: np.random.Generator, lowest: int, end: int, traits: int) -> Row:
    return {
        "grade": int(draw.integers(lowest, end)),
        "organisation": int(draw.integers(ORGANISATIONS)),
        "profession": int(draw.integers(PROFESSIONS)),
        "traits": draw.choice(TRAITS, traits, replace=False).tolist(),
    }


def table(mentees: list[Row], mentors: list[Row]) -> tuple[Ints, Bools]:
    """Points of every pair, and which are allowed, shapes (mentees, mentors)."""

    def column(name: str) -> tuple[Ints, Ints]:
        left, right = (np.array([row[name] for row in side]) for side in (mentees, mentors))
        return left[:, None], right[None]

    def traits(side: list[Row]) -> Ints:
        marks = np.zeros((len(side), TRAITS), dtype=np.int64)
        for number, row in enumerate(side):
            marks[number, row["traits"]] = 1
        return marks

    own, theirs = column("grade")
    ahead = theirs - own
    points = 12 * (ahead == 2) + 9 * (ahead == 1)
    points += 10 * np.equal(*column("profession")) + 6 * (traits(mentees) @ traits(mentors).T > 0)
    return points, (ahead > 0) & (ahead <= 2) & np.not_equal(*column("organisation"))


def _timed(mentees: list[Row], mentors: list[Row]) -> tuple[float, Found]:
    started = time.process_time()
    points, allowed = table(mentees, mentors)
    score: Floats = points / SCALE
    each = np.full(PEOPLE, EACH)
    problem = Problem(mentees=PEOPLE, edges=Edges.of(score, allowed), most=each, wanted=each)
    solution = solve(problem, Objective.POINTS)
    seconds = time.process_time() - started
    assert solution.certificate.proved
    return seconds, Found(solution.total * SCALE, len(solution.pairs))
