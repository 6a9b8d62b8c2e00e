"""What the routes of the tab work with, put together once per process."""

from dataclasses import dataclass
from typing import Protocol, Self

from core.ports.clock import Clock
from core.ports.outbound import OutboundHttp
from core.ports.unit_of_work import Storage
from teams_app.places import host_of
from teams_app.tab.on_behalf import OnBehalf
from teams_app.tab.sso_token import SsoTokens, entra_keys


class TabSettings(Protocol):
    """The settings of the tab; config.settings.Settings has them."""

    @property
    def public_url(self) -> str:
        """Where browsers reach the hub."""
        ...

    @property
    def entra_authority(self) -> str:
        """Origin of Microsoft's sign-in."""
        ...

    @property
    def graph_url(self) -> str:
        """Microsoft Graph, without a version."""
        ...

    @property
    def teams_hosts(self) -> frozenset[str]:
        """Origins besides Microsoft's that may show the tab in a frame."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """How people come in from Teams."""

    settings: TabSettings
    http: OutboundHttp
    tokens: SsoTokens
    on_behalf: OnBehalf

    @classmethod
    def assemble(
        cls, storage: Storage, clock: Clock, http: OutboundHttp, settings: TabSettings
    ) -> Self:
        """Put the parts together.

        Args:
            storage: where tenants are kept.
            clock: now.
            http: reaches Microsoft.
            settings: of this deployment.
        """
        authority, host = settings.entra_authority, host_of(settings.public_url)
        keys = entra_keys(http, clock, authority)
        return cls(
            settings=settings,
            http=http,
            tokens=SsoTokens(storage, clock, keys, authority, host),
            on_behalf=OnBehalf(storage, clock, http, authority),
        )
