"""Sentences for people, written once in English and translated at the edge."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable sentence.

    Attributes:
        message: English with %(name)s placeholders; also the translation's message id.
        params: (name, value) pairs for the placeholders.
    """

    message: str
    params: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.message % dict(self.params)


def sentence(message: str, **params: object) -> Sentence:
    """A sentence with its values, each as text."""
    return Sentence(message, tuple((name, str(value)) for name, value in params.items()))
