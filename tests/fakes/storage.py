"""An in-memory Storage that passes the same contract tests as the PostgreSQL one."""

import copy
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from core.domain.match import OPEN_STATES
from core.errors import ConflictError


@dataclass
class Tables:
    """Everything, keyed as the database keys it."""

    rows: dict[str, dict[Any, Any]] = field(default_factory=dict)

    def table(self, name: str) -> dict[Any, Any]:
        return self.rows.setdefault(name, {})


class Repository:
    def __init__(self, tables: Tables, organization_id: Any = None) -> None:
        self.tables = tables
        self.organization_id = organization_id

    def own(self, name: str) -> dict[Any, Any]:
        return self.tables.table(f"{self.organization_id}/{name}")


class FakePeople(Repository):
    def get(self, person_id):
        return self.own("people").get(person_id)

    def get_many(self, person_ids):
        people = self.own("people")
        return {key: people[key] for key in person_ids if key in people}

    def by_identity(self, issuer, subject):
        identity = self.own("identities").get((issuer, subject))
        return self.get(identity.person_id) if identity else None

    def save(self, person):
        self.own("people")[person.id] = person

    def save_many(self, people):
        for person in people:
            self.save(person)

    def link(self, identity):
        key = (identity.issuer, identity.subject)
        known = self.own("identities").setdefault(key, identity)
        if known.person_id != identity.person_id:
            raise ConflictError("This identity belongs to somebody else.")


class FakeProfiles(Repository):
    def get(self, person_id):
        return self.own("profiles").get(person_id)

    def lock(self, person_id):
        return self.get(person_id)

    def get_many(self, person_ids):
        profiles = self.own("profiles")
        return {key: profiles[key] for key in person_ids if key in profiles}

    def save(self, profile):
        self.own("profiles")[profile.person_id] = profile

    def save_many(self, profiles):
        for profile in profiles:
            self.save(profile)

    def of_program(self, program_id, role):
        chosen = taking_part(self, program_id, role)
        return [p for key, p in sorted(self.own("profiles").items()) if key in chosen]


class FakeEmbeddings(Repository):
    def of_people(self, person_ids, model):
        wanted = set(person_ids)
        return [
            e
            for (person, of_model), rows in sorted(self.own("embeddings").items())
            if person in wanted and of_model == model
            for e in rows
        ]

    def vectors_of_program(self, program_id, role, model):
        people = taking_part(self, program_id, role)
        return {e.text_hash: e.vector for e in self.of_people(people, model)}

    def replace(self, person_id, model, embeddings):
        rows = {(e.kind, e.text_hash): e for e in embeddings}
        self.own("embeddings")[person_id, model] = list(rows.values())


class FakePrograms(Repository):
    def get(self, program_id):
        return self.own("programs").get(program_id)

    def all(self):
        return sorted(self.own("programs").values(), key=lambda p: p.name)

    def save(self, program):
        self.own("programs")[program.id] = program

    def course(self, registration_id, context_id):
        return self.own("courses").get((registration_id, context_id))

    def lock_course(self, registration_id, context_id):
        return self.course(registration_id, context_id)

    def save_course(self, course):
        known = self.course(course.registration_id, course.context_id)
        if known is not None and known.program_id is not None:
            course = replace(course, program_id=known.program_id)
        self.own("courses")[course.registration_id, course.context_id] = course


class FakeParticipations(Repository):
    def get(self, program_id, person_id, role):
        return self.own("participations").get((program_id, person_id, role))

    def lock(self, program_id, person_id, role):
        return self.get(program_id, person_id, role)

    def of_person(self, person_id):
        return [p for p in self.own("participations").values() if p.person_id == person_id]

    def of_program(self, program_id):
        rows = [p for p in self.own("participations").values() if p.program_id == program_id]
        return sorted(rows, key=lambda p: (p.person_id, p.role))

    def add(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        return self.own("participations").setdefault(key, participation)

    def save(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        self.own("participations")[key] = participation

    def remove(self, participation):
        key = (participation.program_id, participation.person_id, participation.role)
        self.own("participations").pop(key, None)

    def save_many(self, participations):
        for participation in participations:
            self.save(participation)


class FakeMatches(Repository):
    def get(self, match_id):
        return self.own("matches").get(match_id)

    def of_person(self, program_id, person_id):
        return [m for m in self.of_program(program_id) if person_id in (m.mentee_id, m.mentor_id)]

    def of_program(self, program_id, states=None):
        rows = [
            m
            for m in self.own("matches").values()
            if m.program_id == program_id and (states is None or m.state in states)
        ]
        return sorted(rows, key=lambda m: (m.created_at, m.id), reverse=True)

    def load(self, program_id, states):
        return Counter(m.mentor_id for m in self.of_program(program_id, states))

    def add(self, match):
        self._must_be_the_only_open_one(match)
        self.own("matches")[match.id] = match

    def update(self, match):
        stored = self.own("matches").get(match.id)
        if stored is None or stored.version != match.version - 1:
            raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")
        self._must_be_the_only_open_one(match)
        self.own("matches")[match.id] = match

    def _must_be_the_only_open_one(self, match):
        if match.state not in OPEN_STATES:
            return
        for other in self.of_program(match.program_id, OPEN_STATES):
            same = (other.mentee_id, other.mentor_id) == (match.mentee_id, match.mentor_id)
            if same and other.id != match.id:
                raise ConflictError("The two already have an open match in this programme.")

    def record(self, event):
        self.own("match_events")[event.match_id] = [*self.history(event.match_id), event]

    def history(self, match_id):
        return list(self.own("match_events").get(match_id, []))


class FakeJobs:
    def __init__(self, tables: Tables) -> None:
        self.deferred = tables.table("jobs")

    def defer(self, job, *, lock=None, once=None, delay=None, **arguments):
        if once is not None and any(row["once"] == once for row in self.deferred.values()):
            return
        row = {"job": job, "lock": lock, "once": once, "delay": delay, "arguments": arguments}
        self.deferred[len(self.deferred)] = row


class FakeOrganizations(Repository):
    def get(self, organization_id):
        return self.tables.table("organizations").get(organization_id)

    def by_slug(self, slug):
        return next((o for o in self.all() if o.slug == slug), None)

    def all(self):
        return sorted(self.tables.table("organizations").values(), key=lambda o: o.slug)

    def save(self, organization):
        if any(o.slug == organization.slug and o.id != organization.id for o in self.all()):
            raise ConflictError("Another organization has this short name. Choose another one.")
        self.tables.table("organizations")[organization.id] = organization


class FakeRegistrations(Repository):
    def get(self, registration_id):
        return self.tables.table("registrations").get(registration_id)

    def find(self, issuer, client_id):
        return next((r for r in self.of_issuer(issuer) if r.client_id == client_id), None)

    def of_issuer(self, issuer):
        return [r for r in self.all() if r.issuer == issuer]

    def all(self):
        rows = self.tables.table("registrations").values()
        return sorted(rows, key=lambda r: (r.issuer, r.client_id))

    def save(self, registration):
        known = self.find(registration.issuer, registration.client_id)
        if known is not None and known.id != registration.id:
            raise ConflictError("This platform and client id are registered already.")
        self.tables.table("registrations")[registration.id] = registration

    def deployment(self, registration_id, deployment_id):
        return self.tables.table("deployments").get((registration_id, deployment_id))

    def deployments(self, registration_id):
        rows = self.tables.table("deployments").values()
        return sorted(
            (d for d in rows if d.registration_id == registration_id),
            key=lambda d: d.deployment_id,
        )

    def save_deployment(self, deployment):
        key = (deployment.registration_id, deployment.deployment_id)
        self.tables.table("deployments")[key] = deployment


class FakeLaunchStates(Repository):
    def add(self, state):
        self.tables.table("launch_states")[state.state_hash] = state

    def take(self, state_hash):
        return self.tables.table("launch_states").pop(state_hash, None)

    def purge(self, before):
        return purge(self.tables.table("launch_states"), before)


class FakeSessions(Repository):
    def add(self, session):
        self.tables.table("sessions")[session.token_hash] = session

    def find(self, token_hash):
        return self.tables.table("sessions").get(token_hash)

    def take_ticket(self, ticket_hash):
        rows = self.tables.table("sessions")
        for key, session in rows.items():
            if session.ticket_hash == ticket_hash:
                rows[key] = replace(session, ticket_hash=None)
                return rows[key]
        return None

    def save(self, session):
        rows = self.tables.table("sessions")
        stored = rows.get(session.token_hash)
        if stored is not None:
            fixed = {"ticket_hash": stored.ticket_hash, "created_at": stored.created_at}
            rows[session.token_hash] = replace(session, **fixed)

    def remove(self, token_hash):
        self.tables.table("sessions").pop(token_hash, None)

    def remove_outdated(self, actor):
        def place(a):
            return a.organization_id, a.person_id, a.registration_id, a.context_id

        rows = self.tables.table("sessions")
        gone = [
            key
            for key, session in rows.items()
            if actor.registration_id is not None
            and place(session.actor) == place(actor)
            and session.actor != actor
        ]
        for key in gone:
            del rows[key]
        return len(gone)

    def purge(self, before):
        return purge(self.tables.table("sessions"), before)


class FakeToolKeys(Repository):
    def all(self):
        rows = self.tables.table("tool_keys").values()
        return sorted(rows, key=lambda k: k.created_at, reverse=True)

    def save(self, key):
        self.tables.table("tool_keys")[key.kid] = key

    def remove(self, kid):
        self.tables.table("tool_keys").pop(kid, None)


def taking_part(repository, program_id, role):
    return {
        p.person_id
        for p in repository.own("participations").values()
        if p.program_id == program_id and p.role == role and not p.paused
    }


def purge(rows, before):
    gone = [key for key, row in rows.items() if row.expires_at < before]
    for key in gone:
        del rows[key]
    return len(gone)


class FakeTenantWork:
    def __init__(self, tables, organization_id):
        self.people = FakePeople(tables, organization_id)
        self.profiles = FakeProfiles(tables, organization_id)
        self.embeddings = FakeEmbeddings(tables, organization_id)
        self.programs = FakePrograms(tables, organization_id)
        self.participations = FakeParticipations(tables, organization_id)
        self.matches = FakeMatches(tables, organization_id)
        self.jobs = FakeJobs(tables)


class FakePlatformWork:
    def __init__(self, tables):
        self.organizations = FakeOrganizations(tables)
        self.registrations = FakeRegistrations(tables)
        self.launch_states = FakeLaunchStates(tables)
        self.sessions = FakeSessions(tables)
        self.tool_keys = FakeToolKeys(tables)
        self.jobs = FakeJobs(tables)


class FakeStorage:
    """Commits on leaving the block, restores everything on an exception."""

    def __init__(self) -> None:
        self.tables = Tables()

    @contextmanager
    def tenant(self, organization_id) -> Iterator[FakeTenantWork]:
        with self._transaction():
            yield FakeTenantWork(self.tables, organization_id)

    @contextmanager
    def platform(self) -> Iterator[FakePlatformWork]:
        with self._transaction():
            yield FakePlatformWork(self.tables)

    def ping(self) -> None:
        return None

    @property
    def jobs(self) -> list[dict[str, Any]]:
        """What was deferred and committed."""
        return list(self.tables.table("jobs").values())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        before = {name: copy.copy(rows) for name, rows in self.tables.rows.items()}
        try:
            yield
        except BaseException:
            self.tables.rows.clear()
            self.tables.rows.update(before)
            raise
