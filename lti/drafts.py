"""Activities while a teacher writes them: what the form holds, and the plans it means.

Answers stay text until they are understood, so that a form that needs a change comes back with
everything as it was typed. Fields are named "<number>-<field>".
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from core.domain.activity import ActivityKind
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from core.services.activities.activity_plans import MOST_MEETINGS, MOST_POINTS, ActivityPlan
from lti.deep_linking import MOST_ITEMS
from web.pages.form_fields import number, written

FIELDS = ("title", "instructions", "target", "points")
LONGEST_POINTS = 9
"""Characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One activity as typed."""

    kind: ActivityKind
    title: str = ""
    instructions: str = ""
    target: str = "1"
    points: str = ""


def begun(kind: ActivityKind) -> Draft:
    """A new one, with words to start from in the teacher's language."""
    words = {
        ActivityKind.ONBOARDING: (
            _("Get started with mentoring"),
            _("Join the mentoring programme and say what you want to achieve."),
        ),
        ActivityKind.FIND_MENTOR: (
            _("Find your mentor"),
            _("See who fits you and ask. You have found a mentor as soon as somebody accepts."),
        ),
        ActivityKind.MEETINGS: (
            _("Meet your mentor"),
            _("Meet, and tell here when it was. A meeting counts once both of you confirmed it."),
        ),
        ActivityKind.MILESTONE: (
            _("Reach a milestone"),
            _("Say in a few words how you reached it. Your mentor confirms it."),
        ),
        ActivityKind.REFLECTION: (
            _("Look back on your mentoring"),
            _("What did you learn, and what will you do differently? Your mentor reads it."),
        ),
        ActivityKind.PATH_STEP: (
            _("Take the next step"),
            _("Tick this off when you have done it."),
        ),
    }
    title, instructions = words[kind]
    target = "3" if kind is ActivityKind.MEETINGS else "1"
    return Draft(kind=kind, title=title, instructions=instructions, target=target)


def drafts_in(form: Mapping[str, str]) -> list[Draft]:
    """What a form holds; what is of no kind of ours is left out."""
    kinds = [(n, form.get(f"{n}-kind", "")) for n in range(MOST_ITEMS + 1)]
    return [
        Draft(
            kind=ActivityKind(kind),
            **{name: written(form, f"{n}-{name}") for name in FIELDS if f"{n}-{name}" in form},
        )
        for n, kind in kinds
        if kind in set(ActivityKind)
    ]


def plans_of(drafts: Sequence[Draft]) -> list[ActivityPlan]:
    """The plans that drafts mean.

    Raises:
        InvalidInputError: a number is none; names fields as in the form.
    """
    problems: defaultdict[str, list[Sentence]] = defaultdict(list)
    plans = [
        ActivityPlan(
            kind=draft.kind,
            title=draft.title,
            instructions=draft.instructions,
            target=_target(draft.target, problems[f"{n}-target"]),
            points=_points(draft.points, problems[f"{n}-points"]),
        )
        for n, draft in enumerate(drafts)
    ]
    if wrong := {name: sentences for name, sentences in problems.items() if sentences}:
        raise InvalidInputError("Some answers need a change before they can be saved.", wrong)
    return plans


def as_seen(draft: Draft) -> ActivityPlan:
    """What learners would see of a draft; what is not understood yet is left out."""
    return ActivityPlan(
        kind=draft.kind,
        title=draft.title,
        instructions=draft.instructions,
        target=_target(draft.target, []) or 1,
        points=_points(draft.points, []) or None,
    ).tidied()


def _target(typed: str, problems: list[Sentence]) -> int:
    found = number({"": typed}, "")
    if found is None:
        problems.append(sentence("Choose a number from 1 to %(most)s.", most=MOST_MEETINGS))
    return found or 0


def _points(typed: str, problems: list[Sentence]) -> float | None:
    plain = typed.strip().replace(",", ".")  # 2,5 as many write it
    if not plain:
        return None
    digits = plain.replace(".", "", 1)
    if digits.isascii() and digits.isdigit() and len(plain) <= LONGEST_POINTS:
        return float(plain)
    problems.append(
        sentence("Give more than 0 and at most %(most)s points.", most=int(MOST_POINTS))
    )
    return None
