"""Everything the running campus holds."""

from dataclasses import dataclass

from demo.addresses import Addresses
from demo.directory import institutions
from demo.platform import Platform
from demo.services.bearer import AccessTokens
from demo.services.records import Records
from demo.signing_key import signing_key
from demo.tokens import TokenEndpoint
from demo.tool_keys import ToolKeys
from demo.visits import Visits


@dataclass(frozen=True, slots=True)
class Campus:
    """One campus: its addresses, key, logins on their way, what it knows of the tool's keys.

    Attributes:
        records: what its services remember; tests and pages may change it at any time.
    """

    addresses: Addresses
    platform: Platform
    visits: Visits
    tool_keys: ToolKeys
    tokens: TokenEndpoint
    access_tokens: AccessTokens
    records: Records


def open_campus(addresses: Addresses) -> Campus:
    """A campus whose key is in `addresses.folder`; the first opening makes it.

    Raises:
        OSError: the folder cannot be written.
    """
    records = Records()
    platform = Platform(addresses, signing_key(addresses.folder), records)
    keys = ToolKeys(addresses.tool_jwks)
    access_tokens = AccessTokens()
    return Campus(
        addresses=addresses,
        platform=platform,
        visits=Visits(),
        tool_keys=keys,
        tokens=TokenEndpoint(addresses.token, institutions(), keys, access_tokens),
        access_tokens=access_tokens,
        records=records,
    )
