"""Groups of learners in each course, and the sets that some groups belong to.

At first the learners of a course are in teams of about five, all in one set; every third learner is
in a reading circle too, which belongs to no set. Tests and pages may arrange them otherwise.
"""

import threading
from dataclasses import dataclass

from demo.services.memberships import LEARNER, Memberships
from demo.services.places import Place

TEAM = 5
CIRCLE_EVERY = 3


@dataclass(frozen=True, slots=True)
class GroupSet:
    """A set of groups; Moodle calls it a grouping."""

    id: str
    name: str

    def told(self) -> dict[str, str]:
        """As the service describes it."""
        return {"id": self.id, "name": self.name}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group.

    Attributes:
        set_id: the set it belongs to, empty for none.
        members: LTI `sub`s.
    """

    id: str
    name: str
    set_id: str = ""
    members: frozenset[str]

    def told(self) -> dict[str, str]:
        """As the service describes it: a group without a set names none."""
        belongs = {"set_id": self.set_id} if self.set_id else {}
        return {"id": self.id, "name": self.name, **belongs}


@dataclass(frozen=True, slots=True)
class Arrangement:
    """How a course is divided."""

    sets: tuple[GroupSet, ...]
    groups: tuple[Group, ...]

    def around(self, subject: str) -> list[Group]:
        """The groups somebody is in, or all of them for an empty subject."""
        return [group for group in self.groups if not subject or subject in group.members]


class Groups:
    """How all courses are divided.

    Args:
        memberships: who is there to be divided.
    """

    def __init__(self, memberships: Memberships) -> None:
        self._memberships = memberships
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Arrangement] = {}

    def of(self, place: Place) -> Arrangement:
        """How a course is divided."""
        with self._lock:
            known = self._known.get(place.key)
            if known is None:
                known = self._known[place.key] = _teams(self._learners(place))
            return known

    def arrange(self, place: Place, arrangement: Arrangement) -> None:
        """Divide a course anew."""
        with self._lock:
            self._known[place.key] = arrangement

    def _learners(self, place: Place) -> list[str]:
        members = self._memberships.active(place)
        return [member.subject for member in members if member.role == LEARNER]


def _teams(learners: list[str]) -> Arrangement:
    teams = GroupSet("1", "Project teams")
    parts = [learners[start : start + TEAM] for start in range(0, len(learners), TEAM)]
    groups = [
        Group(id=f"{number}", name=f"Team {number}", set_id=teams.id, members=frozenset(part))
        for number, part in enumerate(parts, 1)
    ]
    circle = frozenset(learners[::CIRCLE_EVERY])
    groups.append(Group(id=f"{len(groups) + 1}", name="Reading circle", members=circle))
    return Arrangement((teams,), tuple(groups))
