"""One mentee's shortlist among 40,000 mentors on a fresh embedded PostgreSQL.

Limit: 50 ms in a process that has shown a list of this programme before. The time is that of the
use case: queries, who changed since, the ranking of all mentors, and the reasons of ten. Then a
mentor gets a request before every list, as in a programme that is in use.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid5

import numpy as np

from bench.hub import fresh_hub
from bench.limits import held
from bench.profiles import CAMPUS, real_encoder
from bench.suggest_1000 import ORGANIZATION, PROGRAM, filled, times
from core.domain.actor import Actor
from core.domain.identifiers import MatchId, PersonId
from core.domain.match import Match, MatchState
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from core.services.matching.suggestions import Suggestions

MENTORS = 40_000
LIMIT_MS = 50.0


def lines() -> Iterator[str]:
    """Median and 95th percentile, without and with changes between lists."""
    encoder = real_encoder()
    with fresh_hub() as joined:
        actors = filled(joined.storage, joined.clock, encoder, MENTORS)
        suggestions = Suggestions(joined.storage, joined.clock, encoder.model)
        started = time.perf_counter()
        shown = [item.person.id for item in suggestions.for_mentee(actors[0]).items]
        first = time.perf_counter() - started
        quiet = times(suggestions, actors)
        yield f"{_told(quiet)} (the process's first list: {first:.1f} s; simulated, PostgreSQL)"
        asked = times(suggestions, actors, _asking(joined.storage, joined.clock, shown, actors))
        yield f"the same while mentors are asked: {_told(asked)} (simulated, PostgreSQL)"


def _told(taken: Sequence[float]) -> str:
    median, late = np.percentile(taken, [50, 95])
    return (
        f"one mentee among {MENTORS:,} mentors, 10 shown, {len(taken)} requests: median "
        f"{median:.0f} ms, 95 % under {late:.0f} ms, {held(float(median), LIMIT_MS, 'ms')}"
    )


def _asking(
    storage: Storage, clock: Clock, mentors: Sequence[PersonId], actors: Sequence[Actor]
) -> Callable[[int], None]:
    """Something that has another mentor asked each time, or a request withdrawn."""

    def ask(number: int) -> None:
        now = clock.now()
        asked, mentor = divmod(number, len(mentors))
        mentee = actors[asked % len(actors)].person_id
        match = Match(
            id=MatchId(uuid5(CAMPUS, f"match/{number}")),
            organization_id=ORGANIZATION,
            program_id=PROGRAM,
            mentee_id=mentee,
            mentor_id=mentors[mentor],
            state=MatchState.ENDED,
            created_at=now,
            updated_at=now,
        )
        with storage.tenant(ORGANIZATION) as work:
            work.matches.add(match)

    return ask
