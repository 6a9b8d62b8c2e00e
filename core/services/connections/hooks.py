"""Being told of changes: subscribing at vendors, and taking what they send.

1. An administrator subscribes: the vendor is told an address with a secret in it.
2. What comes there is verified by the connector, remembered against repetition, and leads to a
   promised run, in one unit of work; it is answered at once. What it says is not read otherwise.
3. Subscriptions that end by themselves are renewed by a job.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256

from core.domain.actor import Actor
from core.domain.connection import Connection, ConnectionStatus
from core.domain.hook import Hook
from core.domain.identifiers import ConnectionId
from core.domain.sync import Trigger
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.connector_hooks import Delivery, Hint, Hooked, Subscription
from core.ports.connectors import Context
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import sentence
from core.services.administration.deeds import Deeds
from core.services.administration.sessions import secret_hash
from core.services.connections.checks import Checked
from core.services.connections.contexts import Contexts
from core.services.connections.known import Connectors, read_connection
from core.services.connections.problems import problem_of
from core.services.connections.promises import Wish, promise_run

RENEW_HOOKS = "renew_hooks"
RENEWED_BEFORE = timedelta(days=1)
"""How long before its end a subscription is renewed."""
HOOK_PATH = "/hooks/"
HOOK_SECRET, HOOK_TOKEN = "hook.secret", "hook.token"
"""Kept with the connection's secrets: what signs deliveries, and what is in the address."""


@dataclass(frozen=True, slots=True)
class _Listening:
    """A connection that can be told of changes."""

    connection: Connection
    connector: Hooked
    context: Context


class ConnectionHooks:
    """Subscribes for administrators, and renews.

    Args:
        storage: where hooks are.
        clock: the time.
        entropy: makes addresses nobody can guess.
        connectors: every connector by its slug.
        contexts: makes what they work with.
        public_url: where vendors reach the hub, without a trailing slash.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        connectors: Connectors,
        contexts: Contexts,
        public_url: str,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._connectors = connectors
        self._contexts = contexts
        self._public_url = public_url
        self._deeds = Deeds(clock, entropy)

    def of(self, actor: Actor, connection_id: ConnectionId) -> Hook | None:
        """Whether a connection is told of changes. Raises ForbiddenError and NotFoundError."""
        connection = read_connection(self._storage, actor, connection_id)
        return self._hook(connection)

    def subscribe(self, actor: Actor, connection_id: ConnectionId) -> Checked:
        """Ask the vendor to tell us of changes; what was asked before ends.

        Returns:
            The problem, where it cannot be done.

        Raises:
            ForbiddenError: the actor may not configure.
            NotFoundError: there is no such connection.
            ConflictError: its vendor does not tell of changes.
        """
        connection = read_connection(self._storage, actor, connection_id)
        listening = self._listening(connection)
        if listening is None:
            raise ConflictError("This connection cannot be told of changes.")
        self.end(connection)
        token = self._entropy.token()
        try:
            made = listening.connector.subscribe(
                listening.context, self._public_url + HOOK_PATH + token
            )
        except Exception as error:  # noqa: BLE001 - whatever a connector raises is told on the page
            return Checked(problem=problem_of(error, self._clock.now()))
        hook = Hook(
            token_hash=secret_hash(token),
            connection_id=connection.id,
            organization_id=connection.organization_id,
            subscription_id=made.id,
            expires_at=made.expires_at,
            created_at=self._clock.now(),
        )
        self._keep(connection, hook, made.secret, token)
        self._note(actor, connection, "connection.hook.on")
        return Checked()

    def unsubscribe(self, actor: Actor, connection_id: ConnectionId) -> None:
        """Be told no more. Raises ForbiddenError and NotFoundError."""
        connection = read_connection(self._storage, actor, connection_id)
        self.end(connection)
        self._note(actor, connection, "connection.hook.off")

    def end(self, connection: Connection) -> None:
        """Forget the address. If the vendor cannot be told, it will find that out by itself."""
        hook, listening = self._hook(connection), self._listening(connection)
        if hook is None:
            return
        if listening is not None:
            secret = listening.context.secrets.get(HOOK_SECRET)
            known = Subscription(id=hook.subscription_id, secret=secret)
            try:
                listening.connector.unsubscribe(listening.context, known)
            except Exception as error:  # noqa: BLE001 - it ends here, whatever they answer
                problem_of(error, self._clock.now())
        self.forget(connection.id)

    def forget(self, connection_id: ConnectionId) -> None:
        """Take nothing more at the address of a connection."""
        with self._storage.platform() as work:
            work.hooks.remove(connection_id)

    def renew_hooks(self) -> None:
        """The job that renews what ends soon. What fails is tried again the next time."""
        with self._storage.platform() as work:
            ending = work.hooks.expiring(self._clock.now() + RENEWED_BEFORE)
        for hook in ending:
            with self._storage.tenant(hook.organization_id) as tenant:
                connection = tenant.connections.get(hook.connection_id)
            listening = self._listening(connection) if connection else None
            if listening is not None:
                self._renew(listening, hook)

    def _renew(self, listening: _Listening, hook: Hook) -> None:
        secrets = listening.context.secrets
        token = secrets.get(HOOK_TOKEN)
        known = Subscription(
            id=hook.subscription_id,
            secret=secrets.get(HOOK_SECRET),
            expires_at=hook.expires_at,
        )
        url = self._public_url + HOOK_PATH + token
        try:
            renewed = listening.connector.renew(listening.context, known, url)
        except Exception as error:  # noqa: BLE001 - the other hooks are renewed all the same
            problem_of(error, self._clock.now())
        else:
            kept = replace(hook, subscription_id=renewed.id, expires_at=renewed.expires_at)
            self._keep(listening.connection, kept, renewed.secret, token)

    def _listening(self, connection: Connection) -> _Listening | None:
        hooked = _hooked(self._connectors, connection)
        if hooked is None:
            return None
        connector = self._connectors[connection.connector]
        return _Listening(connection, hooked, self._contexts.of(connection, connector))

    def _hook(self, connection: Connection) -> Hook | None:
        with self._storage.platform() as work:
            return work.hooks.of_connection(connection.id)

    def _keep(self, connection: Connection, hook: Hook, secret: str, token: str) -> None:
        now = self._clock.now()
        with self._storage.tenant(connection.organization_id) as tenant:
            tenant.connections.set_secret(connection.id, HOOK_SECRET, secret or None, now)
            tenant.connections.set_secret(connection.id, HOOK_TOKEN, token, now)
        with self._storage.platform() as work:
            work.hooks.save(hook)

    def _note(self, actor: Actor, connection: Connection, deed: str) -> None:
        told = sentence("%(title)s is told of changes no more.", title=connection.title)
        if deed == "connection.hook.on":
            told = sentence("%(title)s is told of changes at once.", title=connection.title)
        with self._storage.tenant(connection.organization_id) as work:
            self._deeds.note(work, actor.person_id, deed, f"connection:{connection.id}", told)


class HookInbox:
    """Takes deliveries.

    Args:
        storage: where hooks are.
        clock: when something came.
        entropy: names runs.
        connectors: every connector by its slug.
    """

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, connectors: Connectors
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._connectors = connectors

    def receive(
        self, token: str, headers: Mapping[str, str], query: Mapping[str, str], body: bytes
    ) -> str | None:
        """Take a delivery; one that came before changes nothing.

        Args:
            token: the secret of the address.
            headers: of the request, names in any case.
            query: of the address.
            body: as it came.

        Returns:
            What to answer, where the vendor only asks whether we listen.

        Raises:
            NotFoundError: there is no such address.
            NotAuthorisedError: it is not the vendor's.
        """
        with self._storage.platform() as platform:
            hook = platform.hooks.find(secret_hash(token))
        if hook is None:
            raise NotFoundError("There is nothing at this address.")
        with self._storage.tenant(hook.organization_id) as tenant:
            connection = tenant.connections.get(hook.connection_id)
            secret = tenant.connections.secret(hook.connection_id, HOOK_SECRET) or ""
        connector = _hooked(self._connectors, connection) if connection else None
        if connection is None or connector is None:
            raise NotFoundError("There is nothing at this address.")
        named = {name.lower(): told for name, told in headers.items()}
        delivery = Delivery(headers=named, query=query, body=body, at=self._clock.now())
        answer = connector.handshake(delivery)
        if answer is not None:
            return answer
        hint = connector.receive(secret, delivery)
        with self._storage.platform() as platform:
            fresh = platform.hooks.take(hook, _fingerprint(hint, delivery), delivery.at)
            if fresh and connection.status is ConnectionStatus.ON:
                wish = Wish(run_id=self._entropy.uuid(), trigger=Trigger.WEBHOOK)
                promise_run(platform.jobs, connection, wish)
        return None


def _hooked(connectors: Connectors, connection: Connection) -> Hooked | None:
    """The connector of a connection, if it can be told of changes."""
    connector = connectors.get(connection.connector)
    if connector is None or not connector.manifest.hooks or not isinstance(connector, Hooked):
        return None
    return connector


def _fingerprint(hint: Hint, delivery: Delivery) -> bytes:
    """What tells a delivery from others: its id, else its bytes with the vendor's own headers."""
    if hint.delivery_id:
        return sha256(hint.delivery_id.encode()).digest()
    own = [f"{name}:{told}" for name, told in sorted(delivery.headers.items()) if name[:2] == "x-"]
    return sha256("\n".join(own).encode() + b"\n" + delivery.body).digest()
