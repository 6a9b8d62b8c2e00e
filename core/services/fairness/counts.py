"""From people and pairs to the figures of the fairness report."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from core.domain.demographics import UNSAID, Answers, Dimension
from core.domain.identifiers import PersonId
from core.domain.match import Match
from core.domain.match_run import RunPair
from core.domain.program import Participation, Role
from core.engine.matching.fairness.comparison import Subject
from core.engine.matching.fairness.exposure import Exposure, exposure
from core.engine.matching.fairness.report import Report, report
from core.sentence import Sentence

DIMENSIONS = tuple(dimension.value for dimension in Dimension)

Couple = tuple[PersonId, PersonId, float | None]
"""Mentee, mentor and their score, if it is known."""


def coupled(found: Iterable[Match | RunPair]) -> list[Couple]:
    """The couples of matches or of a run's pairs."""
    return [(one.mentee_id, one.mentor_id, one.score) for one in found]


def counted(
    people: tuple[Collection[PersonId], Collection[PersonId]],
    couples: Sequence[Couple],
    load: Sequence[Couple],
    answers: Mapping[PersonId, Answers],
    parts: Iterable[Participation],
    waiting: Sequence[Sentence],
) -> Report:
    """The report.

    Args:
        people: the mentees and the mentors who are looked at.
        couples: pairs that groups are compared by.
        load: all pairs that take up places of these mentors.
        answers: what people said about themselves.
        parts: know how many places each mentor has.
        waiting: why each mentee without a mentor has none.
    """
    mentees, mentors = people
    return report(
        _subjects(mentees, couples, 0, answers),
        _subjects(mentors, couples, 1, answers),
        DIMENSIONS,
        _exposure(mentors, load, parts),
        waiting,
    )


def taking_part(parts: Iterable[Participation], role: Role) -> set[PersonId]:
    """Who could be matched in a role."""
    return {part.person_id for part in parts if part.role is role and part.available}


def _subjects(
    people: Collection[PersonId],
    couples: Sequence[Couple],
    side: int,
    answers: Mapping[PersonId, Answers],
) -> list[Subject]:
    """The people of one side: 0 the mentees, 1 the mentors."""
    scores: dict[PersonId, list[float | None]] = defaultdict(list)
    for couple in couples:
        who = (couple[0], couple[1])[side]
        scores[who].append(couple[2])
    return [
        Subject(
            placed=who in scores,
            score=_mean(scores.get(who, [])),
            groups={
                dimension.value: answer
                for dimension, answer in answers.get(who, {}).items()
                if answer != UNSAID
            },
        )
        for who in people
    ]


def _mean(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return sum(known) / len(known) if known else None


def _exposure(
    mentors: Collection[PersonId], couples: Sequence[Couple], parts: Iterable[Participation]
) -> Exposure:
    places = {part.person_id: part.capacity for part in parts if part.role is Role.MENTOR}
    load = Counter(mentor for _, mentor, _ in couples)
    who = sorted(mentors)
    return exposure([load[mentor] for mentor in who], [places.get(mentor, 0) for mentor in who])
