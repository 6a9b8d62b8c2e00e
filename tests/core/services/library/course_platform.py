"""An organization whose courses are read: a connector in memory, the real runner and sinks."""

from dataclasses import replace
from uuid import UUID

from core.domain.connection import Connection, ConnectionStatus
from core.domain.evidence import CompletionRecord, Showing
from core.domain.person import LTI_ISSUER, Identity
from core.domain.registration import Registration
from core.domain.resource import ResourceKind, ResourceRecord
from core.domain.sync import Trigger
from core.ports.connectors import Kind, Manifest, Page, RecordKind, StreamInfo
from core.services.connections.contexts import Contexts
from core.services.connections.promises import Wish
from core.services.connections.runner import SyncRunner
from core.services.library.completion_sink import CompletionSink
from core.services.library.encoding import ResourceEncoding
from core.services.library.resource_sink import ResourceSink
from tests.contracts.world import NOW
from tests.core.services.campus import REGISTRATION, Campus
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outlets import FakeOutlets

CONNECTION = UUID(int=600)
CONNECTORS = ("courses", "canvas", "moodle")


class FakeCourses:
    """A connector: yields what it is given, in one page a stream."""

    manifest = Manifest(
        slug="courses", title="Courses", summary="", kind=Kind.LMS, authorisation="key", docs=""
    )
    fields = ()
    streams = (
        StreamInfo(name="resources", title="Resources", records=RecordKind.RESOURCES),
        StreamInfo(name="completions", title="Completions", records=RecordKind.COMPLETIONS),
    )

    def __init__(self):
        self.told = {"resources": [], "completions": []}
        self.bad = []

    def hosts(self, _settings):
        return frozenset()

    def pull(self, stream, _context, _cursor, _window):
        yield Page(upserts=self.told[stream], bad=self.bad, last=True)


class CoursePlatform:
    def __init__(self):
        self.campus = Campus.fresh()
        self.storage, self.clock = self.campus.storage, self.campus.clock
        self.courses = FakeCourses()
        contexts = Contexts(self.storage, self.clock, FakeOutlets(self.clock))
        sinks = {
            RecordKind.RESOURCES: ResourceSink(self.clock),
            RecordKind.COMPLETIONS: CompletionSink(self.clock, self.storage),
        }
        parts = (
            self.storage,
            self.clock,
            self.campus.entropy,
            dict.fromkeys(CONNECTORS, self.courses),
        )
        self.runner = SyncRunner(*parts, contexts, sinks)
        self.connection = self.connects(CONNECTION)

    def connects(self, number, registration=REGISTRATION):
        made = Connection(
            id=number,
            organization_id=self.campus.organization.id,
            connector="courses",
            title="Courses",
            status=ConnectionStatus.ON,
            settings={"registration": str(registration)},
            created_at=NOW,
            updated_at=NOW,
        )
        with self.tenant() as work:
            work.connections.add(made)
        return made

    def is_of(self, connector, product_family):
        """Give the connection a connector, and its registration a product."""
        lms = "https://lms.example.edu"
        made = Registration(
            id=REGISTRATION,
            organization_id=self.campus.organization.id,
            issuer=lms,
            client_id="hub",
            auth_login_url=f"{lms}/auth",
            token_url=f"{lms}/token",
            jwks_url=f"{lms}/jwks",
            product_family=product_family,
            created_at=NOW,
        )
        with self.storage.platform() as work:
            work.registrations.save(made)
        with self.tenant() as work:
            known = work.connections.get(self.connection.id)
            after = replace(known, connector=connector, version=known.version + 1)
            work.connections.update(after)

    def tenant(self):
        return self.storage.tenant(self.campus.organization.id)

    def offers(self, *titles, **told):
        """Resources, whose keys are their titles in small letters."""
        self.courses.told["resources"] += [resource(title, **told) for title in titles]

    def knows(self, person_id, subject, issuer=LTI_ISSUER):
        with self.tenant() as work:
            of = issuer.format(REGISTRATION)
            work.people.link(Identity(issuer=of, subject=subject, person_id=person_id))

    def reads(self):
        """A run of both streams; by name of the stream."""
        self.clock.advance(seconds=1)
        wish = Wish(run_id=self.campus.entropy.uuid(), trigger=Trigger.WEBHOOK, full=True)
        self.runner.run(self.campus.organization.id, self.connection.id, wish)
        with self.tenant() as work:
            runs = work.sync_runs.of_connection(self.connection.id, 2)
        return {run.stream: run for run in runs}

    def encodes(self):
        encoding = ResourceEncoding(self.storage, FakeEncoder())
        encoding.encode_resources(str(self.campus.organization.id))

    @property
    def resources(self):
        with self.tenant() as work:
            return {one.key: one for one in work.resources.present([self.connection.id])}

    def evidence(self, actor):
        with self.tenant() as work:
            return {one.key: one for one in work.evidences.of_person(actor.person_id)}


def resource(title, /, **told):
    made = ResourceRecord(
        key=title.lower(),
        title=title,
        kind=ResourceKind.PAGE,
        url="https://lms.example.edu/1",
    )
    return replace(made, **told)


def completion(subject, resource_key, **told):
    made = CompletionRecord(
        key=f"{resource_key}/{subject}",
        subject=subject,
        resource_key=resource_key,
        how=Showing.COMPLETED,
        strength=1.0,
        at=NOW,
    )
    return replace(made, **told)
