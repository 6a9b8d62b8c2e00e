"""Whose turn it is: which mentor each waiting mentee asks next.

Mentees are served in the order in which they began to look. Each asks the best of their list who
has a free place and not too many unanswered requests; one who has the place but too many requests
stays on the list for later, so a popular mentor keeps nobody from asking the next one.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.domain.choice import Choice
from core.domain.identifiers import PersonId


@dataclass(frozen=True, slots=True)
class Room:
    """What a mentor can take.

    Attributes:
        places: free ones.
        requests: how many more they get before they answer some.
    """

    places: int
    requests: int


@dataclass(frozen=True, slots=True)
class Turns:
    """Who asks whom.

    Attributes:
        asked: the choices whose turn it is, at most one a mentee.
        queued: mentees who wait for a mentor with a free place to answer others.
        exhausted: mentees nobody of whose list can be asked now.
    """

    asked: tuple[Choice, ...]
    queued: frozenset[PersonId]
    exhausted: frozenset[PersonId]


def take_turns(
    lists: Mapping[PersonId, Sequence[Choice]],
    room: Mapping[PersonId, Room],
    barred: Collection[tuple[PersonId, PersonId]],
    at: datetime,
) -> Turns:
    """Decide for all at once.

    Args:
        lists: of each mentee who asks nobody now; who comes first is served first. Each by rank.
        room: of the mentors who can be asked at all.
        barred: (mentee, mentor) who must not be matched.
        at: now; decides about those who said "later".
    """
    left = {mentor_id: rest.requests for mentor_id, rest in room.items() if rest.places > 0}
    asked, queued, exhausted = [], set(), set()
    for mentee_id, choices in lists.items():
        possible = [
            c
            for c in choices
            if c.due(at) and c.mentor_id in left and (mentee_id, c.mentor_id) not in barred
        ]
        turn = next((c for c in possible if left[c.mentor_id] > 0), None)
        if turn is not None:
            left[turn.mentor_id] -= 1
            asked.append(turn)
        elif possible:
            queued.add(mentee_id)
        else:
            exhausted.add(mentee_id)
    return Turns(tuple(asked), frozenset(queued), frozenset(exhausted))
