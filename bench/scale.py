"""100,000 mentees and 40,000 mentors, embeddings given: the best pairs, proved against all.

Limits: 4 full exact passes of faiss over all pairs (searching everybody again until nothing
changes takes 8) and 1.5 GB. Parts of a pass count by their pairs: mentees asked x mentors looked
at. Everybody is made up: embeddings in clusters, 20 regions, 5 grades, 50 organisations whose own
people must not meet, 1 to 5 places a mentor, 1.2 places a mentee.

It runs in a process of its own, so that the memory is that of this work.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import numpy as np

from bench.limits import held
from core.engine.matching.assignment.problem import Edges, Problem, no_pairs
from core.engine.matching.assignment.solution import Solution
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import Floats, Ints
from core.engine.matching.retrieval.bounds import Market
from core.engine.matching.retrieval.linear import LinearScores, Side, Weights, linear_scores
from core.engine.matching.retrieval.pricing import settle
from core.engine.matching.retrieval.source import Found

SIZES = ((10_000, 4_000), (100_000, 40_000))
DIMENSION, CLUSTERS, REGIONS, GRADES, ORGANIZATIONS = 384, 200, 20, 5, 50
SPREAD = 0.6
"""Of people around the centre of their cluster, as a share of its length: cosine .73 inside."""
LIMIT_PASSES, LIMIT_GB = 4.0, 1.5
FIT = np.array([0.0, 0.4, 1.0, 1.0, 0.7, 0.5])
"""Of a mentor's grade: behind, level, 1 to 4 ahead."""


def lines() -> Iterator[str]:
    """Passes, seconds, memory, and what is proved, for each size."""
    for mentees, mentors in SIZES:
        command = [sys.executable, "-m", "bench.scale", str(mentees), str(mentors)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        yield _told(mentees, mentors, json.loads(done.stdout.splitlines()[-1]))


def _told(mentees: int, mentors: int, found: dict[str, float]) -> str:
    passes, seconds, memory = found["passes"], found["seconds"], found["gigabytes"]
    proved = "proved against all pairs" if found["proved"] else "MISSED: not proved"
    return (
        f"{mentees} x {mentors}, {os.cpu_count()} processors: {passes:.2f} passes, "
        f"{held(passes, LIMIT_PASSES, 'passes')}; {seconds:.0f} s, {found['searching']:.0f} of "
        f"them faiss; {memory:.2f} GB at most, {held(memory, LIMIT_GB, 'GB')}; "
        f"{found['solved']:.0f} graphs solved, the last of {found['edges']:.0f} pairs; unmatched "
        f"{found['unmatched']:.0f}, total {found['total']:.3f}, gap {found['gap']:.1e}, {proved} "
        f"(simulated)"
    )


class _Timed(LinearScores):
    """Counts the seconds of searches."""

    seconds = 0.0

    def best(self, mentees: Ints, mentors: Ints, price: Floats, count: int) -> Found:
        """As without."""
        started = time.perf_counter()
        found = super().best(mentees, mentors, price, count)
        self.seconds += time.perf_counter() - started
        return found


def measured(mentees: int, mentors: int) -> dict[str, float]:
    """Match made-up people."""
    source, places = instance(mentees, mentors)
    everybody = Market(np.ones(mentees, dtype=np.bool_), places > 0)
    nothing = Edges(*no_pairs().T, np.empty(0))
    problem = Problem(mentees=mentees, edges=nothing, most=places)
    started = time.perf_counter()

    def solved(edges: Edges) -> Solution:
        return solve(replace(problem, edges=edges))

    found = settle(source, everybody, solved, no_pairs())
    seconds = time.perf_counter() - started
    return {
        "seconds": seconds,
        "searching": source.seconds,
        "passes": found.passes,
        "gigabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "solved": found.solved,
        "edges": len(found.pool.edges.score),
        "unmatched": mentees - len(found.solution.pairs),
        "total": found.solution.total,
        "gap": found.solution.certificate.gap,
        "proved": float(found.proved),
    }


def instance(mentees: int, mentors: int) -> tuple[_Timed, Ints]:
    """Made-up people, and the places of the mentors."""
    draw = np.random.default_rng(11)
    centres = draw.standard_normal((CLUSTERS, DIMENSION)).astype(np.float32)
    behind = np.arange(GRADES)[None, :] - np.arange(GRADES)[:, None] + 1
    fit = FIT[np.clip(behind, 0, len(FIT) - 1)]
    weights = Weights(meaning=0.6, region=0.15, grade=0.15 * fit)
    ours, theirs = (_side(draw, count, centres) for count in (mentees, mentors))
    scores = linear_scores(ours, theirs, weights)
    return _Timed(scores.queries, scores.items), draw.integers(1, 6, mentors)


def _side(draw: np.random.Generator, count: int, centres: Floats) -> Side:
    vectors = centres[draw.integers(0, CLUSTERS, count)]
    for start, end in pairwise([*range(0, count, 10_000), count]):
        noise = draw.standard_normal((end - start, DIMENSION), dtype=np.float32)
        vectors[start:end] += SPREAD * noise
        vectors[start:end] /= np.linalg.norm(vectors[start:end], axis=1, keepdims=True)
    return Side(
        vectors=vectors,
        region=draw.integers(0, REGIONS, count),
        grade=draw.integers(0, GRADES, count),
        organization=draw.integers(0, ORGANIZATIONS, count),
    )


if __name__ == "__main__":
    print(json.dumps(measured(int(sys.argv[1]), int(sys.argv[2]))))
