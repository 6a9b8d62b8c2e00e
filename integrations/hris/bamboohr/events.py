"""What BambooHR posts when somebody changes, and how it proves that it was BambooHR.

1. X-BambooHR-Signature is the HMAC-SHA256 of the raw body followed by X-BambooHR-Timestamp, in
   hexadecimal digits; the key was told once, when the webhook was made.
2. The body only says who changed. It makes us read, so one that is sent again does no harm; still,
   an old one is refused, later than BambooHR's own last try.
Docs: https://documentation.bamboohr.com/docs/webhooks
"""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

from core.ports.connector_hooks import Delivery
from core.ports.connectors import NotAuthorisedError

LONGEST_ON_THE_WAY = timedelta(hours=4)
"""Its tries end after less than three hours."""
CLOCKS_DIFFER = timedelta(minutes=5)


def verify(key: str, delivery: Delivery) -> str:
    """Accept what BambooHR sent lately.

    Returns:
        Its signature: the same when it is sent again, whatever proxies add on the way.

    Raises:
        NotAuthorisedError: it is not theirs, or too old.
    """
    signature = delivery.headers.get("x-bamboohr-signature", "")
    moment = delivery.headers.get("x-bamboohr-timestamp", "")
    proof = hmac.new(key.encode(), delivery.body + moment.encode(), hashlib.sha256).hexdigest()
    if not key or not hmac.compare_digest(proof.encode(), signature.lower().encode()):
        raise NotAuthorisedError("This message was not signed by BambooHR.")
    sent = _moment(moment)
    if sent is None or not -CLOCKS_DIFFER <= delivery.at - sent <= LONGEST_ON_THE_WAY:
        raise NotAuthorisedError("This message of BambooHR is too old.")
    return proof


def _moment(text: str) -> datetime | None:
    """Seconds since 1970, or a date; without a zone it is UTC."""
    try:
        if text.isascii() and text.isdecimal():
            return datetime.fromtimestamp(int(text), UTC)
        moment = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
