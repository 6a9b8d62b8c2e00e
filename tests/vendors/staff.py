"""A stand-in for the made-up staff list of the connector to copy."""

import json
from urllib.parse import parse_qs, urlsplit

from core.errors import InvalidInputError
from core.ports.outbound import OutboundResponse

BASE = "https://staff.example"


class StaffService:
    """An OutboundHttp that answers as the staff list does.

    Attributes:
        faults: answers or exceptions that come before what it would answer.
        forgets_before: changes before this number are not known any more (410).
    """

    def __init__(self, page=2):
        self.people = {}
        self.log = []
        self.page = page
        self.token = "t0ken"
        self.may_read = True
        self.forgets_before = 0
        self.faults = []
        self.asked = []

    def hires(self, key, **told):
        self.people[key] = {"id": key, "name": key.title(), **told}
        self.log.append(key)

    def loses(self, key):
        del self.people[key]
        self.log.append(key)

    def check(self, url):
        if not url.startswith(BASE):
            raise InvalidInputError("This is somewhere else.")

    def get(self, url, headers=None, **_limits):
        self.check(url)
        self.asked.append(url)
        if self.faults:
            fault = self.faults.pop(0)
            if isinstance(fault, BaseException):
                raise fault
            return OutboundResponse(fault[0], fault[2] if len(fault) > 2 else {}, fault[1])
        if headers["Authorization"] != f"Bearer {self.token}":
            return OutboundResponse(401, {}, b"")
        if not self.may_read:
            return OutboundResponse(403, {}, b"")
        parts = urlsplit(url)
        query = {name: told[0] for name, told in parse_qs(parts.query).items()}
        status, answer = getattr(self, f"_{parts.path[1:]}")(query)
        return OutboundResponse(status, {}, json.dumps(answer).encode())

    def _owner(self, _query):
        return 200, {"id": "acme", "name": "Acme", "plan": "large"}

    def _staff(self, query):
        keys = sorted(key for key in self.people if key > query.get("after", ""))
        now, more = keys[: self.page], len(keys) > self.page
        return 200, {
            "staff": [self.people[key] for key in now],
            "after": now[-1] if more else None,
            "since": str(len(self.log)),
        }

    def _changes(self, query):
        since = int(query["since"])
        if since < self.forgets_before:
            return 410, {}
        until = min(since + self.page, len(self.log))
        keys = list(dict.fromkeys(self.log[since:until]))
        return 200, {
            "staff": [self.people[key] for key in keys if key in self.people],
            "deleted": [key for key in keys if key not in self.people],
            "since": str(until),
            "more": until < len(self.log),
        }
