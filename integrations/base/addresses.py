"""Which network addresses the hub may call: public ones.

By the IANA special-purpose registries; what Python releases before 3.11.9 miss of them is named
here. An IPv6 address that carries an IPv4 address inside (mapped, NAT64) is judged by what it
carries, because a translator on the way would deliver it there; tunnels are refused.
"""

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolver = Callable[[str, int], list[str]]
"""Host name and port to the addresses it stands for, best first. Raises OSError."""

_NAT64 = IPv6Network("64:ff9b::/96")
_PROTOCOL_V4 = IPv4Network("192.0.0.0/24")
_UNICAST_V6 = IPv6Network("2000::/3")
_SPECIAL_V6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocols, Teredo tunnels among them
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4 tunnels
        "3fff::/20",  # documentation
    )
)


def resolve(host: str, port: int) -> list[str]:
    """Addresses of a host by the system's resolver.

    Raises:
        OSError: the name does not exist, or no name server answered.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet."""
    ip = ip_address(address)
    if isinstance(ip, IPv4Address):
        return _is_public_v4(ip)
    if ip.ipv4_mapped is not None:
        return _is_public_v4(ip.ipv4_mapped)
    if ip in _NAT64:
        return _is_public_v4(IPv4Address(int(ip) & 0xFFFFFFFF))
    return _is_public_v6(ip)


def _is_public_v4(ip: IPv4Address) -> bool:
    return ip.is_global and not ip.is_multicast and ip not in _PROTOCOL_V4


def _is_public_v6(ip: IPv6Address) -> bool:
    return ip in _UNICAST_V6 and not any(ip in block for block in _SPECIAL_V6)
