from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from core.domain.course import Course, CourseRole, CourseServices
from core.domain.identifiers import RegistrationId
from core.domain.registration import Registration
from core.errors import NotSignedInError
from core.services.administration.retention import Retention
from core.services.administration.sessions import Sessions
from core.services.people.arrivals import Arrivals, LaunchFacts
from tests.core.services.campus import REGISTRATION


@pytest.fixture
def registration(campus):
    return Registration(
        id=REGISTRATION,
        organization_id=campus.organization.id,
        issuer="https://lms.example",
        client_id="client",
        auth_login_url="https://lms.example/auth",
        token_url="https://lms.example/token",
        jwks_url="https://lms.example/jwks",
        created_at=campus.clock.now(),
    )


@pytest.fixture
def arrivals(campus):
    return Arrivals(campus.storage, campus.clock, campus.entropy)


@pytest.fixture
def sessions(campus):
    return Sessions(campus.storage, campus.clock, campus.entropy, timedelta(hours=2))


def facts_of(registration, **told):
    return LaunchFacts(
        registration=registration, organization_id=registration.organization_id, **told
    )


@pytest.fixture
def course(registration):
    def made(context_id, **told):
        return Course(
            registration_id=registration.id,
            context_id=context_id,
            organization_id=registration.organization_id,
            **told,
        )

    return made


class TestArrivals:
    @pytest.mark.parametrize("allowed", [True, False])
    def test_administrators_of_an_lms_configure_only_where_that_is_allowed(
        self, campus, registration, allowed
    ):
        arrivals = Arrivals(campus.storage, campus.clock, campus.entropy, configuring=allowed)
        boss = arrivals.arrive(facts_of(registration, subject="boss", administers=True))
        assert (boss.administers, boss.configures, boss.operates) == (True, allowed, False)
        other = arrivals.arrive(facts_of(registration, subject="other"))
        assert not other.configures

    def test_the_same_subject_is_the_same_person(self, campus, arrivals, registration, course):
        facts = facts_of(
            registration=registration, subject="7", name="Mia", course=course("course-1")
        )
        first = arrivals.arrive(facts)
        assert first.program_id == campus.program.id
        assert arrivals.arrive(facts) == first

    def test_a_launch_without_names_erases_nothing(self, campus, arrivals, registration):
        told = facts_of(registration=registration, subject="7", name="Mia", email="mia@x.test")
        actor = arrivals.arrive(told)
        arrivals.arrive(facts_of(registration=registration, subject="7", locale="de"))
        with campus.storage.tenant(actor.organization_id) as work:
            person = work.people.get(actor.person_id)
        assert (person.name, person.email, person.locale) == ("Mia", "mia@x.test", "de")

    def test_one_subject_at_two_registrations_is_two_people(self, arrivals, registration):
        other = replace(registration, id=RegistrationId(UUID(int=77)), client_id="other")
        one = arrivals.arrive(facts_of(registration=registration, subject="7"))
        two = arrivals.arrive(facts_of(registration=other, subject="7"))
        assert one.person_id != two.person_id

    def test_a_new_course_is_remembered_without_a_programme(
        self, campus, arrivals, registration, course
    ):
        teacher = arrivals.arrive(
            facts_of(
                registration=registration,
                subject="t",
                course=course("course-2", title="Robotics"),
                roles=frozenset({CourseRole.TEACHER}),
            )
        )
        assert (teacher.program_id, teacher.manages) == (None, True)
        assert campus.programs.course(teacher).title == "Robotics"
        program = campus.programs.start(teacher, "Robot mentors")
        again = arrivals.arrive(
            facts_of(registration=registration, subject="s", course=course("course-2"))
        )
        assert again.program_id == program.id
        assert campus.programs.course(again).title == "Robotics"

    def test_a_launch_that_says_less_of_a_course_erases_nothing(
        self, campus, arrivals, registration, course
    ):
        services = CourseServices(memberships_url="https://lms.example/m", scopes=frozenset("a"))
        told = course("course-2", label="R1", link_id="5", history=("c1",), services=services)
        arrivals.arrive(facts_of(registration, subject="7", course=told))
        less = course("course-2", title="New", services=CourseServices(scopes=frozenset("b")))
        arrivals.arrive(facts_of(registration, subject="7", course=less))
        with campus.storage.tenant(campus.organization.id) as work:
            known = work.courses.get(registration.id, "course-2")
        kept = replace(services, scopes=frozenset("ab"))
        assert known == replace(told, title="New", services=kept)

    def test_what_somebody_launched_as_is_remembered(self, campus, arrivals, registration, course):
        for roles in ({CourseRole.LEARNER}, {CourseRole.TEACHER}):
            facts = facts_of(
                registration, subject="7", course=course("course-2"), roles=frozenset(roles)
            )
            actor = arrivals.arrive(facts)
        with campus.storage.tenant(campus.organization.id) as work:
            (member,) = work.rosters.of_person(actor.person_id)
        assert member.roles == {CourseRole.TEACHER}

    def test_the_student_view_is_no_person_to_match(self, campus, arrivals, registration):
        actor = arrivals.arrive(
            facts_of(registration, subject="t", roles=frozenset({CourseRole.TEST_USER}))
        )
        with campus.storage.tenant(campus.organization.id) as work:
            assert work.people.get(actor.person_id).test_user


class TestSessions:
    def test_a_token_finds_its_session_until_it_ends(self, campus, sessions):
        opened = sessions.open(campus.mentee(), "lti", "dark", "de")
        assert sessions.find(opened.token) == opened.session
        assert opened.token.encode() not in opened.session.token_hash
        assert sessions.find("guessed") is None
        campus.clock.advance(hours=2, seconds=1)
        assert sessions.find(opened.token) is None

    def test_a_ticket_is_good_once_and_brings_a_new_token(self, campus, sessions):
        opened = sessions.open(campus.mentee(), "lti", "dark", "de")
        redeemed = sessions.redeem(opened.ticket)
        assert redeemed.session.actor == opened.session.actor
        assert sessions.find(redeemed.token) == redeemed.session
        assert sessions.find(opened.token) is None
        with pytest.raises(NotSignedInError):
            sessions.redeem(opened.ticket)

    def test_an_old_ticket_is_refused(self, campus, sessions):
        opened = sessions.open(campus.mentee(), "lti", "dark", "de")
        campus.clock.advance(minutes=3)
        with pytest.raises(NotSignedInError):
            sessions.redeem(opened.ticket)

    def test_looks_and_programme_change_within_a_session(self, campus, sessions):
        opened = sessions.open(campus.mentee(), "lti", "neon", "en")
        assert opened.session.theme == "auto"
        styled = sessions.restyle(opened.session, theme="contrast", locale="de")
        assert sessions.find(opened.token) == styled
        assert sessions.restyle(styled, theme="neon").theme == "contrast"
        entered = sessions.enter(styled, campus.program.id)
        assert sessions.find(opened.token).actor.program_id == entered.actor.program_id
        sessions.close(opened.token)
        assert sessions.find(opened.token) is None

    def test_rights_that_the_course_took_away_end_at_the_next_launch(self, campus, sessions):
        learner = replace(campus.mentee(), registration_id=REGISTRATION, context_id="course-1")
        teacher = replace(learner, manages=True)
        before = sessions.open(teacher, "lti", "auto", "en")
        elsewhere = sessions.open(replace(teacher, context_id="course-2"), "lti", "auto", "en")
        again = [sessions.open(learner, "lti", "auto", "en") for _ in range(2)]
        assert sessions.find(before.token) is None
        assert sessions.find(elsewhere.token) == elsewhere.session
        assert [sessions.find(opened.token) for opened in again] == [o.session for o in again]

    def test_expired_sessions_are_purged(self, campus, sessions):
        old = sessions.open(campus.mentee(), "lti", "auto", "en")
        campus.clock.advance(hours=3)
        new = sessions.open(campus.mentee("New"), "lti", "auto", "en")
        Retention(campus.storage, campus.clock).purge_expired()
        with campus.storage.platform() as work:
            assert work.sessions.find(old.session.token_hash) is None
        assert sessions.find(new.token) == new.session
