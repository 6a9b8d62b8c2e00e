"""What carries activities to the bot: signed as Bot Framework does.

The token's audience is the bot, its issuer https://api.botframework.com; `serviceurl` is the
activity's, and the key is endorsed for the channel.
Docs: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from demo.teams.places import Places
from demo.teams.signing import Signer
from demo.teams.tenant import CLIENT_ID

ISSUER = "https://api.botframework.com"
LIFETIME = 3600
OK = range(200, 300)
NO_ANSWER = 0


@dataclass(frozen=True, slots=True)
class Answered:
    """What a bot answered.

    Attributes:
        status: of HTTP; NO_ANSWER if there was none.
        body: its JSON, if it was an object.
    """

    status: int
    body: Mapping[str, Any] | None = None

    @property
    def taken(self) -> bool:
        """Whether the bot took it."""
        return self.status in OK


Post = Callable[[str, bytes, Mapping[str, str]], tuple[int, bytes]]
"""Posts a body with headers to an address: status, or NO_ANSWER, and body of the answer."""


@dataclass(frozen=True, slots=True)
class BotChannel:
    """The way to the bot.

    Attributes:
        signer: Bot Framework's key.
        now: seconds since 1970.
    """

    signer: Signer
    places: Places
    post: Post
    now: Callable[[], float] = time.time

    def deliver(self, activity: Mapping[str, Any]) -> Answered:
        """Hand an activity to the bot and wait for its answer."""
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Authorization": f"Bearer {self.token(str(activity['serviceUrl']))}",
        }
        status, body = self.post(self.places.messages, json.dumps(activity).encode(), headers)
        try:
            told = json.loads(body or b"null")
        except ValueError:
            told = None
        return Answered(status, told if isinstance(told, dict) else None)

    def token(self, service_url: str) -> str:
        """The proof that Bot Framework sends an activity."""
        now = int(self.now())
        return self.signer.sign(
            {
                "iss": ISSUER,
                "aud": CLIENT_ID,
                "iat": now,
                "nbf": now,
                "exp": now + LIFETIME,
                "serviceurl": service_url,
            }
        )
