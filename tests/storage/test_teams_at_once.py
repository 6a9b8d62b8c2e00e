"""Two who gather or send at the same moment tell nothing twice; on PostgreSQL, with threads."""

from datetime import timedelta

import pytest

from core.services.teams.gathering import TeamsGathering
from integrations.base.system import SystemEntropy
from tests.contracts.teams_world import conversation, delivery, new_teams_tenant, teams_choices
from tests.contracts.world import NOW, World
from tests.fakes.time_and_chance import FakeClock, SlowEntropy
from tests.storage.at_once import at_once

PEOPLE = 8


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def tenant(world):
    return new_teams_tenant(world)


def test_each_message_is_claimed_by_one(world, tenant):
    with world.tenant() as work:
        work.teams_deliveries.add_many([delivery(world, tenant) for _ in range(20)])

    def claim():
        with world.tenant() as work:
            return [one.id for one in work.teams_deliveries.claim(tenant.id, NOW, 7)]

    claimed = [one for some in at_once(claim, claim, claim, claim) for one in some]
    assert len(claimed) == len(set(claimed)) == 20


def test_news_becomes_one_message(world, tenant):
    people = [world.new_person(f"P{number}") for number in range(PEOPLE)]
    with world.tenant() as work:
        for person in people:
            work.teams_choices.save(teams_choices(world, person))
            work.teams_conversations.save(conversation(world, tenant, person))
        work.news.add_many([world.news(person) for person in people for _ in range(2)])
    clock = FakeClock(NOW + timedelta(minutes=1))
    gathering = [
        TeamsGathering(world.storage, clock, entropy).gather_teams
        for entropy in (SystemEntropy(), SlowEntropy(), SlowEntropy())
    ]
    at_once(*gathering)
    with world.tenant() as work:
        told = [
            news
            for person in people
            for one in work.teams_deliveries.of_person(person.id, 99)
            for news in one.about["news"].split()
        ]
    assert len(told) == len(set(told)) == 2 * PEOPLE
