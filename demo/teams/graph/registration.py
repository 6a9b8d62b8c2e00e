"""The app's registration in the tenant, as Graph tells it.

Docs: https://learn.microsoft.com/graph/api/resources/application
"""

from typing import Any, Final
from urllib.parse import urlsplit

from demo.teams.entra.tokens import WEB_CLIENT
from demo.teams.places import Places
from demo.teams.tenant import BOT_NAME, CLIENT_ID

SCOPE: Final = "access_as_user"
CLIENTS: Final = (
    "1fec8e78-bce4-4aaf-ab1b-5451cc387264",
    WEB_CLIENT,
    "4765445b-32c6-49b0-83e6-1d93765276ca",
    "0ec893e0-5785-4de6-99da-4ed124e5296c",
    "d3590ed6-52b3-4102-aeff-aad2292ab01c",
    "bc59ab01-8403-45c6-8796-ac3ef710b3e3",
    "27922004-5251-4030-b22d-91ecd9a37ea4",
)
"""Of Microsoft's, that ask for the app's tokens: Teams, Microsoft 365 and Outlook."""


def registration(places: Places) -> dict[str, Any]:
    """The registration that an administrator made by the book."""
    scope = {"id": "5d3f6b1e-90c8-4a27-b6a3-f1e2d3c4b5a6", "value": SCOPE, "isEnabled": True}
    return {
        "id": "93b0c7de-1f52-4e0a-8c64-0a9b8c7d6e5f",
        "appId": CLIENT_ID,
        "displayName": BOT_NAME,
        "signInAudience": "AzureADMyOrg",
        "identifierUris": [f"api://{urlsplit(places.tool).netloc}/botid-{CLIENT_ID}"],
        "api": {
            "requestedAccessTokenVersion": 2,
            "oauth2PermissionScopes": [scope],
            "preAuthorizedApplications": [
                {"appId": client, "delegatedPermissionIds": [scope["id"]]} for client in CLIENTS
            ],
        },
        "web": {"redirectUris": [f"{places.tool}/teams/auth/callback"]},
    }
