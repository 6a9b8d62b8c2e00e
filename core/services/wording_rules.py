"""What any text somebody enters must keep to."""

import unicodedata

from core.sentence import Sentence, sentence

_LINE_BREAKS = frozenset("\n\r\t")


def complaints(text: str, longest: int | None = None) -> list[Sentence]:
    """What is wrong with a text, and what to do; empty if nothing is.

    Control characters and halves of surrogate pairs cannot be shown, and not be stored either.

    Args:
        text: as entered.
        longest: characters allowed; None checks no length.
    """
    found = []
    if longest is not None and len(text) > longest:
        found.append(sentence("Use at most %(count)s characters.", count=longest))
    if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in _LINE_BREAKS for c in text):
        found.append(sentence("Remove characters that cannot be shown."))
    return found
