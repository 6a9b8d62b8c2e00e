"""What a teacher plans: an activity before it is in a course, and its custom parameters.

LTI custom parameters are texts that the LMS keeps with the link and hands back at each launch,
after course copies too. Moodle keeps all of a link's in one column of 255 characters, one
`name=value` a line. So they carry what cannot be had elsewhere and neither title nor
instructions: LMSs keep those as the link's own title and description.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self
from uuid import UUID

from core.domain.activity import Activity, ActivityKind
from core.domain.identifiers import ActivityId
from core.errors import InvalidInputError, NotFoundError
from core.sentence import Sentence, sentence
from core.services.wording_rules import complaints

LONGEST_TITLE = 120
LONGEST_INSTRUCTIONS = 2000
MOST_MEETINGS = 50
MOST_POINTS = 1000.0

Fields = dict[str, list[Sentence]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPlan:
    """What an activity is to be.

    Attributes:
        target: how many meetings; 1 for other kinds.
        points: the most the gradebook gives; None is not graded.
    """

    kind: ActivityKind
    title: str
    instructions: str = ""
    target: int = 1
    points: float | None = None

    @classmethod
    def of(cls, activity: Activity) -> Self:
        """The plan an activity was made from."""
        return cls(**{name: getattr(activity, name) for name in cls.__dataclass_fields__})

    def tidied(self) -> Self:
        """Without surrounding blanks, and with a target only where it means something."""
        counted = self.kind is ActivityKind.MEETINGS
        return replace(
            self,
            title=" ".join(self.title.split()),
            instructions=self.instructions.strip(),
            target=self.target if counted else 1,
        )


def check_plans(plans: Sequence[ActivityPlan]) -> None:
    """Refuse plans that make no sense.

    Raises:
        InvalidInputError: names fields as "<number of the plan, from 0>-<field>".
    """
    wrong = {
        f"{number}-{name}": sentences
        for number, plan in enumerate(plans)
        for name, sentences in _complaints(plan).items()
        if sentences
    }
    if wrong:
        raise InvalidInputError("Some answers need a change before they can be saved.", wrong)


def _complaints(plan: ActivityPlan) -> Fields:
    fields: Fields = {
        "title": complaints(plan.title, LONGEST_TITLE),
        "instructions": complaints(plan.instructions, LONGEST_INSTRUCTIONS),
        "target": [],
        "points": [],
    }
    if not plan.title:
        fields["title"].append(sentence("Give the activity a title."))
    if not 1 <= plan.target <= MOST_MEETINGS:
        fields["target"].append(sentence("Choose a number from 1 to %(most)s.", most=MOST_MEETINGS))
    if plan.points is not None and not 0 < plan.points <= MOST_POINTS:  # not a number, too
        fields["points"].append(
            sentence("Give more than 0 and at most %(most)s points.", most=int(MOST_POINTS))
        )
    return fields


def parameters(activity: Activity) -> dict[str, str]:
    """The custom parameters of an activity's link."""
    return parameters_of(ActivityPlan.of(activity), activity.origin_id)


def parameters_of(plan: ActivityPlan, origin_id: ActivityId) -> dict[str, str]:
    """The custom parameters of the link of an activity that is to be."""
    told = {"activity": str(origin_id), "kind": plan.kind.value, "target": str(plan.target)}
    return told if plan.points is None else told | {"points": f"{plan.points:g}"}


def planned(told: Mapping[str, str], title: str, instructions: str) -> ActivityPlan:
    """The plan that custom parameters tell.

    Args:
        told: as the LMS hands them back.
        title: the link's own; empty when the LMS gives none.
        instructions: likewise.

    Raises:
        NotFoundError: they are missing or malformed; says what a teacher can do.
    """
    try:
        plan = ActivityPlan(
            kind=ActivityKind(told["kind"]),
            title=title[:LONGEST_TITLE],
            instructions=instructions[:LONGEST_INSTRUCTIONS],
            target=int(told.get("target", "1")),
            points=_points(told.get("points", "")),
        ).tidied()
        check_plans([replace(plan, title=plan.title or plan.kind.value)])
    except (KeyError, ValueError, InvalidInputError) as error:
        raise unreadable() from error
    return plan


def origin(told: Mapping[str, str]) -> ActivityId:
    """Which activity custom parameters name.

    Raises:
        NotFoundError: they name none.
    """
    try:
        return ActivityId(UUID(told.get("activity", "")))
    except ValueError as error:
        raise unreadable() from error


def unreadable() -> NotFoundError:
    """The link does not say what it opens."""
    return NotFoundError(
        "This link does not say which mentoring activity it opens. If you teach this course, "
        "remove it there and choose the activity again; otherwise tell your teacher."
    )


def _points(written: str) -> float | None:
    if not written:
        return None
    points = float(written)
    if not math.isfinite(points):
        raise ValueError
    return points
