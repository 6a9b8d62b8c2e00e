from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.registration import Deployment, KeyStatus, RegistrationStatus, ToolKey
from core.errors import ConflictError
from tests.contracts.world import NOW, digest, fresh


class TestOrganizations:
    def test_organizations_are_found_and_listed_by_slug(self, world):
        second = world.new_organization()
        with world.platform() as work:
            assert work.organizations.get(world.id) == world.organization
            assert work.organizations.get(fresh()) is None
            assert work.organizations.by_slug(second.slug) == second
            assert work.organizations.by_slug("nobody") is None
            listed = work.organizations.all()
            assert listed == sorted([world.organization, second], key=lambda o: o.slug)

    def test_renaming_keeps_one(self, world):
        renamed = replace(world.organization, name="New name", slug="new-slug")
        with world.platform() as work:
            work.organizations.save(renamed)
            assert work.organizations.all() == [renamed]

    def test_a_taken_slug_is_a_conflict(self, world):
        second = world.new_organization()
        with world.platform() as work:
            with pytest.raises(ConflictError):
                work.organizations.save(replace(second, slug=world.organization.slug))
            assert work.organizations.get(second.id) == second


class TestRegistrations:
    def test_registrations_are_found_in_every_way(self, world):
        second = world.new_registration()
        both = sorted([world.registration, second], key=lambda r: r.client_id)
        with world.platform() as work:
            registrations = work.registrations
            assert registrations.get(second.id) == second
            assert registrations.get(fresh()) is None
            assert registrations.find(second.issuer, second.client_id) == second
            assert registrations.find(second.issuer, "nobody") is None
            assert registrations.of_issuer(second.issuer) == both
            assert registrations.of_issuer("https://other.example.edu") == []
            assert registrations.all() == both

    def test_saving_again_replaces(self, world):
        changed = replace(
            world.registration, status=RegistrationStatus.DISABLED, product_family="moodle"
        )
        with world.platform() as work:
            work.registrations.save(changed)
            assert work.registrations.all() == [changed]

    def test_the_same_platform_and_client_twice_is_a_conflict(self, world):
        with world.platform() as work:
            with pytest.raises(ConflictError):
                work.registrations.save(replace(world.registration, id=fresh()))
            assert work.registrations.all() == [world.registration]

    def test_deployments_belong_to_their_registration(self, world):
        one = Deployment(
            registration_id=world.registration.id, deployment_id="1", organization_id=world.id
        )
        two = Deployment(
            registration_id=world.registration.id,
            deployment_id="2",
            organization_id=world.id,
            status=RegistrationStatus.PENDING,
        )
        with world.platform() as work:
            work.registrations.save_deployment(two)
            work.registrations.save_deployment(one)
            assert work.registrations.deployment(world.registration.id, "1") == one
            assert work.registrations.deployment(world.registration.id, "3") is None
            assert work.registrations.deployment(fresh(), "1") is None
            let_in = replace(two, status=RegistrationStatus.ACTIVE)
            work.registrations.save_deployment(let_in)
            assert work.registrations.deployments(world.registration.id) == [one, let_in]


class TestLaunchStates:
    def test_a_state_is_taken_once(self, world):
        state = world.launch_state(1)
        with world.platform() as work:
            work.launch_states.add(state)
        with world.platform() as work:
            assert work.launch_states.take(state.state_hash) == (state, world.registration)
            assert work.launch_states.take(state.state_hash) is None
        with world.platform() as work:
            assert work.launch_states.take(state.state_hash) is None
            assert work.launch_states.take(digest(99)) is None

    def test_the_expired_are_purged(self, world):
        old, young = world.launch_state(1, minutes=1), world.launch_state(2, minutes=10)
        with world.platform() as work:
            work.launch_states.add(old)
            work.launch_states.add(young)
            assert work.launch_states.purge(NOW + timedelta(minutes=10)) == 1
            assert work.launch_states.take(old.state_hash) is None
            assert work.launch_states.take(young.state_hash) == (young, world.registration)


class TestSessions:
    def test_a_session_comes_back(self, world):
        session = world.session(1)
        with world.platform() as work:
            work.sessions.add(session)
        with world.platform() as work:
            assert work.sessions.find(session.token_hash) == session
            assert work.sessions.find(digest(99)) is None

    def test_a_session_outside_an_lms_comes_back(self, world):
        actor = replace(
            world.session(1).actor, program_id=None, registration_id=None, context_id=None
        )
        session = world.session(1, actor=actor, ticket_hash=None)
        with world.platform() as work:
            work.sessions.add(session)
            assert work.sessions.find(session.token_hash) == session

    def test_everybody_of_a_course_moves_to_its_programme(self, world):
        elsewhere = replace(world.session(2).actor, context_id="course-2")
        sessions = [world.session(1), world.session(2, actor=elsewhere)]
        with world.platform() as work:
            for session in sessions:
                work.sessions.add(session)
            work.sessions.move(world.registration.id, "course-1", None)
            found = [work.sessions.find(s.token_hash).actor.program_id for s in sessions]
            assert found == [None, world.program.id]
            work.sessions.move(world.registration.id, "course-1", world.program.id)
            assert work.sessions.find(sessions[0].token_hash) == sessions[0]

    def test_people_of_one_course_are_signed_out(self, world):
        other = replace(world.session(2).actor, person_id=world.ben.id)
        elsewhere = replace(world.session(3).actor, context_id="course-2")
        sessions = [
            world.session(1),
            world.session(2, actor=other),
            world.session(3, actor=elsewhere),
        ]
        with world.platform() as work:
            for session in sessions:
                work.sessions.add(session)
            place = (world.registration.id, "course-1")
            assert work.sessions.remove_of_people(*place, []) == 0
            assert work.sessions.remove_of_people(*place, [world.ada.id]) == 1
            left = [work.sessions.find(s.token_hash) is not None for s in sessions]
            assert left == [False, True, True]
            assert work.sessions.sign_out([]) == 0
            assert work.sessions.sign_out([world.ada.id]) == 1
            left = [work.sessions.find(s.token_hash) is not None for s in sessions]
            assert left == [False, True, False]

    def test_a_ticket_is_taken_once(self, world):
        session = world.session(1)
        with world.platform() as work:
            work.sessions.add(session)
            work.sessions.add(world.session(2))
        without = replace(session, ticket_hash=None)
        with world.platform() as work:
            assert work.sessions.take_ticket(session.ticket_hash) == without
            assert work.sessions.take_ticket(session.ticket_hash) is None
            assert work.sessions.take_ticket(digest(99)) is None
            assert work.sessions.find(session.token_hash) == without

    def test_saving_changes_but_brings_nothing_back(self, world):
        session = world.session(1)
        later = replace(session, theme="light", expires_at=NOW + timedelta(hours=2))
        with world.platform() as work:
            work.sessions.add(session)
            work.sessions.take_ticket(session.ticket_hash)
            work.sessions.save(later)
            assert work.sessions.find(session.token_hash) == replace(later, ticket_hash=None)
            work.sessions.remove(session.token_hash)
            work.sessions.save(later)
            assert work.sessions.find(session.token_hash) is None

    def test_other_rights_in_the_same_course_are_outdated(self, world):
        actor = world.session(1).actor
        fewer = replace(actor, manages=False)
        others = [
            actor,
            replace(fewer, person_id=world.ben.id),
            replace(fewer, registration_id=world.new_registration().id),
            replace(fewer, context_id="course-2"),
            replace(fewer, context_id=None),
            replace(fewer, registration_id=None, context_id=None),
        ]
        kept = [world.session(n, actor=other) for n, other in enumerate(others)]
        changed = [fewer, replace(actor, administers=True), replace(actor, program_id=None)]
        outdated = [world.session(n, actor=other) for n, other in enumerate(changed, start=20)]
        with world.platform() as work:
            for session in (*kept, *outdated):
                work.sessions.add(session)
            assert work.sessions.remove_outdated(actor) == len(outdated)
            for session in kept:
                assert work.sessions.find(session.token_hash) == session
            for session in outdated:
                assert work.sessions.find(session.token_hash) is None

    def test_rights_are_compared_outside_courses_but_not_outside_an_lms(self, world):
        actor = replace(world.session(1).actor, context_id=None)
        nowhere = replace(actor, registration_id=None)
        with world.platform() as work:
            work.sessions.add(world.session(1, actor=actor))
            work.sessions.add(world.session(2, actor=nowhere))
            assert work.sessions.remove_outdated(replace(nowhere, manages=False)) == 0
            assert work.sessions.remove_outdated(replace(actor, manages=False)) == 1
            assert work.sessions.find(digest(2)) is not None

    def test_the_expired_are_purged(self, world):
        old, young = world.session(1, minutes=1), world.session(2, minutes=10)
        with world.platform() as work:
            work.sessions.add(old)
            work.sessions.add(young)
            assert work.sessions.purge(NOW + timedelta(minutes=10)) == 1
            assert work.sessions.find(old.token_hash) is None
            assert work.sessions.find(young.token_hash) == young


def test_tool_keys_are_newest_first(world):
    older = ToolKey(
        kid="a" * 32,
        private_pem="PEM 1",
        status=KeyStatus.ACTIVE,
        created_at=NOW,
        changed_at=NOW,
    )
    newer = replace(older, kid="b" * 32, private_pem="PEM 2", created_at=NOW + timedelta(seconds=1))
    with world.platform() as work:
        work.tool_keys.save(older)
        work.tool_keys.save(newer)
    retired = replace(older, status=KeyStatus.PUBLISHED)
    with world.platform() as work:
        work.tool_keys.save(retired)
        assert work.tool_keys.all() == [newer, retired]
        work.tool_keys.remove(older.kid)
        work.tool_keys.remove("unknown")
        assert work.tool_keys.all() == [newer]
