"""Builders of connections and of what they bring."""

from dataclasses import replace
from datetime import timedelta

from core.domain.connection import Connection
from core.domain.directory import DirectoryEntry, DirectoryRecord
from core.domain.evidence import Evidence, Showing
from core.domain.resource import Resource, ResourceKind, ResourceRecord
from core.domain.scim import ScimGroup
from core.domain.sync import SyncMode, SyncRun, Trigger
from tests.contracts.beginnings import NOW, fresh


class ConnectionsOfAWorld:
    def connection(self, **values):
        made = Connection(
            id=fresh(),
            organization_id=self.id,
            connector="file",
            title="Our people",
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **values)

    def new_connection(self, **values):
        made = self.connection(**values)
        with self.tenant() as work:
            work.connections.add(made)
        return made

    def sync_run(self, connection, minutes=0, **values):
        made = SyncRun(
            id=fresh(),
            connection_id=connection.id,
            organization_id=self.id,
            stream="people",
            trigger=Trigger.SCHEDULE,
            mode=SyncMode.FULL,
            started_at=NOW + timedelta(minutes=minutes),
        )
        return replace(made, **values)

    def entry(self, connection, key, person=None, **values):
        names = DirectoryRecord.__dataclass_fields__
        record = DirectoryRecord(key=key, **{n: v for n, v in values.items() if n in names})
        made = DirectoryEntry(
            connection_id=connection.id,
            organization_id=self.id,
            record=record,
            person_id=person and person.id,
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **{n: v for n, v in values.items() if n not in names})

    def resource(self, connection, key, **values):
        names = ResourceRecord.__dataclass_fields__
        told = {"title": "Title", "kind": ResourceKind.PAGE, "url": "https://lms.example.edu/1"}
        record = ResourceRecord(key=key, **told | {n: v for n, v in values.items() if n in names})
        made = Resource(
            connection_id=connection.id, organization_id=self.id, record=record, updated_at=NOW
        )
        return replace(made, **{n: v for n, v in values.items() if n not in names})

    def evidence(self, connection, key, person, **values):
        made = Evidence(
            connection_id=connection.id,
            organization_id=self.id,
            key=key,
            person_id=person.id,
            skills=("sql",),
            title="SQL",
            how=Showing.COMPLETED,
            strength=1.0,
            at=NOW,
        )
        return replace(made, **values)

    def scim_group(self, connection, **values):
        made = ScimGroup(
            id=fresh(),
            connection_id=connection.id,
            organization_id=self.id,
            source={"displayName": "Mentors"},
            created_at=NOW,
            updated_at=NOW,
        )
        return replace(made, **values)
