"""The exact assignment beside scipy's dense solver: same pairs allowed, same total, less time."""

import time
import tracemalloc
from collections.abc import Callable, Iterator
from typing import TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import Floats, Ints

MENTEES, MENTORS, CANDIDATES = 3_000, 1_200, 50
FORBIDDEN = -1e4

T = TypeVar("T")


def lines() -> Iterator[str]:
    """Seconds and largest memory of both."""
    draw = np.random.default_rng(7)
    score = draw.random((MENTEES, MENTORS))
    worst = np.partition(score, MENTORS - CANDIDATES, axis=1)[:, MENTORS - CANDIDATES]
    allowed = score >= worst[:, None]
    capacity = draw.integers(1, 6, MENTORS)
    edges = Edges.of(score, allowed)
    problem = Problem(mentees=MENTEES, edges=edges, most=capacity)
    solve(problem)
    ours, seconds, memory = _timed(lambda: solve(problem))
    dense, peer_seconds, peer_memory = _timed(lambda: _scipy(score, allowed, capacity))
    same = "the same total" if abs(dense - ours.total) < 1e-6 else "MISSED: another total"
    yield (
        f"{MENTEES} x {MENTORS}, {CANDIDATES} candidates each, capacities 1-5: {seconds:.2f} s and "
        f"{memory:.0f} MB of arrays, scipy dense {peer_seconds:.2f} s and {peer_memory:.0f} MB, "
        f"x {peer_seconds / seconds:.1f} faster, {same} (simulated)"
    )


def _timed(work: Callable[[], T]) -> tuple[T, float, float]:
    """Result, seconds, and megabytes that Python and numpy held at most."""
    started = time.perf_counter()
    result = work()
    seconds = time.perf_counter() - started
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return result, seconds, peak / 1e6


def _scipy(score: Floats, allowed: np.ndarray, capacity: Ints) -> float:
    """Each mentor repeated once a place; forbidden pairs cost more than anything gains."""
    wide = np.repeat(np.where(allowed, score, FORBIDDEN), capacity, axis=1)
    rows, columns = linear_sum_assignment(wide, maximize=True)
    chosen = wide[rows, columns]
    return float(chosen[chosen > FORBIDDEN].sum())
