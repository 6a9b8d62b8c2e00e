"""Where a connector may be: our token goes nowhere else.

The activity says where its conversation's connector is (serviceUrl). The token it comes with is
bound to that, but the address is a stranger's all the same until its host is one of Microsoft's.

https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference#base-uri
"""

import re
from collections.abc import Collection
from urllib.parse import urlsplit

HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
DOMAINS = (".botframework.com", ".botframework.us")
MAX_LENGTH = 500
_PLAIN = re.compile(r"[!-\[\]-~]+")
"""ASCII without blanks and backslashes, which browsers and parsers read in their own ways."""


def allowed_service_url(url: str, further_origins: Collection[str] = ()) -> bool:
    """Whether a connector may be there.

    Args:
        url: as an activity says.
        further_origins: such as "http://localhost:8001": connectors that stand in for Microsoft's.
    """
    if (
        len(url) > MAX_LENGTH
        or not url.isascii()
        or not url.isprintable()
        or set(url) & {"\\", " "}
    ):
        return False
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        return False
    if f"{parts.scheme}://{parts.netloc}" in further_origins:
        return True
    of_microsoft = parts.hostname in HOSTS or parts.hostname.endswith(DOMAINS)
    return parts.scheme == "https" and port in {None, 443} and of_microsoft


def same_service(one: str, other: str) -> bool:
    """Whether two addresses are the same but for a slash at their end."""
    return bool(one) and one.rstrip("/") == other.rstrip("/")
