"""How requests and matches ended, as outcomes to learn from.

Good is what both sides said yes to, as long as it did not break off at once; bad is a no, or
silence until the request expired. What a mentee took back, what other places decided, and two who
know each other already say nothing about who suits whom.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.match import DeclineReason, EndReason, Match, MatchState
from core.domain.profile import Profile
from core.engine.matching.comparison.people import Floats, TextVectors, gather
from core.engine.matching.model.outcomes import Outcomes

SETTLED = timedelta(days=30)
"""A match that lasts so long was a good one, whatever ends it later."""
SOON = 0.5
"""How good one was that somebody left before."""
NO_ROOM_WORTH = 0.5
"""What a no for lack of time counts: it says more about the mentor's days than about the two."""
NO_ROOM = frozenset({DeclineReason.NO_TIME, DeclineReason.ON_LEAVE})
AGREED_STATES = frozenset(
    {MatchState.ACCEPTED, MatchState.ACTIVE, MatchState.PAUSED, MatchState.COMPLETED}
)
SECONDS_A_DAY = 86_400.0


@dataclass(frozen=True, slots=True)
class Ending:
    """What one match tells.

    Attributes:
        good: 1 for good, 0 for bad, between for mixed.
        worth: how much that counts.
    """

    good: float
    worth: float = 1.0


def ending(match: Match) -> Ending | None:
    """What a match tells; None for nothing, or nothing yet."""
    if match.state in AGREED_STATES:
        return Ending(1.0)
    if match.state is not MatchState.ENDED or match.end_reason is None:
        return None
    told = ENDINGS.get(match.end_reason)
    return told(match) if told is not None else None


def _left(match: Match) -> Ending | None:
    """Somebody left: before an answer that tells nothing."""
    if match.answer_by is not None and match.updated_at < match.answer_by:
        return None
    return Ending(1.0 if match.updated_at - match.created_at >= SETTLED else SOON)


def _expired(match: Match) -> Ending | None:
    """No answer in time; without a clock the mentor never knew of it."""
    return None if match.answer_by is None else Ending(0.0)


def _declined(match: Match) -> Ending | None:
    if match.decline_reason is DeclineReason.KNOW_EACH_OTHER:
        return None
    return Ending(0.0, NO_ROOM_WORTH if match.decline_reason in NO_ROOM else 1.0)


ENDINGS: Mapping[EndReason, Callable[[Match], Ending | None]] = {
    EndReason.LEFT: _left,
    EndReason.EXPIRED: _expired,
    EndReason.DECLINED: _declined,
    EndReason.LATER: lambda _match: Ending(0.0, NO_ROOM_WORTH),
}


def outcomes_of_matches(
    matches: Sequence[Match],
    profiles: Mapping[PersonId, Profile],
    vectors: TextVectors,
    places: Mapping[PersonId, int],
    now: datetime,
) -> Outcomes:
    """Columns to learn from.

    Args:
        matches: all of a programme.
        profiles: of the people in them; who has none took part without one.
        vectors: of their texts.
        places: of each mentor.
        now: ages count from here.
    """
    told = [(match, end) for match in matches if (end := ending(match)) is not None]
    mentees = _numbers(match.mentee_id for match, _ in told)
    mentors = _numbers(match.mentor_id for match, _ in told)
    load = _loads(matches, places)
    return Outcomes(
        mentees=gather([profiles.get(w, Profile(person_id=w)) for w in mentees], vectors),
        mentors=gather([profiles.get(w, Profile(person_id=w)) for w in mentors], vectors),
        mentee=np.array([mentees[match.mentee_id] for match, _ in told], dtype=np.int64),
        mentor=np.array([mentors[match.mentor_id] for match, _ in told], dtype=np.int64),
        good=np.array([end.good for _, end in told]),
        worth=np.array([end.worth for _, end in told]),
        age=np.array([(now - m.updated_at).total_seconds() / SECONDS_A_DAY for m, _ in told]),
        load=np.array([load[match.id] for match, _ in told], dtype=np.float64),
        at=now,
    )


def load_of(open_matches: Floats, free: Floats) -> Floats:
    """Open requests and mentees as a share of what a mentor has and could still take."""
    return np.asarray(open_matches / np.maximum(open_matches + np.maximum(free, 0), 1))


def _numbers(people: Iterable[PersonId]) -> dict[PersonId, int]:
    """Each person once, numbered in the order they appear."""
    return {who: number for number, who in enumerate(dict.fromkeys(people))}


def _loads(matches: Sequence[Match], places: Mapping[PersonId, int]) -> dict[object, float]:
    """Load of each match's mentor at the moment it was asked for, without the match itself."""
    by_mentor: dict[PersonId, list[Match]] = {}
    for match in matches:
        by_mentor.setdefault(match.mentor_id, []).append(match)
    found: dict[object, float] = {}
    for mentor, own in by_mentor.items():
        begun = np.sort([match.created_at.timestamp() for match in own])
        over = np.sort([m.updated_at.timestamp() for m in own if m.state is MatchState.ENDED])
        asked = np.array([match.created_at.timestamp() for match in own])
        still = np.searchsorted(begun, asked) - np.searchsorted(over, asked, side="right")
        still = np.maximum(still, 0).astype(np.float64)
        free = np.maximum(places.get(mentor, 1) - still, 0)
        for match, load in zip(own, load_of(still, free).tolist(), strict=True):
            found[match.id] = load
    return found
