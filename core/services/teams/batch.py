"""A few messages, tried several at once and at the pace that Teams takes."""

from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait

from core.domain.teams_tenant import TeamsTenant
from core.ports.clock import Clock
from core.ports.messenger import Throttled
from core.services.teams.outcomes import untried
from core.services.teams.posting import Posted, Posting
from core.services.teams.preparing import Message
from core.services.teams.tempo import Tempo


class Batch:
    """Tries each of a few messages once, in threads; what came of them is stored by the caller."""

    def __init__(
        self,
        tenant: TeamsTenant,
        tempo: Tempo,
        clock: Clock,
        posting: Posting,
        sleep: Callable[[float], None],
    ) -> None:
        self._tenant = tenant
        self._tempo = tempo
        self._clock = clock
        self._posting = posting
        self._sleep = sleep
        self._running: dict[Future[Posted], str] = {}
        self._posted: list[Posted] = []
        self.stop: Throttled | None = None

    def send(self, threads: Executor, messages: Iterable[Message]) -> list[Posted]:
        """Try each once, unless Teams asks to wait meanwhile."""
        for message in messages:
            self._wait(message.lane)
            self._collect(timeout=0)
            if self.stop is not None:
                now = self._clock.now()
                held = untried(message.delivery, now + self.stop.pause, self.stop.reason)
                self._posted.append(Posted(delivery=held, ended_at=now))
                continue
            self._tempo.begin(message.lane)
            future = threads.submit(self._posting.post, self._tenant, message)
            self._running[future] = message.lane
        while self._running:
            self._collect()
        return self._posted

    def _wait(self, lane: str) -> None:
        while self.stop is None:
            now = self._clock.now()
            free = self._tempo.free_at(lane, now)
            if free is None:
                self._collect()
            elif free <= now:
                return
            else:
                self._sleep((free - now).total_seconds())

    def _collect(self, timeout: float | None = None) -> None:
        """Wait for one answer at least, or take those that are there."""
        done, _ = wait(self._running, timeout, FIRST_COMPLETED)
        for future in done:
            lane, posted = self._running.pop(future), future.result()
            self._tempo.end(lane, posted.ended_at)
            self._posted.append(posted)
            self.stop = self.stop or posted.stop
