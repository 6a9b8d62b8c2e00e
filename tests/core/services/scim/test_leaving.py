"""Many who leave by SCIM at once: nothing ends before an administrator says yes."""

from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.actor import Actor
from core.domain.connection import ConnectionStatus, ProblemKind
from core.domain.directory import Presence
from core.domain.scim import ScimCaller
from core.domain.webhook import EventType
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.services.directory.sink import DEPARTURES, SIGN_OUT, PeopleSink
from core.services.scim.leaving import SCIM_DEPARTURES, WAIT
from core.services.scim.use_cases import ScimUseCases
from tests.contracts.world import World
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


class Company:
    """A hundred people, sent by an identity provider."""

    def __init__(self):
        self.world, self.clock, entropy = World(FakeStorage()), FakeClock(), FakeEntropy()
        parts = (self.world.storage, self.clock, entropy)
        on = {"connector": "scim", "status": ConnectionStatus.ON}
        self.connection_id = self.world.new_connection(**on).id
        self.scim = ScimUseCases.assemble(*parts, PeopleSink(self.clock, entropy))
        self.leaving = self.scim.leaving
        self.caller = ScimCaller(organization_id=self.world.id, connection_id=self.connection_id)
        self.admin = Actor(
            organization_id=self.world.id, person_id=self.world.dora.id, configures=True
        )
        self.keys = [self.hired(number) for number in range(100)]

    def hired(self, number):
        user = {"userName": f"p{number}", "displayName": f"P{number}", "active": True}
        return self.scim.users.create(self.caller, user).entry.key

    def says(self, keys, *, active):
        for key in keys:
            self.scim.users.change(
                self.caller, key, lambda entry: {**entry.source, "active": active}
            )

    def deactivates(self, *keys):
        self.says(keys, active=False)

    def waits(self, **time):
        """Time passes, and the jobs that count who left run, some of them twice."""
        self.clock.advance(**(time or {"seconds": WAIT.total_seconds()}))
        jobs = self.world.storage.tables.table("jobs")
        for key, row in list(jobs.items()):
            if row["job"] == SCIM_DEPARTURES:
                del jobs[key]
                self.leaving.scim_departures(**row["arguments"])
                self.leaving.scim_departures(**row["arguments"])

    def promised(self, job):
        """Whom jobs are about that were promised since this was last asked."""
        jobs = self.world.storage.tables.table("jobs")
        found = [key for key, row in jobs.items() if row["job"] == job]
        rows = [jobs.pop(key)["arguments"]["person_ids"].split(",") for key in found]
        return {UUID(one) for row in rows for one in row}

    def people(self, *keys):
        with self.world.tenant() as work:
            entries = work.directory_entries.get_many(self.connection_id, keys)
        return {entry.person_id for entry in entries.values()}

    @property
    def connection(self):
        with self.world.tenant() as work:
            return work.connections.get(self.connection_id)

    @property
    def waiting(self):
        return [one.name for one in self.leaving.waiting(self.admin, self.connection_id)]


@pytest.fixture
def company():
    return Company()


def test_who_leaves_is_signed_out_at_once_and_their_mentoring_ends_later(company):
    key = company.keys[0]
    company.deactivates(key)
    assert company.promised(SIGN_OUT) == company.people(key)
    assert company.promised(DEPARTURES) == set()
    company.waits()
    assert company.promised(DEPARTURES) == company.people(key)
    assert company.connection.problem is None


def test_who_is_back_before_is_not_concerned(company):
    company.deactivates(*company.keys[:2])
    company.says(company.keys[:1], active=True)
    assert company.promised(DEPARTURES) == company.people(company.keys[0])
    company.waits()
    assert company.promised(DEPARTURES) == company.people(company.keys[1])


def test_more_than_may_go_at_once_wait(company):
    gone = company.keys[:11]
    company.deactivates(*gone)
    company.waits()
    assert company.promised(DEPARTURES) == set()
    problem = company.connection.problem
    assert (problem.kind, problem.retry_at) == (ProblemKind.HELD, None)
    assert str(problem.sentence).startswith("11 of 100 people left within a short time.")
    assert company.waiting == [f"P{number}" for number in range(11)]
    with company.world.tenant() as work:
        (person_id,) = company.people(gone[0])
        assert work.people.get(person_id).presence is Presence.GONE


def test_some_at_a_time_are_counted_together_for_an_hour(company):
    company.deactivates(*company.keys[:8])
    company.waits()
    assert len(company.promised(DEPARTURES)) == 8
    company.deactivates(*company.keys[8:11])
    company.waits()
    assert company.promised(DEPARTURES) == set()
    assert company.waiting == ["P8", "P9", "P10"]
    company.clock.advance(hours=1)
    company.deactivates(company.keys[11])
    company.waits()
    assert company.promised(DEPARTURES) == company.people(*company.keys[8:12])
    assert company.connection.problem is None


def test_other_systems_are_told_once_that_a_connection_is_held(company):
    endpoint = company.world.webhook_endpoint(EventType.CONNECTION_FAILED)
    with company.world.tenant() as work:
        work.webhook_endpoints.add(endpoint, "whsec_1")
    for some in (company.keys[:11], company.keys[11:14]):
        company.deactivates(*some)
        company.waits()
    with company.world.tenant() as work:
        (told,) = work.webhook_deliveries.latest(endpoint.id, 9)
    assert told.event.data == {
        "connection_id": str(company.connection_id),
        "connector": "scim",
        "run_id": None,
        "stream": None,
        "problem": "held",
    }


def test_a_mistake_that_is_put_right_leaves_nothing_behind(company):
    company.deactivates(*company.keys)
    company.waits()
    assert str(company.connection.problem.sentence).startswith("100 of 100 people")
    company.says(company.keys, active=True)
    company.promised(DEPARTURES)
    company.waits()
    assert company.connection.problem is None
    assert company.promised(DEPARTURES) == set()
    assert company.waiting == []


def test_an_administrator_says_yes(company):
    company.deactivates(*company.keys[:20])
    company.waits()
    company.leaving.confirm(company.admin, company.connection_id, 20)
    assert company.promised(DEPARTURES) == company.people(*company.keys[:20])
    assert company.connection.problem is None
    with company.world.tenant() as work:
        entry = work.audit.page(None, 1)[0]
    assert (entry.deed, entry.after) == ("connection.confirmed", {"people": 20})
    # They are not counted with those who leave next.
    company.deactivates(*company.keys[20:24])
    company.waits()
    assert company.promised(DEPARTURES) == company.people(*company.keys[20:24])


def test_a_yes_is_one_to_what_was_seen(company):
    company.deactivates(*company.keys[:20])
    company.waits()
    company.deactivates(company.keys[20])
    with pytest.raises(ConflictError, match="More people left since"):
        company.leaving.confirm(company.admin, company.connection_id, 20)
    company.leaving.confirm(company.admin, company.connection_id, 21)
    with pytest.raises(ConflictError, match="does not wait"):
        company.leaving.confirm(company.admin, company.connection_id, 21)


def test_nobody_waits_before_it_is_held(company):
    company.deactivates(company.keys[0])
    assert company.waiting == []
    with pytest.raises(ConflictError):
        company.leaving.confirm(company.admin, company.connection_id, 1)


def test_other_changes_end_nothing(company):
    company.deactivates(company.keys[0])
    company.waits()
    company.promised(DEPARTURES)
    company.scim.users.change(
        company.caller, company.keys[0], lambda entry: {**entry.source, "title": "Dean"}
    )
    company.waits(seconds=timedelta(hours=2).total_seconds())
    assert company.promised(DEPARTURES) == set()


def test_deleted_users_left_too(company):
    for key in company.keys[:11]:
        company.scim.users.delete(company.caller, key)
    company.waits()
    assert len(company.waiting) == 11


def test_a_connection_that_was_deleted_ends_nothing(company):
    company.deactivates(*company.keys[:3])
    with company.world.tenant() as work:
        work.connections.remove(company.connection_id)
    company.waits()
    assert company.promised(DEPARTURES) == set()


def test_only_administrators_may(company):
    visitor = Actor(organization_id=company.world.id, person_id=company.world.ada.id)
    with pytest.raises(ForbiddenError):
        company.leaving.waiting(visitor, company.connection_id)
    with pytest.raises(ForbiddenError):
        company.leaving.confirm(visitor, company.connection_id, 1)
    with pytest.raises(NotFoundError):
        company.leaving.waiting(company.admin, UUID(int=1))
