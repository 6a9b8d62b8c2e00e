"""Connections that go only where they may, whatever the name server says the second time.

The name is resolved, every address checked, and the socket opened to a checked address in one
step, inside the connection itself. So no answer of a name server between check and use (DNS
rebinding), no parser difference between URL and socket, and no pooled connection can win. TLS
still proves the host name, as it does without pinning.
"""

import socket
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from core.errors import InvalidInputError
from integrations.base.addresses import Resolver, is_public

DEFAULT_PORTS = {"http": 80, "https": 443}


def origin_of(scheme: str, host: str, port: int | None) -> str:
    """Scheme, host and port as browsers write an origin, the default port left out."""
    name = f"[{host}]" if ":" in host else host.lower()
    suffix = "" if port in (None, DEFAULT_PORTS.get(scheme)) else f":{port}"
    return f"{scheme}://{name}{suffix}"


@dataclass(frozen=True, slots=True)
class CallPolicy:
    """Which hosts may be called.

    Attributes:
        allowed_origins: exempt from the rules https-only and public-addresses-only.
        resolve: how names become addresses.
    """

    allowed_origins: frozenset[str]
    resolve: Resolver

    def check_url(self, url: str) -> tuple[str, str, int]:
        """Refuse a URL by its text alone.

        Returns:
            Scheme, host and port.

        Raises:
            InvalidInputError: says what is wrong with it.
        """
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise InvalidInputError("This is not a web address.") from error
        if not url.isascii() or not url.isprintable() or " " in url or "\\" in url:
            raise InvalidInputError("A web address may not contain spaces or special characters.")
        if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
            raise InvalidInputError("A web address must start with https:// and name a host.")
        if parts.username is not None or parts.password is not None:
            raise InvalidInputError("A web address may not contain a user name or password.")
        self._check_scheme(parts.scheme, parts.hostname, port)
        return parts.scheme, parts.hostname, port or DEFAULT_PORTS[parts.scheme]

    def addresses(self, scheme: str, host: str, port: int) -> list[str]:
        """Addresses that may be connected to.

        Raises:
            InvalidInputError: any address of the host is not public.
            OSError: the name does not resolve.
        """
        self._check_scheme(scheme, host, port)
        return self.any_addresses(scheme, host, port)

    def any_addresses(self, scheme: str, host: str, port: int) -> list[str]:
        """The same for protocols other than http, such as ssh. Raises as `addresses`."""
        found = self.resolve(host.strip("[]"), port)
        if origin_of(scheme, host.strip("[]"), port) in self.allowed_origins:
            return found
        if not all(is_public(address) for address in found):
            raise InvalidInputError(
                "%(host)s is not on the public internet. If it is meant, add its origin to "
                "MENTORLOOM_OUTBOUND_ALLOWED_ORIGINS.",
                host=host,
            )
        return found

    def _check_scheme(self, scheme: str, host: str, port: int | None) -> None:
        origin = origin_of(scheme, host.strip("[]"), port)
        if scheme != "https" and origin not in self.allowed_origins:
            raise InvalidInputError("%(host)s must be called by https, not http.", host=host)


def open_socket(addresses: list[str], port: int, seconds: float | None) -> socket.socket:
    """A connection to the first address that takes one; the name is not looked up again.

    Raises:
        OSError: none does.
    """
    failure: OSError = OSError("no address")
    for address in addresses:
        try:
            return socket.create_connection((address, port), seconds)
        except OSError as error:
            failure = error
    raise failure


def _connect(connection: HTTPConnection, policy: CallPolicy, scheme: str) -> socket.socket:
    host, port = connection.host, connection.port or DEFAULT_PORTS[scheme]
    try:
        addresses = policy.addresses(scheme, host, port)
    except OSError as error:
        raise NewConnectionError(connection, "name not found") from error
    try:
        return open_socket(addresses, port, connection.timeout)
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, "connect timed out") from error
    except OSError as error:
        raise NewConnectionError(connection, "connection refused") from error


class PinnedHTTPConnection(HTTPConnection):
    """Plain http to an allowed origin."""

    def __init__(self, *args: Any, policy: CallPolicy, **options: Any) -> None:
        super().__init__(*args, **options)
        self._policy = policy

    def _new_conn(self) -> socket.socket:
        return _connect(self, self._policy, "http")


class PinnedHTTPSConnection(HTTPSConnection):
    """Https to a checked address; the certificate must be for the host's name."""

    def __init__(self, *args: Any, policy: CallPolicy, **options: Any) -> None:
        super().__init__(*args, **options)
        self._policy = policy

    def _new_conn(self) -> socket.socket:
        return _connect(self, self._policy, "https")


class PinnedPools(PoolManager):
    """Makes every pool open pinned connections."""

    def __init__(self, policy: CallPolicy, **options: Any) -> None:
        self._policy = policy
        super().__init__(**options)

    def _new_pool(
        self, scheme: str, host: str, port: int, request_context: dict[str, Any] | None = None
    ) -> HTTPConnectionPool:
        pool = super()._new_pool(scheme, host, port, request_context)
        kind = PinnedHTTPSConnection if scheme == "https" else PinnedHTTPConnection
        # urllib3 only ever calls it, so a partial serves as well as the class itself.
        pool.ConnectionCls = partial(kind, policy=self._policy)  # type: ignore[assignment] # a factory does
        return pool


class PinnedAdapter(HTTPAdapter):
    """The requests transport on pinned connections."""

    def __init__(self, policy: CallPolicy) -> None:
        self._policy = policy
        super().__init__(max_retries=0)

    def init_poolmanager(
        self,
        connections: int,
        maxsize: int,
        block: bool = False,  # noqa: FBT001, FBT002 - requests fixes the signature
        **options: Any,
    ) -> None:
        """Replace the pool manager requests would make."""
        self.poolmanager = PinnedPools(
            self._policy, num_pools=connections, maxsize=maxsize, block=block, **options
        )
