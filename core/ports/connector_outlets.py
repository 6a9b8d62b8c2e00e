"""How connectors reach the outside."""

from collections.abc import Callable
from socket import socket
from typing import Protocol

from core.ports.outbound import OutboundHttp


class Outlets(Protocol):
    """Guarded ways out, each bound to the hosts of one connection."""

    def http(self, hosts: frozenset[str]) -> OutboundHttp:
        """A client that calls these origins only, within the vendor's limits."""
        ...

    def dial(self, hosts: frozenset[str]) -> Callable[[str, int], socket]:
        """What opens connections to those of them that are written "ssh://host:port"."""
        ...
