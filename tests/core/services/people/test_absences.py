"""What becomes of taking part when somebody is in the course no more."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.course import CourseRole
from core.domain.match import EndReason, MatchState
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError
from core.services.administration.sessions import Sessions
from tests.core.services.courses.roster_campus import RosterCampus, listed


@pytest.fixture
def place(campus):
    return RosterCampus(campus)


@pytest.fixture
def mia(place):
    return place.takes_part("mia")


@pytest.fixture
def ada(place):
    return place.takes_part("ada", Role.MENTOR)


def test_who_is_gone_is_away_and_keeps_their_own_pause(place, mia):
    place.roster(listed("mia"), listed("ada"))
    place.read()
    place.campus.participations.update(mia, Role.MENTEE, paused=True)
    place.roster(listed("ada"))
    place.read()
    assert place.participation(mia).away
    place.roster(listed("mia"), listed("ada"))
    place.read()
    back = place.participation(mia)
    assert (back.away, back.paused, back.available) == (False, True, False)


def test_who_is_locked_out_is_away_too(place, mia):
    place.roster(listed("mia", active=False))
    place.read()
    assert place.participation(mia).away


@pytest.mark.parametrize("leaver", ["mia", "ada"])
def test_requests_expire_and_matches_stay(place, mia, ada, leaver):
    place.campus.set_program(mentors_per_mentee=2)
    ben, eve = place.takes_part("ben", Role.MENTOR), place.takes_part("eve")
    place.roster(*map(listed, ("mia", "ada", "ben", "eve")))
    place.read()
    asked = place.campus.requests.ask(mia, ada.person_id)
    unconcerned = place.campus.requests.ask(eve, ben.person_id)
    met = place.match(mia, ben) if leaver == "mia" else place.match(eve, ada)
    place.platform.withdraw(place.course, leaver)
    place.read()
    assert place.states() == {
        asked.id: (MatchState.ENDED, EndReason.EXPIRED),
        unconcerned.id: (MatchState.OFFERED, None),
        met.id: (MatchState.ACCEPTED, None),
    }
    assert place.campus.history(asked.id)[-1].actor_id is None


def test_nobody_new_begins_with_somebody_who_is_away(place, mia, ada):
    place.roster(listed("mia"), listed("ada"))
    place.read()
    place.roster(listed("mia"))
    place.read()
    with pytest.raises(ConflictError, match="takes no new mentees"):
        place.campus.requests.ask(mia, ada.person_id)
    place.roster(listed("ada"))
    place.read()
    with pytest.raises(ForbiddenError, match="in this course no more"):
        place.campus.requests.ask(mia, ada.person_id)
    teacher = place.campus.person("Tess", manages=True)
    assert place.campus.programs.overview(teacher).waiting == ()


def test_who_is_gone_is_signed_out_of_the_course(place, mia, ada):
    sessions = Sessions(place.storage, place.clock, place.campus.entropy, timedelta(hours=2))
    opened = [sessions.open(actor, "lti", "auto", "en") for actor in (mia, ada)]
    place.roster(listed("mia"), listed("ada"))
    place.read()
    assert all(sessions.find(one.token) for one in opened)
    place.roster(listed("ada"))
    place.read()
    assert [sessions.find(one.token) is None for one in opened] == [True, False]


def test_who_is_in_another_course_of_the_programme_is_not_away(place, mia):
    second = replace(place.course, context_id="course-2")
    with place.tenant() as work:
        work.courses.save(second)
    place.platform.enrol(second, listed("mia"))
    place.roster(listed("mia"))
    place.read()
    place.read(course=second)
    place.roster(listed("other"))
    place.read()
    assert not place.participation(mia).away
    place.platform.withdraw(second, "mia")
    place.platform.enrol(second, listed("other"))
    place.read(course=second)
    assert place.participation(mia).away


def test_a_launch_brings_somebody_back_at_once(place, mia):
    place.roster(listed("mia"))
    place.read()
    place.roster(listed("other"))
    place.read()
    assert place.participation(mia).away
    place.launch("mia")
    assert not place.participation(mia).away
    assert place.statuses["mia"] == "active"


def test_who_never_came_through_the_course_is_left_alone(place, campus):
    stranger = campus.mentee("Stranger")
    place.roster(listed(1))
    place.read()
    assert not place.participation(stranger).away


class TestWhoCannotJoin:
    def refusal(self, place, actor):
        barrier = place.campus.participations.barrier(actor)
        for role in Role:
            with pytest.raises(ForbiddenError) as refused:
                place.campus.participations.join(actor, role)
            assert str(refused.value) == str(barrier)
        return str(barrier)

    def test_the_student_view(self, place):
        actor = place.launch("view", {CourseRole.TEST_USER, CourseRole.LEARNER})
        assert "student view" in self.refusal(place, actor)

    def test_observers(self, place):
        actor = place.launch("parent", {CourseRole.OBSERVER})
        assert "You are an observer" in self.refusal(place, actor)
        both = place.launch("both", {CourseRole.OBSERVER, CourseRole.LEARNER})
        assert place.campus.participations.barrier(both) is None

    def test_who_is_gone(self, place):
        actor = place.launch("gone")
        place.roster(listed(1))
        place.read()
        assert "in this course no more" in self.refusal(place, actor)
        place.launch("gone")
        assert place.campus.participations.barrier(actor) is None

    def test_what_somebody_is_elsewhere_does_not_count(self, place):
        place.launch("p", {CourseRole.OBSERVER}, course=replace(place.course, context_id="x"))
        actor = place.launch("p")
        assert place.campus.participations.barrier(actor) is None


def test_a_student_view_that_took_part_before_is_seen_by_nobody(place, mia):
    teacher = place.campus.person("Tess", manages=True)
    assert len(place.campus.programs.overview(teacher).participants) == 1
    place.launch("mia", {CourseRole.TEST_USER})
    assert place.campus.programs.overview(teacher).participants == ()
