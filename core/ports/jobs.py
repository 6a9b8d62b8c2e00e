"""Work to be done later, promised inside the transaction that makes it necessary."""

from datetime import timedelta
from enum import StrEnum
from typing import Protocol

ATTEMPTS = 8
"""How often a job that raises is tried in all, with growing pauses in between."""


class Lane(StrEnum):
    """Where jobs wait. Those of one lane never wait behind those of another."""

    WORK = "default"
    CHAT = "chat"  # somebody sits in a chat: only what is done within a second or two


class JobQueue(Protocol):
    """Defers jobs. What a job receives is JSON: strings, numbers, lists, dicts."""

    def defer(
        self,
        job: str,
        *,
        lock: str | None = None,
        once: str | None = None,
        delay: timedelta | None = None,
        urgent: bool = False,
        lane: Lane = Lane.WORK,
        **arguments: str | float | bool | None,
    ) -> None:
        """Promise a job; a rolled-back unit of work leaves none.

        Args:
            job: name of the job as registered in core/services/jobs.py.
            lock: jobs with the same lock run one after the other.
            once: while a job with this value waits, another is not added.
            delay: not before this much time passed.
            urgent: somebody is waiting for it: it goes before others, also before those with the
                same lock that failed and wait to be tried again.
            lane: the lane it waits in. A lock counts in all of them.
            arguments: JSON values.
        """
        ...
