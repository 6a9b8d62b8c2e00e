"""One's own news: newest first, read when it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import NotificationId
from core.domain.notification import Notification
from core.domain.program import Program
from core.errors import NotFoundError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork


@dataclass(frozen=True, slots=True)
class NewsItem:
    """One piece of news as its reader sees it.

    Attributes:
        elsewhere: the programme it is about, if that is not the one they are in: its page is
            reached from another course only.
    """

    notification: Notification
    elsewhere: Program | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsPage:
    """Some of somebody's news.

    Attributes:
        items: newest first.
        unread: how much is unread in all.
        more: whether there is older news.
    """

    items: tuple[NewsItem, ...]
    unread: int
    more: bool


class OwnNews:
    """Reading one's own news."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def unread(self, actor: Actor) -> int:
        """How much news the actor has not read."""
        with self._storage.tenant(actor.organization_id) as work:
            return work.news.unread(actor.person_id)

    def some(self, actor: Actor, most: int, skip: int = 0) -> NewsPage:
        """The actor's news, newest first.

        Args:
            actor: whose.
            most: how much at most.
            skip: how much of the newest is left out.
        """
        with self._storage.tenant(actor.organization_id) as work:
            news = work.news.of_person(actor.person_id, most + 1, skip)
            unread = work.news.unread(actor.person_id)
            items = _items(work, actor, news[:most])
        return NewsPage(items=items, unread=unread, more=len(news) > most)

    def open(self, actor: Actor, notification_id: NotificationId) -> NewsItem:
        """Mark one piece of news as read, now or before.

        Raises:
            NotFoundError: the actor has no such news.
        """
        with self._storage.tenant(actor.organization_id) as work:
            found = work.news.get(notification_id)
            if found is None or found.person_id != actor.person_id:
                raise NotFoundError("There is no such news for you. Old news is removed.")
            work.news.read(actor.person_id, self._clock.now(), only=[notification_id])
            (item,) = _items(work, actor, [found])
        return item

    def read_all(self, actor: Actor) -> None:
        """Mark all of it as read."""
        with self._storage.tenant(actor.organization_id) as work:
            work.news.read(actor.person_id, self._clock.now())


def _items(work: TenantWork, actor: Actor, news: Sequence[Notification]) -> tuple[NewsItem, ...]:
    others = {one.program_id for one in news} - {None, actor.program_id}
    programs = {p.id: p for p in work.programs.all() if p.id in others} if others else {}
    return tuple(
        NewsItem(one, programs.get(one.program_id) if one.program_id else None) for one in news
    )
