"""Who it is that writes to the bot."""

from dataclasses import replace

import pytest

from core.domain.directory import Presence
from core.services.teams.members import TeamsMembers
from tests.core.services.directory.directory_campus import GONE, ann
from tests.core.services.teams.test_arrivals import OID, Microsoft


@pytest.fixture
def microsoft(campus):
    return Microsoft(campus)


@pytest.fixture
def members(microsoft):
    return TeamsMembers(microsoft.campus.storage)


def test_somebody_unknown_is_nobody_and_stays_so(microsoft, members):
    assert members.actor(microsoft.tenant, OID) is None
    assert microsoft.people() == {}


def test_who_came_before_is_who_they_were(microsoft, members):
    came = microsoft.arrive()
    assert members.actor(microsoft.tenant, OID) == came


def test_an_administrator_may_configure(microsoft, members):
    microsoft.administrator()
    microsoft.arrive()
    assert members.actor(microsoft.tenant, OID).configures


def test_who_left_is_nobody(microsoft, members):
    entra = microsoft.reading()
    microsoft.tell(ann(key=OID), of=entra)
    assert members.actor(microsoft.tenant, OID) is not None
    microsoft.tell(ann(key=OID, status=GONE), of=entra)
    assert microsoft.person(OID, entra).presence is Presence.GONE
    assert members.actor(microsoft.tenant, OID) is None


def test_an_administrator_who_left_is_nobody_under_another_name_either(microsoft, members):
    microsoft.arrive()
    office = microsoft.administrator()
    assert members.actor(microsoft.tenant, OID) is not None
    with microsoft.work() as work:
        person = work.people.get(office.person_id)
        work.people.save(replace(person, presence=Presence.GONE))
    assert members.actor(microsoft.tenant, OID) is None


def test_what_they_are_asked_about_says_in_which_programme(campus, microsoft, members):
    campus.set_program(open_to_all=True)
    microsoft.arrive()
    actor = members.actor(microsoft.tenant, OID, campus.program.id)
    assert actor.program_id == campus.program.id
