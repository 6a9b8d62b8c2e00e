"""How administrators who are signed in will sign in: their own links, and their own account."""

from datetime import timedelta

import pytest

from core.domain.actor import Actor
from core.errors import ConflictError, ForbiddenError, NotSignedInError
from core.services.administration.administrators import Administrators
from core.services.administration.entra_accounts import EntraAccount, EntraAccounts
from core.services.administration.own_sign_in import OwnSignIn, WaysIn

ACCOUNT = EntraAccount(tenant="tenant", subject="amy", label="amy@tenant.test")


@pytest.fixture
def administrators(campus):
    return Administrators(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def accounts(campus, administrators):
    return EntraAccounts(campus.storage, campus.clock, campus.entropy, administrators)


@pytest.fixture
def own(campus):
    return OwnSignIn(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def amy(administrators):
    administrators.sign_in(administrators.invite("bo@campus.test").token)
    return administrators.sign_in(administrators.invite("amy@campus.test").token)


def noted(campus, deed):
    with campus.storage.tenant(campus.organization.id) as work:
        return work.audit.page(None, 9, deed=deed)


def test_an_account_is_linked_by_a_link_of_ones_own(campus, own, accounts, amy):
    assert own.ways(amy) == WaysIn(email="amy@campus.test")
    assert accounts.link(own.link(amy), ACCOUNT) == amy
    ways = own.ways(amy)
    assert (ways.linked, ways.since) == (True, campus.clock.now())
    assert "amy@tenant.test" in str(ways.told)
    assert accounts.sign_in(ACCOUNT) == amy


def test_what_the_audit_forgot_is_not_told(campus, own, accounts, amy):
    accounts.link(own.link(amy), ACCOUNT)
    with campus.storage.tenant(campus.organization.id) as work:
        work.audit.purge(campus.clock.now() + timedelta(days=1))
    assert own.ways(amy) == WaysIn(email="amy@campus.test", linked=True)


def test_such_a_link_is_short_lived_and_replaces_earlier_ones(campus, own, administrators, amy):
    first = own.link(amy)
    second = own.link(amy)
    with pytest.raises(NotSignedInError):
        administrators.invited(first)
    assert administrators.invited(second).email == "amy@campus.test"
    campus.clock.advance(seconds=timedelta(minutes=10).total_seconds())
    with pytest.raises(NotSignedInError):
        administrators.invited(second)


def test_unlinking_is_noted_once_and_ends_that_way_in(campus, own, accounts, amy):
    accounts.link(own.link(amy), ACCOUNT)
    own.unlink(amy)
    own.unlink(amy)
    assert not own.ways(amy).linked
    with pytest.raises(NotSignedInError):
        accounts.sign_in(ACCOUNT)
    (entry,) = noted(campus, "administrator.unlinked")
    assert (entry.by, entry.before, entry.after) == (
        amy.person_id,
        {"account": "tenant/amy"},
        {"account": ""},
    )


def test_who_is_signed_in_by_an_lms_has_nothing_to_link(campus, own):
    actor = Actor(
        organization_id=campus.organization.id, person_id=campus.entropy.uuid(), configures=True
    )
    assert own.ways(actor) == WaysIn()
    for change in (own.link, own.unlink):
        with pytest.raises(ConflictError, match="learning platform"):
            change(actor)


def test_others_may_not(campus, own):
    actor = Actor(organization_id=campus.organization.id, person_id=campus.entropy.uuid())
    for use in (own.ways, own.link, own.unlink):
        with pytest.raises(ForbiddenError):
            use(actor)
