"""Administrators: invited by address, signed in by a link that works once."""

from datetime import timedelta

import pytest

from core.domain.organization import Organization
from core.domain.registration_request import RegistrationInvitation, RegistrationRequest
from core.errors import InvalidInputError, NotFoundError, NotSignedInError
from core.services.administration.administrators import Administrators
from core.services.administration.retention import Retention


@pytest.fixture
def administrators(campus):
    return Administrators(campus.storage, campus.clock, campus.entropy)


def test_the_only_organization_is_meant_when_nobody_says_which(administrators, campus):
    sent = administrators.invite(" Ada@Campus.test ")
    assert sent.organization == campus.organization
    assert sent.administrator.email == "ada@campus.test"
    assert not sent.administrator.operates
    assert sent.expires_at == campus.clock.now() + timedelta(hours=24)


def test_of_several_organizations_one_must_be_named(administrators, campus):
    other = administrators.invite("ada@campus.test", "other", "Other School").organization
    assert other.name == "Other School"
    with pytest.raises(NotFoundError) as caught:
        administrators.invite("ada@campus.test")
    assert campus.organization.slug in str(caught.value)
    assert "other" in str(caught.value)
    assert administrators.invite("ada@campus.test", "other").organization == other


@pytest.mark.parametrize(
    ("invitation", "field"),
    [
        (("ada",), "email"),
        (("",), "email"),
        (("a b@campus.test",), "email"),
        (("a@" + "b" * 253,), "email"),
        (("ada@campus.test", "Other School", "Other"), "organization"),
        (("ada@campus.test", "", "Other"), "organization"),
        (("ada@campus.test", "other", "O" * 201), "organization_name"),
        (("ada@campus.test", "other", "O\x00"), "organization_name"),
    ],
)
def test_what_cannot_be_is_named_and_nobody_is_invited(administrators, campus, invitation, field):
    with pytest.raises(InvalidInputError) as caught:
        administrators.invite(*invitation)
    assert list(caught.value.fields) == [field]
    assert campus.storage.tables.table("administrators") == {}


def test_an_unknown_organization_without_a_name(administrators):
    with pytest.raises(NotFoundError, match="There is no organization elsewhere"):
        administrators.invite("ada@campus.test", "elsewhere")


def test_a_link_signs_in_once_and_the_person_stays_the_same(administrators, campus):
    sent = administrators.invite("ada@campus.test")
    assert administrators.invited(sent.token) == sent.administrator
    first = administrators.sign_in(sent.token)
    assert first.configures
    assert not first.operates
    assert first.organization_id == campus.organization.id
    with pytest.raises(NotSignedInError, match="mentorloom admin invite"):
        administrators.sign_in(sent.token)
    with pytest.raises(NotSignedInError):
        administrators.invited(sent.token)
    again = administrators.sign_in(administrators.invite("ada@campus.test").token)
    assert again == first
    with campus.storage.tenant(campus.organization.id) as work:
        assert work.people.get(first.person_id).email == "ada@campus.test"


def test_a_person_whose_first_sign_in_broke_off_is_found_again(administrators, campus):
    sent = administrators.invite("ada@campus.test")
    first = administrators.sign_in(sent.token)
    with campus.storage.platform() as work:
        work.administrators.save(sent.administrator)  # as if the last step never happened
    assert administrators.sign_in(administrators.invite("ada@campus.test").token) == first


def test_a_newer_link_replaces_the_older(administrators):
    older = administrators.invite("ada@campus.test")
    newer = administrators.invite("ada@campus.test")
    with pytest.raises(NotSignedInError):
        administrators.sign_in(older.token)
    assert administrators.sign_in(newer.token).configures


def test_a_link_ends_after_a_day(administrators, campus):
    sent = administrators.invite("ada@campus.test")
    campus.clock.advance(hours=24)
    with pytest.raises(NotSignedInError, match="older than 24 hours"):
        administrators.invited(sent.token)
    with pytest.raises(NotSignedInError):
        administrators.sign_in(sent.token)


def test_who_operates_the_hub_keeps_that(administrators):
    administrators.invite("ada@campus.test", operates=True)
    sent = administrators.invite("ada@campus.test")
    assert administrators.sign_in(sent.token).operates


def test_one_address_may_configure_two_organizations(administrators, campus):
    one = administrators.invite("ada@campus.test")
    two = administrators.invite("ada@campus.test", "other", "Other")
    actors = [administrators.sign_in(sent.token) for sent in (one, two)]
    assert [a.organization_id for a in actors] == [campus.organization.id, two.organization.id]


def test_the_first_organization_needs_a_name(campus):
    campus.storage.tables.table("organizations").clear()
    administrators = Administrators(campus.storage, campus.clock, campus.entropy)
    with pytest.raises(NotFoundError, match="There are: -"):
        administrators.invite("ada@campus.test")
    made = administrators.invite("ada@campus.test", "new", "New").organization
    assert isinstance(made, Organization)


def test_links_requests_and_invitations_are_thrown_away_once_they_are_over(administrators, campus):
    sent = administrators.invite("ada@campus.test")
    invitation = RegistrationInvitation(
        token_hash=bytes(32), organization_id=campus.organization.id, expires_at=sent.expires_at
    )
    asked = RegistrationRequest(
        id=campus.entropy.uuid(),
        issuer="https://lms.example.edu",
        client_id="1",
        auth_login_url="",
        token_url="",
        jwks_url="",
        requested_at=campus.clock.now(),
    )
    with campus.storage.platform() as work:
        work.registration_invitations.add(invitation)
        work.registration_requests.save(asked)
    retention = Retention(campus.storage, campus.clock)
    for days, kept in ((0, (1, 1, 1)), (2, (0, 0, 1)), (90, (0, 0, 0))):
        campus.clock.advance(days=days)
        retention.purge_expired()
        names = ("sign_in_links", "registration_invitations", "registration_requests")
        assert tuple(len(campus.storage.tables.table(name)) for name in names) == kept
