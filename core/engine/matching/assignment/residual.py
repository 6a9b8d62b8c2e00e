"""A flow with its prices, changed one unit at a time along shortest paths.

Prices prove a flow when a pair is worth no more than its two prices unless it is chosen, and no
less if it is. So Dijkstra's search finds the cheapest way for one more unit, and shifting prices by
the distances proves the new flow (successive shortest paths: Ahuja, Magnanti and Orlin, Network
Flows, 1993, chapter 9.7). A search looks at few people: it ends at the first free place that is
cheap enough. Mentees who look for a mentor and mentors who look for a mentee do the same, mirrored.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np

from core.engine.matching.comparison.people import Ints

ENDLESS = 2**60
"""Price of somebody who is gone: larger than any other."""


NEXT = 8
"""Steps of one person that are got ready at once; most are never taken."""

Steps = Iterator[tuple[int, int, int]]


@dataclass(slots=True, eq=False, kw_only=True)
class Side:
    """All mentees, or all mentors, in whole units of worth.

    Attributes:
        price: of each person.
        starts, others, worth: edges of each person, compressed: where they start, who is at the
            other end, and what the pair is worth.
        changed: others and worth of those whose edges are different by now.
        added: the same of edges that came later, put there when somebody looks.
        units: pairs that each is to be in.
        most: pairs that each may be in.
        wish: how many of them are worth `extra` more.
        mates: those each is paired with, and what the pairs are worth.
    """

    price: Ints
    starts: Ints
    others: Ints
    worth: Ints
    units: list[int]
    most: list[int]
    wish: list[int]
    extra: int
    mates: list[dict[int, int]]
    changed: dict[int, tuple[Ints, Ints]] = field(default_factory=dict)
    added: dict[int, list[tuple[int, int]]] = field(default_factory=dict)

    def edges(self, who: int) -> tuple[Ints, Ints]:
        """The others of one person, and what pairs with them are worth."""
        if who in self.added:
            others, worth = self.changed.get(who) or self._first(who)
            more = np.array(self.added.pop(who)).T
            self.changed[who] = (np.append(others, more[0]), np.append(worth, more[1]))
        return self.changed.get(who) or self._first(who)

    def _first(self, who: int) -> tuple[Ints, Ints]:
        own = slice(int(self.starts[who]), int(self.starts[who + 1]))
        return self.others[own], self.worth[own]

    def asking(self, who: int, other: "Side") -> int:
        """The price at which nobody more would have one person."""
        others, worth = self.edges(who)
        return int(np.max(worth - other.price[others], initial=0))

    def one_less(self, who: int) -> int | None:
        """What it costs, beyond the prices, to be in one pair less; None if in none."""
        if not self.units[who]:
            return None
        return int(self.price[who]) + self.extra * (self.units[who] <= self.wish[who])

    def one_more(self, who: int) -> int | None:
        """What it costs, beyond the prices, to be in one pair more; None without room."""
        if self.units[who] >= self.most[who]:
            return None
        return -int(self.price[who]) - self.extra * (self.units[who] < self.wish[who])


@dataclass(slots=True, eq=False)
class Search:
    """The cheapest way to end a lack of one pair on the seeking side.

    Who seeks takes somebody new, or does without. Who is taken has room, or lets somebody go, who
    then seeks. Nodes are seekers x >= 0, and the others as ~y < 0.
    """

    seekers: Side
    others: Side
    start: int
    cost: int = ENDLESS // 2
    end: int = 0
    settled: dict[int, int] = field(default_factory=dict)
    via: dict[int, tuple[int, int]] = field(default_factory=dict)

    def run(self) -> None:
        """Look, shift the prices, change the pairs."""
        self._look()
        self._shift()
        self._change()

    def _look(self) -> None:
        # Each person's steps wait in order; only the next one of them is in the queue.
        queue: list[tuple[int, int, int, int, int, Steps]] = [(0, 0, self.start, 0, 0, iter(()))]
        pushed = 0
        while queue and queue[0][0] < self.cost:
            distance, _, node, before, worth, rest = heappop(queue)
            waiting = [(before, rest)]
            if node not in self.settled:
                self.settled[node], self.via[node] = distance, (before, worth)
                self._end(node, distance)
                waiting.append((node, self._steps(node, distance)))
            for origin, steps in waiting:
                step = next(steps, None)
                if step is not None and step[0] < self.cost:
                    pushed += 1
                    heappush(queue, (step[0], pushed, step[1], origin, step[2], steps))

    def _end(self, node: int, distance: int) -> None:
        """The way may end here."""
        out = self.seekers.one_less(node) if node >= 0 else self.others.one_more(~node)
        if out is not None and distance + out < self.cost:
            self.cost, self.end = distance + out, node

    def _steps(self, node: int, distance: int) -> Steps:
        """Distances of the next nodes, which these are, and what the pair is worth; near first."""
        if node < 0:
            away, price = distance - int(self.others.price[~node]), self.seekers.price
            pairs = self.others.mates[~node].items()
            return iter(
                sorted((away + worth - int(price[who]), who, worth) for who, worth in pairs)
            )
        others, worths = self.seekers.edges(node)
        far = self.others.price[others] - worths + (self.seekers.price[node] + distance)
        order = far.argsort()
        mates = self.seekers.mates[node]
        return (
            step
            for part in (order[:NEXT], order[NEXT:])
            for step in zip(
                far[part].tolist(), (~others[part]).tolist(), worths[part].tolist(), strict=True
            )
            if ~step[1] not in mates
        )

    def _shift(self) -> None:
        for node, distance in self.settled.items():
            nearer = self.cost - distance
            if nearer <= 0:
                continue
            if node >= 0:
                self.seekers.price[node] -= nearer
            else:
                self.others.price[~node] += nearer

    def _change(self) -> None:
        node = self.end
        if node >= 0:
            self.seekers.units[node] -= 1
        else:
            self.others.units[~node] += 1
        while node != self.start:
            before, worth = self.via[node]
            if node < 0:
                pair(self.seekers, self.others, before, ~node, worth)
            else:
                part(self.seekers, self.others, node, ~before)
            node = before


def pair(left: Side, right: Side, one: int, other: int, worth: int) -> None:
    """Two people have each other now."""
    left.mates[one][other] = worth
    right.mates[other][one] = worth


def part(left: Side, right: Side, one: int, other: int) -> None:
    """And now no longer."""
    del left.mates[one][other]
    del right.mates[other][one]
