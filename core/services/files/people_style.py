"""From cells about values, ways of working and style to a profile.

What is an entry of our lists becomes one; anything else somebody wrote about what matters to them
is kept in their own words.
"""

from collections.abc import Mapping
from typing import Any

from core.domain.plain_name import plain_name
from core.domain.working_style import SCALES, STEPS, Style
from core.sentence import sentence
from core.services.files.people_cells import CellError, names, nothing
from core.services.files.style_words import SCALE_ENDS, SCALE_STEPS, VALUES, WAYS

_VALUE = {plain_name(word): value for value, words in VALUES.items() for word in words}
_WAY = {plain_name(word): way for way, words in WAYS.items() for word in words}

LISTED: Mapping[str, Mapping[str, Any]] = {"values": _VALUE, "ways": _WAY}
"""Field -> plain word -> entry of our list."""
STYLE = frozenset({"style", *(f"style_{scale}" for scale in SCALES)})
"""Fields about the style of talking: all scales in one column, or each in its own."""
TOLD = STYLE | set(LISTED)
"""Fields read here."""
ENDS = {
    scale: {plain_name(w): n for n, words in zip((1, STEPS), ends, strict=True) for w in words}
    for scale, ends in SCALE_ENDS.items()
}
"""Scale -> plain word -> step, of words that need no column to be understood."""


def listed(field: str, cell: str) -> tuple[frozenset[Any], tuple[str, ...]]:
    """Entries of one of our lists, and what is none, as written."""
    known, written = LISTED[field], names(cell)
    found = frozenset(known[plain_name(name)] for name in written if plain_name(name) in known)
    return found, tuple(name for name in written if plain_name(name) not in known)


def styles(cell: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Scale -> step meant by the words of one column, and words that mean none, as written."""
    steps: dict[str, int] = {}
    others = []
    for name in names(cell):
        word = plain_name(name)
        meant = {scale: known[word] for scale, known in ENDS.items() if word in known}
        steps |= meant
        others += [] if meant else [name]
    return steps, tuple(others)


def step(scale: str, cell: str) -> dict[str, int]:
    """Scale -> the step a cell of its own column means; empty for an empty cell.

    Raises:
        CellError: it means none.
    """
    if nothing(cell):
        return {}
    if plain_name(cell) not in SCALE_STEPS[scale]:
        raise CellError(
            sentence("“%(value)s” is no step we know. Write a number from 1 to 5.", value=cell)
        )
    return {scale: SCALE_STEPS[scale][plain_name(cell)]}


class Told:
    """What one row says about values, ways and style, cell by cell."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}
        self._steps: dict[str, int] = {}
        self._own_words: list[str] = []

    def add(self, field: str, cell: str) -> None:
        """Another cell; of several columns of one list, joined.

        Raises:
            CellError: it cannot be understood.
        """
        others: tuple[str, ...] = ()
        if field in LISTED:
            self._values[field], others = listed(field, cell)
        elif field == "style":
            found, others = styles(cell)
            self._steps |= found
        else:
            self._steps |= step(field.removeprefix("style_"), cell)
        self._own_words += others

    def values(self, principles: tuple[str, ...]) -> dict[str, Any]:
        """Fields of a profile.

        Args:
            principles: what else somebody wrote about what matters to them.
        """
        own = tuple(dict.fromkeys((*principles, *self._own_words)))
        style = {"style": Style(**self._steps)} if self._steps else {}
        return {**self._values, **style, **({"principles": own} if own else {})}
