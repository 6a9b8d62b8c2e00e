"""Mentees choose, mentors answer or do not: is anybody left waiting? Simulated.

A programme of made-up people on PostgreSQL, with a clock that is stepped by some hours: lists are
sent, a fifth of the mentors never answers, the popular few get most wishes. The jobs that the
scheduler starts every few minutes run once a step, so that one step is allowed on top of the clock.
"""

from collections.abc import Iterator
from statistics import median

from bench.hub import fresh_hub
from bench.mentoring import SILENT, Mentoring, Seen

MENTORS = 60
MENTEES = 90
DAYS = 30
STEP = 6
"""Hours."""
CLOCK = 72
"""Hours to answer: the default of a programme."""
SHARE = 0.9


def lines() -> Iterator[str]:
    """What was seen."""
    with fresh_hub() as joined:
        mentoring = Mentoring(joined.storage, joined.entropy, 7, MENTORS, MENTEES)
        for _ in mentoring.run(DAYS, STEP):
            pass
    yield from told(mentoring.seen)


def told(seen: Seen) -> Iterator[str]:
    """The figures in words."""
    yield (
        f"{MENTEES} mentees with lists, {MENTORS} mentors of whom {SILENT:.0%} never answer, "
        f"{DAYS} days (simulated people, PostgreSQL)"
    )
    for what, times in (
        ("searching, but neither asking, nor queued, nor told of the waitlist", seen.stranded),
        ("requests still open after their time", seen.overdue),
        ("people with more matches than places", seen.over_capacity),
    ):
        yield f"{what}: {times}, {'MISSED' if times else 'within'} the limit of 0"
    in_time = sum(hours <= CLOCK + STEP for hours in seen.first.values()) / len(seen.first)
    word = "within" if in_time >= SHARE else "MISSED"
    yield (
        f"first request answered in time ({1 - len(seen.expired_first) / len(seen.first):.1%}) or "
        f"gone on to the next: {in_time:.1%} in all, {word} the limit of at least {SHARE:.0%}; "
        f"without the clock at most "
        f"{1 - len(seen.silent_first) / len(seen.first):.1%} would ever be answered"
    )
    yield (
        f"mentees with a mentor at the end: {len(seen.placed) / MENTEES:.0%}, after "
        f"{median(seen.placed.values()):.1f} days in the median"
    )
