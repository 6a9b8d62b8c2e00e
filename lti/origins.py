"""Whether two web addresses belong to the same site."""

from urllib.parse import urlsplit

_PORTS = {"http": 80, "https": 443}


def same_origin(url: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port.

    Never so for what is no address, or carries a user name.
    """
    try:
        return _origin(url) == _origin(other)
    except ValueError:
        return False


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise ValueError(parts.netloc)
    return parts.scheme, parts.hostname, parts.port or _PORTS.get(parts.scheme)
