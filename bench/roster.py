"""Reading the roster of a course with 10,000 people from the stand-in campus, and storing it.

Limit: 20 s. Both dialects: Moodle answers once, Canvas in 200 pages. Peer in the same run: reading
the same roster without storing anything. The campus answers from the same process, so its time is
in every figure. A second reading must write no rows.
"""

import logging
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.large_course import INSTITUTIONS, LargeCourse, large_course
from bench.limits import held
from core.domain.course import RosterOutcome, RosterRun, RosterTrigger
from core.services.courses.rosters import Rosters
from storage.database import libpq_url

PEOPLE = 10_000
LIMIT_S = 20.0
WRITTEN = ("person", "identity", "course_member", "participation", "match")


def lines() -> Iterator[str]:
    """First reading, second reading, for each dialect."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    for dialect in INSTITUTIONS:
        with tempfile.TemporaryDirectory() as name, large_course(dialect, Path(name)) as course:
            course.enrol(PEOPLE)
            alone = _reading_alone(course)
            first, run = _synced(course)
            assert (run.outcome, run.seen) == (RosterOutcome.COMPLETE, PEOPLE), run
            yield (
                f"{dialect}, {run.added} people new: {first:.1f} s, "
                f"{held(first, LIMIT_S, 's')}; reading alone {alone:.1f} s (x {first / alone:.1f})"
            )
            before = _rows(course)
            second, run = _synced(course)
            written = sum(a != b for a, b in zip(before, _rows(course), strict=True))
            assert (run.seen, run.added, run.changed, run.gone) == (PEOPLE, 0, 0, 0), run
            yield (
                f"{dialect}, the same roster again: {second:.1f} s, "
                f"{held(second, LIMIT_S, 's')} (x {second / alone:.1f} of reading alone); "
                f"rows written: {f'some in {written} tables, MISSED' if written else 'none'}"
            )


def _reading_alone(course: LargeCourse) -> float:
    started = time.perf_counter()
    pages = course.source.pages(course.registration, course.course)
    count = sum(len(page) for page in pages)
    assert count == PEOPLE
    return time.perf_counter() - started


def _synced(course: LargeCourse) -> tuple[float, RosterRun]:
    joined, known = course.joined, course.course
    rosters = Rosters(joined.storage, joined.clock, joined.entropy, course.source)
    started = time.perf_counter()
    rosters.sync(
        str(known.organization_id),
        str(known.registration_id),
        known.context_id,
        str(uuid4()),
        RosterTrigger.SCHEDULE,
    )
    seconds = time.perf_counter() - started
    with joined.storage.tenant(known.organization_id) as work:
        return seconds, work.rosters.runs(known.registration_id, known.context_id, 1)[0]


def _rows(course: LargeCourse) -> list[str]:
    """One text a table that changes with every row that is written."""
    query = "SELECT coalesce(md5(string_agg(ctid::text || xmin::text, ' ' ORDER BY ctid)), '') FROM"
    with psycopg.connect(libpq_url(course.url)) as connection:
        organization = str(course.course.organization_id)
        connection.execute(
            "SELECT set_config('mentorloom.organization_id', %s, false)", (organization,)
        )
        return [connection.execute(f"{query} {table}").fetchone()[0] for table in WRITTEN]
