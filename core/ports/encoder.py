"""From texts to vectors."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class TextEncoder(Protocol):
    """A sentence encoder. Loading its model may take seconds and happens at the first encode."""

    @property
    def model(self) -> str:
        """Id of the model and its precision; vectors of different ids never meet."""
        ...

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Encode texts.

        Returns:
            Shape (len(texts), dimension), float32, rows L2-normalised, in the order given.
        """
        ...
