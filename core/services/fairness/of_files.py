"""The fairness report of a pairing of two lists."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from core.engine.matching.fairness.comparison import Subject
from core.engine.matching.fairness.exposure import exposure
from core.engine.matching.fairness.report import Report, report
from core.services.pairing.pairing import Entry, Pairing

Groups = Mapping[str, Mapping[str, str]]
"""Id of a list -> dimension -> group, of what is said."""


def audited(
    pairing: Pairing,
    mentors: Sequence[Entry],
    mentees: Sequence[Entry],
    groups: tuple[Groups, Groups],
    dimensions: Sequence[str],
) -> Report:
    """Compare the groups of a pairing.

    Args:
        pairing: of these lists.
        mentors: one list.
        mentees: the other.
        groups: of the mentors and of the mentees.
        dimensions: what groups are told apart by.
    """
    scores: tuple[dict[str, list[float]], ...] = (defaultdict(list), defaultdict(list))
    for matched in pairing.pairs:
        scores[0][matched.mentor.id].append(matched.score)
        scores[1][matched.mentee.id].append(matched.score)
    by_mentor, by_mentee = (
        [_subject(own.get(entry.id, []), said.get(entry.id, {})) for entry in people]
        for people, own, said in zip((mentors, mentees), scores, groups, strict=True)
    )
    load = Counter(matched.mentor.id for matched in pairing.pairs)
    return report(
        by_mentee,
        by_mentor,
        dimensions,
        exposure([load[entry.id] for entry in mentors], [entry.capacity for entry in mentors]),
        [left.why for left in pairing.mentees],
    )


def _subject(scores: Sequence[float], groups: Mapping[str, str]) -> Subject:
    mean = sum(scores) / len(scores) if scores else None
    return Subject(placed=bool(scores), score=mean, groups=groups)
