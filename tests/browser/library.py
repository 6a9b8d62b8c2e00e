"""A library with resources of every kind, and what courses show about a mentee."""

from datetime import timedelta
from uuid import UUID

from core.domain.connection import Connection
from core.domain.evidence import Evidence, Showing
from core.domain.resource import Resource, ResourceKind, ResourceRecord, skills_of

CONNECTION = UUID(int=888)
TITLES = ("Joins in SQL", "Statistics with Python", "Public speaking", "A very first week")


def put_library(hub, actor):
    now = hub.clock.now()
    connection = Connection(
        id=CONNECTION,
        organization_id=actor.organization_id,
        connector="canvas",
        title="Canvas",
        settings={"registration": str(actor.registration_id)},
        created_at=now,
        updated_at=now,
    )
    records = [
        ResourceRecord(
            key=f"{kind}-{number}",
            title=title,
            kind=kind,
            url="https://lms.example.edu/1",
            course="Working with data",
            module="Week 1",
            minutes=45,
        )
        for kind in ResourceKind
        for number, title in enumerate(TITLES)
    ]
    resources = [
        Resource(
            connection_id=CONNECTION,
            organization_id=actor.organization_id,
            record=record,
            skills=skills_of(record),
            updated_at=now,
        )
        for record in records
    ]
    evidence = [
        Evidence(
            connection_id=CONNECTION,
            organization_id=actor.organization_id,
            key=str(number),
            person_id=actor.person_id,
            skills=("sql", "statistics"),
            title=TITLES[number],
            course="Working with data",
            how=how,
            strength=0.85,
            at=now - timedelta(days=number),
            hidden=bool(number),
        )
        for number, how in enumerate(Showing)
    ]
    with hub.storage.tenant(actor.organization_id) as work:
        work.connections.add(connection)
        work.resources.save_many(resources)
        work.evidences.save_many(evidence)
