"""Reading the people of a company at BambooHR, all or who changed.

All: pages in the order of ids; somebody who is deleted meanwhile moves everybody behind to the
front, so that one may be missed at the edge of a page: then it begins anew.
Changed: the ids since the last time, then their rows. Moments are BambooHR's own, never ours.
Somebody whose first day comes does not change for that: they are asked for besides.

Cursors, version 1: {"page", "size", "since"} within a full reading; {"since", "done"} after it,
where "done" is the moment and id of the last change that was read of those since "since".
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from core.domain.directory import DirectoryRecord, Presence
from core.domain.sync import Cursor, Window
from core.ports.connectors import BadRow, CursorExpiredError, Page, PeoplePage
from core.sentence import sentence
from integrations.hris.bamboohr.company import DELETED, Change, Company, Values
from integrations.hris.bamboohr.records import Reading

VERSION = 1
LOOK_BACK = timedelta(minutes=2)
"""A change may be listed a little after its moment; what is read twice changes nothing."""


ONE_DAY = timedelta(days=1)
"""A day begins everywhere within one."""


@dataclass(frozen=True, slots=True)
class Pull:
    """One reading.

    Attributes:
        size: rows a page of a full reading.
        few: changed people a page.
    """

    company: Company
    reading: Reading
    size: int
    few: int

    def everybody(self, cursor: Cursor) -> Iterator[PeoplePage]:
        """All pages from a cursor with "page" on.

        Raises:
            CursorExpiredError: the pages moved meanwhile.
        """
        number, size = int(cursor["page"]), int(cursor["size"])
        since = datetime.fromisoformat(cursor["since"])
        last = False
        while not last:
            names, key = self.reading.names, self.reading.columns["key"].name
            rows, last = self.company.page(names, key, number, size)
            if last and number > 1 and self.company.changed(since, deleted=True):
                raise CursorExpiredError("Somebody was deleted in BambooHR while it was read.")
            number += 1
            following = {**cursor, "page": number}
            behind = _after(since) if last else following
            # Of everybody, who left is not there: when that takes away many, an administrator
            # is asked. Former employees nobody ever met here are not stored at all.
            yield replace(self._page(rows, next_cursor=behind, last=last), deletes=())

    def changed(self, cursor: Cursor) -> Iterator[PeoplePage]:
        """Who changed since a cursor without "page"."""
        since = datetime.fromisoformat(cursor["since"])
        done = list(cursor.get("done", ()))
        found = self.company.changed(since - LOOK_BACK)
        left = [one for one in found if not done or [one.at.isoformat(), one.id] > done]
        latest = max([since, *(one.at for one in found)])
        before = {"v": VERSION, "since": cursor["since"]}
        for page in self._parts(left, _after(latest), before):
            yield self._with_beginners(page, since.date()) if page.last else page

    def _with_beginners(self, page: PeoplePage, since: date) -> PeoplePage:
        first_day = self.reading.columns.get("start_date")
        if first_day is None:
            return page
        names, today = self.reading.names, self.reading.today
        began = self._page(self.company.began(names, first_day.name, since - ONE_DAY, today))
        known = {one.key for one in page.upserts}
        more = [one for one in began.upserts if one.key not in known]
        return replace(page, upserts=[*page.upserts, *more])

    def within(self, window: Window) -> Iterator[PeoplePage]:
        """Who changed within a window."""
        found = self.company.changed(window.since)
        inside = [one for one in found if one.at < window.until]
        end = {"v": VERSION, "since": window.since.isoformat()}
        yield from self._parts(inside, end, end)

    def _parts(
        self, changes: Sequence[Change], behind: Cursor, before: Cursor
    ) -> Iterator[PeoplePage]:
        parts = [changes[at : at + self.few] for at in range(0, len(changes), self.few)] or [()]
        for number, part in enumerate(parts, 1):
            last = number == len(parts)
            done = [part[-1].at.isoformat(), part[-1].id] if part else []
            yield self._part(part, behind if last else {**before, "done": done}, last=last)

    def _part(self, part: Sequence[Change], behind: Cursor, *, last: bool) -> PeoplePage:
        deleted = [one.id for one in part if one.action == DELETED]
        asked = [one.id for one in part if one.action != DELETED]
        key = self.reading.columns["key"]
        rows = self.company.some(self.reading.names, key, asked) if asked else []
        page = self._page(rows, next_cursor=behind, last=last)
        told = {one.key for one in page.upserts} | {one.key for one in page.bad} | {*page.deletes}
        hidden = [_hidden(one) for one in asked if one not in told]
        return replace(page, deletes=[*deleted, *page.deletes], bad=[*page.bad, *hidden])

    def _page(self, rows: Sequence[Values], **rest: Any) -> PeoplePage:
        """A page of rows; in `deletes` who left."""
        read = [self.reading.record(values) for values in rows]
        people = {one.key: one for one in read if isinstance(one, DirectoryRecord)}
        return Page(
            upserts=[one for one in people.values() if one.presence is not Presence.GONE],
            deletes=[one.key for one in people.values() if one.presence is Presence.GONE],
            bad=[one for one in read if isinstance(one, BadRow)],
            **rest,
        )


def beginning(since: datetime, size: int) -> Cursor:
    """The cursor of a full reading that begins at a moment of BambooHR's."""
    return {"v": VERSION, "page": 1, "size": size, "since": since.isoformat()}


def _after(moment: datetime) -> Cursor:
    return {"v": VERSION, "since": moment.isoformat()}


def _hidden(key: str) -> BadRow:
    told = sentence("This person changed, but our account of BambooHR may not see them.")
    return BadRow(key=key, sentence=told)
