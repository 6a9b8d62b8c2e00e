"""The ledger of messages in Teams."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.teams_delivery import DeliveryCount, DeliveryState, Purpose
from core.ports.teams_repositories import Pace
from tests.contracts.teams_world import delivery, new_teams_tenant
from tests.contracts.world import NOW, World, fresh

MINUTE = timedelta(minutes=1)


@pytest.fixture
def tenant(world):
    return new_teams_tenant(world)


@pytest.fixture
def added(world, tenant):
    def added(person=None, minutes=0, **values):
        made = delivery(world, tenant, person, minutes, **values)
        with world.tenant() as work:
            work.teams_deliveries.add_many([made])
        return made

    return added


def test_the_same_is_told_once(world, tenant, added):
    first = added(about={"news": "1 2", "match": "3"})
    again = delivery(world, tenant, key=first.key)
    new = delivery(world, tenant)
    with world.tenant() as work:
        work.teams_deliveries.add_many([again, new, delivery(world, tenant, key=new.key)])
        work.teams_deliveries.add_many([])
        assert work.teams_deliveries.of_person(world.ada.id, 9) == [new, first]
        assert work.teams_deliveries.of_person(world.ada.id, 1) == [new]
        assert work.teams_deliveries.get(first.id) == first
        assert work.teams_deliveries.get(again.id) is None


def test_what_is_due_is_claimed_by_one(world, tenant, added):
    later, second, first = added(minutes=9), added(minutes=1), added()
    with world.tenant() as work:
        ledger = work.teams_deliveries
        assert ledger.due(NOW - MINUTE, NOW) == []
        assert ledger.due(NOW, NOW) == [tenant.id]
        assert ledger.claim(fresh(), NOW + MINUTE, 9) == []
        sending = {"state": DeliveryState.SENDING, "claimed_at": NOW + MINUTE, "attempts": 1}
        assert ledger.claim(tenant.id, NOW + MINUTE, 1) == [replace(first, **sending)]
        assert ledger.claim(tenant.id, NOW + MINUTE, 9) == [replace(second, **sending)]
        assert ledger.claim(tenant.id, NOW + MINUTE, 9) == []
        assert ledger.get(later.id) == later


def test_what_was_begun_is_found_again(world, tenant, added):
    one, two = added(), added(minutes=1)
    with world.tenant() as work:
        ledger = work.teams_deliveries
        (first,) = ledger.claim(tenant.id, NOW, 1)
        (second,) = ledger.claim(tenant.id, NOW + MINUTE, 1)
        assert ledger.begun(tenant.id, NOW) == []
        assert ledger.begun(tenant.id, NOW + MINUTE) == [first]
        assert ledger.begun(tenant.id, NOW + 2 * MINUTE) == [first, second]
        assert ledger.begun(fresh(), NOW + 2 * MINUTE) == []
        assert ledger.due(NOW, NOW) == []
        assert ledger.due(NOW, NOW + MINUTE) == [tenant.id]
        sent = replace(
            first, state=DeliveryState.SENT, sent_at=NOW + MINUTE, activity_id="a", reason="x"
        )
        ledger.mark([sent, replace(second, state=DeliveryState.UNSURE, reason="no_answer")])
        ledger.mark([])
    with world.tenant() as work:
        assert work.teams_deliveries.get(one.id) == sent
        assert work.teams_deliveries.get(two.id).state is DeliveryState.UNSURE
        assert work.teams_deliveries.begun(tenant.id, NOW + 2 * MINUTE) == []


def test_what_went_out_lately_counts_for_the_pace(world, tenant, added):
    added(conversation_id="a:1", claimed_at=NOW, sent_at=NOW + 2 * MINUTE)
    added(conversation_id="a:2", claimed_at=NOW + MINUTE)
    added(conversation_id="a:3", claimed_at=NOW - MINUTE, sent_at=NOW)
    added(conversation_id="a:5", claimed_at=NOW, sent_at=NOW + MINUTE)
    added(conversation_id="a:4")
    with world.tenant() as work:
        assert work.teams_deliveries.paces(fresh(), NOW) == []
        assert work.teams_deliveries.paces(tenant.id, NOW) == [
            Pace("a:2", None),
            Pace("a:5", NOW + MINUTE),
            Pace("a:1", NOW + 2 * MINUTE),
        ]


def test_who_was_told_lately(world, added):
    added(minutes=2)
    added(minutes=1, state=DeliveryState.SENT)
    added(minutes=-1)
    for state in (DeliveryState.DROPPED, DeliveryState.FELL_BACK, DeliveryState.REFUSED):
        added(state=state)
    added(world.cleo)
    with world.tenant() as work:
        found = work.teams_deliveries.told_since([world.ada.id, world.ben.id], NOW)
        assert found == {world.ada.id: [NOW + MINUTE, NOW + 2 * MINUTE]}


def test_counts_and_the_latest_by_state(world, tenant, added):
    sent = [added(minutes=n, state=DeliveryState.SENT, purpose=Purpose.DIGEST) for n in range(3)]
    blocked = added(world.ben, state=DeliveryState.FELL_BACK, reason="blocked")
    added(minutes=-5, state=DeliveryState.SENT)
    with world.tenant() as work:
        ledger = work.teams_deliveries
        assert ledger.counts(NOW) == [
            DeliveryCount(tenant.id, DeliveryState.FELL_BACK, "blocked", 1),
            DeliveryCount(tenant.id, DeliveryState.SENT, "", 3),
        ]
        assert ledger.latest([DeliveryState.FELL_BACK, DeliveryState.UNSURE], 9) == [blocked]
        assert ledger.latest([DeliveryState.SENT], 2, 1) == [sent[1], sent[0]]


def test_old_ones_go_unless_they_wait(world, added):
    kept = [
        added(state=DeliveryState.WAITING),
        added(state=DeliveryState.SENDING, claimed_at=NOW),
        added(minutes=1, state=DeliveryState.SENT),
    ]
    for state in set(DeliveryState) - {DeliveryState.WAITING, DeliveryState.SENDING}:
        added(state=state)
    with world.tenant() as work:
        assert work.teams_deliveries.purge(NOW + MINUTE) == 5
        left = work.teams_deliveries.of_person(world.ada.id, 9)
        assert {one.id for one in left} == {one.id for one in kept}


def test_other_organizations_see_nothing(world, tenant, added):
    one = added()
    with World(world.storage).tenant() as work:
        ledger = work.teams_deliveries
        assert ledger.get(one.id) is None
        assert ledger.due(NOW, NOW) == ledger.claim(tenant.id, NOW, 9) == []
        assert ledger.of_person(world.ada.id, 9) == ledger.counts(NOW - MINUTE) == []
        assert ledger.latest(list(DeliveryState), 9) == ledger.paces(tenant.id, NOW) == []
        assert ledger.told_since([world.ada.id], NOW) == {}
        assert ledger.purge(NOW + MINUTE) == 0
