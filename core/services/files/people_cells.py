"""From the cells of one row to a profile; what cannot be understood is said, never dropped."""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from core.domain.languages import language_tag
from core.domain.must_have import MustHave
from core.domain.plain_name import plain_name
from core.domain.profile import MeetingMode, Seniority
from core.sentence import Sentence, sentence
from core.services.files.file_words import ANY_MODE, MODES, SENIORITIES, meaning_of, slots
from core.services.files.style_words import MUST_HAVES, NO, YES

MOST_PLACES = 1000
LONG_TEXT = 160
"""In a longer text a semicolon before a small letter is part of a sentence, not between items."""

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
_MUST = meaning_of({must.value: names for must, names in MUST_HAVES.items()})


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
    """Texts separated by ; | or line breaks, or a JSON list of texts.

    A long one stays whole, as it was judged best (docs/models/matching.md): a summary of 2,000
    letters is one item.
    """
    if (listed := _json(cell)) is not None:
        return _items(listed)
    items: list[str] = []
    for part in re.split(r"[|\n\r]+", cell):
        between = r";+(?!\s*[a-zà-öø-ÿ])" if len(part) > LONG_TEXT else r";+"
        items += re.split(between, part)
    return _items(items)


def names(cell: str) -> tuple[str, ...]:
    """Names separated by , ; | or line breaks, or a JSON list of names."""
    listed = _json(cell)
    return _items(re.split(r"[,;|\n\r]+", cell) if listed is None else listed)


def _json(cell: str) -> list[str] | None:
    """The texts of a JSON list; None for a cell that is none."""
    if not cell.lstrip().startswith("["):
        return None
    try:
        found = json.loads(cell)
    except (ValueError, RecursionError):
        return None
    plain = isinstance(found, list) and all(isinstance(item, str) for item in found)
    return found if plain else None


def tag_names(cell: str) -> frozenset[str]:
    """Names as compared, however they are listed; brackets and quotes of programs are dropped."""
    plain = (plain_name(name.strip(" []{}()")) for name in names(cell))
    return frozenset(filter(None, plain))


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


def levels(cell: str) -> frozenset[Seniority]:
    """Career stages; empty for no preference."""
    if nothing(cell) or plain_name(cell) in ANY_MODE:
        return frozenset()
    return frozenset(seniority(name) for name in names(cell))


def must_haves(cell: str) -> frozenset[MustHave]:
    """What a mentor must bring."""
    found = set()
    for name in names(cell):
        if plain_name(name) not in _MUST:
            raise CellError(
                sentence(
                    "“%(value)s” is no must-have we know. Write skill, place, meeting, hours, "
                    "other department or ahead.",
                    value=name,
                )
            )
        found.add(MustHave(_MUST[plain_name(name)]))
    return frozenset(found)


def yes(cell: str) -> bool:
    """Whether a cell says yes; an empty one does."""
    word = plain_name(cell)
    if nothing(cell) or word in YES:
        return True
    if word in NO:
        return False
    raise CellError(sentence("“%(value)s” is neither yes nor no.", value=cell))


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
    "principles": phrases,
    "topics": names,
    "levels": levels,
    "must_haves": must_haves,
}
"""How the cell of each profile field is read."""

LISTS = frozenset(
    {"goals", "skills_wanted", "skills_offered", "experience", "interests", "languages"}
    | {"availability", "meeting_modes", "values", "ways", "principles", "topics", "must_haves"}
    | {"blocked", "conflicts", "managers", "choices", "previous"}
)
"""Fields that may be spread over several columns, like "Goal 1" and "Goal 2"."""
