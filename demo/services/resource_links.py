"""Which resource links a tool has in each course.

The hub's own link is there from the start: an activity in Moodle, course navigation in Canvas,
whose link has the id of the course. Activities and assignments add more.
"""

import threading

from demo.services.places import Place


class ResourceLinks:
    """`resource_link.id`s by course and tool."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._added: dict[tuple[str, str, str], set[str]] = {}

    def add(self, place: Place, link_id: str) -> None:
        """The tool has one more link in this course."""
        with self._lock:
            self._added.setdefault(place.corner, set()).add(link_id)

    def has(self, place: Place, link_id: str) -> bool:
        """Whether the tool has that link in this course."""
        if link_id == own_link(place):
            return True
        with self._lock:
            return link_id in self._added.get(place.corner, ())

    def known(self, place: Place, link_id: str) -> bool:
        """Whether any course of the institution got that link."""
        with self._lock:
            return any(
                link_id in links
                for (slug, _, _), links in self._added.items()
                if slug == place.institution.slug
            )


def own_link(place: Place) -> str:
    """The link every course has; empty for tools that were not there from the start."""
    if place.tool.client_id != place.institution.client_id:
        return ""
    return place.course.id if place.institution.dialect == "canvas" else place.course.link_id
