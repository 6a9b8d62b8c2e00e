"""What is sent, and the signature that proves who sent it.

https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md

1. The body is {"type", "timestamp", "data"}; it is the same at every try.
2. HMAC-SHA256 signs "<id>.<timestamp>.<body>" with the bytes behind "whsec_".
3. The header carries "v1,<base64>", once for each secret that is valid.
"""

import base64
import hmac
import json
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from core.domain.webhook import WebhookEvent
from core.ports.entropy import Entropy

PREFIX = "whsec_"
LARGEST = 20_000
"""Bytes of a body, by the specification."""


def fresh_secret(entropy: Entropy) -> str:
    """A new secret: 32 random bytes, written as the specification asks."""
    key = sha256(entropy.token().encode()).digest()
    return PREFIX + base64.b64encode(key).decode()


def body_of(event: WebhookEvent) -> bytes:
    """The body that tells of an event: JSON in UTF-8."""
    told = {"type": event.type.value, "timestamp": event.at.isoformat(), "data": dict(event.data)}
    body = json.dumps(told, separators=(",", ":"), sort_keys=True).encode()
    assert len(body) < LARGEST, "events carry ids, not texts"
    return body


def headers_of(
    event: WebhookEvent, body: bytes, at: datetime, secrets: Sequence[str]
) -> dict[str, str]:
    """The headers of a try.

    Args:
        event: what it tells of.
        body: of `body_of`.
        at: now.
        secrets: what signs, the newest first.
    """
    id_, moment = f"msg_{event.id.hex}", str(int(at.timestamp()))
    content = f"{id_}.{moment}.".encode() + body
    return {
        "Content-Type": "application/json",
        "webhook-id": id_,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(_signature(secret, content) for secret in secrets),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, content, "sha256")).decode()
