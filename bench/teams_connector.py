"""A connector of Teams, made up, that throttles as Teams does; and a clock that is only counted.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit says how much it takes:
30 calls a second of one app in one tenant, and 7 in 1 s, 8 in 2 s, 60 in 30 s, 1,800 in an hour in
one conversation. What comes above that gets 429 with Retry-After, and is counted as exceeded. It
shares no code with what it measures.

Besides, it is as moody as told: it throttles without a reason, is busy (412), loses answers before
or after it took a message, knows nothing of a conversation, or is blocked by its person.
"""

import json
import re
import threading
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import unquote

from core.errors import UnavailableError
from core.ports.outbound import OutboundResponse

APP = ((30, 1.0),)
THREAD = ((7, 1.0), (8, 2.0), (60, 30.0), (1800, 3600.0))
_SAY = re.compile(r"^https://[^/]+/.*?/v3/conversations/([^/]+)/activities$")
_OPEN = re.compile(r"^https://[^/]+/.*?/v3/conversations$")


class KilledError(BaseException):
    """The process ends here, in the middle of a call."""


class CountedClock:
    """A clock that goes on only when somebody waits. Safe between threads."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> None:
        self.time = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """The present moment."""
        return self.time

    def sleep(self, seconds: float) -> None:
        """Wait, in no time."""
        with self._lock:
            self.time += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Moods:
    """Shares of calls that meet something."""

    throttled: float = 0.0
    busy: float = 0.0
    lost_before: float = 0.0
    lost_after: float = 0.0
    killed: float = 0.0


@dataclass
class ThrottlingConnector:
    """An OutboundHttp with the connector on its other side. Safe between threads.

    Attributes:
        clock: when calls arrive.
        moods: what calls meet.
        blocked, gone: ids of conversations.
        messages: id of a conversation -> what was delivered there.
        exceeded: calls above a limit, by which.
        answers: how many answers of each kind.
        latency: seconds a call takes; it arrives after half of them.
    """

    clock: CountedClock
    moods: Moods = field(default_factory=Moods)
    seed: int = 1
    latency: float = 0.02
    blocked: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    messages: dict[str, list[str]] = field(default_factory=dict)
    exceeded: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self._random = Random(self.seed)  # noqa: S311  made-up moods, no secrets
        self._arrived: list[float] = []
        self._in_thread: dict[str, list[float]] = {}

    def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        """Take a call as the connector would."""
        assert method == "POST", method
        assert headers, "calls carry a token"
        with self._lock:
            self.clock.sleep(self.latency / 2)
            try:
                return self._answer(url, json.loads(body))
            finally:
                self.clock.sleep(self.latency / 2)

    def _answer(self, url: str, told: Mapping[str, Any]) -> OutboundResponse:
        found = _SAY.match(url)
        conversation = unquote(found[1]) if found else ""
        assert found or _OPEN.match(url), url
        mood, over = self._mood(), self._over(conversation)
        if mood == "killed":
            self._killed(conversation, told, heard=not over)
        if mood == "lost_before":
            self._lost()
        if over:
            self.exceeded[over] += 1
        if over or mood == "throttled":
            return self._refusal(429, "Throttled", {"retry-after": "3"})
        if mood == "busy":
            return self._refusal(412, "PreconditionFailed")
        if conversation in self.gone | self.blocked:
            gone = conversation in self.gone
            status, code = (404, "ConversationNotFound") if gone else (403, "MessageWritesBlocked")
            return self._refusal(status, code)
        answer = self._took(conversation, told) if found else self._opened(told)
        if mood == "lost_after":
            self._lost()
        return answer

    def _mood(self) -> str:
        luck = self._random.random()
        for name, share in asdict(self.moods).items():
            if luck < share:
                return name
            luck -= share
        return ""

    def _opened(self, told: Mapping[str, Any]) -> OutboundResponse:
        made = f"again-{told['members'][0]['id']}"
        self.answers["opened"] += 1
        return _json(201, {"id": made})

    def _took(self, conversation: str, told: Mapping[str, Any]) -> OutboundResponse:
        self.messages.setdefault(conversation, []).append(json.dumps(told, sort_keys=True))
        self.answers["taken"] += 1
        return _json(201, {"id": f"m-{self.answers['taken']}"})

    def _killed(self, conversation: str, told: Mapping[str, Any], *, heard: bool) -> None:
        """Half of the processes that die have been heard."""
        if conversation and heard and self._random.random() < 1 / 2:
            self._took(conversation, told)
        self.answers["killed"] += 1
        raise KilledError

    def _lost(self) -> None:
        self.answers["lost"] += 1
        raise UnavailableError("The connector does not answer.")

    def _over(self, conversation: str) -> str:
        """Count a call; which limit it exceeds, if any."""
        now = self.clock.now().timestamp()
        lanes = [("app", APP, self._arrived)]
        if conversation:
            lanes.append(("thread", THREAD, self._in_thread.setdefault(conversation, [])))
        over = ""
        for name, limits, arrived in lanes:
            for most, seconds in limits:
                if len(arrived) - bisect_left(arrived, now - seconds + 1e-9) >= most:
                    over = f"{name} {most}/{seconds:g} s"
            arrived.append(now)
        return over

    def _refusal(
        self, status: int, code: str, headers: Mapping[str, str] | None = None
    ) -> OutboundResponse:
        self.answers[f"{status}"] += 1
        return _json(status, {"error": {"code": code}}, headers)


def _json(
    status: int, told: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> OutboundResponse:
    return OutboundResponse(status, dict(headers or {}), json.dumps(told).encode())
