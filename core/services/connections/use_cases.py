"""Everything an administrator does with connections, built together."""

from dataclasses import dataclass

from core.ports.clock import Clock
from core.ports.connector_outlets import Outlets
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage
from core.services.connections.checks import ConnectionChecks
from core.services.connections.connections import Connections
from core.services.connections.contexts import Contexts
from core.services.connections.history import SyncHistory
from core.services.connections.hooks import ConnectionHooks, HookInbox
from core.services.connections.known import Connectors
from core.services.connections.switches import ConnectionSwitches


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionUseCases:
    """The use cases of connections.

    Attributes:
        setup: list, add, change, upload, delete.
        checks: check, authorise again, preview five people.
        switches: dry run, on, pause, run now, backfill, confirm, stop.
        hooks: be told of changes by the vendor, or no more.
        inbox: takes what vendors send.
        history: runs and their rows.
    """

    setup: Connections
    checks: ConnectionChecks
    switches: ConnectionSwitches
    hooks: ConnectionHooks
    inbox: HookInbox
    history: SyncHistory

    @classmethod
    def assemble(
        cls,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        connectors: Connectors,
        outlets: Outlets,
        public_url: str,
    ) -> "ConnectionUseCases":
        """All of them on the same adapters.

        Args:
            storage: where connections are.
            clock: the time.
            entropy: names connections and runs.
            connectors: all there are.
            outlets: how they reach the outside.
            public_url: where vendors reach the hub.
        """
        contexts = Contexts(storage, clock, outlets)
        hooks = ConnectionHooks(storage, clock, entropy, connectors, contexts, public_url)
        return cls(
            setup=Connections(storage, clock, entropy, connectors, hooks),
            checks=ConnectionChecks(storage, clock, entropy, connectors, contexts),
            switches=ConnectionSwitches(storage, clock, entropy, connectors),
            hooks=hooks,
            inbox=HookInbox(storage, clock, entropy, connectors),
            history=SyncHistory(storage),
        )
