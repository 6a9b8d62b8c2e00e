"""From the cells of one row to a profile; what cannot be understood is said, never dropped."""

import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.languages import language_tag
from core.domain.plain_name import plain_name
from core.domain.profile import MeetingMode
from core.sentence import Sentence, sentence
from core.services.files.file_words import ANY_MODE, MODES, SENIORITIES, meaning_of, slots

MOST_PLACES = 1000
LONG_TEXT = 160
"""A longer text without separators is cut into its sentences: each is compared by itself."""

_NOTHING = {
    "",
    "-",
    "\u2013",
    "\u2014",
    "n a",
    "none",
    "null",
    "nan",
    "keine",
    "keiner",
    "k a",
    "entfällt",
}
_LEVEL = re.compile(r"\(.*?\)|\b[abc][12]\b|:.*$", re.IGNORECASE)
_OFFSET = re.compile(r"(?:utc|gmt)?\s*([+-])(\d{1,2})(?::?00)?", re.IGNORECASE)
_MODE = meaning_of({mode.value: names for mode, names in MODES.items()})


class CellError(ValueError):
    """A cell that cannot be understood.

    Args:
        why: what is wrong with it and what to write instead.
    """

    def __init__(self, why: Sentence) -> None:
        super().__init__(str(why))
        self.why = why


def nothing(cell: str) -> bool:
    """Whether a cell is empty or says so."""
    return plain_name(cell) in _NOTHING


def phrases(cell: str) -> tuple[str, ...]:
    """Texts separated by ; | or line breaks; a long one is cut into its sentences."""
    items: list[str] = []
    for part in re.split(r"[;|\n\r]+", cell):
        long = len(part) > LONG_TEXT
        items += re.split(r"(?<=[.!?])\s+", part) if long else [part]
    return _items(items)


def names(cell: str) -> tuple[str, ...]:
    """Names separated by , ; | or line breaks."""
    return _items(re.split(r"[,;|\n\r]+", cell))


def _items(parts: list[str]) -> tuple[str, ...]:
    tidy = (" ".join(part.strip(" \t•*-\u2013").split()) for part in parts)
    return tuple(dict.fromkeys(item for item in tidy if not nothing(item)))


def language_tags(cell: str) -> tuple[str, ...]:
    """BCP 47 tags of languages given by name or tag, a level behind them ignored."""
    if nothing(cell):
        return ()
    tags = []
    for name in names(re.sub(r"\band\b|\bund\b|&|/", ",", cell)):
        tag = language_tag(name) or language_tag(_LEVEL.sub("", name))
        if tag is None:
            raise CellError(
                sentence(
                    "“%(value)s” is no language we know. Write its English or German name, or a "
                    "tag like de.",
                    value=name,
                )
            )
        tags.append(tag)
    return tuple(dict.fromkeys(tags))


def time_zone(cell: str) -> str:
    """IANA name of a time zone; whole hours from UTC are understood too."""
    name = " ".join(cell.split()).replace(" ", "_")
    if nothing(cell):
        return ""
    if (offset := _OFFSET.fullmatch(cell.strip())) is not None:
        sign, hours = offset.groups()
        # POSIX counts westwards: two hours ahead of UTC is Etc/GMT-2.
        name = f"Etc/GMT{'-' if sign == '+' else '+'}{int(hours)}" if int(hours) else "Etc/UTC"
    try:
        return ZoneInfo(name).key
    except (OSError, ValueError, KeyError) as error:
        raise CellError(
            sentence(
                "“%(value)s” is no time zone we know. Write one like Europe/Berlin or UTC+2.",
                value=cell,
            )
        ) from error


def seniority(cell: str) -> Any:
    """The level meant, None for an empty cell."""
    word = plain_name(cell)
    if nothing(cell):
        return None
    for level, level_names in SENIORITIES.items():
        if word in {plain_name(name) for name in level_names}:
            return level
    raise CellError(
        sentence(
            "“%(value)s” is no level we know. Write student, early, experienced, senior or "
            "executive, or 1 to 5.",
            value=cell,
        )
    )


def availability(cell: str) -> frozenset[str]:
    """Slots like mon-morning."""
    found: set[str] = set()
    for item in names(cell):
        if (meant := slots(item)) is None:
            raise CellError(
                sentence(
                    "“%(value)s” is no time of the week we know. Write mon-morning, Tuesday or "
                    "evenings, separated by commas.",
                    value=item,
                )
            )
        found |= meant
    return frozenset(found)


def meeting_modes(cell: str) -> frozenset[MeetingMode]:
    """Ways to meet; empty for no preference."""
    if nothing(cell):
        return frozenset()
    found = set()
    for item in names(re.sub(r"\bor\b|\bund\b|\band\b|\boder\b|/", ",", cell)):
        word = plain_name(item)
        if word in ANY_MODE:
            return frozenset()
        if word not in _MODE:
            raise CellError(
                sentence(
                    "“%(value)s” is no way to meet we know. Write in person, video or chat.",
                    value=item,
                )
            )
        found.add(MeetingMode(_MODE[word]))
    return frozenset(found)


def capacity(cell: str) -> int | None:
    """A number of places; None for an empty cell."""
    if nothing(cell):
        return None
    if re.fullmatch(r"\d+([.,]0+)?", cell.strip()):
        places = int(re.split(r"[.,]", cell.strip())[0])
        if places <= MOST_PLACES:
            return places
    raise CellError(
        sentence(
            "“%(value)s” is no number of places. Write a whole number from 0 to %(most)s.",
            value=cell,
            most=MOST_PLACES,
        )
    )


def line(cell: str) -> str:
    """A short text."""
    return "" if nothing(cell) else " ".join(cell.split())


PROFILE_CELLS: Mapping[str, Callable[[str], Any]] = {
    "goals": phrases,
    "skills_wanted": names,
    "skills_offered": names,
    "experience": phrases,
    "interests": names,
    "languages": language_tags,
    "time_zone": time_zone,
    "location": line,
    "department": line,
    "seniority": seniority,
    "availability": availability,
    "meeting_modes": meeting_modes,
}
"""How the cell of each profile field is read."""

LISTS = frozenset(
    {"goals", "skills_wanted", "skills_offered", "experience", "interests", "languages"}
    | {"availability", "meeting_modes", "blocked"}
)
"""Fields that may be spread over several columns, like "Goal 1" and "Goal 2"."""
