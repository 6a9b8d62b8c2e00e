"""People of directories on PostgreSQL: the same as in memory, and few statements a page."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from core.domain.actor import Actor
from core.domain.directory import EmploymentStatus, Presence
from core.domain.match import EndReason, MatchState
from core.domain.people_rules import LinkKey, LinkRule
from core.domain.person import Identity
from core.domain.program import Role
from core.domain.sync import Counts
from core.ports.connectors import Page
from core.services.directory.departures import Departures
from core.services.directory.manager_lines import ManagerLines
from core.services.directory.sink import PeopleSink
from core.services.directory.who_is_who import WhoIsWho
from tests.contracts.world import NOW, World, fresh
from tests.core.services.directory.directory_campus import ann
from tests.fakes.time_and_chance import FakeClock

RULES = (LinkRule.of([LinkKey.EMPLOYEE_NUMBER]), LinkRule.of([LinkKey.EMAIL, LinkKey.NAME]))


class Chance:
    uuid = staticmethod(fresh)


class Office:
    def __init__(self, storage):
        self.storage, self.clock = storage, FakeClock(NOW)
        self.world = World(storage)
        self.sink = PeopleSink(self.clock, Chance())
        self.hr = self.world.new_connection(title="HR")
        self.directory = self.world.new_connection(
            title="Entra", link_rules=RULES, created_at=NOW + timedelta(days=1)
        )
        self.admin = Actor(
            organization_id=self.world.id, person_id=self.world.dora.id, configures=True
        )

    def tell(self, connection, *records, deletes=()):
        with self.world.tenant() as work:
            changes = self.sink.compare(work, connection, Page(upserts=records, deletes=deletes))
            self.sink.store(work, connection, changes)
        return changes.counts

    def person(self, connection, key="e-1"):
        with self.world.tenant() as work:
            return work.people.by_identity(connection.issuer, key)

    def profile(self, connection, key="e-1"):
        with self.world.tenant() as work:
            return work.profiles.get(self.person(connection, key).id)


@pytest.fixture
def office(postgres_storage):
    return Office(postgres_storage)


def staff(count, **told):
    return [
        ann(
            key=f"e-{number}",
            name=f"Person {number}",
            email=f"p{number}@example.edu",
            employee_number=str(number),
            manager_key=f"e-{number // 8}" if number else "",
            **told,
        )
        for number in range(count)
    ]


def test_people_come_change_go_and_come_back(office):
    assert office.tell(office.hr, *staff(50)) == Counts(created=50)
    assert office.tell(office.hr, *staff(50)) == Counts(unchanged=50)
    assert office.tell(office.hr, *staff(50, title="Head")) == Counts(updated=50)
    assert office.profile(office.hr, "e-7").headline == "Head"
    assert office.tell(office.hr, deletes=["e-7", "e-8"]) == Counts(gone=2)
    assert office.person(office.hr, "e-7").presence is Presence.GONE
    assert office.tell(office.hr, *staff(50, title="Head")) == Counts(created=2, unchanged=48)
    assert office.person(office.hr, "e-7").presence is Presence.HERE


def test_managers_are_worked_out(office):
    office.tell(office.hr, *staff(70))
    lines = ManagerLines(office.storage, office.clock)
    for _ in "twice":
        lines.manager_lines(str(office.world.id))
    managers = [office.person(office.hr, key).id for key in ("e-8", "e-1", "e-0")]
    assert office.profile(office.hr, "e-65").managers == tuple(managers)


def test_rules_find_people_and_administrators_part_them(office):
    office.tell(office.hr, *staff(20))
    told = [replace(one, key=f"x{one.key}", title="Lead") for one in staff(20)]
    assert office.tell(office.directory, *told) == Counts(created=20)
    one = office.person(office.directory, "xe-3")
    assert one.id == office.person(office.hr, "e-3").id
    who = WhoIsWho(office.storage, office.clock, Chance())
    joined = next(j for j in who.joined(office.admin) if j.kept.id == one.id)
    who.part(office.admin, joined.merge.id)
    alone = office.person(office.directory, "xe-3")
    assert (alone.id, alone.name) == (joined.gone.id, "Person 3")
    assert office.profile(office.directory, "xe-3").headline == "Lead"
    assert office.tell(office.directory, *told) == Counts(unchanged=20)


def test_somebody_from_an_lms_is_found_by_address_and_name(office):
    world = office.world
    issuer = f"lti:{world.registration.id}"
    known = replace(world.ada, name="Person 3", email="P3@example.edu")
    with world.tenant() as work:
        work.people.save(known)
        work.people.link(Identity(issuer=issuer, subject="s", person_id=known.id))
    office.tell(office.directory, *staff(5))
    assert office.person(office.directory, "e-3").id == known.id


def test_what_is_unclear_is_decided(office):
    office.tell(office.hr, ann(), ann(key="e-2"))
    office.tell(office.directory, ann(key="x"))
    who = WhoIsWho(office.storage, office.clock, Chance())
    (waiting,) = who.undecided(office.admin)
    assert len(waiting.candidates) == 2
    chosen = office.person(office.hr, "e-2").id
    who.decide(office.admin, office.directory.id, "x", chosen)
    assert office.person(office.directory, "x").id == chosen
    assert who.undecided(office.admin) == []


def test_who_leaves_ends_their_matches(office):
    world = office.world
    match = world.match(mentee=world.ada, mentor=world.ben, state=MatchState.ACTIVE)
    named = Identity(issuer=office.hr.issuer, subject="e-1", person_id=world.ada.id)
    with world.tenant() as work:
        work.participations.save_many(
            [
                world.participation(world.ada, role=Role.MENTEE),
                world.participation(world.ben, role=Role.MENTOR),
            ]
        )
        work.matches.add(match)
        work.people.link(named)
    office.tell(office.hr, ann())
    office.tell(office.hr, ann(status=EmploymentStatus.TERMINATED))
    departures = Departures(office.storage, office.clock, Chance())
    for _ in "twice":
        departures.departures(str(world.id), str(world.ada.id))
    with world.tenant() as work:
        ended = work.matches.get(match.id)
        assert (ended.state, ended.end_reason) == (MatchState.ENDED, EndReason.LEFT)
        (part,) = work.participations.of_person(world.ada.id)
        assert part.away
        assert len(work.news.of_person(world.ben.id, 9)) == 1


def test_a_page_costs_few_statements_however_long_it_is(office):
    def statements(*records):
        seen = []
        with office.world.tenant() as work:
            # Of this one transaction: the listener goes with its connection.
            connection = work.people.connection
            event.listen(connection, "before_cursor_execute", lambda *told: seen.append(told[2]))
            changes = office.sink.compare(work, office.directory, Page(upserts=records))
            office.sink.store(work, office.directory, changes)
        return len(seen)

    few, many = statements(*staff(2)), statements(*staff(400))
    assert many <= few + 8  # those who are there already are read as well
    assert statements(*staff(400)) <= 3
