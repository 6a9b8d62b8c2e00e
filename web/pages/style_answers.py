"""The part of the profile form about values, style, preferences and must-haves.

Groups of boxes and questions name themselves in the hidden field "asked", so that what a form does
not ask stays as it is.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from core.domain.must_have import OF_MENTEES, MustHave
from core.domain.profile import Profile, Seniority
from core.domain.working_style import REVERSED, SCALES, Style, Value, Way
from core.sentence import sentence
from web.pages.form_fields import number, written

BOXES: Mapping[str, Callable[[str], Any]] = {
    "values": Value,
    "ways": Way,
    "levels": lambda level: Seniority(int(level)),
    "must_haves": MustHave,
}
"""Group of boxes -> the choice that the value of a box means."""
CHOICES_OFFERED: Mapping[str, frozenset[str]] = {
    "values": frozenset(Value),
    "ways": frozenset(Way),
    "levels": frozenset(str(int(level)) for level in Seniority),
    "must_haves": frozenset(OF_MENTEES),
}
ASKED = "asked"
QUESTIONS = tuple(f"personality-{place}" for place in range(len(REVERSED)))
STYLES = tuple(f"style-{scale}" for scale in SCALES)
NUMBERS = (*STYLES, *QUESTIONS)


def text_of(profile: Profile) -> dict[str, str]:
    """What the form's lists of steps show."""
    style = {f"style-{scale}": getattr(profile.style, scale) for scale in SCALES}
    answers = dict(zip(QUESTIONS, profile.personality, strict=False))
    return {name: str((style | answers).get(name) or "") for name in NUMBERS}


def chosen_of(profile: Profile) -> dict[str, frozenset[str]]:
    """Which boxes are ticked."""
    return {
        "values": frozenset(profile.values),
        "ways": frozenset(profile.ways),
        "levels": frozenset(str(int(level)) for level in profile.levels),
        "must_haves": frozenset(profile.must_haves),
        ASKED: frozenset((*BOXES, "style", "personality")),
    }


def sent(form: MultiDict[str, str]) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """The texts and the boxes of this part, as sent."""
    names = (*BOXES, ASKED)
    return (
        {name: written(form, name) for name in NUMBERS},
        {name: frozenset(form.getlist(name)) for name in names},
    )


def changes(
    text: Mapping[str, str], chosen: Mapping[str, Collection[str]], problems: Any
) -> dict[str, Any]:
    """Fields of a profile that this part of the form means; only of what was asked.

    Args:
        text: as sent.
        chosen: as sent.
        problems: field -> sentences; grows.
    """
    asked = chosen[ASKED]
    found: dict[str, Any] = {}
    for name in [name for name in BOXES if name in asked]:
        if set(chosen[name]) - CHOICES_OFFERED[name]:
            problems[name].append(sentence("Choose from those in the list."))
        known = set(chosen[name]) & CHOICES_OFFERED[name]
        found[name] = frozenset(BOXES[name](word) for word in known)
    if "style" in asked:
        steps = {scale: number(text, f"style-{scale}") for scale in SCALES}
        found["style"] = Style(**steps)
    if "personality" in asked:
        answers = [number(text, name) for name in QUESTIONS]
        given = [answer for answer in answers if answer is not None]
        found["personality"] = tuple(given)
    return found
