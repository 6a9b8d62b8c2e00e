"""Who wants to be told of changes, and telling them.

1. Whoever has the key asks to be told at an address; the answer has a private key, only once.
2. On a change, JSON is posted there. X-BambooHR-Signature is the HMAC-SHA256 of the body followed
   by X-BambooHR-Timestamp, with that key, in hexadecimal digits.
Docs: https://documentation.bamboohr.com/docs/webhooks
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from demo.hr.staff import DELETED, INSERTED, Change

EVENTS: Mapping[str, str] = {
    "employee.created": INSERTED,
    "employee.updated": "Updated",
    "employee.deleted": DELETED,
}
COMPANY_ID = "4711"

Send = Callable[[str, bytes, Mapping[str, str]], None]
"""Posts a body with headers to an address; nobody waits for the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hook:
    """One wish to be told.

    Attributes:
        fields: which fields have to change for employee.updated.
    """

    id: str
    name: str
    url: str
    events: Sequence[str]
    fields: Sequence[str]
    created: datetime
    private_key: str


@dataclass(slots=True)
class Hooks:
    """All of them."""

    send: Send
    now: Callable[[], datetime]
    known: dict[str, Hook] = field(default_factory=dict)
    _last: int = 0

    def add(self, asked: Mapping[str, Any]) -> Hook:
        """Remember one. Its address has been checked."""
        self._last += 1
        hook = Hook(
            id=str(self._last),
            name=asked["name"],
            url=asked["url"],
            events=tuple(asked["events"]),
            fields=tuple(asked.get("monitorFields", ())),
            created=self.now(),
            private_key=secrets.token_hex(16),
        )
        self.known[hook.id] = hook
        return hook

    def tell(self, change: Change, fields: Sequence[str]) -> None:
        """Tell everybody who wants to know."""
        for hook in list(self.known.values()):
            for event in hook.events:
                if EVENTS.get(event) == change.action:
                    self._post(hook, event, change, fields)

    def _post(self, hook: Hook, event: str, change: Change, fields: Sequence[str]) -> None:
        at = self.now()
        data: dict[str, Any] = {"companyId": COMPANY_ID, "employeeId": change.id}
        if event == "employee.updated":
            data["changedFields"] = list(fields)
        told = {"type": event, "timestamp": at.strftime("%Y-%m-%dT%H:%M:%S%z"), "data": data}
        body, moment = json.dumps(told).encode(), str(int(at.timestamp()))
        proof = hmac.new(hook.private_key.encode(), body + moment.encode(), hashlib.sha256)
        headers = {
            "Content-Type": "application/json",
            "X-BambooHR-Timestamp": moment,
            "X-BambooHR-Signature": proof.hexdigest(),
        }
        self.send(hook.url, body, headers)
