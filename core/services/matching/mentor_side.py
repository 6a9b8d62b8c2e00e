"""The mentors of programmes, read once and kept as long as nothing changes.

Reading and laying out 40,000 mentors takes seconds, ranking them for one mentee hundredths. So each
process keeps what it read of a programme, and every time asks the storage who changed since. Only
these are read again: who has another number of free places, at once; whose profile or part in the
programme is another, or whose text got its vector, with everybody laid out anew.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock

import numpy as np

from core.domain.identifiers import OrganizationId, PersonId, ProgramId
from core.domain.match import OPEN_STATES
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.comparison.people import Ints, People, TextVectors, gather
from core.ports.clock import Clock
from core.ports.unit_of_work import TenantWork
from core.services.matching.standing import places_of

GOOD_FOR = timedelta(hours=12)
"""The storage knows who changed for a day."""
MOST_MENTORS = 100_000
"""About 500 MB with the vectors of their texts."""
MOST_CHANGED = 0.2
"""If more than this share changed, everything is read again."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MentorSide:
    """All mentors of a programme who can be matched.

    Attributes:
        mark: the moment of reading, as the storage names it.
        asked_at: when it was last asked who changed.
        people: by person id.
        vectors: of their texts, and of some that they do not use any more.
        free: places each has left, shape (mentors,).
        busy: open requests and mentees each has, shape (mentors,).
        not_agreed: of everybody, as places of a programme.
    """

    mark: str
    asked_at: datetime
    people: People
    vectors: TextVectors
    free: Ints
    busy: Ints
    not_agreed: frozenset[PersonId]


class MentorSides:
    """What was read of programmes; safe to share between threads.

    Args:
        clock: tells how old it is.
        model: id of the encoder whose vectors are read.
    """

    def __init__(self, clock: Clock, model: str) -> None:
        self._clock = clock
        self._model = model
        self._kept: OrderedDict[tuple[OrganizationId, ProgramId], MentorSide] = OrderedDict()
        self._lock = Lock()

    def of(
        self, work: TenantWork, organization_id: OrganizationId, program_id: ProgramId
    ) -> MentorSide:
        """The mentors of a programme as they are now."""
        key = organization_id, program_id
        with self._lock:
            known = self._kept.get(key)
        now = self._clock.now()
        if known is None or now - known.asked_at > GOOD_FOR:
            side = self._read(work, program_id, now)
        else:
            side = self._as_now(work, program_id, known, now)
        with self._lock:
            self._kept[key] = side
            self._kept.move_to_end(key)
            while len(self._kept) > 1 and self._mentors() > MOST_MENTORS:
                self._kept.popitem(last=False)
        return side

    def _mentors(self) -> int:
        return sum(len(side.people) for side in self._kept.values())

    def _read(self, work: TenantWork, program_id: ProgramId, now: datetime) -> MentorSide:
        mark = work.changes.mark()
        profiles = work.profiles.of_program(program_id, Role.MENTOR)
        stored = work.embeddings.vectors_of_program(program_id, Role.MENTOR, self._model)
        vectors, places = TextVectors.of(stored), places_of(work, program_id)
        people = gather(profiles, vectors)
        return MentorSide(
            mark=mark,
            asked_at=now,
            people=people,
            vectors=vectors,
            # Who joined between two queries has no places yet.
            free=_of_each(people, places.free),
            busy=_of_each(people, work.matches.load(program_id, OPEN_STATES)),
            not_agreed=places.not_agreed,
        )

    def _as_now(
        self, work: TenantWork, program_id: ProgramId, known: MentorSide, now: datetime
    ) -> MentorSide:
        """What was read before, with everything anew of those who changed since."""
        changed = work.changes.since(known.mark)
        if not changed.people:
            return replace(known, mark=changed.mark, asked_at=now)
        if len(changed.people) > MOST_CHANGED * len(known.people):
            return self._read(work, program_id, now)
        some = changed.people
        places = places_of(work, program_id, some)
        profiles = {p.person_id: p for p in work.profiles.of_program(program_id, Role.MENTOR, some)}
        stored = work.embeddings.vectors_of_program(program_id, Role.MENTOR, self._model, some)
        busy = work.matches.load(program_id, OPEN_STATES, some)
        vectors, people = known.vectors.extended(stored), known.people
        if vectors is not known.vectors or _differ(people, profiles, some):
            others = (who for who in people.profiles if who.person_id not in some)
            everybody = sorted([*others, *profiles.values()], key=lambda who: who.person_id)
            people = gather(everybody, vectors)
        return MentorSide(
            mark=changed.mark,
            asked_at=now,
            people=people,
            vectors=vectors,
            free=_patched(known, known.free, people, places.free),
            busy=_patched(known, known.busy, people, {who: busy.get(who, 0) for who in some}),
            not_agreed=(known.not_agreed - some) | places.not_agreed,
        )


def _of_each(people: People, number: Mapping[PersonId, int]) -> Ints:
    return np.array([number.get(who.person_id, 0) for who in people.profiles], dtype=np.int64)


def _patched(known: MentorSide, before: Ints, people: People, now: Mapping[PersonId, int]) -> Ints:
    """A number of everybody, of some as it is now."""
    if people is known.people:
        number = before.copy()
    else:
        number = _of_each(people, dict(zip(known.people.index, before.tolist(), strict=True)))
    for who, own in now.items():
        if who in people.index:
            number[people.index[who]] = own
    return number


def _differ(
    people: People, profiles: Mapping[PersonId, Profile], some: frozenset[PersonId]
) -> bool:
    """Whether some people are other mentors now than they were, or none, or one now."""
    return any(
        profiles.get(who) != (people.profiles[people.index[who]] if who in people.index else None)
        for who in some
    )
