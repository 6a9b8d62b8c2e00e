"""Bearer tokens of SCIM connections: shown once, kept as hashes, rotated without a gap.

To rotate: issue a second token, give it to the identity provider, remove the first one. At most
two are valid at once; issuing a third removes the oldest.
"""

from datetime import timedelta

from core.domain.actor import Actor
from core.domain.audit import AuditEntry
from core.domain.connection import Connection
from core.domain.identifiers import AuditEntryId, ConnectionId
from core.domain.scim import CONNECTOR, ScimCaller, ScimToken
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.sentence import Sentence, sentence
from core.services.administration.sessions import secret_hash

MOST_TOKENS = 2
NOTED_EVERY = timedelta(hours=1)
"""How exactly the last use of a token is known."""


class ScimTokens:
    """Issues, lists, removes and recognises tokens.

    Args:
        storage: where their hashes are.
        clock: when they were issued and used.
        entropy: makes them.
    """

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def issue(self, actor: Actor, connection_id: ConnectionId) -> str:
        """A new token of a connection. It can never be shown again.

        Raises:
            ForbiddenError: the actor is no administrator.
            NotFoundError: no such SCIM connection.
        """
        connection = self._connection(actor, connection_id)
        token = self._entropy.token()
        kept = ScimToken(
            token_hash=secret_hash(token),
            connection_id=connection_id,
            organization_id=actor.organization_id,
            ends=token[-4:],
            created_at=self._clock.now(),
        )
        told = sentence("A SCIM token of “%(title)s” was issued.", title=connection.title)
        with self._storage.platform() as work:
            for outdated in work.scim_tokens.of_connection(connection_id)[MOST_TOKENS - 1 :]:
                work.scim_tokens.remove(outdated.token_hash)
            work.scim_tokens.add(kept)
            self._audit(actor, connection, "scim_token.issued", told)
        return token

    def tokens(self, actor: Actor, connection_id: ConnectionId) -> list[ScimToken]:
        """The valid tokens of a connection, newest first.

        Raises:
            ForbiddenError, NotFoundError: as in `issue`.
        """
        self._connection(actor, connection_id)
        with self._storage.platform() as work:
            return work.scim_tokens.of_connection(connection_id)

    def remove(self, actor: Actor, connection_id: ConnectionId, token_hash: bytes) -> None:
        """End a token at once; one that is gone already stays so.

        Raises:
            ForbiddenError, NotFoundError: as in `issue`.
        """
        connection = self._connection(actor, connection_id)
        told = sentence("A SCIM token of “%(title)s” was removed.", title=connection.title)
        with self._storage.platform() as work:
            theirs = {one.token_hash for one in work.scim_tokens.of_connection(connection_id)}
            if token_hash not in theirs:
                return
            work.scim_tokens.remove(token_hash)
            self._audit(actor, connection, "scim_token.removed", told)

    def caller(self, token: str) -> ScimCaller | None:
        """Whose token this is; None if nobody's."""
        now = self._clock.now()
        with self._storage.platform() as work:
            found = work.scim_tokens.find(secret_hash(token))
            if found is None:
                return None
            if found.used_at is None or now - found.used_at >= NOTED_EVERY:
                work.scim_tokens.note_use(found.token_hash, now)
        return ScimCaller(organization_id=found.organization_id, connection_id=found.connection_id)

    def _connection(self, actor: Actor, connection_id: ConnectionId) -> Connection:
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            connection = work.connections.get(connection_id)
        if connection is None or connection.connector != CONNECTOR:
            raise NotFoundError("There is no such SCIM connection. It may have been deleted.")
        return connection

    def _audit(self, actor: Actor, connection: Connection, deed: str, told: Sentence) -> None:
        """Note a deed; it is stored before the tokens are, so that none is valid without it."""
        with self._storage.tenant(actor.organization_id) as work:
            work.audit.add(
                AuditEntry(
                    id=AuditEntryId(self._entropy.uuid()),
                    organization_id=actor.organization_id,
                    at=self._clock.now(),
                    by=actor.person_id,
                    deed=deed,
                    subject=f"connection:{connection.id}",
                    sentence=told,
                )
            )
