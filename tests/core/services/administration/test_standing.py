"""Administrators whom a directory says to have left: neither a link nor an account lets them in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.person import Identity
from core.errors import ForbiddenError
from core.services.administration.administrators import Administrators
from core.services.administration.entra_accounts import EntraAccount, EntraAccounts
from core.services.administration.sessions import Sessions
from core.services.directory.departures import Departures
from core.services.directory.sink import DEPARTURES
from tests.core.services.directory.directory_campus import GONE, Directories, ann

ACCOUNT = EntraAccount(tenant="t-1", subject="oid-1", label="ada@uni.test")
LEFT = "directory says that you have left"


class Office(Directories):
    """Where Ada administers, and directories tell of people."""

    def __post_init__(self):
        super().__post_init__()
        parts = (self.campus.storage, self.campus.clock, self.campus.entropy)
        self.administrators = Administrators(*parts)
        self.accounts = EntraAccounts(*parts, self.administrators)
        self.entra = self.reading("t-1")

    def reading(self, tenant):
        made = replace(self.connection(), connector="entra", account_id=tenant, version=2)
        with self.work() as work:
            work.connections.update(made)
        return made

    def link(self):
        return self.administrators.invite("ada@uni.test").token

    def ada(self):
        """She, in a session, with her account linked."""
        actor = self.accounts.link(self.link(), ACCOUNT)
        parts = (self.campus.storage, self.campus.clock, self.campus.entropy)
        Sessions(*parts, timedelta(hours=8)).open(actor, "browser", "auto", "")
        return actor

    def follow(self):
        departures = Departures(self.campus.storage, self.campus.clock, self.campus.entropy)
        for arguments in self.jobs(DEPARTURES):
            departures.departures(**arguments)

    def sessions(self):
        return self.campus.storage.tables.table("sessions")


@pytest.fixture
def office(campus):
    return Office(campus)


def test_who_is_the_person_of_a_directory_leaves_with_them(office):
    actor = office.ada()
    with office.work() as work:
        issuer = office.hr.issuer
        work.people.link(Identity(issuer=issuer, subject="e-1", person_id=actor.person_id))
    office.tell(ann())
    assert office.administrators.sign_in(office.link()) == actor
    office.tell(ann(status=GONE))
    link = office.link()
    with pytest.raises(ForbiddenError, match=LEFT):
        office.administrators.sign_in(link)
    with pytest.raises(ForbiddenError, match=LEFT):
        office.accounts.sign_in(ACCOUNT)
    office.tell(ann())
    assert office.administrators.sign_in(link) == actor


def test_an_account_that_a_directory_has_no_more_lets_nobody_in(office):
    actor = office.ada()
    office.tell(ann(key="oid-1"), of=office.entra)
    assert office.accounts.sign_in(ACCOUNT) == actor
    assert len(office.sessions()) == 1
    office.tell(deletes=["oid-1"], of=office.entra)
    office.follow()
    assert office.sessions() == {}
    with pytest.raises(ForbiddenError, match="mentorloom admin invite"):
        office.accounts.sign_in(ACCOUNT)
    with pytest.raises(ForbiddenError, match=LEFT):
        office.administrators.sign_in(office.link())


def test_nor_is_it_linked(office):
    office.tell(ann(key="oid-1"), of=office.entra)
    office.tell(deletes=["oid-1"], of=office.entra)
    link = office.link()
    with pytest.raises(ForbiddenError, match=LEFT):
        office.accounts.link(link, ACCOUNT)
    assert office.administrators.sign_in(link).configures


def test_whom_another_directory_still_has_comes_in(office):
    actor = office.ada()
    office.tell(ann(key="oid-1"), of=office.entra)
    with office.work() as work:
        known = work.people.by_identity(office.entra.issuer, "oid-1").id
        work.people.link(Identity(issuer=office.hr.issuer, subject="e-1", person_id=known))
    office.tell(ann())
    office.tell(deletes=["oid-1"], of=office.entra)
    assert office.accounts.sign_in(ACCOUNT) == actor


def test_a_record_that_is_nobody_yet_counts_for_itself(office):
    office.ada()
    office.tell(ann(key="oid-1"), of=office.entra)
    with office.work() as work:
        entry = work.directory_entries.get(office.entra.id, "oid-1")
        work.directory_entries.save_many([replace(entry, person_id=None, present=False)])
    with pytest.raises(ForbiddenError, match=LEFT):
        office.accounts.sign_in(ACCOUNT)


@pytest.mark.parametrize("key", ["oid-2", "ada@uni.test"])
def test_others_who_leave_are_others(office, key):
    actor = office.ada()
    office.tell(ann(key=key, email="ada@uni.test"), of=office.entra)
    office.tell(ann(key="oid-1"), of=office.reading("t-2"))
    office.tell(deletes=[key], of=office.entra)
    office.tell(deletes=["oid-1"], of=office.made[-1])
    office.follow()
    assert len(office.sessions()) == 1
    assert office.accounts.sign_in(ACCOUNT) == actor
