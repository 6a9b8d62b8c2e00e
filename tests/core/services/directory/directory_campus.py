"""A campus with directories that tell of people."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

from core.domain.connection import Connection
from core.domain.directory import DirectoryRecord, EmploymentStatus
from core.domain.identifiers import ConnectionId
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.person import Identity
from core.ports.connectors import Page
from core.services.directory.sink import PeopleSink
from tests.core.services.campus import REGISTRATION

EMPLOYEE_NUMBER = LinkRule.of([LinkKey.EMPLOYEE_NUMBER])
EMAIL_AND_NAME = LinkRule.of([LinkKey.EMAIL, LinkKey.NAME])
GONE = EmploymentStatus.TERMINATED
LEAVE = EmploymentStatus.ON_LEAVE


def ann(**told):
    return DirectoryRecord(
        **{
            "key": "e-1",
            "name": "Ann Bauer",
            "email": "ann@example.edu",
            "employee_number": "17",
            "title": "Engineer",
            "department": "Research",
        }
        | told
    )


@dataclass
class Directories:
    campus: object
    organization_id: object = None
    made: list = field(default_factory=list)

    def __post_init__(self):
        self.organization_id = self.organization_id or self.campus.organization.id
        self.sink = PeopleSink(self.campus.clock, self.campus.entropy)
        self.hr = self.connection()

    def connection(self, *rules):
        number = len(self.made)
        at = self.campus.clock.now() + timedelta(seconds=number)
        made = Connection(
            id=ConnectionId(UUID(int=500 + number)),
            organization_id=self.organization_id,
            connector="hr",
            title=f"Source {number}",
            link_rules=rules,
            created_at=at,
            updated_at=at,
        )
        with self.work() as work:
            work.connections.add(made)
        self.made.append(made)
        return made

    def work(self):
        return self.campus.storage.tenant(self.organization_id)

    def tell(self, *records, of=None, deletes=(), bad=(), sources=None):
        """A page comes in; what it changed."""
        page = Page(upserts=records, deletes=deletes, bad=bad)
        source = of or self.hr
        with self.work() as work:
            changes = self.sink.compare(work, source, page, sources=sources)
            self.sink.store(work, source, changes)
        return changes

    def entry(self, key="e-1", of=None):
        with self.work() as work:
            return work.directory_entries.get((of or self.hr).id, key)

    def person(self, key="e-1", of=None):
        with self.work() as work:
            return work.people.by_identity((of or self.hr).issuer, key)

    def profile(self, key="e-1", of=None):
        with self.work() as work:
            return work.profiles.get(self.person(key, of).id)

    def people(self):
        """Everybody somebody knows: those who were joined into somebody else left out."""
        rows = self.campus.storage.tables.table(f"{self.organization_id}/identities")
        return {row.person_id for row in rows.values()}

    def rows(self, name):
        return self.campus.storage.tables.table(f"{self.organization_id}/{name}")

    def from_lms(self, name="Ann Bauer", email="ann@example.edu", **told):
        """Somebody who came in from an LMS."""
        actor = self.campus.person(name)
        with self.work() as work:
            person = replace(work.people.get(actor.person_id), email=email, **told)
            work.people.save(person)
            issuer, subject = f"lti:{REGISTRATION}", f"sub-{person.id.int}"
            work.people.link(Identity(issuer=issuer, subject=subject, person_id=person.id))
        return actor

    def jobs(self, name):
        rows = self.campus.storage.tables.table("jobs").values()
        return [row["arguments"] for row in rows if row["job"] == name]
