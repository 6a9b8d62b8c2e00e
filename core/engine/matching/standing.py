"""What is known of mentors, pairs and the programme besides profiles."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime

from core.domain.identifiers import PersonId
from core.domain.must_have import MustHave
from core.engine.matching.comparison.people import Bools, Ints

PersonPairs = AbstractSet[tuple[PersonId, PersonId]]
"""(mentee, mentor)"""


_SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Standing:
    """What hard rules look at.

    Attributes:
        free: places each mentor has left, shape (mentors,).
        paused: who wants nothing new, shape (mentors,).
        open_pairs: asked or matched now.
        past_pairs: were matched, or declined, before.
        not_agreed: whose part in the programme was entered by others and not agreed to yet.
        must_haves: conditions that the programme puts on every pair.
        skills: each mentor must offer all of these.
        languages: each mentor must speak one of these (BCP 47 tags), if any are named.
        at: the moment that decides about summer time; a question puts its own here.
    """

    free: Ints
    paused: Bools
    open_pairs: PersonPairs = frozenset()
    past_pairs: PersonPairs = frozenset()
    not_agreed: AbstractSet[PersonId] = frozenset()
    must_haves: AbstractSet[MustHave] = frozenset()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    at: datetime = _SOME_DAY
