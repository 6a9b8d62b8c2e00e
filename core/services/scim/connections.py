"""What every SCIM request asks first: whether its connection may be read or written now."""

from collections.abc import Collection

from core.domain.connection import Connection, ConnectionStatus
from core.domain.scim import ScimCaller
from core.errors import ConflictError, NotFoundError, UnavailableError
from core.ports.unit_of_work import TenantWork

Versions = Collection[int] | None
"""Which versions a caller wants to change (If-Match); None for whatever there is."""


class StaleVersionError(ConflictError):
    """The resource is not (any more) what the caller wanted to change."""

    code = "stale_version"


def open_connection(work: TenantWork, caller: ScimCaller) -> Connection:
    """The caller's connection, for writing.

    Raises:
        NotFoundError: it was deleted meanwhile.
        UnavailableError: an administrator has not turned it on, or paused it. Identity providers
            try again later.
    """
    connection = work.connections.get(caller.connection_id)
    if connection is None:
        raise NotFoundError("This connection was deleted.")
    if connection.status is not ConnectionStatus.ON:
        raise UnavailableError(
            "This connection is not turned on. An administrator can turn it on in the settings."
        )
    return connection


def must_be_one_of(version: int, wanted: Versions) -> None:
    """Raise StaleVersionError if a version is none of those wanted."""
    if wanted is not None and version not in wanted:
        raise StaleVersionError("This was changed meanwhile. Read it again, then change it.")
