"""Endpoints that are told of events, the outbox, and deliveries."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event as engine_event

from core.domain.webhook import DeliveryState, EventType, OffReason
from core.sentence import sentence
from tests.contracts.world import NOW, World, fresh

DAY = timedelta(days=1)


@pytest.fixture
def endpoint(world):
    return new_endpoint(world)


def new_endpoint(world, *events, **told):
    made = world.webhook_endpoint(*events, **told)
    with world.tenant() as work:
        work.webhook_endpoints.add(made, f"whsec_{made.id.int}")
    return made


def told(world, *events):
    with world.tenant() as work:
        work.outbox.add(events)


def test_endpoints_are_kept_without_showing_their_secrets(world, endpoint):
    later = new_endpoint(world, EventType.RUN_PUBLISHED, EventType.MATCH_OFFERED, minutes=1)
    with world.tenant() as work:
        assert work.webhook_endpoints.all() == [endpoint, later]
        assert work.webhook_endpoints.lock(later.id) == later
        assert work.webhook_endpoints.secrets(later.id, NOW) == [f"whsec_{later.id.int}"]
        off = replace(later, off=OffReason.FAILING, failing_since=NOW, url="https://b.example/")
        work.webhook_endpoints.save(off)
        assert work.webhook_endpoints.get(later.id) == off
        assert work.webhook_endpoints.secrets(later.id, NOW) == [f"whsec_{later.id.int}"]
        assert work.webhook_endpoints.get(fresh()) is None
        assert work.webhook_endpoints.secrets(fresh(), NOW) == []


def test_for_a_while_two_secrets_sign(world, endpoint):
    first = f"whsec_{endpoint.id.int}"
    with world.tenant() as work:
        turned = replace(endpoint, secret_set_at=NOW, old_secret_until=NOW + DAY)
        work.webhook_endpoints.rotate(turned, "whsec_two")
        assert work.webhook_endpoints.get(endpoint.id) == turned
        assert work.webhook_endpoints.secrets(endpoint.id, NOW) == ["whsec_two", first]
        assert work.webhook_endpoints.secrets(endpoint.id, NOW + DAY) == ["whsec_two"]
        work.webhook_endpoints.rotate(turned, "whsec_three")
        assert work.webhook_endpoints.secrets(endpoint.id, NOW) == ["whsec_three", "whsec_two"]


def test_those_who_listen_get_deliveries_when_the_unit_of_work_ends(world, endpoint):
    other = new_endpoint(world, EventType.MATCH_ENDED, EventType.MATCH_OFFERED)
    off = new_endpoint(world, off=OffReason.HAND)
    elsewhere = new_endpoint(world, EventType.CONNECTION_FAILED)
    ended, offered = world.webhook_event(), world.webhook_event(EventType.MATCH_OFFERED)
    told(world, ended, offered, world.webhook_event(EventType.RUN_PUBLISHED))
    with world.tenant() as work:
        deliveries = work.webhook_deliveries
        (only,) = deliveries.latest(endpoint.id, 9)
        assert (only.event, only.next_at, only.attempts) == (ended, NOW, 0)
        newest, oldest = deliveries.latest(other.id, 9)
        assert [oldest.event, newest.event] == [ended, offered]
        assert oldest.number < newest.number
        assert deliveries.latest(other.id, 9, newest.number) == [oldest]
        assert deliveries.latest(other.id, 1) == [newest]
        assert deliveries.latest(off.id, 9) == []
        assert deliveries.latest(elsewhere.id, 9) == []
        assert deliveries.waiting() == {endpoint.id: 1, other.id: 2}


def test_an_event_counts_once(world, endpoint):
    event = world.webhook_event()
    told(world, event, event)
    told(world, event)
    with world.tenant() as work:
        assert len(work.webhook_deliveries.latest(endpoint.id, 9)) == 1


def test_what_is_rolled_back_tells_nobody(world, endpoint):
    class OopsError(Exception): ...

    def fails():
        with world.tenant() as work:
            work.outbox.add([world.webhook_event()])
            raise OopsError

    with pytest.raises(OopsError):
        fails()
    with world.tenant() as work:
        assert work.webhook_deliveries.next(endpoint.id) is None


def test_deliveries_go_one_after_the_other(world, endpoint):
    first, second = world.webhook_event(), world.webhook_event(minutes=1)
    told(world, first)
    told(world, second)
    with world.tenant() as work:
        deliveries = work.webhook_deliveries
        one = deliveries.next(endpoint.id)
        assert one.event == first
        after = one.tried(NOW, None, sentence("%(host)s is silent.", host="h"), timedelta())
        deliveries.save(after)
        assert deliveries.next(endpoint.id) == after
        assert deliveries.get(endpoint.id, first.id) == after
        # The second is due; but it is not its turn.
        assert deliveries.due(NOW) == []
        assert deliveries.due(NOW + DAY) == [endpoint.id]
        deliveries.save(replace(after, state=DeliveryState.SKIPPED, next_at=None, status=500))
        assert deliveries.next(endpoint.id).event == second
        assert deliveries.due(NOW) == []
        assert deliveries.due(NOW + DAY) == [endpoint.id]
        work.webhook_endpoints.save(replace(endpoint, off=OffReason.GONE))
        assert deliveries.due(NOW + DAY) == []
        assert deliveries.get(endpoint.id, fresh()) is None


def test_one_endpoint_alone_can_be_told(world, endpoint):
    other, event = new_endpoint(world), world.webhook_event(EventType.TEST)
    with world.tenant() as work:
        made = work.webhook_deliveries.add(other.id, event)
        assert work.webhook_deliveries.latest(other.id, 9) == [made]
        assert work.webhook_deliveries.latest(endpoint.id, 9) == []


def test_old_events_are_forgotten(world, endpoint):
    told(world, world.webhook_event(), world.webhook_event(minutes=5))
    with world.tenant() as work:
        assert work.webhook_deliveries.purge(NOW + timedelta(minutes=1)) == 1
        assert len(work.webhook_deliveries.latest(endpoint.id, 9)) == 1


def test_deliveries_go_with_their_endpoint(world, endpoint):
    other = new_endpoint(world)
    told(world, world.webhook_event())
    with world.tenant() as work:
        work.webhook_endpoints.remove(endpoint.id)
        work.webhook_endpoints.remove(endpoint.id)
        assert work.webhook_deliveries.waiting() == {other.id: 1}


def test_other_organizations_see_nothing(world, endpoint):
    told(world, world.webhook_event())
    with world.storage.tenant(world.new_organization().id) as work:
        assert work.webhook_endpoints.all() == []
        assert work.webhook_endpoints.get(endpoint.id) is None
        assert work.webhook_deliveries.latest(endpoint.id, 9) == []
        assert work.webhook_deliveries.waiting() == {}
        assert work.webhook_deliveries.due(NOW + DAY) == []
        assert work.webhook_deliveries.purge(NOW + DAY) == 0


def test_the_outbox_asks_once_a_unit_of_work_and_only_if_something_happened(postgres_storage):
    world, statements = World(postgres_storage), []

    def heard(*told):
        if "webhook" in told[2] or "outbox" in told[2]:
            statements.append(told[2])

    engine_event.listen(postgres_storage._engine, "before_cursor_execute", heard)
    told(world)
    assert statements == []
    told(world, *[world.webhook_event() for _ in range(50)])
    assert len(statements) == 1
    engine_event.remove(postgres_storage._engine, "before_cursor_execute", heard)
