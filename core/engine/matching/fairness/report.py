"""The fairness report of one pairing."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from core.engine.matching.fairness.cells import LEAST_PEOPLE
from core.engine.matching.fairness.comparison import Comparison, Subject, compared
from core.engine.matching.fairness.exposure import Exposure
from core.sentence import Sentence, sentence

FOUR_FIFTHS = 0.8
"""Impact ratios below this are looked into (the four-fifths rule of 29 CFR 1607.4 D)."""
FEW_ANSWERS = 0.7
"""Below this share of answers the report warns that those who answered may differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a pairing looks like from outside.

    Attributes:
        mentees, mentors: comparisons of each side; empty if nobody said anything.
        exposure: of the mentors.
        waiting: why mentees have no mentor, and how many; the most frequent reason first.
    """

    mentees: tuple[Comparison, ...]
    mentors: tuple[Comparison, ...]
    exposure: Exposure
    waiting: tuple[tuple[Sentence, int], ...]

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """Those of both sides."""
        return (*self.mentees, *self.mentors)


def report(
    mentees: Sequence[Subject],
    mentors: Sequence[Subject],
    dimensions: Sequence[str],
    exposure: Exposure,
    waiting: Sequence[Sentence] = (),
) -> Report:
    """Compare everything.

    Args:
        mentees: one side.
        mentors: the other.
        dimensions: what groups are told apart by; those that nobody of a side answered are left
            out there.
        exposure: of the mentors.
        waiting: why each mentee without a mentor has none.
    """
    return Report(
        mentees=_side(mentees, dimensions),
        mentors=_side(mentors, dimensions),
        exposure=exposure,
        waiting=tuple(Counter(waiting).most_common()),
    )


def caveats(made: Report) -> tuple[Sentence, ...]:
    """What has to be known in order not to read too much into a report."""
    if not made.comparisons:
        return (
            sentence(
                "Nobody said anything about themselves, so groups cannot be compared. "
                "That says nothing about fairness."
            ),
        )
    found = [
        sentence(
            "Differences can arise by chance: where an interval reaches 1, the data agree with "
            "equal rates. It takes hundreds of people to see small differences."
        ),
        sentence(
            "The most favoured group was picked because its rate is the highest, and mentees "
            "compete for the same places: the true ratios are rather closer to 1."
        ),
        sentence(
            "A ratio below 0.80 is a reason to look closer, not a proof of unfairness; "
            "a ratio of 1 is no proof of fairness. Groups may differ in what they ask for."
        ),
    ]
    if any(_few_answers(comparison) for comparison in made.comparisons):
        found.insert(
            0,
            sentence("Many people did not say who they are. Those who did may not be like them."),
        )
    if any(comparison.hidden != 0 for comparison in made.comparisons):
        found.append(
            sentence(
                "Groups of fewer than %(least)s people are never shown, nor those that would give "
                "them away. Their people are counted together.",
                least=LEAST_PEOPLE,
            )
        )
    return tuple(found)


def _side(subjects: Sequence[Subject], dimensions: Sequence[str]) -> tuple[Comparison, ...]:
    said = frozenset(chain.from_iterable(subject.groups for subject in subjects))
    answered = [dimension for dimension in dimensions if dimension in said]
    return compared(subjects, answered)


def _few_answers(comparison: Comparison) -> bool:
    unsaid = comparison.unsaid or 0
    return unsaid > (1 - FEW_ANSWERS) * comparison.people
