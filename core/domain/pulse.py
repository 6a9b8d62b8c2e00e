"""The pulse of a match: three short questions of our own, asked now and then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from core.domain.identifiers import MatchId, OrganizationId, PersonId, PulseId
from core.errors import ConflictError

LOWEST, HIGHEST = 1, 5
"""Of an answer: from "not at all" to "fully"."""
LOW = 2
"""Up to this, something is in the way."""
SILENT = 2
"""So many pulses left unanswered in a row, and the next one comes later."""
LATER = 4
"""How many times later."""


class Question(StrEnum):
    """What is asked, about what the two do: never about feelings."""

    HELPS = "helps"  # what we talk about helps me
    REACHES = "reaches"  # we reach each other when we need to
    NEXT = "next"  # I know what we do next


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """One asking of one person about one match.

    Attributes:
        closes_at: until when it can be answered.
        answers: question -> LOWEST to HIGHEST, all or none. They are the person's own: others see
            them only in numbers of many.
        answered_at: when; None until then.
    """

    id: PulseId
    organization_id: OrganizationId
    match_id: MatchId
    person_id: PersonId
    asked_at: datetime
    closes_at: datetime
    answers: Mapping[Question, int]
    answered_at: datetime | None = None

    def open(self, at: datetime) -> bool:
        """Whether it waits for an answer."""
        return self.answered_at is None and at < self.closes_at

    def answered(self, answers: Mapping[Question, int], at: datetime) -> "Pulse":
        """With answers, the first ones or others until it closes.

        Raises:
            ConflictError: it is too late.
        """
        if at >= self.closes_at:
            raise ConflictError(
                "These questions are closed: they were about an earlier time. The next ones come "
                "by themselves."
            )
        return replace(self, answers=dict(answers), answered_at=at)

    @property
    def low(self) -> bool:
        """Whether an answer says that something is in the way."""
        return any(value <= LOW for value in self.answers.values())


def next_due(
    begun_at: datetime, every: timedelta, asked: Sequence[Pulse], silent_after: int = SILENT
) -> datetime:
    """When somebody is asked next about a match.

    Args:
        begun_at: since when the two know each other.
        every: the programme's rhythm.
        asked: their latest pulses of this match, newest first.
        silent_after: unanswered ones after which it is asked more rarely.
    """
    if not asked:
        return begun_at + every
    latest = asked[:silent_after]
    silent = len(latest) == silent_after and all(one.answered_at is None for one in latest)
    return asked[0].asked_at + every * (LATER if silent else 1)
