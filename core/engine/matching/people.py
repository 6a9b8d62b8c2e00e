"""A group of people as columns, ready for arithmetic on all of them at once."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.domain.profile import Profile, TextEmbedding, TextKind, text_hash

Ints = NDArray[np.int64]
Floats = NDArray[np.floating[Any]]
Bools = NDArray[np.bool_]
Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TextVectors:
    """The vectors at hand, found by the hash of their text.

    Attributes:
        rows: text hash -> row of `matrix`.
        matrix: shape (texts + 1, dimension); the last row is zero and stands for "no vector".
    """

    rows: Mapping[bytes, int]
    matrix: Vectors

    @classmethod
    def of(cls, embeddings: Iterable[TextEmbedding]) -> "TextVectors":
        """From stored embeddings, all of one model."""
        stored = {embedding.text_hash: embedding.vector for embedding in embeddings}
        width = len(next(iter(stored.values()))) if stored else 4
        data = b"".join((*stored.values(), bytes(width)))
        matrix = np.frombuffer(data, dtype="<f4").reshape(len(stored) + 1, -1)
        return cls({key: row for row, key in enumerate(stored)}, matrix.astype(np.float32))

    @classmethod
    def encoded(cls, texts: Sequence[str], vectors: Vectors) -> "TextVectors":
        """From texts and their vectors, in the same order."""
        zero = np.zeros((1, vectors.shape[1]), dtype=np.float32)
        rows = {text_hash(text): row for row, text in enumerate(texts)}
        return cls(rows, np.concatenate([vectors, zero]))

    def row(self, text: str) -> int:
        """Row of a text; -1, the zero row, when it has no vector."""
        return self.rows.get(text_hash(text), -1)


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """Texts of everybody, one after the other.

    Attributes:
        owner: index of the person, ascending, shape (items,).
        texts: as written.
        names: normalised, for comparing names of skills and interests.
        vectors: shape (items, dimension); zero where there is none.
        read: whether there is a vector, shape (items,).
    """

    owner: Ints
    texts: tuple[str, ...]
    names: tuple[str, ...]
    vectors: Vectors
    read: Bools

    def of(self, person: int) -> slice:
        """Where one person's items are."""
        first, last = np.searchsorted(self.owner, (person, person + 1))
        return slice(int(first), int(last))

    def part(self, person: int) -> "Items":
        """One person's items."""
        rows = self.of(person)
        return Items(
            owner=self.owner[rows],
            texts=self.texts[rows],
            names=self.names[rows],
            vectors=self.vectors[rows],
            read=self.read[rows],
        )

    def with_vector(self) -> "Items":
        """Only those that have a vector."""
        if self.read.all():
            return self
        kept = np.flatnonzero(self.read)
        return _chosen(self, kept)


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Profiles and their items by kind.

    Attributes:
        unread: number of texts without a vector.
    """

    profiles: tuple[Profile, ...]
    kinds: Mapping[TextKind, Items]
    unread: int

    def __len__(self) -> int:
        return len(self.profiles)

    def items(self, *kinds: TextKind) -> Items:
        """Items of several kinds together, by owner."""
        if len(kinds) == 1:
            return self.kinds[kinds[0]]
        together = _joined([self.kinds[kind] for kind in kinds])
        return _chosen(together, np.argsort(together.owner, kind="stable"))

    def own(self, person: int, *kinds: TextKind) -> Items:
        """One person's items of some kinds."""
        return _joined([self.kinds[kind].part(person) for kind in kinds])


def gather(profiles: Sequence[Profile], vectors: TextVectors) -> People:
    """Turn profiles into columns.

    Args:
        profiles: anybody.
        vectors: what is known of their texts; a text without a vector is kept and counted.
    """
    owners: dict[TextKind, list[int]] = {kind: [] for kind in TextKind}
    texts: dict[TextKind, list[str]] = {kind: [] for kind in TextKind}
    for index, profile in enumerate(profiles):
        for kind, text in profile.texts():
            owners[kind].append(index)
            texts[kind].append(text)
    kinds = {kind: _items(owners[kind], texts[kind], vectors) for kind in TextKind}
    unread = sum(int((~items.read).sum()) for items in kinds.values())
    return People(tuple(profiles), kinds, unread)


def _items(owners: list[int], texts: list[str], vectors: TextVectors) -> Items:
    rows = np.array([vectors.row(text) for text in texts], dtype=np.int64)
    return Items(
        owner=np.array(owners, dtype=np.int64),
        texts=tuple(texts),
        names=tuple(plain_name(text) for text in texts),
        vectors=vectors.matrix[rows],
        read=rows >= 0,
    )


def _joined(parts: Sequence[Items]) -> Items:
    return Items(
        owner=np.concatenate([part.owner for part in parts]),
        texts=tuple(text for part in parts for text in part.texts),
        names=tuple(name for part in parts for name in part.names),
        vectors=np.concatenate([part.vectors for part in parts]),
        read=np.concatenate([part.read for part in parts]),
    )


def _chosen(items: Items, index: Ints) -> Items:
    return Items(
        owner=items.owner[index],
        texts=tuple(items.texts[i] for i in index),
        names=tuple(items.names[i] for i in index),
        vectors=items.vectors[index],
        read=items.read[index],
    )


_FILLING = re.compile(r"[\s\-_/.,;:()'\"]+")


def plain_name(text: str) -> str:
    """A name as compared: "Project-Management " and "project management" are the same.

    What tells C, C++ and C# apart stays.
    """
    return _FILLING.sub(" ", text.casefold().replace("&", " and ")).strip()
