"""What administrators do with endpoints, and with single deliveries."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.webhook import CHOOSABLE, DeliveryState, EventType, OffReason
from core.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError
from core.services.webhooks.endpoints import MOST_ENDPOINTS
from tests.core.services.webhooks.post_room import URL

ONE = [EventType.MATCH_ENDED]


def test_an_endpoint_is_added_with_a_secret_shown_once(room):
    made = room.listens(*ONE)
    assert room.secret.startswith("whsec_")
    assert room.secret not in str(made)
    assert room.uses.endpoints.all(room.admin)[0].endpoint == made
    with room.tenant() as work:
        (entry,) = work.audit.page(None, 9)
        assert work.webhook_endpoints.secrets(made.id, room.clock.now()) == [room.secret]
    assert (entry.deed, entry.by) == ("webhook.added", room.admin.person_id)
    assert entry.after == {"host": "hooks.example", "events": ["match.ended"], "off": None}
    assert "hidden" not in str(entry)
    assert room.secret not in str(entry)


@pytest.mark.parametrize(
    ("url", "events", "fields"),
    [
        ("http://hooks.example/", ONE, {"url"}),
        ("https://127.0.0.1/", ONE, {"url"}),
        ("https://10.1.2.3/", [], {"url", "events"}),
        ("nonsense", ONE, {"url"}),
        ("https://hooks.example/" + "x" * 2000, ONE, {"url"}),
        (URL, [], {"events"}),
        (URL, [EventType.TEST], {"events"}),
    ],
)
def test_wrong_input_is_explained_by_field(room, url, events, fields):
    with pytest.raises(InvalidInputError) as refused:
        room.uses.endpoints.add(room.admin, url, events)
    assert set(refused.value.fields) == fields
    assert room.uses.endpoints.all(room.admin) == []


def test_there_is_a_limit(room):
    for _ in range(MOST_ENDPOINTS):
        room.listens()
    with pytest.raises(ConflictError):
        room.listens()


def test_it_is_changed(room):
    room.listens(*ONE)
    room.uses.endpoints.edit(room.admin, room.id, " https://b.example/ ", CHOOSABLE)
    assert (room.endpoint.url, room.endpoint.events) == ("https://b.example/", set(CHOOSABLE))
    with room.tenant() as work:
        changed = work.audit.page(None, 1)[0]
    assert changed.before == {"host": "hooks.example", "events": ["match.ended"]}
    with pytest.raises(InvalidInputError):
        room.uses.endpoints.edit(room.admin, room.id, "http://b.example/", ONE)


def test_switched_off_it_is_told_nothing_and_waits(room):
    room.listens()
    room.happens()
    room.uses.endpoints.switch(room.admin, room.id, on=False)
    room.uses.endpoints.switch(room.admin, room.id, on=False)
    assert room.endpoint.off is OffReason.HAND
    room.happens()
    room.work()
    assert room.sent == []
    assert room.uses.endpoints.get(room.admin, room.id).waiting == 1
    room.uses.endpoints.switch(room.admin, room.id, on=True)
    room.work()
    assert len(room.sent) == 1
    assert room.deeds() == ["webhook.added", "webhook.off", "webhook.on"]
    # With nothing waiting nothing is promised.
    room.uses.endpoints.switch(room.admin, room.id, on=False)
    room.uses.endpoints.switch(room.admin, room.id, on=True)
    assert not room.promised()


def test_a_secret_is_replaced_and_both_sign_for_a_day(room):
    room.listens()
    new = room.uses.endpoints.rotate(room.admin, room.id)
    assert new != room.secret
    for moment, signatures in ((timedelta(hours=23), 2), (timedelta(hours=2), 1)):
        room.clock.time += moment
        room.happens()
        room.work()
        assert room.http.calls[-1][3]["webhook-signature"].count("v1,") == signatures
    assert room.deeds()[-1] == "webhook.rotated"


def test_it_is_deleted_with_its_log(room):
    room.listens()
    room.happens()
    room.uses.endpoints.delete(room.admin, room.id)
    room.work()
    assert room.sent == []
    assert room.uses.endpoints.all(room.admin) == []
    assert room.deeds()[-1] == "webhook.deleted"


@pytest.mark.parametrize(
    ("status", "state"), [(200, "delivered"), (500, "failed"), (410, "failed")]
)
def test_a_test_is_sent_at_once_and_once(room, status, state):
    room.listens(*ONE)
    room.happens()
    room.http.answer(URL, status=status)
    tried = room.uses.log.test(room.admin, room.id)
    assert (tried.state.value, tried.attempts, tried.status) == (state, 1, status)
    assert b'"type":"webhook.test"' in room.sent[0]
    assert room.log[0] == tried
    assert room.endpoint.off is None
    assert room.deeds()[-1] == "webhook.tested"


def test_one_is_sent_again_with_the_same_id(room):
    room.listens()
    event = room.happens()
    room.work()
    room.uses.log.replay(room.admin, room.id, event.id)
    room.work()
    first, again = room.http.calls
    assert first[3]["webhook-id"] == again[3]["webhook-id"]
    assert first[2] == again[2]
    assert room.uses.log.delivery(room.admin, room.id, event.id).state is DeliveryState.DELIVERED
    room.uses.endpoints.switch(room.admin, room.id, on=False)
    with pytest.raises(ConflictError):
        room.uses.log.replay(room.admin, room.id, event.id)


def test_one_that_blocks_is_left_out(room):
    room.listens()
    room.http.answer(URL, status=400)
    room.http.then(URL)
    stuck, _ = room.happens(), room.happens()
    room.work()
    room.uses.log.skip(room.admin, room.id, stuck.id)
    room.work()
    assert [d.state.value for d in room.log] == ["delivered", "skipped"]
    with pytest.raises(ConflictError):
        room.uses.log.skip(room.admin, room.id, stuck.id)
    assert room.deeds()[-1] == "webhook.skipped"


def test_what_is_not_there_is_said(room):
    nothing = UUID(int=12345)
    endpoints, log = room.uses.endpoints, room.uses.log
    for asked in (
        lambda: endpoints.get(room.admin, nothing),
        lambda: endpoints.rotate(room.admin, nothing),
        lambda: log.deliveries(room.admin, nothing, 9),
        lambda: log.test(room.admin, nothing),
    ):
        with pytest.raises(NotFoundError):
            asked()
    room.listens()
    with pytest.raises(NotFoundError):
        log.delivery(room.admin, room.id, nothing)


def test_only_administrators_of_the_organization(room):
    room.listens()
    event = room.happens()
    endpoints, log, who = room.uses.endpoints, room.uses.log, room.visitor
    for asked in (
        lambda: endpoints.all(who),
        lambda: endpoints.get(who, room.id),
        lambda: endpoints.add(who, URL, ONE),
        lambda: endpoints.edit(who, room.id, URL, ONE),
        lambda: endpoints.switch(who, room.id, on=False),
        lambda: endpoints.rotate(who, room.id),
        lambda: endpoints.delete(who, room.id),
        lambda: log.deliveries(who, room.id, 9),
        lambda: log.delivery(who, room.id, event.id),
        lambda: log.test(who, room.id),
        lambda: log.replay(who, room.id, event.id),
        lambda: log.skip(who, room.id, event.id),
    ):
        with pytest.raises(ForbiddenError):
            asked()
    stranger = replace(room.admin, organization_id=UUID(int=999))
    assert endpoints.all(stranger) == []
    with pytest.raises(NotFoundError):
        endpoints.get(stranger, room.id)
