"""100,000 people from a CSV file into an empty hub, through the connector, the runner and the sink.

Limits: 60 s and 500 MB at most, of this process; the same file again 15 s, without a row of people
written. Simulated people, one in eight of whom is somebody's manager. The file is uploaded before
the clock starts; the job that works out everybody's managers is measured apart. Peer in the same
run: reading the file's rows as records without storing anything.
"""

import csv
import gc
import io
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import psycopg

from bench.hub import fresh_hub
from bench.limits import held
from config.hub import services
from config.wiring import Adapters, outlets, sync_runner
from core.domain.actor import Actor
from core.domain.connection import Connection
from core.domain.identifiers import OrganizationId, PersonId
from core.domain.organization import Organization
from core.domain.person import Person
from core.domain.sync import Counts, Outcome, SyncRun, Trigger
from core.services.connections.contexts import Contexts
from core.services.connections.promises import Wish
from core.services.directory.manager_lines import ManagerLines
from integrations.registry import connectors
from storage.database import libpq_url

PEOPLE = 100_000
LIMIT_S, AGAIN_LIMIT_S, LIMIT_MB = 60.0, 15.0, 500.0
SPAN = 8
"""People who report to one manager."""
WRITTEN = ("person", "identity", "profile", "directory_entry")
COLUMNS = (
    *("Key", "Employee number", "First name", "Last name", "E-mail", "Job title"),
    *("Department", "Location", "Time zone", "Language", "Manager ID"),
)


def lines() -> Iterator[str]:
    """First run, managers, second run."""
    with fresh_hub() as joined:
        actor, connection = _organization(joined)
        gc.collect()
        gc.freeze()  # as the worker does
        alone = _timed(lambda: _reading_alone(joined, connection))
        first, run = _run(joined, connection)
        assert (run.outcome, run.counts) == (Outcome.COMPLETE, Counts(created=PEOPLE)), run
        yield (
            f"{PEOPLE} simulated people new: {first:.1f} s, {held(first, LIMIT_S, 's')}; "
            f"reading the file alone {alone:.1f} s (x {first / alone:.1f}); "
            f"peak {_peak():.0f} MB, {held(_peak(), LIMIT_MB, 'MB')}"
        )
        managers = ManagerLines(joined.storage, joined.clock)
        seconds = _timed(lambda: managers.manager_lines(str(actor.organization_id)))
        both = first + seconds
        yield f"with everybody's managers: {both:.1f} s, {held(both, LIMIT_S, 's')}"
        before = _rows(joined, actor)
        again, run = _run(joined, connection)
        assert (run.outcome, run.counts) == (Outcome.COMPLETE, Counts(unchanged=PEOPLE)), run
        written = sum(a != b for a, b in zip(before, _rows(joined, actor), strict=True))
        yield (
            f"the same file again: {again:.1f} s, {held(again, AGAIN_LIMIT_S, 's')}; "
            f"rows written: {f'some in {written} tables, MISSED' if written else 'none'}; "
            f"peak {_peak():.0f} MB, {held(_peak(), LIMIT_MB, 'MB')}"
        )


def _organization(joined: Adapters) -> tuple[Actor, Connection]:
    """An administrator, and a connection that was given the file."""
    now = joined.clock.now()
    organization = Organization(
        id=OrganizationId(uuid4()), slug="bench", name="Bench", created_at=now
    )
    root = Person(
        id=PersonId(uuid4()), organization_id=organization.id, created_at=now, updated_at=now
    )
    with joined.storage.platform() as platform:
        platform.organizations.save(organization)
    with joined.storage.tenant(organization.id) as work:
        work.people.save(root)
    actor = Actor(organization_id=organization.id, person_id=root.id, configures=True)
    setup = services(joined).connections.setup
    made = setup.create(actor, "file", "Payroll", {})
    return actor, setup.upload(actor, made.id, _file())


def _file() -> bytes:
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(COLUMNS)
    for number in range(PEOPLE):
        rows.writerow(
            (
                *(f"p-{number:06d}", f"{number:06d}", f"Given{number % 997}", f"Family{number}"),
                *(f"person.{number}@example.edu", f"Engineer {number % 60}"),
                *(f"Department {number % 300}", f"City {number % 40}", "Europe/Vienna", "de-AT"),
                f"p-{number // SPAN:06d}" if number else "",
            )
        )
    return text.getvalue().encode()


def _reading_alone(joined: Adapters, connection: Connection) -> None:
    connector = connectors()[connection.connector]
    contexts = Contexts(joined.storage, joined.clock, outlets(joined.settings, joined.clock))
    pages = connector.pull("people", contexts.of(connection, connector), None, None)
    assert sum(len(page.upserts) for page in pages) == PEOPLE


def _run(joined: Adapters, connection: Connection) -> tuple[float, SyncRun]:
    runner, wish = sync_runner(joined), Wish(run_id=uuid4(), trigger=Trigger.MANUAL, full=True)
    organization_id = connection.organization_id
    seconds = _timed(lambda: runner.run(organization_id, connection.id, wish))
    with joined.storage.tenant(organization_id) as work:
        return seconds, work.sync_runs.of_connection(connection.id, 1)[0]


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _peak() -> float:
    """Megabytes this process held at most."""
    rows = Path("/proc/self/status").read_text().splitlines()
    (row,) = (row for row in rows if row.startswith("VmHWM"))
    return int(row.split()[1]) / 1e3


def _rows(joined: Adapters, actor: Actor) -> list[str]:
    """One text a table that changes with every row that is written."""
    query = "SELECT md5(string_agg(ctid::text || xmin::text, ' ' ORDER BY ctid)) FROM"
    with psycopg.connect(libpq_url(joined.settings.database_url)) as connection:
        connection.execute(
            "SELECT set_config('mentorloom.organization_id', %s, false)",
            (str(actor.organization_id),),
        )
        return [connection.execute(f"{query} {table}").fetchone()[0] for table in WRITTEN]
