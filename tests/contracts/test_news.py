from datetime import timedelta

from core.sentence import sentence
from tests.contracts.world import NOW

LATER = NOW + timedelta(hours=1)


class TestNews:
    def test_everything_is_kept(self, world):
        told = world.news(
            program_id=world.program.id,
            sentence=sentence("%(b)s and %(a)s: 100 %%", b="Ünal", a="“Ben”"),
            page="/app/requests?done=1",
            read_at=NOW,
            mailed_at=LATER,
        )
        with world.tenant() as work:
            work.news.add_many([told, world.news(world.ben)])
        with world.tenant() as work:
            assert work.news.get(told.id) == told
            assert work.news.of_person(world.ada.id, 9) == [told]
            assert work.news.get(world.ada.id) is None

    def test_it_is_read_page_by_page_newest_first(self, world):
        news = [world.news(minutes=n) for n in range(5)]
        with world.tenant() as work:
            work.news.add_many(news)
            assert work.news.of_person(world.ada.id, 2) == [news[4], news[3]]
            assert work.news.of_person(world.ada.id, 2, skip=4) == [news[0]]
            assert work.news.of_person(world.ada.id, 2, skip=5) == []

    def test_nothing_may_be_added(self, world):
        with world.tenant() as work:
            work.news.add_many([])
            assert work.news.of_person(world.ada.id, 9) == []

    def test_some_is_read_then_all(self, world):
        first, second, third = (world.news(minutes=n) for n in range(3))
        of_ben = world.news(world.ben)
        with world.tenant() as work:
            work.news.add_many([first, second, third, of_ben])
            assert work.news.unread(world.ada.id) == 3
            work.news.read(world.ada.id, NOW, only=[second.id, of_ben.id])
            assert work.news.unread(world.ada.id) == 2
            work.news.read(world.ada.id, LATER)
        with world.tenant() as work:
            read = [(one.id, one.read_at) for one in work.news.of_person(world.ada.id, 9)]
            assert read == [(third.id, LATER), (second.id, NOW), (first.id, LATER)]
            assert work.news.unread(world.ben.id) == 1

    def test_what_was_read_or_told_long_ago_goes(self, world):
        read = world.news(read_at=NOW)
        lately = world.news(minutes=1, read_at=LATER)
        waiting = world.news(minutes=2)
        forgotten = world.news(minutes=-90)
        with world.tenant() as work:
            work.news.add_many([read, lately, waiting, forgotten])
            gone = work.news.purge(LATER, NOW - timedelta(hours=1))
            assert gone == 2
            assert work.news.of_person(world.ada.id, 9) == [waiting, lately]
