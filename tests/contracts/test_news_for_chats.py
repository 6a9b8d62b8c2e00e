"""Which news a chat tells, and which a mail."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.contracts.teams_world import teams_choices
from tests.contracts.world import NOW, World

DAY = timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def wants(world):
    """Ada and Ben have an address and want messages in a chat."""
    with world.tenant() as work:
        for person in (world.ada, world.ben):
            work.people.save(replace(person, email=f"{person.name}@example.org"))
            work.teams_choices.save(teams_choices(world, person))


def add(world, *news):
    with world.tenant() as work:
        work.news.add_many(news)


def to_mail(world, today=TODAY):
    with world.tenant() as work:
        return work.news.to_mail(NOW - DAY, NOW + DAY, today)


@pytest.mark.usefixtures("wants")
class TestChats:
    def test_news_by_person_and_age(self, world):
        second, first = world.news(minutes=2), world.news(minutes=1)
        bens, cleos = world.news(world.ben), world.news(world.cleo)
        others = [
            world.news(read_at=NOW),
            world.news(mailed_at=NOW),
            world.news(told_at=NOW),
            world.news(by_mail=True),
            world.news(minutes=-60 * 24),
        ]
        add(world, second, first, bens, cleos, *others)
        with world.tenant() as work:
            assert work.news.to_tell(NOW - DAY, None, 9) == [first, second, bens]
            assert work.news.to_tell(NOW - DAY, None, 1) == [first, second]
            assert work.news.to_tell(NOW - DAY, world.ada.id, 9) == [bens]
            assert work.news.to_tell(NOW - DAY, world.ben.id, 9) == []

    def test_test_users_and_those_who_do_not_want_it_are_left_out(self, world):
        add(world, world.news(), world.news(world.ben))
        with world.tenant() as work:
            work.people.save(replace(world.ada, test_user=True))
            work.teams_choices.save(teams_choices(world, world.ben, chat=False))
            assert work.news.to_tell(NOW - DAY, None, 9) == []

    def test_what_was_promised_is_told_once(self, world):
        first, second = world.news(), world.news(minutes=1)
        add(world, first, second)
        with world.tenant() as work:
            work.news.promised([first.id], NOW)
            work.news.promised([], NOW)
            assert work.news.get(first.id).told_at == NOW
            assert work.news.to_tell(NOW - DAY, None, 9) == [second]
            assert work.news.get_many([second.id, first.id, world.ada.id])[1] == second
        assert to_mail(world) == []

    def test_what_a_chat_could_not_tell_goes_by_mail_however_old_it_is(self, world):
        old, new = world.news(minutes=-60 * 48, told_at=NOW), world.news(minutes=1, told_at=NOW)
        add(world, old, new)
        with world.tenant() as work:
            work.news.untold([old.id])
            work.news.untold([])
            assert work.news.to_tell(NOW - 9 * DAY, None, 9) == []
            untold = replace(old, told_at=None, by_mail=True)
            assert work.news.unmailed(world.ada.id, NOW - DAY, TODAY) == [untold]
        assert to_mail(world) == [world.ada.id]
        with world.tenant() as work:
            work.news.mailed([old.id], NOW)
        assert to_mail(world) == []

    def test_who_waits_for_a_chat_gets_no_mail_but_in_a_pause(self, world):
        add(world, world.news(), world.news(world.ben))
        assert to_mail(world) == []
        with world.tenant() as work:
            until = TODAY + DAY
            work.teams_choices.save(teams_choices(world, world.ben, paused_until=until))
        assert to_mail(world) == [world.ben.id]
        assert to_mail(world, TODAY + DAY) == []

    def test_others_see_nothing(self, world):
        news = world.news()
        add(world, news)
        with World(world.storage).tenant() as work:
            assert work.news.to_tell(NOW - DAY, None, 9) == work.news.get_many([news.id]) == []
            work.news.untold([news.id])
            work.news.promised([news.id], NOW)
        with world.tenant() as work:
            assert work.news.get(news.id) == news
