"""The form of a Microsoft Entra connection."""

import re
from typing import Any

from core.sentence import sentence
from integrations.base.settings_form import N_, Entered, Secret, SettingsSchema, Tick, refuse

_TENANT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?")
_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Tenant(Entered):
    """A tenant's id, or one of its domains: part of the address where tokens are asked for."""

    def meant(self, text: str) -> str:
        """The tenant in small letters."""
        if not _TENANT.fullmatch(text) or text.lower() in {"common", "organizations", "consumers"}:
            refuse(sentence("Enter the directory (tenant) ID, or a domain like example.org."))
        return text.lower()


class ApplicationId(Entered):
    """The id of an app registration."""

    def meant(self, text: str) -> str:
        """The id in small letters."""
        if not _ID.fullmatch(text.lower()):
            refuse(sentence("Enter the application (client) ID: 32 digits in five groups."))
        return text.lower()


class Settings(SettingsSchema):
    """Which tenant, and the app registration that may read its users."""

    tenant: Any = Tenant(
        N_("Directory (tenant) ID"),
        help_text=N_("On the overview page of your app registration in the Entra admin center."),
        placeholder="00000000-0000-0000-0000-000000000000",
        rewires=True,
    )
    client_id: Any = ApplicationId(
        N_("Application (client) ID"),
        help_text=N_("On the same page. The app needs the application permission User.Read.All."),
        placeholder="00000000-0000-0000-0000-000000000000",
        rewires=True,
    )
    client_secret: Any = Secret(
        N_("Client secret"),
        help_text=N_("The value, not the ID, of a secret under Certificates and secrets."),
    )
    guests: Any = Tick(
        N_("Guests too"),
        help_text=N_("People of other organizations who were invited to your tenant."),
    )
