"""From errors of connectors to problems of connections: what is wrong, and when to try again."""

import logging
import traceback
from datetime import datetime, timedelta

from core.domain.connection import Problem, ProblemKind
from core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    MentorloomError,
    NotFoundError,
    UnavailableError,
)
from core.ports.connectors import (
    CursorExpiredError,
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
)
from core.sentence import Sentence, sentence

TRIES = 7
"""How often a page is tried before a run fails."""
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=2)
LONGEST_ASKED = timedelta(days=1)
"""A source that asks for a longer pause is asked again nevertheless: its clock may be wrong, and
until then no other run of the connection begins."""
_log = logging.getLogger(__name__)
_KINDS: tuple[tuple[type[MentorloomError], ProblemKind], ...] = (
    (NotAuthorisedError, ProblemKind.AUTHORISATION),
    (ForbiddenScopeError, ProblemKind.SCOPE),
    (RateLimitedError, ProblemKind.RATE),
    (UnavailableError, ProblemKind.TRANSIENT),
    (CursorExpiredError, ProblemKind.TRANSIENT),
    (ConflictError, ProblemKind.TRANSIENT),
    (InvalidInputError, ProblemKind.SETTINGS),
    (NotFoundError, ProblemKind.SETTINGS),
    (ForbiddenError, ProblemKind.SETTINGS),
)


def problem_of(error: Exception, now: datetime, tried: int = TRIES) -> Problem:
    """What an error means for a connection.

    Args:
        error: raised by a connector or by a sink.
        now: the time.
        tried: how often the same page was tried; after TRIES it is not tried again.
    """
    kind = next((kind for of, kind in _KINDS if isinstance(error, of)), ProblemKind.DEFECT)
    if kind is ProblemKind.DEFECT:
        # Where it happened and what it is; what it says may be somebody's data.
        where = "".join(traceback.format_tb(error.__traceback__))
        _log.error("A connector failed with %s\n%s", type(error).__name__, where)
        told = sentence(
            "Something went wrong that should not. It is in the log of Mentorloom; tell those "
            "who run it."
        )
        return Problem(kind=kind, sentence=told)
    return Problem(kind=kind, sentence=said(error), retry_at=_retry_at(error, kind, now, tried))


def said(error: Exception) -> Sentence:
    """The sentence of one of our errors; of wrong input the first of a field, if there is one."""
    assert isinstance(error, MentorloomError), "others have no sentence"
    if isinstance(error, InvalidInputError) and error.fields:
        return next(iter(error.fields.values()))[0]
    return sentence(error.message, **error.params)


def _retry_at(error: Exception, kind: ProblemKind, now: datetime, tried: int) -> datetime | None:
    if kind not in {ProblemKind.RATE, ProblemKind.TRANSIENT} or tried >= TRIES:
        return None
    pause: timedelta = min(FIRST_PAUSE * 2 ** max(tried - 1, 0), LONGEST_PAUSE)
    asked = error.retry_after if isinstance(error, UnavailableError) else None
    if asked is not None:
        pause = min(max(asked, timedelta(seconds=1)), LONGEST_ASKED)
    return now + pause
