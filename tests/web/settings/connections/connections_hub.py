"""A hub whose settings have connections, with an HR system to connect, on in-memory storage."""

from dataclasses import dataclass, field, replace

from core.domain.identifiers import ConnectionId
from core.ports.connectors import FormField, Kind, RecordKind, StreamInfo, Widget
from core.services.connections.contexts import Contexts
from core.services.connections.promises import SYNC_CONNECTION
from core.services.connections.runner import SyncRunner
from core.services.directory.sink import PeopleSink
from integrations.hris.scim.connector import Scim
from tests.fakes.outlets import FakeOutlets
from tests.fakes.source import FakeColumned, FakeConnector, FakeHooked, FakeSource
from tests.web.hub import ORGANIZATION
from tests.web.pages.pages_hub import PagesHub
from web.pages import pages
from web.settings import settings_blueprint
from web.settings.audit import audit_section
from web.settings.connections import connections_section
from web.settings.people import people_section
from web.settings.privacy import privacy_section
from web.signin import signin


class EveryWidget(FakeConnector):
    """A connector with a field of each kind."""

    fields = (
        *FakeConnector.fields[:2],
        FormField(name="note", label="Note", help="What you like.", placeholder="such as this"),
        FormField(name="size", label="Size", widget=Widget.NUMBER, default=20),
        FormField(name="pem", label="Private key", widget=Widget.LONG_SECRET, secret=True),
        FormField(
            name="region",
            label="Region",
            widget=Widget.CHOICE,
            choices=(("eu", "Europe"), ("us", "America")),
            default="eu",
        ),
        FormField(name="all", label="Everybody", help="Also guests.", widget=Widget.TICK),
    )

    def read(self, typed):
        read = super().read(typed)
        del read["columns"]
        kept = {name: typed.get(name) for name in ("note", "size", "region", "all")}
        return read | kept | ({"pem": typed["pem"]} if typed.get("pem") else {})


class Hesitant(FakeConnector):
    """A connector whose test finds something to look at."""

    def check(self, context):
        return replace(super().check(context), warnings=self.source.warnings)


def library(source):
    """A connector that reads content, not people."""
    made = FakeConnector(source, slug="library", title="Library", kind=Kind.LMS)
    made.streams = (StreamInfo(name="content", title="Content", records=RecordKind.RESOURCES),)
    return made


class Reader:
    """The worker of a hub, as far as it reads connections."""

    def __init__(self, hub):
        parts = (hub.storage, hub.clock, hub.entropy, hub.connectors)
        contexts = Contexts(hub.storage, hub.clock, FakeOutlets(hub.clock))
        sink = PeopleSink(hub.clock, hub.entropy)
        self._jobs = hub.storage.tables.table("jobs")
        self._runner = SyncRunner(*parts, contexts, {RecordKind.PEOPLE: sink})

    def work(self):
        """Keep every promise to read a connection."""
        for key, row in list(self._jobs.items()):
            if row["job"] == SYNC_CONNECTION:
                del self._jobs[key]
                self._runner.sync_connection(**row["arguments"])


def connectors_of(source):
    """One of each sort."""
    made = (
        FakeConnector(source, slug="fake"),
        FakeColumned(source, slug="columned", title="Columned HR"),
        EveryWidget(source, slug="every", title="Every widget", kind=Kind.SCHOOL),
        FakeColumned(source, slug="upload", title="A file", kind=Kind.FILES, receives=True),
        Scim(),
        library(source),
        FakeHooked(source, title="Telling HR"),
        Hesitant(source, slug="warning"),
    )
    return {one.manifest.slug: one for one in made}


@dataclass
class ConnectionsHub(PagesHub):
    source: FakeSource = field(default_factory=FakeSource)

    def __post_init__(self) -> None:
        self.connectors = connectors_of(self.source)
        sections = [
            connections_section(),
            people_section(),
            privacy_section(),
            audit_section(),
        ]
        self.blueprints = [pages, signin, settings_blueprint(sections)]
        super().__post_init__()
        self.reader = Reader(self)

    def connection(self, connection_id):
        with self.storage.tenant(ORGANIZATION) as work:
            return work.connections.get(ConnectionId(connection_id))

    def secret(self, connection_id, name):
        with self.storage.tenant(ORGANIZATION) as work:
            return work.connections.secret(connection_id, name)

    def the_connection(self):
        with self.storage.tenant(ORGANIZATION) as work:
            return work.connections.all()[-1]

    def runs(self):
        with self.storage.tenant(ORGANIZATION) as work:
            return work.sync_runs.of_connection(self.the_connection().id, 99)

    def entries(self):
        """Names of everybody whom the connection tells of."""
        rows = self.storage.tables.table(f"{ORGANIZATION}/directory_entries").values()
        return sorted(row.record.name for row in rows if row.present)
