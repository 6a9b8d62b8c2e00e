"""The exact assignment beside scipy's dense solver and mentor-match; fair shares; re-matching.

Made-up people as in bench/scale.py, 50 candidates each. Both solvers get the same pairs, each in a
process of its own, so that the memory is that of the work: the largest the process ever held, less
what it held with everything imported and the pairs loaded. None of them uses more than one
processor; seconds are the processor's, the least of three runs.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from bench import rounds
from bench.limits import held
from bench.scale import instance
from core.engine.matching.assignment.problem import Edges, Objective, Problem
from core.engine.matching.assignment.rematch import Rematch
from core.engine.matching.assignment.solution import Solution
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import Ints
from core.engine.matching.retrieval.linear import LinearScores

MENTEES, MENTORS, CANDIDATES, BANDS = 5_000, 2_000, 50, 10
FORBIDDEN = -1e4
LIMIT_FASTER, LIMIT_MEMORY, LIMIT_AGAIN = 5.0, 0.25, 0.10

T = TypeVar("T")


def lines() -> Iterator[str]:
    """All figures."""
    problem = candidates(MENTEES, MENTORS)
    yield _beside_scipy(problem)
    yield from rounds.lines()
    first = solve(problem)
    for objective in (Objective.FAIR, Objective.STABLE):
        yield _other(problem, first, objective)
    yield again(4 * MENTEES, 4 * MENTORS)


def candidates(mentees: int, mentors: int) -> Problem:
    """The best pairs of everybody."""
    return searched(*instance(mentees, mentors))


def searched(source: LinearScores, places: Ints) -> Problem:
    """The same from a source: one exact search."""
    mentees, mentors = source.shape
    found = source.best(np.arange(mentees), np.arange(mentors), np.zeros(mentors), CANDIDATES)
    order = np.lexsort((found.mentor, found.mentee))
    mentee, mentor = (each[order].astype(np.int64) for each in (found.mentee, found.mentor))
    score = np.clip(found.score[order].astype(np.float64), -1, 1)
    return Problem(mentees=mentees, edges=Edges(mentee, mentor, score), most=places)


def _beside_scipy(problem: Problem) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path, edges = Path(folder) / "pairs.npz", problem.edges
        np.savez(
            path, mentee=edges.mentee, mentor=edges.mentor, score=edges.score, most=problem.most
        )
        ours, dense = (_apart(name, path) for name in ("ours", "scipy"))
    faster, less = dense["seconds"] / ours["seconds"], ours["memory"] / dense["memory"]
    same = abs(ours["total"] - dense["total"]) < 1e-5 and ours["pairs"] == dense["pairs"]
    return (
        f"{MENTEES} x {MENTORS}, {CANDIDATES} candidates each, capacities 1-5: "
        f"{ours['seconds']:.2f} s and {ours['memory']:.0f} MB, proved, scipy dense "
        f"{dense['seconds']:.2f} s and {dense['memory']:.0f} MB; x {faster:.1f} faster, "
        f"{'at least' if faster >= LIMIT_FASTER else 'MISSED'} x {LIMIT_FASTER:g}; memory x "
        f"{less:.2f}, {'at most' if less <= LIMIT_MEMORY else 'MISSED'} x {LIMIT_MEMORY:g}; "
        f"{'the same total' if same else 'MISSED: another total'} (simulated)"
    )


def _apart(name: str, path: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.assignment", name, str(path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    said: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return said


def _other(problem: Problem, first: Solution, objective: Objective) -> str:
    """Another objective beside the total."""
    seconds, found = best(lambda: solve(problem, objective, bands=BANDS))
    total, bands = found.total / first.total - 1, f", {BANDS} bands"
    return (
        f"{objective.value}{bands if objective is Objective.FAIR else ''}: {seconds:.2f} s, proved "
        f"{'yes' if found.certificate.proved else 'MISSED'}; pairs {len(found.pairs)} of "
        f"{len(first.pairs)}, total {total:+.2%}, smallest score {first.scores.min():.3f} -> "
        f"{found.scores.min():.3f}, blocking pairs {len(first.blocking)} -> {len(found.blocking)} "
        "(simulated)"
    )


def again(mentees: int, mentors: int) -> str:
    """1 % of all people change: as many mentees come as go, mentors offer other numbers.

    A first run searches the candidates of everybody and solves; afterwards only those who come are
    searched for.
    """
    source, places = instance(mentees, mentors)
    searching, problem = best(lambda: searched(source, places))
    draw = np.random.default_rng(3)
    changing = draw.choice(problem.mentees, problem.mentees // 100, replace=False)
    offering = draw.choice(problem.mentors, problem.mentors // 100, replace=False)
    come, go = (np.sort(part) for part in np.array_split(changing, 2))
    wanted = np.ones(problem.mentees, dtype=np.int64)
    wanted[come] = 0
    before = replace(problem, wanted=wanted)
    solving, solved = best(lambda: solve(before))
    first = searching + solving
    ready, standing = best(lambda: Rematch(before, solved))
    others = (Rematch(before, solved), Rematch(before, solved))
    least = min(
        happen(each, source, problem.most, come, go, offering) for each in (standing, *others)
    )
    now, fresh = standing.solution(), solve(standing.problem())
    stays, left = {tuple(pair) for pair in now.pairs.tolist()}, set(go.tolist())
    moved = sum(p[0] not in left and tuple(p) not in stays for p in solved.pairs.tolist())
    same = abs(now.total - fresh.total) < 1e-4 and len(now.pairs) == len(fresh.pairs)
    return (
        f"re-match, {problem.mentees} x {problem.mentors}, after {len(come)} arrivals, {len(go)} "
        f"departures and {len(offering)} other offers: {least * 1e3:.0f} ms of a first run's "
        f"{first * 1e3:.0f} ms ({searching * 1e3:.0f} searching, {solving * 1e3:.0f} solving), "
        f"{held(least / first, LIMIT_AGAIN, 'of it')} (getting ready, once after the run: "
        f"{ready * 1e3:.0f} ms); {moved} others moved; "
        f"{'proved, total as anew' if same and now.certificate.proved else 'MISSED: another total'}"
        " (simulated)"
    )


def happen(
    standing: Rematch, source: LinearScores, most: Ints, come: Ints, go: Ints, offering: Ints
) -> float:
    """People come and go; mentors offer one place more, or one instead of five. Seconds."""
    started = time.process_time()
    found = source.best(come, np.arange(len(most)), np.zeros(len(most)), CANDIDATES)
    rows = np.searchsorted(found.mentee, np.append(come, come[-1] + 1))
    for start, end in pairwise(rows.tolist()):
        own = slice(start, end)
        standing.mentee_arrives(found.mentor[own].astype(np.int64), found.score[own])
    for who in go.tolist():
        standing.mentee_leaves(who)
    for who in offering.tolist():
        standing.offers(who, int(most[who]) % 5 + 1)
    return time.process_time() - started


def best(work: Callable[[], T]) -> tuple[float, T]:
    """The least seconds of three runs, and what came out."""
    found = []
    for _ in range(3):
        started = time.process_time()
        result = work()
        found.append((time.process_time() - started, result))
    return min(found, key=lambda each: each[0])


def _measured(name: str, path: str) -> dict[str, float]:
    """One solver in this process."""
    data = np.load(path)
    mentee, mentor, score, most = (data[key] for key in ("mentee", "mentor", "score", "most"))
    edges = Edges(mentee, mentor, score)
    small = Problem(
        mentees=1, edges=Edges.of(np.ones((1, 1)), np.ones((1, 1), bool)), most=most[:1]
    )
    solve(small)
    before = _status("VmRSS")
    if name == "ours":
        problem = Problem(mentees=MENTEES, edges=edges, most=most)
        seconds, solution = best(lambda: solve(problem))
        total, pairs = solution.total, len(solution.pairs)
    else:
        seconds, (total, pairs) = _dense(edges, most)
    memory = _status("VmHWM") - before
    return {"seconds": seconds, "memory": memory, "total": total, "pairs": pairs}


def _dense(edges: Edges, most: np.ndarray) -> tuple[float, tuple[float, int]]:
    """Each mentor repeated once a place; what is no candidate costs more than anything gains."""
    table = np.full((MENTEES, len(most)), FORBIDDEN)
    table[edges.mentee, edges.mentor] = edges.score

    def work() -> tuple[float, int]:
        wide = np.repeat(table, most, axis=1)
        rows, columns = linear_sum_assignment(wide, maximize=True)
        chosen = wide[rows, columns]
        chosen = chosen[chosen > FORBIDDEN]
        return float(chosen.sum()), len(chosen)

    return best(work)


def _status(what: str) -> float:
    """Megabytes this process holds (VmRSS) or held at most (VmHWM)."""
    rows = Path("/proc/self/status").read_text().splitlines()
    (row,) = (row for row in rows if row.startswith(what))
    return int(row.split()[1]) / 1e3


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1], sys.argv[2])))
