"""Identifiers and secrets nobody can guess."""

from typing import Protocol
from uuid import UUID


class Entropy(Protocol):
    """Makes random values."""

    def uuid(self) -> UUID:
        """A fresh identifier."""
        ...

    def token(self) -> str:
        """A fresh secret: at least 256 bits, safe in URLs, headers and cookies."""
        ...
