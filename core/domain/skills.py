"""The skill catalogue: which names mean the same skill, and which skills are of one group."""

import re
from dataclasses import dataclass
from functools import lru_cache

from core.domain.plain_name import plain_name
from core.domain.skill_names import NAMES

_NUMBER = re.compile(r"(?<=[a-z]{2})\s*\d+$|\s+v?\d[\d.]*$")
_ASIDE = re.compile(r"^(.*?)\s*[(\[]([^)\]]+)[)\]]\s*$")
_FILLING = re.compile(
    r"^(basics of|basic|advanced|introduction to|intro to|grundlagen (der|des|von|in)|"
    r"knowledge of|experience (in|with)) | (skills?|basics|kenntnisse|grundlagen|fundamentals)$"
)


@dataclass(frozen=True, slots=True)
class Skill:
    """One entry.

    Attributes:
        name: as we call it, a plain name.
        group: code of the broader group in ESCO, like S5.1.
    """

    name: str
    group: str


def _read() -> dict[str, Skill]:
    catalogue: dict[str, Skill] = {}
    group = ""
    for line in NAMES.strip().splitlines():
        if line.startswith("# "):
            group = line.split()[1]
            continue
        names = [plain_name(name) for name in line.split("|")]
        skill = Skill(names[0], group)
        # The name itself first: "editing" is one skill, whoever else lists it among its names.
        catalogue |= {name: skill for name in names if name not in catalogue}
        catalogue[names[0]] = skill
    return catalogue


CATALOGUE = _read()
"""Plain name -> skill."""

_BREAK = re.compile(r"[\s/:;|\u2013\u2014]+|,\s*|\s-\s")
_AROUND = ".,;:()[]{}\"'“”„!?*"
_SHORT = 3
_WORDS_TOO = frozenset({"rest", "rails", "containers", "react"})
"""Names that titles use as words, too: "React to feedback"."""
_LONGEST = max(len(name.split()) for name in CATALOGUE)


@lru_cache(maxsize=65_536)
def skill_of(text: str) -> Skill | None:
    """The skill that a name means, None if the catalogue does not know it.

    "Machine Learning (ML)", "ML" and "ML skills" are one; so are "Python" and "Python 3".
    """
    for name in _readings(text):
        if name in CATALOGUE:
            return CATALOGUE[name]
    return None


def skill_name(text: str) -> str:
    """A name as compared: the catalogue's, else the plain name."""
    skill = skill_of(text)
    return skill.name if skill else plain_name(text)


def skills_in(text: str) -> tuple[str, ...]:
    """Skills of the catalogue that a title names, in its order: "Intro to SQL" names sql.

    Names of up to three letters count only where they are written large (SQL, R, AI): "go", "net"
    and "law" are words too.
    """
    words = [word for raw in _BREAK.split(text) if (word := raw.strip(_AROUND))]
    found: dict[str, None] = {}
    at = 0
    while at < len(words):
        size = next((n for n in range(_LONGEST, 0, -1) if _named(words[at : at + n], n)), 0)
        if size:
            found[CATALOGUE[plain_name(" ".join(words[at : at + size]))].name] = None
        at += size or 1
    return tuple(found)


def _named(words: list[str], size: int) -> bool:
    """Whether so many words are the name of a skill."""
    if len(words) < size:
        return False
    name = plain_name(" ".join(words))
    if name not in CATALOGUE or name in _WORDS_TOO:
        return False
    return len(name) > _SHORT or words[0].isupper()


def _readings(text: str) -> list[str]:
    """What a name could stand for, as written first."""
    parts = [text]
    if (aside := _ASIDE.match(text)) is not None:
        parts += aside.groups()
    plain = [plain_name(part) for part in parts]
    bare = [_FILLING.sub("", name) for name in plain]
    return [*plain, *bare, *(_NUMBER.sub("", name) for name in bare)]
