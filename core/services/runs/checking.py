"""Whether pairs of a run still hold: every rule and every place, at this moment."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.match_run import RunPair
from core.domain.profile import Profile
from core.domain.program import Participation, Program, Role
from core.engine.matching.comparison.people import TextVectors, gather
from core.engine.matching.explanation.why_not import BLOCKED, RULE_WORDS
from core.engine.matching.rules import judge
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence, sentence
from core.services.runs.attendance import attendance, taken_places
from core.services.runs.pool import Ground, read_ground

PAIRS_AT_ONCE = 100
"""Rules are tables of mentees by mentors; small ones, so that thousands of pairs fit."""

_MENTEE_GONE = sentence("The mentee does not take part any more, or is paused.")
_MENTOR_GONE = sentence("The mentor does not take part any more, or is paused.")
_HAS_MENTOR = sentence("The mentee has a mentor meanwhile.")
_FULL = sentence("The mentor has no free place any more.")


@dataclass(frozen=True, slots=True)
class Checked:
    """Pairs that hold, and pairs that do not, with the reason."""

    good: tuple[RunPair, ...]
    bad: tuple[tuple[RunPair, Sentence], ...]


@dataclass(frozen=True, slots=True)
class _Moment:
    """What holds while everybody concerned is locked."""

    mentees: Mapping[PersonId, Participation]
    mentors: Mapping[PersonId, Participation]
    taken: Counter[PersonId]
    had: Counter[PersonId]
    most: int

    def against(self, pair: RunPair) -> Sentence | None:
        """What speaks against a pair, places given away a moment ago included."""
        mentee = self.mentees.get(pair.mentee_id)
        mentor = self.mentors.get(pair.mentor_id)
        if mentee is None or not mentee.available:
            return _MENTEE_GONE
        if mentor is None or not mentor.available:
            return _MENTOR_GONE
        if self.had[pair.mentee_id] >= self.most:
            return _HAS_MENTOR
        return _FULL if self.taken[pair.mentor_id] >= mentor.capacity else None

    def take(self, pair: RunPair) -> None:
        """One place less."""
        self.taken[pair.mentor_id] += 1
        self.had[pair.mentee_id] += 1


def check(
    work: TenantWork, program: Program, pairs: Sequence[RunPair], model: str, at: datetime
) -> Checked:
    """Lock everybody in some pairs, and see which pairs hold.

    Args:
        work: in which they stay locked.
        program: the programme.
        pairs: of one run; earlier ones take places from later ones.
        model: id of the encoder whose vectors are stored.
        at: decides about summer time.
    """
    mentee_ids = {pair.mentee_id for pair in pairs}
    mentor_ids = {pair.mentor_id for pair in pairs}
    mentees = work.participations.lock_many(program.id, mentee_ids, Role.MENTEE)
    mentors = work.participations.lock_many(program.id, mentor_ids, Role.MENTOR)
    # Only now: nobody can ask or accept any of them any more.
    present = attendance(work, program.id)
    moment = _Moment(
        mentees={part.person_id: part for part in mentees},
        mentors={part.person_id: part for part in mentors},
        taken=taken_places(present.matches, mentee_ids),
        had=Counter(match.mentee_id for match in present.matches if match.occupies),
        most=program.mentors_per_mentee,
    )
    ground = read_ground(work, program.id, present)
    vectors = TextVectors.of(
        {
            **work.embeddings.vectors_of_program(program.id, Role.MENTEE, model, mentee_ids),
            **work.embeddings.vectors_of_program(program.id, Role.MENTOR, model, mentor_ids),
        }
    )
    forbidden = dict(_forbidden(work, ground, pairs, vectors, at))
    good, bad = [], []
    for pair in pairs:
        why = moment.against(pair) or forbidden.get(pair.mentee_id)
        if why is None:
            moment.take(pair)
            good.append(pair)
        else:
            bad.append((pair, why))
    return Checked(tuple(good), tuple(bad))


def _forbidden(
    work: TenantWork,
    ground: Ground,
    pairs: Sequence[RunPair],
    vectors: TextVectors,
    at: datetime,
) -> Iterator[tuple[PersonId, Sentence]]:
    """Mentee and the first rule that their pair breaks, of pairs that break one."""
    people = work.profiles.get_many({who for p in pairs for who in (p.mentee_id, p.mentor_id)})
    for start in range(0, len(pairs), PAIRS_AT_ONCE):
        block = pairs[start : start + PAIRS_AT_ONCE]
        mentors = list(dict.fromkeys(pair.mentor_id for pair in block))
        verdict = judge(
            gather([_profile(people, pair.mentee_id) for pair in block], vectors),
            gather([_profile(people, mentor_id) for mentor_id in mentors], vectors),
            replace(ground.standing(np.ones(len(mentors), dtype=np.int64)), at=at),
        )
        for row, pair in enumerate(block):
            broken = [rule.name for rule in verdict.why_not(row, mentors.index(pair.mentor_id))]
            if names := [name for name in broken if name not in ground.waived]:
                yield pair.mentee_id, RULE_WORDS.get(names[0], BLOCKED)


def _profile(people: Mapping[PersonId, Profile], person_id: PersonId) -> Profile:
    return people.get(person_id) or Profile(person_id=person_id)
