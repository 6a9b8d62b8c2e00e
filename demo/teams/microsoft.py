"""Everything the stand-in for Microsoft 365 holds."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from demo.teams.app import Package, TeamsApp, app_of, usual_app
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
        package: the app's; empty if none was given.
        tokens: Entra's.
        channel: carries activities to the bot.
        feed: activity feeds of people.
    """

    places: Places
    package: Package
    tokens: Tokens
    channel: BotChannel
    talking: Talking
    chats: Chats
    grants: Grants = field(default_factory=Grants)
    limits: Limits = field(default_factory=Limits)
    feed: Feed = field(default_factory=Feed)
    channel_tabs: ChannelTabs = field(default_factory=ChannelTabs)

    def app(self, locale: str) -> TeamsApp:
        """What the app is to somebody of a language."""
        return app_of(self.package, locale) if self.package else usual_app(self.places)

    @property
    def token_endpoint(self) -> TokenEndpoint:
        """Entra's."""
        return TokenEndpoint(self.tokens, self.grants)


def open_microsoft(
    places: Places, folder: Path, certificates: Path | None, package: Package | None = None
) -> Microsoft:
    """The stand-in as it is when the campus starts.

    Args:
        places: where it and the hub are.
        folder: keeps its keys.
        certificates: whom to trust when the hub is called over https.
        package: the app's, as its administrator uploaded it.
    """
    chats = Chats()
    send = partial(post, certificates=certificates)
    channel = BotChannel(Signer(folder / "bots"), places, send)
    tokens = Tokens(Signer(folder / "entra"), places)
    talking = Talking(chats, channel)
    return Microsoft(places, package or {}, tokens, channel, talking, chats)
