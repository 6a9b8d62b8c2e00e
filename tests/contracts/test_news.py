from dataclasses import replace
from datetime import timedelta

import pytest

from core.sentence import sentence
from tests.contracts.world import NOW

LATER = NOW + timedelta(hours=1)
TODAY = NOW.date()


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


class TestNewsForMail:
    @pytest.fixture
    def reachable(self, world):
        """Ada has an address."""
        ada = replace(world.ada, email="ada@example.org")
        with world.tenant() as work:
            work.people.save(ada)
        return ada

    def to_mail(self, world, minutes=5):
        with world.tenant() as work:
            until = NOW + timedelta(minutes=minutes)
            return work.news.to_mail(NOW - timedelta(days=1), until, TODAY)

    def test_unread_news_is_mailed_once_it_is_a_little_old(self, world, reachable):
        first, second = world.news(minutes=4), world.news(minutes=9)
        others = [
            world.news(minutes=1, read_at=NOW),
            world.news(minutes=2, mailed_at=NOW),
            world.news(minutes=-60 * 24),
            world.news(world.ben),
        ]
        with world.tenant() as work:
            work.news.add_many([second, first, *others])
        assert self.to_mail(world, 3) == []
        assert self.to_mail(world, 4) == [reachable.id]
        with world.tenant() as work:
            assert work.news.unmailed(reachable.id, NOW - timedelta(days=1), TODAY) == [
                first,
                second,
            ]
            work.news.mailed([first.id, second.id], LATER)
            assert work.news.unmailed(reachable.id, NOW - timedelta(days=1), TODAY) == []
            assert work.news.get(first.id).mailed_at == LATER
            work.news.mailed([], LATER)
        assert self.to_mail(world) == []

    @pytest.mark.parametrize(
        ("person", "mailbox", "written_to"),
        [
            ({}, None, True),
            ({}, {}, True),
            ({}, {"refused": "old@example.org"}, True),
            ({}, {"refused": "ada@example.org"}, False),
            ({}, {"wanted": False}, False),
            ({"email": ""}, None, False),
            ({"email": ""}, {}, False),
            ({"test_user": True}, None, False),
        ],
    )
    def test_only_to_who_takes_it(self, world, reachable, person, mailbox, written_to):
        with world.tenant() as work:
            work.people.save(replace(reachable, **person))
            work.news.add_many([world.news()])
            if mailbox is not None:
                work.mailboxes.add(world.mailbox(**mailbox))
        assert self.to_mail(world) == ([reachable.id] if written_to else [])


class TestMailboxes:
    def test_it_is_found_by_its_person_and_by_its_token(self, world):
        box = world.mailbox(wanted=False, refused="ada@example.org")
        with world.tenant() as work:
            assert work.mailboxes.get(world.ada.id) is None
            assert work.mailboxes.add(box) == box
        with world.tenant() as work:
            assert work.mailboxes.get(world.ada.id) == box
            assert work.mailboxes.by_token(box.token) == box
            assert work.mailboxes.by_token("another") is None

    def test_the_first_one_stays(self, world):
        first, second = world.mailbox(), world.mailbox(token="second")
        with world.tenant() as work:
            work.mailboxes.add(first)
            assert work.mailboxes.add(second) == first

    def test_it_is_replaced_or_only_told_of_an_address(self, world):
        box, other = world.mailbox(), world.mailbox(world.ben)
        with world.tenant() as work:
            work.mailboxes.save(box)
            work.mailboxes.save(other)
            work.mailboxes.save(replace(box, wanted=False))
            work.mailboxes.refuse(world.ada.id, "ada@example.org")
            work.mailboxes.refuse(world.cleo.id, "cleo@example.org")
        with world.tenant() as work:
            expected = replace(box, wanted=False, refused="ada@example.org")
            assert work.mailboxes.get(world.ada.id) == expected
            assert work.mailboxes.get(world.ben.id) == other
            assert work.mailboxes.get(world.cleo.id) is None
