"""What the app registration at Microsoft Entra ID has to look like, for people and for checks.

https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/authentication/tab-sso-register-aad
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.teams_tenant import TeamsTenant
from teams_app.places import CONSENT_CALLBACK, MESSAGES, application_id_uri

TOKEN_VERSION = 2
"""`requestedAccessTokenVersion`: tokens of version 1 name the app differently."""
TEAMS_CLIENTS: Mapping[str, str] = {
    "1fec8e78-bce4-4aaf-ab1b-5451cc387264": "Teams (desktop, mobile)",
    "5e3ce6c0-2b1f-4285-8d4b-75ee78787346": "Teams (web)",
}
"""Without these nobody signs in."""
PREAUTHORISED: Mapping[str, str] = {
    **TEAMS_CLIENTS,
    "4765445b-32c6-49b0-83e6-1d93765276ca": "Microsoft 365 (web)",
    "0ec893e0-5785-4de6-99da-4ed124e5296c": "Microsoft 365 (desktop)",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c": "Microsoft 365 (mobile), Outlook (desktop)",
    "bc59ab01-8403-45c6-8796-ac3ef710b3e3": "Outlook (web)",
    "27922004-5251-4030-b22d-91ecd9a37ea4": "Outlook (mobile)",
}
"""Microsoft's own clients that may ask for our tokens without asking people again."""
INSTALL_ROLE = "TeamsAppInstallation.ReadWriteSelfForUser.All"
INSTALL_ROLES = frozenset(
    {
        INSTALL_ROLE,
        "TeamsAppInstallation.ReadWriteForUser.All",
        "TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All",
        "TeamsAppInstallation.ReadWriteAndConsentForUser.All",
    }
)
"""Any of these lets the app install itself for people."""
CATALOG_ROLE = "AppCatalog.Read.All"
READ_ROLE = "Application.Read.All"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What belongs into a registration and its bot resource.

    Attributes:
        application_id_uri: of the API that it exposes.
        redirect_uri: of the platform "Web".
        messaging_endpoint: of the bot.
    """

    application_id_uri: str
    redirect_uri: str
    messaging_endpoint: str


def wanted(tenant: TeamsTenant, public_url: str) -> Wanted:
    """What belongs into the registration of a tenant."""
    return Wanted(
        application_id_uri(public_url, tenant.client_id),
        redirect_uri(public_url),
        messaging_endpoint(public_url),
    )


def redirect_uri(public_url: str) -> str:
    """Where Entra sends the browser back to after consent."""
    return public_url + CONSENT_CALLBACK


def messaging_endpoint(public_url: str) -> str:
    """Where Bot Framework sends what people write to the bot."""
    return public_url + MESSAGES
