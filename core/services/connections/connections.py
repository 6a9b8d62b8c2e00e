"""Setting up connections: for administrators, each for their own organization.

1. Add one: its connector's form is validated and stored; nothing is read yet.
2. Check it (checks.py): the other side says whose account it is.
3. Try it (switches.py): a dry run says what would change.
4. Turn it on: it is read now, and then by its schedule.

Secrets are written and never read back. Every deed goes into the audit, in the same unit of work.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from core.domain.actor import Actor
from core.domain.connection import Connection, ConnectionStatus, ProblemKind
from core.domain.identifiers import ConnectionId
from core.domain.sync import Outcome
from core.errors import ConflictError, InvalidInputError
from core.ports.clock import Clock
from core.ports.connectors import Connector
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.connections.forms import ConnectionChange, Filled, entered
from core.services.connections.hooks import ConnectionHooks
from core.services.connections.known import (
    Connectors,
    KnownConnection,
    connector_of,
    own_connection,
    read_connection,
)
from core.services.connections.promises import forget_positions
from core.services.connections.traces import shown
from core.services.courses.roster_numbers import promise_numbers
from core.services.directory.believing import forget_source, promise_recognition

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of an uploaded file: some 400,000 people."""
LATEST = 50
"""Runs looked at to tell what is going on."""
_CORRECTED = frozenset({ProblemKind.SETTINGS, ProblemKind.AUTHORISATION, ProblemKind.SCOPE})


class Connections:
    """Lists, adds, changes and deletes connections. Who may not configure gets ForbiddenError."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        connectors: Connectors,
        hooks: ConnectionHooks,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._connectors = connectors
        self._hooks = hooks
        self._deeds = Deeds(clock, entropy)

    def connectors(self, actor: Actor) -> list[Connector]:
        """What can be connected."""
        actor.must_configure()
        return list(self._connectors.values())

    def connector(self, actor: Actor, slug: str) -> Connector:
        """One of them. Raises NotFoundError."""
        actor.must_configure()
        return connector_of(self._connectors, slug)

    def all(self, actor: Actor) -> list[KnownConnection]:
        """The organization's connections, oldest first, without their runs and counts."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            return [
                KnownConnection(connection=one, connector=self._connectors[one.connector])
                for one in work.connections.all()
                if one.connector in self._connectors
            ]

    def get(self, actor: Actor, connection_id: ConnectionId) -> KnownConnection:
        """One connection with what is going on. Raises NotFoundError."""
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id)
            runs = work.sync_runs.of_connection(connection_id, LATEST)
            return KnownConnection(
                connection=connection,
                connector=connector_of(self._connectors, connection.connector),
                running=next((run for run in runs if run.outcome is None), None),
                newest=next((run for run in runs if run.outcome is not None), None),
                tried=any(run.outcome in {Outcome.COMPLETE, Outcome.HELD} for run in runs),
                present=work.directory_entries.count(connection_id),
            )

    def create(self, actor: Actor, slug: str, title: str, typed: Mapping[str, Any]) -> Connection:
        """Add a connection; nothing is called or read yet.

        Args:
            actor: an administrator.
            slug: of a connector.
            title: what they call it.
            typed: its form as entered.

        Raises:
            NotFoundError: there is no such connector.
            InvalidInputError: names the fields; "title" among them.
        """
        actor.must_configure()
        connector = connector_of(self._connectors, slug)
        form = entered(connector, ConnectionChange(title=title, typed=typed), None)
        assert form is not None, "a form was given"
        now = self._clock.now()
        pulled = [] if connector.manifest.receives else [s.every for s in connector.streams]
        made = Connection(
            id=ConnectionId(self._entropy.uuid()),
            organization_id=actor.organization_id,
            connector=slug,
            title=title.strip(),
            settings=form.settings,
            every=min(pulled, default=None),
            created_at=now,
            updated_at=now,
        )
        with self._storage.tenant(actor.organization_id) as work:
            work.connections.add(made)
            self._keep_secrets(work, made, form)
            promise_numbers(work, made, self._entropy, now)
            self._note(work, actor, made, None, form, "connection.added")
            return own_connection(work, made.id)

    def edit(
        self,
        actor: Actor,
        connection_id: ConnectionId,
        seen: datetime,
        change: ConnectionChange,
    ) -> Connection:
        """Change a connection. Other settings have everything read again.

        Args:
            actor: an administrator.
            connection_id: which.
            seen: `updated_at` of the connection that they looked at; runs leave it as it is.
            change: what to change.

        Raises:
            NotFoundError: there is none.
            ConflictError: somebody changed it meanwhile.
            InvalidInputError: names the fields.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            before = own_connection(work, connection_id, lock=True)
            if before.updated_at != seen:
                raise ConflictError(
                    "Somebody changed this meanwhile. Reload the page and try again."
                )
            connector = connector_of(self._connectors, before.connector)
            form = entered(connector, change, before)
            after = self._changed(before, change, form)
            if form is not None and (after.settings != before.settings or form.secrets):
                after = self._corrected(after, form)
                forget_positions(work, after, [stream.name for stream in connector.streams])
                promise_numbers(work, after, self._entropy, self._clock.now())
            work.connections.update(after)
            if after.link_rules != before.link_rules:
                promise_recognition(work.jobs, after)
            if form is not None:
                self._keep_secrets(work, after, form)
            self._note(work, actor, after, before, form, "connection.changed")
            edited = own_connection(work, connection_id)
        if form is not None and form.rewired:
            self._hooks.forget(connection_id)
        return edited

    def upload(self, actor: Actor, connection_id: ConnectionId, content: bytes) -> Connection:
        """Give a connection that reads files a new one; the next run reads it.

        Raises:
            NotFoundError: there is no such connection.
            InvalidInputError: the file is empty or too large, or it reads none ("file").
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = own_connection(work, connection_id, lock=True)
            connector = connector_of(self._connectors, connection.connector)
            _check_file(connector, content)
            work.connections.set_file(connection_id, content, self._clock.now())
            forget_positions(work, connection, [stream.name for stream in connector.streams])
            self._deeds.note(
                work,
                actor.person_id,
                "connection.file",
                f"connection:{connection_id}",
                sentence("A new file was given to %(title)s.", title=connection.title),
                after={"bytes": len(content)},
            )
            return connection

    def delete(self, actor: Actor, connection_id: ConnectionId) -> None:
        """Forget a connection with its secrets, runs and records. The people it told of stay.

        Raises:
            NotFoundError: there is none.
        """
        self._hooks.end(read_connection(self._storage, actor, connection_id))
        with self._storage.tenant(actor.organization_id) as work:
            gone = own_connection(work, connection_id, lock=True)
            work.connections.remove(connection_id)
            forget_source(work.jobs, gone)
            self._deeds.note(
                work,
                actor.person_id,
                "connection.deleted",
                f"connection:{connection_id}",
                sentence("The connection %(title)s was deleted.", title=gone.title),
                before=shown(gone),
            )

    def _changed(
        self, before: Connection, change: ConnectionChange, form: Filled | None
    ) -> Connection:
        after = replace(before, version=before.version + 1, updated_at=self._clock.now())
        if change.title is not None:
            after = replace(after, title=change.title.strip())
        if change.every is not None:
            due = before.due_at and min(before.due_at, self._clock.now() + change.every)
            after = replace(after, every=change.every, due_at=due)
        if change.held_share is not None:
            after = replace(after, held_share=change.held_share)
        if change.link_rules is not None:
            after = replace(after, link_rules=tuple(change.link_rules))
        return after if form is None else replace(after, settings=form.settings)

    def _corrected(self, after: Connection, form: Filled) -> Connection:
        if form.rewired:
            after = replace(after, account_id="", account_label="")
        if after.problem is not None and after.problem.kind in _CORRECTED:
            after = replace(after, problem=None)
        waits = after.status is ConnectionStatus.ON and after.every is not None
        if waits and after.due_at is None and after.problem is None:
            after = replace(after, due_at=self._clock.now())
        return after

    def _keep_secrets(self, work: TenantWork, connection: Connection, form: Filled) -> None:
        for name, value in form.secrets.items():
            work.connections.set_secret(connection.id, name, value, self._clock.now())

    def _note(
        self,
        work: TenantWork,
        actor: Actor,
        after: Connection,
        before: Connection | None,
        form: Filled | None,
        deed: str,
    ) -> None:
        old, new = {} if before is None else shown(before), shown(after)
        changed = [name for name in new if old.get(name) != new[name]]
        touched = {} if form is None else form.secrets
        told = sentence("The connection %(title)s was changed.", title=after.title)
        if before is None:
            told = sentence("The connection %(title)s was added.", title=after.title)
        self._deeds.note(
            work,
            actor.person_id,
            deed,
            f"connection:{after.id}",
            told,
            before={name: old[name] for name in changed if name in old},
            after={name: new[name] for name in changed}
            | {name: "set" if value else "cleared" for name, value in touched.items()},
        )


def _check_file(connector: Connector, content: bytes) -> None:
    told = None
    if not (connector.manifest.receives and connector.streams):
        told = sentence("This connection reads no uploaded files.")
    elif not content:
        told = sentence("This file is empty.")
    elif len(content) > LARGEST_FILE:
        told = sentence("This file is larger than %(limit)s MB.", limit=LARGEST_FILE // 2**20)
    if told is not None:
        raise InvalidInputError("The file was not taken.", {"file": [told]})
