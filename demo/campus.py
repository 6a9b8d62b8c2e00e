"""Everything the running campus holds."""

from dataclasses import dataclass, field
from functools import partial

from demo.activities import Activities
from demo.addresses import Addresses
from demo.courses import Courses
from demo.directory import institutions
from demo.hr.house import House, open_house
from demo.hr.sending import send as send_hook
from demo.invitations import Invitations
from demo.new_ids import NewIds
from demo.once import UsedOnce
from demo.platform import Platform
from demo.selections import Selections
from demo.services.bearer import AccessTokens
from demo.services.notices import Notices, post
from demo.services.records import Records, open_records
from demo.signing_key import signing_key
from demo.teams.app import Package
from demo.teams.microsoft import Microsoft, open_microsoft
from demo.teams.places import Places
from demo.tokens import TokenEndpoint
from demo.tool_keys import Keyrings, ToolKeys, fetch
from demo.tools import Tool, Tools, the_hub
from demo.visits import Visits


@dataclass(frozen=True, slots=True)
class Campus:
    """One campus: its addresses and key, its courses and tools, and what is on its way.

    Attributes:
        tool_keys: the hub's.
        keyrings: those of every tool.
        invitations: tools invited to register.
        selections: teachers choosing content.
        nonces: those of tools' answers.
        visits: logins.
        records: what its services remember; tests and pages may change it at any time.
        notices: what tools want to be told of, and what they were told.
        house: the company's HR system.
        microsoft: the company's Microsoft 365.
    """

    addresses: Addresses
    platform: Platform
    tools: Tools
    tool_keys: ToolKeys
    keyrings: Keyrings
    tokens: TokenEndpoint
    access_tokens: AccessTokens
    records: Records
    notices: Notices
    courses: Courses
    activities: Activities
    house: House
    microsoft: Microsoft
    ids: NewIds = field(default_factory=NewIds)
    invitations: Invitations = field(default_factory=Invitations)
    selections: Selections = field(default_factory=Selections)
    nonces: UsedOnce = field(default_factory=UsedOnce)
    visits: Visits = field(default_factory=Visits)

    def keys(self, tool: Tool) -> ToolKeys:
        """A tool's public keys."""
        return self.keyrings.at(tool.jwks_url)


def open_campus(addresses: Addresses, teams_package: Package | None = None) -> Campus:
    """A campus whose key is in `addresses.folder`; the first opening makes it.

    Args:
        addresses: where it and the tool are.
        teams_package: what the tool's app for Microsoft Teams consists of, if it has one.

    Raises:
        OSError: the folder cannot be written.
    """
    courses, activities = Courses(), Activities()
    tools = Tools(the_hub(institution, addresses) for institution in institutions())
    records = open_records(courses, activities, tools)
    platform = Platform(addresses, signing_key(addresses.folder), records)
    get = partial(fetch, certificates=addresses.certificates)
    keys = ToolKeys(addresses.tool_jwks, get)
    keyrings = Keyrings(keys, get)
    access_tokens = AccessTokens()
    send = partial(post, certificates=addresses.certificates)
    notices = Notices(addresses.issuer, tools, platform.sign, send)
    courses.when_copied(notices.context_copied)
    return Campus(
        addresses=addresses,
        platform=platform,
        tools=tools,
        tool_keys=keys,
        tokens=TokenEndpoint(addresses.token, institutions(), tools, keyrings, access_tokens),
        access_tokens=access_tokens,
        records=records,
        notices=notices,
        keyrings=keyrings,
        courses=courses,
        activities=activities,
        house=open_house(partial(send_hook, certificates=addresses.certificates)),
        microsoft=open_microsoft(
            Places(addresses.campus, addresses.tool),
            addresses.folder,
            addresses.certificates,
            teams_package,
        ),
    )
