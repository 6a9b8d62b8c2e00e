"""Throwing away what has served its time, and nothing before."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.administrator import SignInLink
from core.domain.deep_link import DeepLinkRequest
from core.domain.notice import Notice
from core.domain.notification import Notification
from core.domain.organization import Organization
from core.domain.registration import AccessToken
from core.domain.registration_request import RegistrationInvitation, RegistrationRequest
from core.domain.sync import Effect, Outcome, SyncChange
from core.domain.teams_delivery import DeliveryState
from core.sentence import sentence
from core.services.administration.retention import (
    ACTIVITIES_KEPT,
    AUDIT_KEPT,
    DRY_RUNS_TELL,
    EVENTS_KEPT,
    FILES_KEPT,
    MESSAGES_KEPT,
    SYNC_RUNS_KEPT,
    UNREAD_KEPT,
    Retention,
)
from tests.contracts.teams_world import delivery, new_teams_tenant
from tests.contracts.world import World
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock

HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def storage(clock):
    storage, now = FakeStorage(), clock.now()
    with storage.platform() as work:
        work.access_tokens.save(
            AccessToken(
                registration_id=UUID(int=1),
                scopes=frozenset("s"),
                token="t",
                expires_at=now + HOUR,
            )
        )
        work.administrators.add_link(
            SignInLink(token_hash=b"1", administrator_id=UUID(int=2), expires_at=now + HOUR)
        )
        work.deep_links.add(
            DeepLinkRequest(
                token_hash=b"3",
                registration_id=UUID(int=1),
                organization_id=UUID(int=3),
                person_id=UUID(int=5),
                deployment_id="1",
                return_url="https://lms.example.edu/return",
                expires_at=now + HOUR,
            )
        )
        work.registration_invitations.add(
            RegistrationInvitation(
                token_hash=b"2", organization_id=UUID(int=3), expires_at=now + HOUR
            )
        )
        work.registration_requests.save(
            RegistrationRequest(
                id=UUID(int=4),
                issuer="https://lms.example.edu",
                client_id="1",
                auth_login_url="",
                token_url="",
                jwks_url="",
                requested_at=now,
            )
        )
        work.notices.add(
            Notice(
                registration_id=UUID(int=1),
                notice_id="n",
                notice_type="LtiContextCopyNotice",
                deployment_id="1",
                received_at=now,
            )
        )
    return storage


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("access_tokens", HOUR),
        ("sign_in_links", HOUR),
        ("deep_links", HOUR),
        ("registration_invitations", HOUR),
        ("registration_requests", timedelta(days=30)),
        ("notices", timedelta(days=90)),
    ],
)
def test_what_is_kept_and_for_how_long(storage, clock, name, kept):
    retention = Retention(storage, clock)
    clock.time += kept
    retention.purge_expired()
    assert len(storage.tables.table(name)) == 1
    clock.advance(seconds=1)
    retention.purge_expired()
    assert storage.tables.table(name) == {}
    retention.purge_expired()


@pytest.mark.parametrize(
    ("news_kept", "read", "kept"),
    [
        (timedelta(days=90), True, timedelta(days=90)),
        (timedelta(days=90), False, UNREAD_KEPT),
        (UNREAD_KEPT * 2, False, UNREAD_KEPT * 2),
    ],
)
def test_news_is_kept_until_it_was_read_for_long(storage, clock, news_kept, read, kept):
    now, organization = clock.now(), UUID(int=3)
    with storage.platform() as work:
        work.organizations.save(Organization(id=organization, slug="o", name="O", created_at=now))
    news = Notification(
        id=UUID(int=7),
        organization_id=organization,
        person_id=UUID(int=5),
        sentence=sentence("You have a mentor."),
        page="/app/",
        created_at=now,
        read_at=now if read else None,
    )
    with storage.tenant(organization) as work:
        work.news.add_many([news])
    retention = Retention(storage, clock, news_kept)
    for moment, left in ((now + kept, [news]), (now + kept + timedelta(seconds=1), [])):
        clock.time = moment
        retention.purge_expired()
        with storage.tenant(organization) as work:
            assert work.news.of_person(news.person_id, 9) == left


def test_what_connections_leave_is_kept_for_a_while(storage, clock):
    world, now = World(storage), clock.now()
    connection = world.new_connection()
    run = world.sync_run(connection, started_at=now, outcome=Outcome.FAILED)
    with world.tenant() as work:
        work.connections.set_file(connection.id, b"file", now)
        work.sync_runs.save(run)
        work.audit.add(world.audit_entry(at=now))

    def left():
        with world.tenant() as work:
            return (
                work.connections.file(connection.id) is not None,
                bool(work.sync_runs.of_connection(connection.id, 9)),
                bool(work.audit.page(None, 9)),
            )

    ends = [FILES_KEPT, SYNC_RUNS_KEPT, AUDIT_KEPT]
    for gone, kept in enumerate(ends):
        clock.time = now + kept
        Retention(storage, clock).purge_expired()
        assert left() == tuple(number >= gone for number in range(3))
        clock.advance(seconds=1)
        Retention(storage, clock).purge_expired()
        assert left() == tuple(number > gone for number in range(3))


def test_what_endpoints_were_told_is_kept_for_a_while(storage, clock):
    world, now = World(storage), clock.now()
    endpoint = world.webhook_endpoint()
    with world.tenant() as work:
        work.webhook_endpoints.add(endpoint, "whsec_secret")
        work.webhook_deliveries.add(endpoint.id, replace(world.webhook_event(), at=now))
    for moment, left in ((now + EVENTS_KEPT, 1), (now + EVENTS_KEPT + timedelta(seconds=1), 0)):
        clock.time = moment
        Retention(storage, clock).purge_expired()
        with world.tenant() as work:
            assert len(work.webhook_deliveries.latest(endpoint.id, 9)) == left


def test_what_came_from_teams_and_went_there_is_kept_for_a_while(storage, clock):
    world, now = World(storage), clock.now()
    tenant = new_teams_tenant(world)
    sent = delivery(world, tenant, state=DeliveryState.SENT, created_at=now)
    with world.platform() as work:
        work.teams_activities.take(tenant.id, "1", "{}", now)
    with world.tenant() as work:
        work.teams_deliveries.add_many([sent])

    def left():
        with world.platform() as work:
            came = work.teams_activities.get(tenant.id, "1") is not None
        with world.tenant() as work:
            return came, work.teams_deliveries.get(sent.id) is not None

    for passed, expected in (
        (ACTIVITIES_KEPT, (True, True)),
        (ACTIVITIES_KEPT + timedelta(seconds=1), (False, True)),
        (MESSAGES_KEPT, (False, True)),
        (MESSAGES_KEPT + timedelta(seconds=1), (False, False)),
    ):
        clock.time = now + passed
        Retention(storage, clock).purge_expired()
        assert left() == expected


def test_what_dry_runs_tell_of_people_is_kept_for_a_week(storage, clock):
    world, now = World(storage), clock.now()
    run = world.sync_run(world.new_connection(), started_at=now, dry=True)
    change = SyncChange(run_id=run.id, key="a", effect=Effect.CREATED, name="Ada")
    with world.tenant() as work:
        work.sync_runs.save(run)
        work.sync_runs.add_changes([change])
    for late, name in ((timedelta(), "Ada"), (timedelta(seconds=1), "")):
        clock.time = now + DRY_RUNS_TELL + late
        Retention(storage, clock).purge_expired()
        with world.tenant() as work:
            assert work.sync_runs.changes(run.id, 9) == [replace(change, name=name)]
