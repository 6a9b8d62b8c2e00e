"""Reading the users of a tenant, all or who changed.

All: first a mark of now, then page by page; what changes meanwhile is told after the mark.
Changed: page by page of the delta query; every page tells where the next one is.

Cursors, version 1: {"mark", "next"} within a full reading; {"link"} after it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from core.domain.directory import DirectoryRecord, Presence
from core.domain.sync import Cursor
from core.ports.connectors import BadRow, Page, PeoplePage
from integrations.hris.entra.directory import Tenant, User
from integrations.hris.entra.records import is_guest, record

VERSION = 1


@dataclass(frozen=True, slots=True)
class Pull:
    """One reading.

    Attributes:
        guests: whether guests are wanted.
        now: from when on somebody who begins is there.
    """

    tenant: Tenant
    guests: bool
    now: datetime

    def everybody(self, cursor: Cursor | None) -> Iterator[PeoplePage]:
        """All pages from a cursor with "next" on."""
        if cursor is None:
            cursor = {"v": VERSION, "mark": self.tenant.mark(), "next": ""}
        link = str(cursor["next"])
        while True:
            users, link = self.tenant.page(link)
            behind = {**cursor, "next": link} if link else _after(cursor["mark"])
            # Of everybody, who is disabled is not there: when that takes away many, an
            # administrator is asked. Rooms and old accounts nobody met here are not stored.
            yield replace(self._page(users, next_cursor=behind, last=not link), deletes=())
            if not link:
                return

    def changed(self, cursor: Cursor) -> Iterator[PeoplePage]:
        """Who changed since a cursor with "link"."""
        link, last = str(cursor["link"]), False
        while not last:
            changed = self.tenant.changed(link)
            link, last = changed.link, changed.last
            # Somebody may be on a page twice: deleted and restored. What is there now counts.
            found = self.tenant.some(list(dict.fromkeys([*changed.ids, *changed.gone])))
            users = [one for one in found.values() if one is not None]
            gone = [key for key, one in found.items() if one is None or self._unwanted(one)]
            page = self._page(users, next_cursor=_after(link), last=last)
            yield replace(page, deletes=[*gone, *page.deletes])

    def _unwanted(self, user: User) -> bool:
        return is_guest(user) and not self.guests

    def _page(self, users: Sequence[User], **rest: Any) -> PeoplePage:
        """A page of users; in `deletes` whose account is disabled."""
        read = [record(one, self.now) for one in users if not self._unwanted(one)]
        people = {one.key: one for one in read if isinstance(one, DirectoryRecord)}
        return Page(
            upserts=[one for one in people.values() if one.presence is not Presence.GONE],
            deletes=[one.key for one in people.values() if one.presence is Presence.GONE],
            bad=[one for one in read if isinstance(one, BadRow)],
            **rest,
        )


def _after(link: str) -> Cursor:
    return {"v": VERSION, "link": link}
