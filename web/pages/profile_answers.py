"""The profile form: answers as people type them, and the profile they mean.

Answers stay text until they are understood, so that a form that needs a change comes back with
everything as it was typed.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from werkzeug.datastructures import MultiDict

from core.domain.languages import language_tag, own_name
from core.domain.profile import MeetingMode, Profile, Seniority
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from core.services.people.profile_check import check
from core.services.people.profiles import tidied
from web.pages import style_answers
from web.pages.form_fields import written

SENTENCES = ("goals", "experience", "principles")
"""One item a line."""
WORDS = ("skills_wanted", "skills_offered", "interests", "languages", "topics")
"""One item a line, or several between commas."""
LINES = ("headline", "time_zone", "location", "department", "seniority")
CHOICES = ("availability", "meeting_modes")
_BULLET = re.compile(r"^\s*[-•*]\s+")

Problems = defaultdict[str, list[Sentence]]


@dataclass(frozen=True, slots=True)
class Answers:
    """What a form holds.

    Attributes:
        text: field -> what was typed or chosen.
        chosen: field -> ticked boxes.
    """

    text: Mapping[str, str]
    chosen: Mapping[str, frozenset[str]]


def answers_of(profile: Profile) -> Answers:
    """The form filled in from a stored profile."""
    text = {name: "\n".join(getattr(profile, name)) for name in SENTENCES}
    text |= {name: ", ".join(getattr(profile, name)) for name in WORDS}
    text |= {name: getattr(profile, name) for name in LINES}
    text["languages"] = ", ".join(own_name(tag) for tag in profile.languages)
    text["seniority"] = str(int(profile.seniority)) if profile.seniority else ""
    modes = frozenset(mode.value for mode in profile.meeting_modes)
    chosen = {"availability": profile.availability, "meeting_modes": modes}
    return Answers(text | style_answers.text_of(profile), chosen | style_answers.chosen_of(profile))


def answers_in(form: MultiDict[str, str]) -> Answers:
    """The form as it was sent; characters nobody can see are left out."""
    text = {name: written(form, name) for name in (*SENTENCES, *WORDS, *LINES) if name in form}
    numbers, boxes = style_answers.sent(form)
    chosen = {name: frozenset(form.getlist(name)) for name in CHOICES}
    return Answers(defaultdict(str, text | numbers), chosen | boxes)


def profile_in(answers: Answers, before: Profile) -> Profile:
    """The profile that answers mean.

    Args:
        answers: as sent.
        before: the stored profile; what the form does not ask stays as it is.

    Raises:
        InvalidInputError: names every field that needs a change.
    """
    problems: Problems = defaultdict(list)
    profile = replace(
        before,
        headline=answers.text["headline"],
        goals=_lines(answers.text["goals"]),
        experience=_lines(answers.text["experience"]),
        skills_wanted=words_in(answers.text["skills_wanted"]),
        skills_offered=words_in(answers.text["skills_offered"]),
        interests=words_in(answers.text["interests"]),
        languages=_languages(answers.text["languages"], problems),
        time_zone=answers.text["time_zone"],
        location=answers.text["location"],
        department=answers.text["department"],
        seniority=_seniority(answers.text["seniority"], problems),
        availability=answers.chosen["availability"],
        meeting_modes=_modes(answers.chosen["meeting_modes"], problems),
        principles=_lines(answers.text["principles"]),
        topics=words_in(answers.text["topics"]) if "topics" in answers.text else before.topics,
        **style_answers.changes(answers.text, answers.chosen, problems),
    )
    try:
        check(tidied(profile), profile.avoid | profile.meet_again)
    except InvalidInputError as error:
        for name, sentences in error.fields.items():
            problems[name] += sentences
    if problems:
        raise InvalidInputError("Some answers need a change before they can be saved.", problems)
    return profile


def _lines(text: str) -> tuple[str, ...]:
    items = (_BULLET.sub("", line).strip() for line in text.splitlines())
    return tuple(filter(None, items))


def words_in(text: str) -> tuple[str, ...]:
    """Names between commas, semicolons or line breaks."""
    return tuple(word.strip() for word in re.split(r"[,;\n]", text) if word.strip())


def _languages(text: str, problems: Problems) -> tuple[str, ...]:
    tags = []
    for name in filter(str.strip, words_in(text)):
        tag = language_tag(name)
        if tag is None:
            problems["languages"].append(
                sentence(
                    "We do not know the language “%(name)s”. Write its name, like English, "
                    "Deutsch or Türkçe.",
                    name=name.strip()[:40],
                )
            )
        else:
            tags.append(tag)
    return tuple(tags)


def _seniority(text: str, problems: Problems) -> Seniority | None:
    by_value = {str(int(level)): level for level in Seniority}
    if text and text not in by_value:
        problems["seniority"].append(sentence("Choose one of the levels in the list."))
    return by_value.get(text)


def _modes(chosen: frozenset[str], problems: Problems) -> frozenset[MeetingMode]:
    if chosen - set(MeetingMode):
        problems["meeting_modes"].append(sentence("Choose from the ways to meet in the list."))
    return frozenset(MeetingMode(mode) for mode in chosen & set(MeetingMode))
