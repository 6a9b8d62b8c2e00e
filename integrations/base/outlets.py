"""How connectors reach the outside: guarded, each connection its own hosts only."""

from collections.abc import Callable
from socket import socket

from core.errors import InvalidInputError, UnavailableError
from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from integrations.base.connector_http import PATIENT, ConnectorHttp, Patience
from integrations.base.pinning import CallPolicy, open_socket

DIAL_SECONDS = 10.0
SSH = "ssh"


class GuardedOutlets:
    """Adapter of core.ports.connector_outlets.Outlets.

    Args:
        http: the guarded client beneath, with limits that fit reports of a whole company.
        policy: which hosts may be reached by other protocols.
        clock: the time.
        patience: how long vendors that ask to wait are waited for.
    """

    def __init__(
        self,
        http: OutboundHttp,
        policy: CallPolicy,
        clock: Clock,
        patience: Patience = PATIENT,
    ) -> None:
        self._http = http
        self._policy = policy
        self._clock = clock
        self._patience = patience

    def http(self, hosts: frozenset[str]) -> ConnectorHttp:
        """See the port."""
        return ConnectorHttp(self._http, hosts, self._clock, patience=self._patience)

    def dial(self, hosts: frozenset[str]) -> Callable[[str, int], socket]:
        """See the port."""

        def connect(host: str, port: int) -> socket:
            if f"{SSH}://{host}:{port}" not in hosts:
                raise InvalidInputError("%(host)s is not a host of this connection.", host=host)
            try:
                addresses = self._policy.any_addresses(SSH, host, port)
                return open_socket(addresses, port, DIAL_SECONDS)
            except OSError as error:
                raise UnavailableError(
                    "%(host)s did not answer. Check the address, or try again later.", host=host
                ) from error

        return connect
