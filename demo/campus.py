"""Everything the running campus holds."""

from dataclasses import dataclass

from demo.addresses import Addresses
from demo.directory import institutions
from demo.platform import Platform
from demo.signing_key import signing_key
from demo.tokens import TokenEndpoint
from demo.tool_keys import ToolKeys
from demo.visits import Visits


@dataclass(frozen=True, slots=True)
class Campus:
    """One campus: its addresses, key, logins on their way and knowledge of the tool's keys."""

    addresses: Addresses
    platform: Platform
    visits: Visits
    tool_keys: ToolKeys
    tokens: TokenEndpoint


def open_campus(addresses: Addresses) -> Campus:
    """A campus whose key is in `addresses.folder`; the first opening makes it.

    Raises:
        OSError: the folder cannot be written.
    """
    platform = Platform(addresses, signing_key(addresses.folder))
    keys = ToolKeys(addresses.tool_jwks)
    return Campus(
        addresses=addresses,
        platform=platform,
        visits=Visits(),
        tool_keys=keys,
        tokens=TokenEndpoint(platform, institutions(), keys),
    )
