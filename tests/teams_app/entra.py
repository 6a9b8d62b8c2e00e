"""Microsoft's sign-in as far as tabs see it: tokens for our app, right or wrong, and its keys."""

import json
from uuid import UUID

from core.domain.teams_tenant import TeamsTenant
from tests.lti.campus import KEY, MISSING, OTHER_KEY, sign_text

AUTHORITY = "https://login.microsoftonline.com"
KEYS = AUTHORITY + "/common/discovery/v2.0/keys"
TENANT = "11111111-0000-0000-0000-000000000001"
CLIENT = "33333333-0000-0000-0000-000000000003"
OID = "22222222-0000-0000-0000-000000000002"
TEAMS_ON_THE_WEB = "5e3ce6c0-2b1f-4285-8d4b-75ee78787346"
HOST = "hub.example.org"
ISSUER = AUTHORITY + "/{tenantid}/v2.0"


def tenant(now, organization_id, **values):
    """Where our app is."""
    return TeamsTenant(
        **{
            "id": UUID(int=0x7EA1),
            "organization_id": organization_id,
            "tenant": TENANT,
            "client_id": CLIENT,
            "app_id": "44444444-0000-0000-0000-000000000004",
            "created_at": now,
            **values,
        }
    )


def claims(now, **changes):
    """What a token says; MISSING leaves a claim out."""
    at = int(now.timestamp())
    said = {
        "aud": CLIENT,
        "iss": f"{AUTHORITY}/{TENANT}/v2.0",
        "iat": at,
        "nbf": at,
        "exp": at + 3600,
        "azp": TEAMS_ON_THE_WEB,
        "azpacr": "0",
        "name": "Ann Bauer",
        "oid": OID,
        "preferred_username": "ann@contoso.test",
        "scp": "access_as_user",
        "sub": "pairwise",
        "tid": TENANT,
        "ver": "2.0",
        **changes,
    }
    return {name: value for name, value in said.items() if value is not MISSING}


def token(now, key=KEY, header=None, **changes):
    """A token as TeamsJS hands it out. Arguments as `claims`."""
    return sign_text(json.dumps(claims(now, **changes)).encode(), key, header)


def publish(http, *entries):
    """Lay out Microsoft's keys; KEY, which signs for any tenant, unless told."""
    keys = entries or ({**KEY.jwk, "issuer": ISSUER},)
    http.answer(KEYS, json.dumps({"keys": list(keys)}).encode())


__all__ = ["KEY", "MISSING", "OTHER_KEY"]
