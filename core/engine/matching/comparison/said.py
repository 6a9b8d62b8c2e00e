"""What people say by choosing words: who says which, and how much two people have in common."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

import numpy as np

from core.domain.profile import Profile
from core.engine.matching.comparison.people import Bools, Floats, People

Say = Callable[[Profile], AbstractSet[str]]


@dataclass(frozen=True, slots=True, eq=False)
class _Words:
    """Who says what.

    Attributes:
        column: word -> its column in `table`.
        table: 1 where a person says a word, shape (people, words).
        count: how many words a person says, those without a column too, shape (people,).
    """

    column: dict[str, int]
    table: Floats
    count: Floats

    @classmethod
    def of(cls, said: Sequence[AbstractSet[str]], column: dict[str, int] | None = None) -> "_Words":
        """Of what people say; words without a column do not count, but saying them does."""
        if column is None:
            column = {word: place for place, word in enumerate({w for own in said for w in own})}
        table = np.zeros((len(said), len(column)))
        for row, words in enumerate(said):
            for word in words:
                if word in column:
                    table[row, column[word]] = 1.0
        return cls(column, table, np.array([len(words) for words in said], dtype=np.float64))


def overlap(mentees: People, mentors: People, say: Say) -> Floats:
    """1 where two people say something in common, 0 where not, nan where one says nothing."""
    ours, theirs = _words(mentees, mentors, say)
    common = (ours.table @ theirs.table.T > 0).astype(np.float64)
    return np.where(_both(ours, theirs), common, np.nan)


def share(mentees: People, mentors: People, say: Say) -> Floats:
    """Words in common as a share of the geometric mean of what each says, 0 to 1; nan as above."""
    ours, theirs = _words(mentees, mentors, say)
    common = ours.table @ theirs.table.T
    both = _both(ours, theirs)
    size = np.sqrt(np.outer(ours.count, theirs.count))
    part: Floats = np.divide(common, size, out=np.full(common.shape, np.nan), where=both)
    return part


def _both(ours: _Words, theirs: _Words) -> Bools:
    """Whether two people say anything at all."""
    return np.outer(ours.count > 0, theirs.count > 0)


def _words(mentees: People, mentors: People, say: Say) -> tuple[_Words, _Words]:
    theirs = mentors.once(say, lambda: _Words.of([say(profile) for profile in mentors.profiles]))
    return _Words.of([say(profile) for profile in mentees.profiles], theirs.column), theirs
