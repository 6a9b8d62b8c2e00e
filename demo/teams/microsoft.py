"""Everything the stand-in for Microsoft 365 holds."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from demo.teams.app import TeamsApp, usual_app
from demo.teams.bots.channel import BotChannel
from demo.teams.bots.chats import Chats
from demo.teams.bots.limits import Limits
from demo.teams.bots.posting import post
from demo.teams.bots.talking import Talking
from demo.teams.entra.grants import Grants
from demo.teams.entra.token_endpoint import TokenEndpoint
from demo.teams.entra.tokens import Tokens
from demo.teams.graph.feed import Feed
from demo.teams.host.channels import ChannelTabs
from demo.teams.places import Places
from demo.teams.signing import Signer


@dataclass(frozen=True, slots=True)
class Microsoft:
    """One tenant's world.

    Attributes:
        app: what its manifest says.
        tokens: Entra's.
        channel: carries activities to the bot.
        feed: activity feeds of people.
    """

    places: Places
    app: TeamsApp
    tokens: Tokens
    channel: BotChannel
    talking: Talking
    chats: Chats
    grants: Grants = field(default_factory=Grants)
    limits: Limits = field(default_factory=Limits)
    feed: Feed = field(default_factory=Feed)
    channel_tabs: ChannelTabs = field(default_factory=ChannelTabs)

    @property
    def token_endpoint(self) -> TokenEndpoint:
        """Entra's."""
        return TokenEndpoint(self.tokens, self.grants)


def open_microsoft(
    places: Places, folder: Path, certificates: Path | None, app: TeamsApp | None = None
) -> Microsoft:
    """The stand-in as it is when the campus starts.

    Args:
        places: where it and the hub are.
        folder: keeps its keys.
        certificates: whom to trust when the hub is called over https.
        app: what its manifest says; the usual one if none is given.
    """
    chats = Chats()
    send = partial(post, certificates=certificates)
    channel = BotChannel(Signer(folder / "bots"), places, send)
    tokens = Tokens(Signer(folder / "entra"), places)
    talking = Talking(chats, channel)
    return Microsoft(places, app or usual_app(places), tokens, channel, talking, chats)
