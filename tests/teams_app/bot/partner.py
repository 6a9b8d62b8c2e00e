"""The Bot Framework, made up: it says where its keys are, and signs activities right or wrong."""

import copy
import json
from uuid import UUID

from core.domain.organization import Organization
from core.domain.teams_tenant import TeamsTenant
from teams_app.bot.inbound import ISSUER, METADATA
from tests.teams_app.signing import KEY, OTHER_KEY, key_set

ORGANIZATION = UUID(int=900)
TENANT = "7c9e6679-7425-40de-944b-e07fc1f90a01"
CLIENT = "5f0c7f3e-8d1a-4b52-9c33-2a6f1e0d4b10"
OBJECT = "7c9e6679-7425-40de-944b-e07fc1f90b01"
USER = "29:mira"
BOT = f"28:{CLIENT}"
SERVICE = "https://smba.trafficmanager.net/emea/tenant/"
KEYS = "https://login.botframework.com/v1/.well-known/keys"


class Missing:
    """Stands for what is left out; tests are named after it."""

    def __repr__(self):
        return "MISSING"

    def __deepcopy__(self, memo):
        return self


MISSING = Missing()


def teams_tenant(**values):
    return TeamsTenant(
        **{
            "id": UUID(int=901),
            "organization_id": ORGANIZATION,
            "tenant": TENANT,
            "client_id": CLIENT,
            "app_id": "9a1f0a52-4c2f-4be7-8b8c-2f6d8f1f1a01",
            "created_at": None,
            **values,
        }
    )


def settle(storage, now, **values):
    """An organization with one tenant."""
    with storage.platform() as work:
        work.organizations.save(
            Organization(id=ORGANIZATION, slug="fjord", name="Fjord", created_at=now)
        )
        work.teams_tenants.save(teams_tenant(created_at=now, **values))


def publish(http, *keys):
    """Let the metadata name these keys; two unless told."""
    http.answer(METADATA, json.dumps({"issuer": ISSUER, "jwks_uri": KEYS}).encode())
    entries = keys or (KEY.jwk, {**OTHER_KEY.jwk, "endorsements": ["webchat"]})
    http.answer(KEYS, key_set(*entries))


def claims(clock, **changes):
    now = int(clock.now().timestamp())
    told = {"iss": ISSUER, "aud": CLIENT, "exp": now + 3600, "nbf": now - 60, "serviceurl": SERVICE}
    return {name: value for name, value in {**told, **changes}.items() if value is not MISSING}


def activity(kind="personal", **changes):
    """What Teams sends in a chat; changes are members of the activity."""
    conversation = {"id": "a:mira", "conversationType": kind, "tenantId": TENANT}
    if kind != "personal":
        conversation = {**conversation, "id": "19:cohort@thread.v2", "isGroup": True}
    data = {"tenant": {"id": TENANT}}
    if kind == "channel":
        conversation["id"] = "19:mentors@thread.tacv2;messageid=1700000000000"
        data |= {
            "team": {"id": "19:team@thread.tacv2"},
            "channel": {"id": "19:mentors@thread.tacv2"},
        }
    told = {
        "type": "message",
        "id": "1700000000001",
        "timestamp": "2026-03-02T09:00:00.000Z",
        "channelId": "msteams",
        "serviceUrl": SERVICE,
        "from": {"id": USER, "name": "Mira Solberg", "aadObjectId": OBJECT},
        "recipient": {"id": BOT, "name": "Mentorloom"},
        "conversation": conversation,
        "channelData": data,
        "locale": "en-GB",
        "entities": [{"type": "clientInfo", "locale": "en-GB", "timezone": "Europe/Oslo"}],
        "textFormat": "plain",
        "text": "help",
        **copy.deepcopy(changes),
    }
    return {name: value for name, value in told.items() if value is not MISSING}


def encoded(told):
    return json.dumps(told).encode()
