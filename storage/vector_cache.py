"""Vectors that were read before, kept by the hash of their text.

A text's vector never changes under one model, so nothing here can be out of date, and it does not
matter whose text it was. Which texts somebody may use is asked of the database each time.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from threading import Lock

MOST_VECTORS = 50_000
"""About 75 MB of 384 dimensions."""


class VectorCache:
    """The vectors used last; safe to share between threads.

    Args:
        most: how many are kept.
    """

    def __init__(self, most: int = MOST_VECTORS) -> None:
        self._most = most
        self._vectors: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()
        self._lock = Lock()

    def known(self, model: str, hashes: Collection[bytes]) -> dict[bytes, bytes]:
        """Those of these texts that are here: text hash -> float32 bytes."""
        with self._lock:
            found = {h: self._vectors[model, h] for h in hashes if (model, h) in self._vectors}
            for text_hash in found:
                self._vectors.move_to_end((model, text_hash))
        return found

    def keep(self, model: str, vectors: Mapping[bytes, bytes]) -> None:
        """Keep these, at the cost of those that were not used longest."""
        with self._lock:
            for text_hash, vector in vectors.items():
                self._vectors[model, text_hash] = vector
            while len(self._vectors) > self._most:
                self._vectors.popitem(last=False)
