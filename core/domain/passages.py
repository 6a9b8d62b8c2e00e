"""Long texts in passages short enough to be read whole.

The encoder reads 256 word pieces and ignores the rest. English has four and a half letters or more
a piece, other languages half as many; so a text is cut, at the end of a sentence where there is
one, into passages of about equal length that surely fit.
"""

import re
from collections.abc import Iterator
from math import ceil

ENGLISH_LETTERS = 1100
"""Longest passage of an English text: about 240 pieces."""
OTHER_LETTERS = 600
"""Longest passage of any other text."""
ENGLISH_WORDS = frozenset(
    {"the", "of", "and", "to", "in", "a", "is", "for", "with", "on", "that", "by", "we", "i"}
)
ENGLISH_SHARE = 0.1
"""Share of such words from which on a text is English; usually there are twice as many."""
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\s*\n\s*")


def passages(text: str) -> tuple[str, ...]:
    """The text as it is if it is short enough, else its passages in order."""
    longest = ENGLISH_LETTERS if _english(text) else OTHER_LETTERS
    if len(text) <= longest:
        return (text,)
    even = len(text) / ceil(len(text) / longest)
    found = [""]
    for part in _parts(text, longest):
        joined = f"{found[-1]} {part}".strip()
        # A passage may grow past its even share only to spare the next one a scrap.
        if len(joined) > longest or (found[-1] and len(joined) > even + len(part) / 2):
            found.append(part)
        else:
            found[-1] = joined
    return tuple(found)


def _english(text: str) -> bool:
    if len(text) <= OTHER_LETTERS:
        return True  # short enough in any language
    words = _WORD.findall(text.lower())
    return sum(word in ENGLISH_WORDS for word in words) >= ENGLISH_SHARE * len(words)


def _parts(text: str, longest: int) -> Iterator[str]:
    """Sentences; one that is too long by itself in pieces of whole words."""
    for sentence in filter(None, _SENTENCE_END.split(text)):
        rest = sentence.strip()
        while len(rest) > longest:
            cut = rest.rfind(" ", 0, longest + 1)
            cut = longest if cut <= 0 else cut
            yield rest[:cut]
            rest = rest[cut:].strip()
        yield rest
