"""What a profile may hold: limits, and what to do about what is too much or makes no sense."""

from collections import defaultdict
from collections.abc import Iterable
from zoneinfo import available_timezones

from core.domain.identifiers import PersonId
from core.domain.languages import language_tag
from core.domain.profile import DAY_PARTS, DAYS, Profile
from core.domain.working_style import MOST_VALUES, MOST_WAYS, REVERSED, SCALES, STEPS
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from core.services.wording_rules import complaints

MOST_ITEMS = 12
MOST_EXPERIENCE = 60
LONGEST_ITEM = 500
LONGEST_TEXT = 5000
"""Of what is written in sentences: a summary of a paper or a whole curriculum vitae fits."""
LONGEST_LINE = 200
AVAILABILITY = frozenset(f"{day}-{part}" for day in DAYS for part in DAY_PARTS)

LISTS = (
    "goals",
    "skills_wanted",
    "skills_offered",
    "experience",
    "interests",
    "languages",
    "principles",
    "topics",
)
LINES = ("headline", "time_zone", "location", "department")
_TEXTS = frozenset({"goals", "experience", "principles"})

Complaints = Iterable[tuple[str, Sentence]]
"""(field, what is wrong with it)"""


def limits(name: str) -> tuple[int, int]:
    """How many items a list of a profile may have, and how many characters each."""
    most = MOST_EXPERIENCE if name == "experience" else MOST_ITEMS
    return most, LONGEST_TEXT if name in _TEXTS else LONGEST_ITEM


def check(profile: Profile, known_people: Iterable[PersonId]) -> None:
    """Refuse a profile that cannot be stored.

    Raises:
        InvalidInputError: names each field and what to do about it.
    """
    fields: defaultdict[str, list[Sentence]] = defaultdict(list)
    for found in (
        _lists(profile),
        _lines(profile),
        _choices(profile),
        _people(profile, frozenset(known_people)),
    ):
        for name, complaint in found:
            fields[name].append(complaint)
    if fields:
        raise InvalidInputError("Some answers need a change before they can be saved.", fields)


def _lists(profile: Profile) -> Complaints:
    for name in LISTS:
        items = getattr(profile, name)
        most, longest = limits(name)
        if len(items) > most:
            yield name, sentence("At most %(count)s items fit here.", count=most)
        if any(len(item) > longest for item in items):
            yield (
                name,
                sentence(
                    "One item is longer than %(count)s characters. Shorten it or split it.",
                    count=longest,
                ),
            )
        yield from ((name, complaint) for complaint in complaints("".join(items)))
    for language in profile.languages:
        if language_tag(language) is None:
            yield (
                "languages",
                sentence(
                    "We do not know the language “%(name)s”. Write its name, like English, "
                    "Deutsch or Türkçe.",
                    name=language[:40],
                ),
            )


def _lines(profile: Profile) -> Complaints:
    for name in LINES:
        found = complaints(getattr(profile, name), LONGEST_LINE)
        yield from ((name, complaint) for complaint in found)
    if profile.time_zone and profile.time_zone not in available_timezones():
        yield "time_zone", sentence("This time zone is unknown. Choose one like Europe/Berlin.")


def _choices(profile: Profile) -> Complaints:
    if profile.availability - AVAILABILITY:
        yield "availability", sentence("Use a day and a part of the day, like mon-morning.")
    for name, most in (("values", MOST_VALUES), ("ways", MOST_WAYS)):
        if len(getattr(profile, name)) > most:
            yield name, sentence("Choose at most %(count)s.", count=most)
    style = [getattr(profile.style, scale) for scale in SCALES]
    if not all(1 <= step <= STEPS for step in style if step is not None):
        yield "style", sentence("Choose a step from 1 to %(most)s.", most=STEPS)
    answers = profile.personality
    complete = len(answers) == len(REVERSED) and all(1 <= answer <= STEPS for answer in answers)
    if answers and not complete:
        yield "personality", sentence("Answer all of these questions, or none of them.")


def _people(profile: Profile, known: frozenset[PersonId]) -> Complaints:
    for name in ("avoid", "meet_again"):
        if getattr(profile, name) - (known - {profile.person_id}):
            yield name, sentence("Choose other people of this organization.")
