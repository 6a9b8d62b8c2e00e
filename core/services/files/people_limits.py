"""What of a file's people is longer than a profile may be: cut, and said."""

from dataclasses import fields, replace
from typing import Any

from core.domain.profile import Profile
from core.sentence import Sentence, sentence
from core.services.files.csv_text import Problem
from core.services.files.people_file import Row
from core.services.people.profile_check import LONGEST_LINE, limits

_NAMES = tuple(field.name for field in fields(Profile))


def fitted(row: Row) -> tuple[Row, list[Problem]]:
    """The row with everything as short as profiles are kept, and what was cut."""
    profile, cut = row.entry.profile, []
    changes: dict[str, Any] = {}
    for name in _NAMES:
        value = getattr(profile, name)
        short, why = _shortened(value, *limits(name))
        if why is not None:
            changes[name] = short
            cut.append(Problem(row.line, name, why))
    if not changes:
        return row, []
    entry = replace(row.entry, profile=replace(profile, **changes))
    return replace(row, entry=entry), cut


def _shortened(value: object, most: int, longest: int) -> tuple[object, Sentence | None]:
    if isinstance(value, str) and len(value) > LONGEST_LINE:
        return value[:LONGEST_LINE], _cut(LONGEST_LINE)
    if not (isinstance(value, tuple) and value and all(isinstance(item, str) for item in value)):
        return value, None
    if len(value) > most:
        why = sentence("Only the first %(count)s items are used.", count=most)
        return tuple(item[:longest] for item in value[:most]), why
    if any(len(item) > longest for item in value):
        return tuple(item[:longest] for item in value), _cut(longest)
    return value, None


def _cut(longest: int) -> Sentence:
    return sentence("Only the first %(count)s characters are used.", count=longest)
