"""A group of people as columns, ready for arithmetic on all of them at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from core.domain.identifiers import PersonId
from core.domain.profile import Profile, TextKind, text_hash
from core.domain.skills import CATALOGUE, skill_name, skill_of

T = TypeVar("T")

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
Vectors = NDArray[np.float32]


def products(few: Vectors, many: Vectors) -> Floats:
    """Inner product of each two vectors, shape (few, many).

    Where one side has no vector at all its width is not known: everything is 0 then.
    """
    if few.shape[1] != many.shape[1]:
        return np.zeros((len(few), len(many)), dtype=np.float32)
    # This way round the many are read once; the other way they would be copied first.
    return np.ascontiguousarray((many @ few.T).T)


FEW = 64
"""Texts of which a person has not more."""


@dataclass(frozen=True, slots=True, eq=False)
class TextVectors:
    """The vectors at hand, found by the hash of their text.

    Attributes:
        rows: text hash -> row of `matrix`.
        matrix: shape (texts + 1, dimension); the last row is zero and stands for "no vector".
    """

    rows: Mapping[bytes, int]
    matrix: Vectors
    _tables: dict[int, tuple["TextVectors", Floats]] = field(default_factory=dict)

    @classmethod
    def of(cls, stored: Mapping[bytes, bytes]) -> "TextVectors":
        """From stored vectors, all of one model: text hash -> little-endian float32 bytes."""
        width = len(next(iter(stored.values()))) if stored else 4
        data = b"".join((*stored.values(), bytes(width)))
        matrix = np.frombuffer(data, dtype="<f4").reshape(len(stored) + 1, -1)
        return cls({key: row for row, key in enumerate(stored)}, matrix.astype(np.float32))

    def extended(self, stored: Mapping[bytes, bytes]) -> "TextVectors":
        """With some more, or the same if there are none that are new."""
        new = {key: vector for key, vector in stored.items() if key not in self.rows}
        if not new:
            return self
        if not self.rows:
            return TextVectors.of(new)
        rows = {key: len(self.rows) + place for place, key in enumerate(new)}
        matrix = np.concatenate([self.matrix[:-1], TextVectors.of(new).matrix])
        return TextVectors({**self.rows, **rows}, matrix)

    @classmethod
    def encoded(cls, texts: Sequence[str], vectors: Vectors) -> "TextVectors":
        """From texts and their vectors, in the same order."""
        zero = np.zeros((1, vectors.shape[1]), dtype=np.float32)
        rows = {text_hash(text): row for row, text in enumerate(texts)}
        return cls(rows, np.concatenate([vectors, zero]))

    def cosines(self, rows: Ints, others: "TextVectors") -> Floats:
        """Cosine of some of these texts with all of the others, shape (rows, others).

        Those of one person's few texts with a whole programme's are kept: several features ask for
        them, and reading many megabytes takes longer than a few more products.
        """
        if len(self.matrix) > FEW:
            return products(self.matrix[rows], others.matrix)
        if id(others) not in self._tables:
            table = products(self.matrix, others.matrix)
            self._tables[id(others)] = others, table  # kept alive, so that the id stays theirs
        return self._tables[id(others)][1][rows]

    def row(self, text: str) -> int:
        """Row of a text; -1, the zero row, when it has no vector."""
        return self.rows.get(text_hash(text), -1)


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """Texts of everybody, one after the other.

    Attributes:
        owner: index of the person, ascending, shape (items,).
        texts: as written.
        names: as compared, for skills and interests ("ML" is "machine learning"); empty for others.
        groups: number of the skill's group in the catalogue, -1 for none, shape (items,).
        rows: of `store.matrix`, -1 where there is no vector, shape (items,).
        store: where the vectors are. Not copied here: a programme's are many megabytes.
    """

    owner: Ints
    texts: tuple[str, ...]
    names: tuple[str, ...]
    groups: Ints
    rows: Ints
    store: TextVectors
    _made: dict[object, Any] = field(default_factory=dict)

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What was made of these items before under this key, or make it now."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    @property
    def vectors(self) -> Vectors:
        """Shape (items, dimension); zero where there is none."""
        return self.store.matrix[self.rows]

    def cosines(self, others: "Items") -> Floats:
        """Cosine of each of these with each of the others, shape (items, other items)."""
        if len(others.rows) < len(others.store.matrix):
            return products(self.vectors, others.vectors)
        # The same text is often there several times: compare with each text once.
        return products(self.vectors, others.store.matrix)[:, others.rows]

    def of(self, person: int) -> slice:
        """Where one person's items are."""
        first, last = np.searchsorted(self.owner, (person, person + 1))
        return slice(int(first), int(last))

    def part(self, person: int) -> "Items":
        """One person's items."""
        own = self.of(person)
        return Items(
            owner=self.owner[own],
            texts=self.texts[own],
            names=self.names[own],
            groups=self.groups[own],
            rows=self.rows[own],
            store=self.store,
        )

    def with_vector(self) -> "Items":
        """Only those that have a vector."""
        return self.once("read", self._read)

    def chosen(self, order: Ints) -> "Items":
        """Some of them, in this order."""
        return _chosen(self, order)

    def _read(self) -> "Items":
        read = self.rows >= 0
        return self if read.all() else _chosen(self, np.flatnonzero(read))


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Profiles and their items by kind.

    Attributes:
        index: person -> where they are; the last one, should somebody be here twice.
        choices: mentee -> the mentors they ranked themselves, first choice first.
        unread: number of texts without a vector.
    """

    profiles: tuple[Profile, ...]
    kinds: Mapping[TextKind, Items]
    index: Mapping[PersonId, int]
    unread: int
    choices: Mapping[PersonId, Sequence[PersonId]] = field(default_factory=dict)
    _made: dict[object, Any] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.profiles)

    def items(self, *kinds: TextKind) -> Items:
        """Items of several kinds together, by owner."""
        if len(kinds) == 1:
            return self.kinds[kinds[0]]
        return self.once(kinds, lambda: self._together(kinds))

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What was made of these people before under this key, or make it now.

        Mentors are compared again for every change that a mentee could make.
        """
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def latest(self, key: object, of: object, make: Callable[[], T]) -> T:
        """Like `once`, but only what was made of the same object as last time; others go.

        People may be kept for long, and much that is compared with them is new each time.
        """
        known = self._made.get(key)
        if known is None or known[0] is not of:
            known = self._made[key] = of, make()
        made: T = known[1]
        return made

    def _together(self, kinds: Sequence[TextKind]) -> Items:
        together = _joined([self.kinds[kind] for kind in kinds])
        return together.chosen(np.argsort(together.owner, kind="stable"))

    def own(self, person: int, *kinds: TextKind) -> Items:
        """One person's items of some kinds."""
        parts = [self.kinds[kind].part(person) for kind in kinds]
        return parts[0] if len(parts) == 1 else _joined(parts)


NAMED = frozenset(
    {TextKind.SKILL_WANTED, TextKind.SKILL_OFFERED, TextKind.INTEREST, TextKind.TOPIC}
)
"""Kinds whose items are names, compared as such."""

_GROUPS = {
    code: number for number, code in enumerate(sorted({s.group for s in CATALOGUE.values()}))
}


def gather(
    profiles: Sequence[Profile],
    vectors: TextVectors,
    choices: Mapping[PersonId, Sequence[PersonId]] | None = None,
) -> People:
    """Turn profiles into columns.

    Args:
        profiles: anybody.
        vectors: what is known of their texts; a text without a vector is kept and counted.
        choices: mentee -> the mentors they ranked themselves, first choice first.
    """
    owners: dict[TextKind, list[int]] = {kind: [] for kind in TextKind}
    texts: dict[TextKind, list[str]] = {kind: [] for kind in TextKind}
    for place, profile in enumerate(profiles):
        for kind, text in profile.texts():
            owners[kind].append(place)
            texts[kind].append(text)
    kinds = {kind: _items(kind, owners[kind], texts[kind], vectors) for kind in TextKind}
    index = {profile.person_id: place for place, profile in enumerate(profiles)}
    unread = sum(int((items.rows < 0).sum()) for items in kinds.values())
    return People(tuple(profiles), kinds, index, unread, choices or {})


def _items(kind: TextKind, owners: list[int], texts: list[str], vectors: TextVectors) -> Items:
    distinct = set(texts)  # skills, for one, are shared by many
    row = {text: vectors.row(text) for text in distinct}
    name = {text: skill_name(text) if kind in NAMED else "" for text in distinct}
    group = {text: _group(text) if kind in NAMED else -1 for text in distinct}
    return Items(
        owner=np.array(owners, dtype=np.int64),
        texts=tuple(texts),
        names=tuple(name[text] for text in texts),
        groups=np.array([group[text] for text in texts], dtype=np.int64),
        rows=np.array([row[text] for text in texts], dtype=np.int64),
        store=vectors,
    )


def _group(text: str) -> int:
    skill = skill_of(text)
    return -1 if skill is None else _GROUPS[skill.group]


def _joined(parts: Sequence[Items]) -> Items:
    return Items(
        owner=np.concatenate([part.owner for part in parts]),
        texts=tuple(chain.from_iterable(part.texts for part in parts)),
        names=tuple(chain.from_iterable(part.names for part in parts)),
        groups=np.concatenate([part.groups for part in parts]),
        rows=np.concatenate([part.rows for part in parts]),
        store=parts[0].store,
    )


def _chosen(items: Items, order: Ints) -> Items:
    places = order.tolist()
    return Items(
        owner=items.owner[order],
        texts=tuple(items.texts[place] for place in places),
        names=tuple(items.names[place] for place in places),
        groups=items.groups[order],
        rows=items.rows[order],
        store=items.store,
    )
