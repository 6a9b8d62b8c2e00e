"""Which resource links of the tool each course has.

The course's own Mentoring link is always one; deep linking adds more.
"""

import threading

from demo.services.places import Place


class ResourceLinks:
    """`resource_link.id`s by course."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._added: dict[tuple[str, str], set[str]] = {}

    def add(self, place: Place, link_id: str) -> None:
        """A link now stands in this course."""
        with self._lock:
            self._added.setdefault(place.key, set()).add(link_id)

    def has(self, place: Place, link_id: str) -> bool:
        """Whether this course has that link."""
        with self._lock:
            return link_id == place.course.link_id or link_id in self._added.get(place.key, ())

    def known(self, slug: str, link_id: str) -> bool:
        """Whether any course of an institution got that link."""
        with self._lock:
            return any(
                link_id in links for (where, _), links in self._added.items() if where == slug
            )
