from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.administrator import Administrator, SignInLink
from core.domain.deep_link import DeepLinkRequest
from core.domain.notice import Notice, NoticeSubscription
from core.domain.registration import AccessToken, Deployment, RegistrationStatus
from core.domain.registration_request import RegistrationInvitation, RegistrationRequest
from core.errors import ConflictError
from tests.contracts.world import NOW, digest, fresh

LATER = NOW + timedelta(hours=1)


def test_access_tokens_belong_to_a_registration_and_a_set_of_scopes(world):
    scopes = frozenset({"score", "lineitem"})
    token = AccessToken(
        registration_id=world.registration.id, scopes=scopes, token="t1", expires_at=LATER
    )
    with world.platform() as work:
        assert work.access_tokens.get(world.registration.id, scopes) is None
        work.access_tokens.save(token)
        assert work.access_tokens.get(world.registration.id, scopes) == token
        assert work.access_tokens.get(world.registration.id, frozenset({"score"})) is None
        assert work.access_tokens.get(world.new_registration().id, scopes) is None


def test_an_access_token_is_forgotten_only_if_it_is_still_the_one(world):
    token = AccessToken(
        registration_id=world.registration.id, scopes=frozenset("s"), token="1", expires_at=LATER
    )
    newer = replace(token, token="2")
    with world.platform() as work:
        work.access_tokens.save(newer)
        work.access_tokens.remove(token)
        assert work.access_tokens.get(token.registration_id, token.scopes) == newer
        work.access_tokens.remove(newer)
        assert work.access_tokens.get(token.registration_id, token.scopes) is None
        work.access_tokens.remove(newer)
        work.access_tokens.save(token)
        assert work.access_tokens.purge(LATER) == 0
        assert work.access_tokens.purge(LATER + timedelta(seconds=1)) == 1


def request(client_id="c", **values):
    made = RegistrationRequest(
        id=fresh(),
        issuer="https://new.example.edu",
        client_id=client_id,
        auth_login_url="https://new.example.edu/a",
        token_url="https://new.example.edu/t",
        jwks_url="https://new.example.edu/j",
        name="New",
        deployment_id="1",
        requested_at=NOW,
    )
    return replace(made, **values)


def test_registration_requests_are_replaced_by_newer_ones_of_the_same_client(world):
    first, other = request(), request("d", requested_at=LATER)
    again = request(deployment_id="2")
    with world.platform() as work:
        for one in (other, first, again):
            work.registration_requests.save(one)
        assert work.registration_requests.all() == [again, other]
        assert work.registration_requests.get(again.id) == again
        assert work.registration_requests.get(first.id) is None
        assert work.registration_requests.find(first.issuer, "c") == again
        work.registration_requests.remove(again.id)
        work.registration_requests.remove(again.id)
        assert work.registration_requests.purge(LATER + timedelta(seconds=1)) == 1
        assert work.registration_requests.all() == []


def test_registration_invitations_are_taken_once(world):
    link = RegistrationInvitation(token_hash=digest(1), organization_id=world.id, expires_at=LATER)
    with world.platform() as work:
        work.registration_invitations.add(link)
        work.registration_invitations.add(replace(link, token_hash=digest(2)))
        assert work.registration_invitations.get(digest(1)) == link
        assert work.registration_invitations.take(digest(1)) == link
        assert work.registration_invitations.take(digest(1)) is None
        assert work.registration_invitations.get(digest(1)) is None
        assert work.registration_invitations.purge(LATER + timedelta(seconds=1)) == 1


def test_subscriptions_are_kept_one_a_type(world):
    made = NoticeSubscription(
        registration_id=world.registration.id,
        deployment_id="1",
        notice_type="LtiContextCopyNotice",
        url="https://lms.example.edu/n",
        handler="https://hub.example.edu/lti/notices",
        subscribed_at=NOW,
    )
    newer = replace(made, handler="https://hub.example.org/lti/notices")
    with world.platform() as work:
        work.notices.save_subscription(made)
        work.notices.save_subscription(newer)
        assert work.notices.subscriptions(world.registration.id) == [newer]
        found = work.notices.subscription(world.registration.id, "1", made.notice_type)
        assert found == newer
        assert work.notices.subscription(world.registration.id, "2", made.notice_type) is None


def test_a_notice_is_added_once(world):
    notice = Notice(
        registration_id=world.registration.id,
        notice_id="n1",
        notice_type="LtiContextCopyNotice",
        deployment_id="1",
        context_id="c2",
        origins=("c1",),
        received_at=NOW,
    )
    with world.platform() as work:
        assert work.notices.add(notice)
        assert not work.notices.add(replace(notice, context_id="c3"))
        assert work.notices.get(world.registration.id, "n1") == notice
        assert work.notices.get(world.registration.id, "n2") is None
        assert work.notices.purge(NOW) == 0
        assert work.notices.purge(LATER) == 1


def test_administrators_and_their_links(world):
    zoe = Administrator(id=fresh(), organization_id=world.id, email="zoe@x.test", created_at=NOW)
    amy = replace(zoe, id=fresh(), email="amy@x.test", person_id=world.ada.id, operates=True)
    amy = replace(amy, account=f"tenant/{amy.id}")
    with world.platform() as work:
        work.administrators.save(zoe)
        work.administrators.save(amy)
        assert work.administrators.of_organization(world.id) == [amy, zoe]
        assert work.administrators.get(amy.id) == amy
        assert work.administrators.by_email(world.id, "zoe@x.test") == zoe
        assert work.administrators.by_email(fresh(), "zoe@x.test") is None
        assert work.administrators.by_account(amy.account) == amy
        assert work.administrators.by_account("tenant/nobody") is None
        with pytest.raises(ConflictError):
            work.administrators.save(replace(zoe, id=fresh()))
        with pytest.raises(ConflictError):
            work.administrators.save(replace(zoe, account=amy.account))
        link = SignInLink(token_hash=digest(5), administrator_id=zoe.id, expires_at=LATER)
        work.administrators.add_link(link)
        work.administrators.add_link(replace(link, token_hash=digest(6)))
        assert work.administrators.get_link(digest(5)) == link
        assert work.administrators.take_link(digest(5)) == link
        assert work.administrators.take_link(digest(5)) is None
        assert work.administrators.get_link(digest(5)) is None
        other = replace(link, token_hash=digest(7), administrator_id=amy.id)
        work.administrators.add_link(other)
        work.administrators.remove_links(zoe.id)
        assert work.administrators.get_link(digest(6)) is None
        assert work.administrators.get_link(digest(7)) == other
        assert work.administrators.purge_links(LATER + timedelta(seconds=1)) == 1


def test_a_removed_registration_takes_what_is_its_own_along(world):
    deployment = Deployment(
        registration_id=world.registration.id, deployment_id="1", organization_id=world.id
    )
    with world.platform() as work:
        work.registrations.save_deployment(deployment)
    with world.tenant() as work:
        work.courses.save(world.course())
    with world.platform() as work:
        work.sessions.add(world.session(1))
        work.registrations.remove(world.registration.id)
        assert work.registrations.get(world.registration.id) is None
        assert work.registrations.deployments(world.registration.id) == []
        assert work.sessions.find(digest(1)) is None


def test_everybody_who_came_through_a_platform_is_signed_out(world):
    with world.platform() as work:
        work.sessions.add(world.session(1))
        work.sessions.add(world.session(2))
        assert work.sessions.remove_of_registration(fresh()) == 0
        assert work.sessions.remove_of_registration(world.registration.id) == 2
        assert work.sessions.find(digest(1)) is None


def test_everybody_of_an_organization_who_came_one_way_is_signed_out(world):
    with world.platform() as work:
        work.sessions.add(world.session(1, surface="teams"))
        work.sessions.add(world.session(2))
        assert work.sessions.remove_of_surface(fresh(), "teams") == 0
        assert work.sessions.remove_of_surface(world.id, "teams") == 1
        assert work.sessions.find(digest(1)) is None
        assert work.sessions.find(digest(2)) is not None


def test_when_somebody_last_came_through_a_platform(world):
    other, later = world.new_registration(), NOW + timedelta(minutes=5)
    with world.platform() as work:
        work.sessions.add(world.session(1))
        work.sessions.add(world.session(2, created_at=later))
        known = {world.registration.id: later}
        assert work.sessions.last_begun([world.registration.id, other.id]) == known
        assert work.sessions.last_begun([other.id]) == {}
        assert work.sessions.last_begun([]) == {}


def test_registrations_and_deployments_of_an_organization(world):
    other, elsewhere = world.new_registration(), world.new_organization()
    first, second = sorted((world.registration, other), key=lambda r: r.client_id)
    made = [
        Deployment(registration_id=r.id, deployment_id=d, organization_id=world.id)
        for r in sorted((first, second), key=lambda r: r.id)
        for d in ("1", "2")
    ]
    with world.platform() as work:
        assert work.registrations.of_organization(world.id) == [first, second]
        assert work.registrations.of_organization(elsewhere.id) == []
        for deployment in reversed(made):
            work.registrations.save_deployment(deployment)
        assert work.registrations.deployments_of([first.id, second.id]) == made
        assert work.registrations.deployments_of([]) == []


def test_a_deployment_may_be_given_to_another_organization(world):
    elsewhere = world.new_organization()
    deployment = Deployment(
        registration_id=world.registration.id,
        deployment_id="1",
        organization_id=world.id,
        status=RegistrationStatus.PENDING,
    )
    given = replace(deployment, organization_id=elsewhere.id, status=RegistrationStatus.ACTIVE)
    with world.platform() as work:
        work.registrations.save_deployment(deployment)
        work.registrations.save_deployment(given)
        assert work.registrations.deployment(world.registration.id, "1") == given


def test_a_login_can_be_looked_at_before_it_is_taken(world):
    state = replace(world.launch_state(1), storage_target="_parent")
    with world.platform() as work:
        work.launch_states.add(state)
        assert work.launch_states.get(digest(1)) == (state, world.registration)
        assert work.launch_states.take(digest(1)) == (state, world.registration)
        assert work.launch_states.get(digest(1)) is None


def test_a_question_what_to_put_into_a_course_is_answered_once(world):
    asked = DeepLinkRequest(
        token_hash=digest(1),
        registration_id=world.registration.id,
        organization_id=world.id,
        person_id=world.ada.id,
        context_id="course-1",
        deployment_id="1",
        return_url="https://lms.example.edu/return?sesskey=s",
        data='{"a": "ü"}',
        several=False,
        expires_at=LATER,
    )
    bare = replace(asked, token_hash=digest(2), context_id=None, data=None, expires_at=NOW)
    with world.platform() as work:
        work.deep_links.add(asked)
        work.deep_links.add(bare)
    with world.platform() as work:
        assert work.deep_links.get(asked.token_hash) == asked
        assert work.deep_links.get(bare.token_hash) == bare
        assert work.deep_links.take(asked.token_hash) == asked
        assert work.deep_links.take(asked.token_hash) is None
        assert work.deep_links.get(digest(9)) is None
        assert work.deep_links.purge(NOW) == 0
        assert work.deep_links.purge(LATER) == 1
        assert work.deep_links.get(bare.token_hash) is None
