"""Activities that teachers put into courses, each a resource link to a tool.

They live in memory until the campus restarts. Whoever has to know of new ones (a gradebook, a
notice service) asks to be told.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from demo.messages import Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One activity.

    Attributes:
        institution: slug.
        context_id: LTI id of its course.
        client_id: of the tool.
        url: its own `target_link_uri`.
        icon: address of its picture, may be empty.
        custom: its parameters, before substitution.
        line_item: what its tool asked for in the gradebook: "scoreMaximum", "label",
            "resourceId", "tag", "submissionReview"; None for an ungraded one.
    """

    institution: str
    context_id: str
    client_id: str
    link: Link
    url: str
    icon: str
    custom: Mapping[str, str]
    line_item: Mapping[str, Any] | None


class Activities:
    """All activities of all courses, in the order they came."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], Activity] = {}
        self._listeners: list[Callable[[Activity], None]] = []

    def when_added(self, tell: Callable[[Activity], None]) -> None:
        """Tell somebody of every activity that is added from now on, copies too."""
        with self._lock:
            self._listeners.append(tell)

    def of(self, slug: str, context_id: str) -> tuple[Activity, ...]:
        """A course's activities."""
        with self._lock:
            return tuple(
                known
                for known in self._known.values()
                if known.institution == slug and known.context_id == context_id
            )

    def find(self, slug: str, context_id: str, link_id: str) -> Activity | None:
        """One activity of a course, if it is there."""
        with self._lock:
            known = self._known.get((slug, link_id))
            return known if known and known.context_id == context_id else None

    def add(self, activity: Activity) -> None:
        """Put an activity into its course."""
        with self._lock:
            self._known[activity.institution, activity.link.id] = activity
            listeners = tuple(self._listeners)
        for tell in listeners:
            tell(activity)

    def copy(self, slug: str, source: str, target: str, new_id: Callable[[], str]) -> None:
        """Give a course copies of another's activities, under new ids that know the old ones.

        Args:
            slug: the institution of both.
            source: LTI id of the course to copy from.
            target: LTI id of the course that gets them.
            new_id: makes link ids.
        """
        for old in self.of(slug, source):
            link = replace(old.link, id=new_id(), history=(old.link.id, *old.link.history))
            self.add(replace(old, context_id=target, link=link))
