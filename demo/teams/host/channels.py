"""Channels of Fjordwerk's team, and the tabs that were added to them.

In memory until the campus restarts.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from demo.teams.bots.chats import CHANNEL_ID
from demo.teams.tenant import TENANT

TEAM_ID: Final = "19:leadership-academy-team@thread.tacv2"
GROUP_ID: Final = "2c5d8f1a-4b6e-4a93-8d70-e1f29b3c5a64"
TEAM_NAME: Final = "Leadership Academy"
PARTNER_TENANT: Final = "f2b7c1d9-3e58-4d06-a1b4-7c9e0d2f8a35"
"""Whose team shares a channel with ours."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel.

    Attributes:
        key: in addresses.
        kind: "Regular" or "Shared", as TeamsJS says it.
        owner: tenant of the team it belongs to.
    """

    key: str
    id: str
    name: str
    kind: str = "Regular"
    owner: str = TENANT


CHANNELS: Mapping[str, Channel] = {
    one.key: one
    for one in (
        Channel("general", CHANNEL_ID, "General"),
        Channel("partners", "19:partners@thread.tacv2", "With partners", "Shared", PARTNER_TENANT),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelTab:
    """A tab somebody added.

    Attributes:
        entity: id the app gave it.
        url: of its content.
        name: its title.
    """

    entity: str
    url: str
    name: str


@dataclass(slots=True)
class ChannelTabs:
    """The tab of each channel."""

    _known: dict[str, ChannelTab] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, channel: Channel) -> ChannelTab | None:
        """The channel's, if it has one."""
        with self._lock:
            return self._known.get(channel.key)

    def put(self, channel: Channel, tab: ChannelTab) -> None:
        """Add it, or change it."""
        with self._lock:
            self._known[channel.key] = tab
