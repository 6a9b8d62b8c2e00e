"""Which groups may be shown: five people or more, and none that subtraction would lay open.

A hidden group next to shown ones could be computed from a total. So the hidden groups below one
total are at least LEAST_PEOPLE people together; until they are, the smallest shown group is
hidden with them.
"""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

LEAST_PEOPLE = 5
"""Groups of fewer people are never shown."""

Cell = tuple[str, ...]
"""A group, one word a dimension."""


@dataclass(frozen=True, slots=True)
class Total:
    """Groups that add up to a number people may know.

    Attributes:
        cells: the groups.
        others: people in that number who are in none of the groups, because they did not say.
    """

    cells: Sequence[Cell]
    others: int = 0


def hidden_cells(
    sizes: Mapping[Cell, int], totals: Collection[Total], already: AbstractSet[Cell] = frozenset()
) -> frozenset[Cell]:
    """The groups that must not be shown.

    Args:
        sizes: people of each group.
        totals: what the groups add up to.
        already: hidden for another reason.
    """
    hidden = {cell for cell, size in sizes.items() if size < LEAST_PEOPLE or cell in already}
    open_totals = True
    while open_totals:
        found = [smallest for total in totals if (smallest := _to_hide(sizes, total, hidden))]
        hidden.update(found)
        open_totals = bool(found)
    return frozenset(hidden)


def _to_hide(sizes: Mapping[Cell, int], total: Total, hidden: AbstractSet[Cell]) -> Cell | None:
    """The group to hide next because the hidden ones of this total are too few people."""
    covered = sum(sizes[cell] for cell in total.cells if cell in hidden)
    if covered == 0 or covered + total.others >= LEAST_PEOPLE:
        return None
    shown = [cell for cell in total.cells if cell not in hidden]
    return min(shown, key=lambda cell: (sizes[cell], cell), default=None)
