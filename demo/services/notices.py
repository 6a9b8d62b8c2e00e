"""Platform Notification Service 1.0: who wants which notices, and sending them.

1. A tool subscribes one handler for each type of notice; its host must be the tool's.
2. A notice is a JWT without `sub`, roles or message type, signed with the campus's key and posted
   to the handler as {"notices": [{"jwt": ...}]}. Nobody waits for the answer and nothing is sent
   twice, as with Canvas.
Spec: https://www.imsglobal.org/spec/lti-pns/v1p0
"""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import requests

from demo.courses import Copied
from demo.directory import Institution
from demo.tools import Tool, Tools

HELLO = "LtiHelloWorldNotice"
COPY = "LtiContextCopyNotice"
TYPES = (HELLO, COPY)
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
COURSE = "http://purl.imsglobal.org/vocab/lis/v2/course#CourseOffering"
LIFETIME = 3600
"""Seconds a notice may take."""
REMEMBERED = 50
"""Deliveries shown to the curious."""

Post = Callable[[str, Mapping[str, Any]], str]
"""Sends JSON to a URL; says how that went."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """An attempt to deliver a notice.

    Attributes:
        outcome: HTTP status of the answer, or what went wrong.
    """

    at: datetime
    client_id: str
    kind: str
    handler: str
    outcome: str


def post(url: str, body: Mapping[str, Any], certificates: Path | None = None) -> str:
    """Send JSON; never raises.

    Args:
        url: where to.
        body: what.
        certificates: authorities to trust; None for those everybody trusts.
    """
    try:
        with requests.Session() as session:
            # The tool is on this machine, where a proxy of the environment would not find it.
            session.trust_env = False
            session.verify = str(certificates) if certificates else True
            answer = session.post(url, json=body, timeout=(2, 10), allow_redirects=False)
    except requests.RequestException as error:
        return type(error).__name__
    return str(answer.status_code)


def in_background(work: Callable[[], None]) -> None:
    """Run something that nobody waits for: a tool may be waiting for us meanwhile."""
    threading.Thread(target=work, daemon=True).start()


class Notices:
    """Subscriptions of all tools, and the way to them.

    Args:
        issuer: the campus.
        tools: who may be told of courses.
        sign: makes a JWT out of claims.
        send: posts a notice.
        run: runs what sends it.
    """

    def __init__(
        self,
        issuer: str,
        tools: Tools,
        sign: Callable[[Mapping[str, Any]], str],
        send: Post = post,
        run: Callable[[Callable[[], None]], None] = in_background,
    ) -> None:
        self._issuer = issuer
        self._tools = tools
        self._sign = sign
        self.send = send
        self.run = run
        self._lock = threading.Lock()
        self._handlers: dict[str, dict[str, str]] = {}
        self._deliveries: deque[Delivery] = deque(maxlen=REMEMBERED)

    def handlers(self, tool: Tool) -> dict[str, str]:
        """A tool's handlers by type, empty texts where it has none."""
        with self._lock:
            return {**dict.fromkeys(TYPES, ""), **self._handlers.get(tool.client_id, {})}

    def subscribe(self, tool: Tool, kind: str, handler: str) -> None:
        """Replace a tool's handler; an empty one unsubscribes.

        Raises:
            ValueError: the type is unknown, or the handler is not on the tool's host.
        """
        if kind not in TYPES:
            raise ValueError(f"notice_type must be one of {', '.join(TYPES)}")
        if handler and urlsplit(handler).netloc != tool.domain:
            raise ValueError("handler must be on the host of the tool")
        with self._lock:
            self._handlers.setdefault(tool.client_id, {})[kind] = handler

    def deliveries(self) -> list[Delivery]:
        """The last attempts, the newest first."""
        with self._lock:
            return list(reversed(self._deliveries))

    def greet(self, institution: Institution, tool: Tool) -> None:
        """Send the notice that only says hello, as Canvas does when a tool subscribes to it."""
        account = institution.platform_guid.partition(":")[0]
        self._tell(
            tool,
            HELLO,
            {
                f"{CLAIM}context": {
                    "id": account,
                    "title": institution.name,
                    "type": ["Account"],
                },
                "https://www.instructure.com/hello_world": {
                    "title": "Hello World!",
                    "message": f"{institution.name} can reach this handler.",
                },
            },
        )

    def context_copied(self, copied: Copied) -> None:
        """Tell every tool of the institution that asked for it of a copied course."""
        claims = {
            f"{CLAIM}context": {
                "id": copied.copy.id,
                "label": copied.copy.label,
                "title": copied.copy.title,
                "type": [COURSE],
            },
            f"{CLAIM}origin_contexts": [copied.source.id],
        }
        for tool in self._tools.of(copied.institution.slug):
            self._tell(tool, COPY, claims)

    def _tell(self, tool: Tool, kind: str, claims: Mapping[str, Any]) -> None:
        handler = self.handlers(tool)[kind]
        if not handler:
            return
        now = datetime.now(UTC)
        notice = {"id": str(uuid4()), "timestamp": f"{now:%Y-%m-%dT%H:%M:%SZ}", "type": kind}
        signed = self._sign({**self._basics(tool, now), f"{CLAIM}notice": notice, **claims})

        def deliver() -> None:
            outcome = self.send(handler, {"notices": [{"jwt": signed}]})
            with self._lock:
                self._deliveries.append(Delivery(now, tool.client_id, kind, handler, outcome))

        self.run(deliver)

    def _basics(self, tool: Tool, now: datetime) -> dict[str, Any]:
        issued = int(now.timestamp())
        return {
            "iss": self._issuer,
            "aud": tool.client_id,
            "azp": tool.client_id,
            "iat": issued,
            "exp": issued + LIFETIME,
            "nonce": str(uuid4()),
            f"{CLAIM}deployment_id": tool.deployment_id,
            f"{CLAIM}version": "1.3.0",
        }
