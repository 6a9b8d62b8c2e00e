"""A Microsoft 365 tenant in which the Teams app of an organization is used."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from core.domain.identifiers import OrganizationId, TeamsTenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamsTenant:
    """One registration of the app; its client secret is kept apart, encrypted.

    Attributes:
        tenant: the tenant's id at Microsoft Entra ID, a GUID in lower case.
        client_id: the app registration there, which is the bot's id too. A GUID in lower case.
        app_id: the id in the manifest, ours; it never changes, or everybody's chats are lost.
        catalog_app_id: what the organization's app catalogue calls the app; empty if unknown.
        enabled: whether people may come from there and are written to.
        installs: whether the hub may install the app for people who want messages in a chat.
        feed: whether the hub may put news into the activity feed of those without a chat.
        secret_set_at: when its client secret was entered; None while there is none.
        package_number: counts what its app packages held; 0 before the first.
        package_digest: what the last of them held, without its version; SHA-256 in hex.
        version: counts changes; a write with an older version is a conflict.
    """

    id: TeamsTenantId
    organization_id: OrganizationId
    tenant: str
    client_id: str
    app_id: str
    catalog_app_id: str = ""
    enabled: bool = True
    installs: bool = False
    feed: bool = False
    secret_set_at: datetime | None = None
    package_number: int = 0
    package_digest: str = ""
    created_at: datetime
    version: int = 1

    @property
    def bot_id(self) -> str:
        """What Teams calls the bot in conversations."""
        return f"28:{self.client_id}"

    @property
    def package_version(self) -> str:
        """Of the app package, semver."""
        return f"1.0.{self.package_number}"

    def changed(self, **facts: Any) -> Self:
        """The next version, with these fields."""
        return replace(self, version=self.version + 1, **facts)

    def packaged(self, digest: str) -> Self:
        """The tenant once it has a package with this content: one of a new version if it is new."""
        if digest == self.package_digest:
            return self
        return self.changed(package_number=self.package_number + 1, package_digest=digest)
