"""What every local text encoder needs: load once, encode each text once, waste no padding."""

import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

import numpy as np

from core.ports.encoder import Vectors

T = TypeVar("T")


class Lazy(Generic[T]):
    """A value made at first use, once, whichever thread comes first.

    Args:
        make: makes it; when it raises, the next use tries again.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[T] | None = None

    def get(self) -> T:
        """The value."""
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = (self._make(),)
        return self._made[0]


def encode_in_batches(
    texts: Sequence[str], embed: Callable[[list[str]], Vectors], dimension: int, batch: int = 32
) -> Vectors:
    """Encode each distinct text once, texts of similar length together.

    Args:
        texts: any number of texts, also the same one several times.
        embed: encodes one batch, shape (len(batch), dimension).
        dimension: length of one vector.
        batch: most texts handed to `embed` at once; 32 was fastest on two cores.

    Returns:
        Shape (len(texts), dimension), float32, in the order given.
    """
    row_of = {text: row for row, text in enumerate(dict.fromkeys(texts))}
    distinct = sorted(row_of, key=len)
    vectors = np.empty((len(distinct), dimension), dtype=np.float32)
    for start in range(0, len(distinct), batch):
        chunk = distinct[start : start + batch]
        vectors[[row_of[text] for text in chunk]] = embed(chunk)
    return vectors[[row_of[text] for text in texts]]
