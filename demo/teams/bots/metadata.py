"""How bots learn which keys Bot Framework signs with."""

from typing import Any

from flask import Blueprint

from demo.here import campus
from demo.teams.bots.channel import ISSUER
from demo.teams.places import BOTS

bot_metadata = Blueprint("bot_metadata", __name__, url_prefix=f"{BOTS}/v1/.well-known")


@bot_metadata.get("/openidconfiguration")
def configuration() -> dict[str, Any]:
    """OpenID metadata."""
    return {
        "issuer": ISSUER,
        "authorization_endpoint": "https://invalid.botframework.com",
        "jwks_uri": f"{campus().microsoft.places.campus}{BOTS}/v1/.well-known/keys",
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["private_key_jwt"],
    }


@bot_metadata.get("/keys")
def keys() -> dict[str, Any]:
    """The key, endorsed for Teams."""
    return campus().microsoft.channel.signer.jwks(endorsements=["msteams"])
