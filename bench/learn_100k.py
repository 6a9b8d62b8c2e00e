"""Seconds and memory that learning from 100,000 suggestions takes."""

import resource
import time
from collections.abc import Iterator

from bench.limits import held
from bench.suggestions import suggested
from core.engine.matching.model.learning import learn

LIMIT_SECONDS = 60
MOST_MEGABYTES = 1_500


def lines() -> Iterator[str]:
    """Seconds of the fit and the most memory of the process."""
    outcomes = suggested(2, mentors=3_000, mentees=5_600).outcomes()
    started = time.perf_counter()
    posterior = learn(outcomes)
    seconds = time.perf_counter() - started
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield (
        f"{len(outcomes)} suggestions of {len(outcomes.mentees)} mentees and "
        f"{len(outcomes.mentors)} mentors, {len(posterior.mean)} weights: {seconds:.1f} s, "
        f"{held(seconds, LIMIT_SECONDS, 's')}; process at most {megabytes:.0f} MB, "
        f"{held(megabytes, MOST_MEGABYTES, 'MB')} (simulated)"
    )
