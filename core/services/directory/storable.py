"""Leaves out what could not be stored, so that one record of a page does not stop all others.

A database keeps no NUL and no half of a surrogate pair, which broken exports have and JSON can
write. An id is looked up by an index, whose entries have a limit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from core.domain.directory import DirectoryRecord
from core.domain.people_rules import LONGEST_KEY
from core.ports.connectors import BadRow, PeoplePage
from core.sentence import sentence

_TEXTS = tuple(
    name for name, kind in DirectoryRecord.__annotations__.items() if kind in (str, "str")
)


def storable(page: PeoplePage, sources: Mapping[str, Mapping[str, Any]]) -> PeoplePage:
    """A page without the records that cannot be stored; those are among its bad rows.

    Args:
        page: as the connector read it.
        sources: key -> what the source sent.
    """
    bad = {
        place: row
        for place, record in enumerate(page.upserts)
        if (row := _wrong(record, sources.get(record.key, {}))) is not None
    }
    deletes = [key for key in page.deletes if is_id(key)]
    if not bad and len(deletes) == len(page.deletes):
        return page
    good = [record for place, record in enumerate(page.upserts) if place not in bad]
    return replace(page, upserts=good, deletes=deletes, bad=[*page.bad, *bad.values()])


def _wrong(record: DirectoryRecord, source: Mapping[str, Any]) -> BadRow | None:
    if not is_id(record.key):
        told = sentence(
            "The id is empty, has more than %(most)s characters or some that cannot be stored. "
            "Correct it at the source, or choose another column.",
            most=LONGEST_KEY,
        )
        return BadRow(sentence=told)
    texts = [getattr(record, name) for name in _TEXTS]
    if _is_text("".join(texts)) and _is_all_text(source):
        return None
    broken = [name for name, text in zip(_TEXTS, texts, strict=True) if not _is_text(text)]
    told = sentence(
        "“%(field)s” has characters that cannot be stored. Correct it at the source.",
        field=", ".join(broken) or "…",
    )
    return BadRow(key=record.key, sentence=told)


def is_id(key: str) -> bool:
    """Whether a record can be kept and found by its id."""
    return 0 < len(key) <= LONGEST_KEY and _is_text(key)


def _is_text(text: str) -> bool:
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_all_text(value: object) -> bool:
    """Whether every text in JSON can be stored."""
    if isinstance(value, str):
        return _is_text(value)
    if isinstance(value, Mapping):
        return all(_is_text(name) and _is_all_text(inner) for name, inner in value.items())
    if isinstance(value, Sequence):
        return all(map(_is_all_text, value))
    return True
