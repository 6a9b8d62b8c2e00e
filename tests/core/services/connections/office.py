"""An organization whose administrator connects an HR system."""

from dataclasses import dataclass, field, replace
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.connection import ConnectionStatus
from core.domain.identifiers import PersonId
from core.domain.person import Person
from core.domain.sync import Trigger
from core.errors import InvalidInputError
from core.ports.connectors import RecordKind
from core.services.connections.contexts import Contexts
from core.services.connections.forms import ConnectionChange
from core.services.connections.promises import SYNC_CONNECTION, Wish
from core.services.connections.runner import SyncRunner
from core.services.connections.use_cases import ConnectionUseCases
from core.services.directory.sink import PeopleSink
from tests.core.services.campus import Campus
from tests.fakes.outlets import FakeOutlets
from tests.fakes.source import FakeColumned, FakeConnector, FakeHooked, FakeSource

TYPED = {"address": "https://hr.example", "key": "s3cret"}


@dataclass
class Office:
    campus: Campus = field(default_factory=Campus.fresh)
    page_size: int = 2
    modes: frozenset = None

    def __post_init__(self):
        self.storage, self.clock = self.campus.storage, self.campus.clock
        self.source = FakeSource(self.page_size)
        modes = {} if self.modes is None else {"modes": self.modes}
        self.connector = FakeConnector(self.source, **modes)
        self.connectors = {
            "fake": self.connector,
            "columned": FakeColumned(self.source, slug="columned"),
            "hooked": FakeHooked(self.source),
            "upload": FakeConnector(self.source, slug="upload", receives=True),
        }
        self.outlets = FakeOutlets(self.clock)
        parts = (self.storage, self.clock, self.campus.entropy, self.connectors)
        self.uses = ConnectionUseCases.assemble(*parts, self.outlets, "https://hub.example")
        contexts = Contexts(self.storage, self.clock, self.outlets)
        self.sink = PeopleSink(self.clock, self.campus.entropy)
        self.runner = SyncRunner(*parts, contexts, {RecordKind.PEOPLE: self.sink})
        with self.tenant() as work:
            who = Person(
                id=PersonId(UUID(int=77)),
                organization_id=self.campus.organization.id,
                created_at=self.clock.now(),
                updated_at=self.clock.now(),
            )
            work.people.save(who)
        self.admin = Actor(
            organization_id=self.campus.organization.id, person_id=who.id, configures=True
        )
        self.visitor = replace(self.admin, configures=False)

    def tenant(self):
        return self.storage.tenant(self.campus.organization.id)

    def adds(self, slug="fake", title="Our HR", **typed):
        made = self.uses.setup.create(self.admin, slug, title, TYPED | typed)
        self.id = made.id
        return made

    def has_on(self, slug="fake", **changed):
        """A connection that was tried and is on."""
        made = self.adds(slug)
        with self.tenant() as work:
            on = replace(made, status=ConnectionStatus.ON, version=2, **changed)
            work.connections.update(on)
        return on

    @property
    def connection(self):
        with self.tenant() as work:
            return work.connections.get(self.id)

    @property
    def run(self):
        return self.runs[0]

    @property
    def runs(self):
        return self.uses.history.runs(self.admin, self.id)

    @property
    def present(self):
        with self.tenant() as work:
            rows = work.directory_entries._present(self.id)
        return {entry.key: entry.record for entry in rows}

    @property
    def position(self):
        with self.tenant() as work:
            return work.sync_runs.position(self.id, "people")

    @property
    def promised(self):
        """Promised runs, in order."""
        return [job for job in self.storage.jobs if job["job"] == SYNC_CONNECTION]

    @property
    def audited(self):
        with self.tenant() as work:
            return [entry.deed for entry in work.audit.page(None, 100)][::-1]

    def works(self):
        """The oldest promised run goes on; whatever else is promised is left."""
        self.clock.advance(seconds=1)
        jobs = self.storage.tables.table("jobs")
        key = min(key for key, row in jobs.items() if row["job"] == SYNC_CONNECTION)
        row = jobs.pop(key)
        try:
            self.runner.sync_connection(**row["arguments"])
        except BaseException:
            jobs[key] = row
            raise
        return self.run

    def syncs(self, trigger=Trigger.WEBHOOK, **wish):
        """A run at once, without a job."""
        self.clock.advance(seconds=1)
        named = Wish(run_id=self.campus.entropy.uuid(), trigger=trigger, **wish)
        self.runner.run(self.campus.organization.id, self.id, named)
        return self.run

    def ticks(self):
        self.runner.sync_connections()


def counts(run):
    """Records created, updated, unchanged and gone."""
    found = run.counts
    return found.created, found.updated, found.unchanged, found.gone


def wrong_fields(deed, *given):
    """Field -> the first thing that is wrong with it, after a deed that is refused."""
    with pytest.raises(InvalidInputError) as caught:
        deed(*given)
    return {name: str(told[0]) for name, told in caught.value.fields.items()}


def edits(office, **change):
    """The administrator changes the connection."""
    at = office.connection.updated_at
    return office.uses.setup.edit(office.admin, office.id, at, ConnectionChange(**change))


def secret(office, name="key"):
    """What is kept of a secret."""
    with office.tenant() as work:
        return work.connections.secret(office.id, name)


def run_wish(office):
    """That a run of the schedule begins."""
    return Wish(run_id=office.campus.entropy.uuid(), trigger=Trigger.SCHEDULE)
