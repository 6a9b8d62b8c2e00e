"""Asking the other side: who are we there, may we read, what do its people look like?

Nothing of what is read here is stored but whose account it is. The calls are made outside any
transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from core.domain.actor import Actor
from core.domain.connection import Connection, ConnectionStatus, Problem, ProblemKind
from core.domain.directory import DirectoryRecord
from core.domain.identifiers import ConnectionId, PersonId
from core.errors import ConflictError, InvalidInputError
from core.ports.clock import Clock
from core.ports.connector_columns import Columned, SourceColumns
from core.ports.connectors import Account, BadRow, Connector, Context, RecordKind
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.administration.deeds import Deeds
from core.services.connections.contexts import Contexts
from core.services.connections.forms import given_secrets
from core.services.connections.known import (
    Connectors,
    connector_of,
    own_connection,
    read_connection,
)
from core.services.connections.problems import problem_of

PREVIEWED = 5
"""People shown of a source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the other side said.

    Attributes:
        account: whose account it is; None if there is a problem.
        problem: what stands in the way.
        fields: which fields of the form have to be corrected, and how.
    """

    account: Account | None = None
    problem: Problem | None = None
    fields: Mapping[str, Sequence[Sentence]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The first people of a source, as a mapping would have them.

    Attributes:
        columns: what the source has; None where columns are not mapped, or it does not answer.
        mapping: our field -> its column, as tried out.
        people: at most PREVIEWED.
        bad: rows among the first that cannot be used.
        problem: why there is nothing to see.
    """

    columns: SourceColumns | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    people: Sequence[DirectoryRecord] = ()
    bad: Sequence[BadRow] = ()
    problem: Problem | None = None


class ConnectionChecks:
    """Checks connections. Who may not configure gets ForbiddenError."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        connectors: Connectors,
        contexts: Contexts,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._connectors = connectors
        self._contexts = contexts
        self._deeds = Deeds(clock, entropy)

    def check(self, actor: Actor, connection_id: ConnectionId) -> Checked:
        """Ask whether the connection works; what is found is kept with it.

        Raises:
            NotFoundError: there is no such connection.
            ConflictError: its settings were changed while the other side was asked.
        """
        connection = read_connection(self._storage, actor, connection_id)
        return self.examine(connection, actor.person_id)

    def examine(self, connection: Connection, by: PersonId | None) -> Checked:
        """The same, for whom it is clear that they may; None for a command on the machine."""
        checked = self._ask(connection, None)
        with self._storage.tenant(connection.organization_id) as work:
            self._keep(work, _unchanged(work, connection), checked)
            self._note(work, by, connection, checked, "connection.checked")
        return checked

    def reauthorise(
        self, actor: Actor, connection_id: ConnectionId, typed: Mapping[str, Any]
    ) -> Checked:
        """Replace secrets, if they work and belong to the same account; else nothing changes.

        Args:
            actor: an administrator.
            connection_id: which connection.
            typed: the new secrets, by name of their field.

        Raises:
            NotFoundError: there is no such connection.
            InvalidInputError: there is no secret among what was typed.
            ConflictError: its settings were changed while the other side was asked.
        """
        connection = read_connection(self._storage, actor, connection_id)
        connector = connector_of(self._connectors, connection.connector)
        given = given_secrets(connector.fields, typed)
        checked = self._ask(connection, given)
        with self._storage.tenant(actor.organization_id) as work:
            if checked.problem is None:
                current = _unchanged(work, connection)
                for name, value in given.items():
                    work.connections.set_secret(connection_id, name, value, self._clock.now())
                self._keep(work, current, checked)
            self._note(work, actor.person_id, connection, checked, "connection.reauthorised")
        return checked

    def preview(
        self,
        actor: Actor,
        connection_id: ConnectionId,
        mapping: Mapping[str, str] | None = None,
    ) -> Preview:
        """The first five people of the source; nothing is stored.

        Args:
            actor: an administrator.
            connection_id: which connection.
            mapping: our field -> the source's column, to try out; else the stored or suggested.

        Raises:
            NotFoundError: there is no such connection.
        """
        connection = read_connection(self._storage, actor, connection_id)
        connector = connector_of(self._connectors, connection.connector)
        stream = next((s for s in connector.streams if s.records is RecordKind.PEOPLE), None)
        if stream is None:
            return Preview()
        context = self._contexts.of(connection, connector, columns=mapping)
        columns = None
        try:
            columns = connector.columns(context) if isinstance(connector, Columned) else None
            if columns is not None and not context.columns:
                context = replace(context, columns=columns.suggested)
            people, bad = _first(connector, stream.name, context)
        except Exception as error:  # noqa: BLE001 - whatever a connector raises is told on the page
            # The columns are shown nevertheless: choosing others may be what helps.
            problem = problem_of(error, self._clock.now())
            return Preview(columns=columns, mapping=context.columns, problem=problem)
        return Preview(columns=columns, mapping=context.columns, people=people, bad=bad)

    def _ask(self, connection: Connection, given: dict[str, str] | None) -> Checked:
        connector = connector_of(self._connectors, connection.connector)
        try:
            account = connector.check(self._contexts.of(connection, connector, given=given))
        except InvalidInputError as error:
            problem = problem_of(error, self._clock.now())
            return Checked(problem=problem, fields=error.fields)
        except Exception as error:  # noqa: BLE001 - whatever a connector raises is told on the page
            return Checked(problem=problem_of(error, self._clock.now()))
        if connection.account_id and account.account_id != connection.account_id:
            return Checked(problem=_another(connection, account))
        return Checked(account=account)

    def _keep(self, work: TenantWork, connection: Connection, checked: Checked) -> None:
        after = replace(
            connection,
            problem=_after_check(connection.problem, checked),
            version=connection.version + 1,
            updated_at=self._clock.now(),
        )
        if checked.account is not None:
            after = replace(
                after,
                account_id=checked.account.account_id,
                account_label=checked.account.label,
            )
            if after.status is ConnectionStatus.ON and after.every and after.due_at is None:
                after = replace(after, due_at=self._clock.now())
        work.connections.update(after)

    def _note(
        self,
        work: TenantWork,
        by: PersonId | None,
        connection: Connection,
        checked: Checked,
        deed: str,
    ) -> None:
        told = sentence("The connection %(title)s was checked.", title=connection.title)
        if deed == "connection.reauthorised":
            told = sentence("The connection %(title)s was authorised.", title=connection.title)
        found = checked.problem.kind.value if checked.problem else "works"
        subject = f"connection:{connection.id}"
        self._deeds.note(work, by, deed, subject, told, after={"found": found})


def _unchanged(work: TenantWork, asked: Connection) -> Connection:
    """The connection, locked, if it still points to where the question went.

    Else secrets that were entered for one place would be kept, and sent to another.

    Raises:
        ConflictError: it has other settings now.
    """
    current = own_connection(work, asked.id, lock=True)
    if current.settings != asked.settings:
        raise ConflictError("Somebody changed this meanwhile. Reload the page and try again.")
    return current


def _first(
    connector: Connector, stream: str, context: Context
) -> tuple[list[DirectoryRecord], list[BadRow]]:
    people: list[DirectoryRecord] = []
    bad: list[BadRow] = []
    for page in connector.pull(stream, context, None, None):
        people += islice(page.upserts, PREVIEWED - len(people))
        bad += page.bad[:PREVIEWED]
        if len(people) == PREVIEWED or page.last:
            break
    return people, bad[:PREVIEWED]


def _after_check(before: Problem | None, checked: Checked) -> Problem | None:
    """A check says nothing about a run that waits for a yes."""
    if checked.problem is None and before is not None and before.kind is ProblemKind.HELD:
        return before
    return checked.problem


def _another(connection: Connection, account: Account) -> Problem:
    told = sentence(
        "These credentials belong to another account (%(other)s) than before (%(known)s). Use "
        "credentials of that one, or add another connection.",
        other=account.label,
        known=connection.account_label,
    )
    return Problem(kind=ProblemKind.AUTHORISATION, sentence=told)
