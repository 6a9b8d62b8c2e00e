"""What a manager enters about a group, and what it has to keep to."""

from collections.abc import Collection
from dataclasses import dataclass

from core.domain.group import MOST_MENTORS
from core.domain.identifiers import PersonId
from core.errors import InvalidInputError
from core.sentence import Sentence, sentence
from core.services.wording_rules import complaints

LONGEST_NAME, LONGEST_TOPIC, LONGEST_WHEREABOUTS = 120, 500, 500
LARGEST = 50
"""Mentees that one group may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPlan:
    """A group as entered.

    Attributes:
        least, most: how many mentees it is meant for.
        mentors: who lead it.
    """

    name: str
    topic: str = ""
    whereabouts: str = ""
    least: int = 2
    most: int = 6
    mentors: tuple[PersonId, ...] = ()


def check(plan: GroupPlan, mentors: Collection[PersonId]) -> None:
    """Refuse a plan that makes no group.

    Args:
        plan: as entered.
        mentors: the programme's, among whom to choose.

    Raises:
        InvalidInputError: names the fields.
    """
    fields: dict[str, list[Sentence]] = {
        "name": complaints(plan.name, LONGEST_NAME),
        "topic": complaints(plan.topic, LONGEST_TOPIC),
        "whereabouts": complaints(plan.whereabouts, LONGEST_WHEREABOUTS),
        "most": [],
        "mentors": [],
    }
    if not plan.name.strip():
        fields["name"].append(sentence("Give the group a name."))
    if not 1 <= plan.least <= plan.most <= LARGEST:
        fields["most"].append(
            sentence(
                "Choose numbers from 1 to %(most)s, the second not below the first.", most=LARGEST
            )
        )
    if not 1 <= len(set(plan.mentors)) <= MOST_MENTORS or set(plan.mentors) - set(mentors):
        fields["mentors"].append(
            sentence("Choose 1 to %(most)s mentors of this programme.", most=MOST_MENTORS)
        )
    if wrong := {field: sentences for field, sentences in fields.items() if sentences}:
        raise InvalidInputError("Some answers need a change before they can be saved.", wrong)
