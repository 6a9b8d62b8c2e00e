"""What a teacher sees of their course, and what they may do there."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.course import CourseRole, CourseServices, RosterOutcome
from core.domain.match import EndReason, MatchState
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, NotFoundError
from core.services.courses.course_people import PAGE_SIZE, PeopleFilter, Show
from core.services.courses.courses import SHOWN_RUNS, Courses
from tests.core.services.courses.roster_campus import TEACHER, RosterCampus, listed


@pytest.fixture
def place(campus):
    return RosterCampus(campus)


@pytest.fixture
def courses(place):
    return Courses(place.storage, place.clock, place.campus.entropy)


@pytest.fixture
def tess(place):
    return place.campus.person("Tess", manages=True)


def names(view):
    return [one.person.name for one in view.people]


class TestPeople:
    @pytest.fixture
    def full(self, place):
        """A teacher, two mentees, a mentor, a learner, somebody who left, a student view."""
        people = ("mia", "ben", "leaver")
        self.actors = {name: place.takes_part(name) for name in people}
        self.actors["ada"] = place.takes_part("ada", Role.MENTOR)
        everybody = [
            listed("tess", TEACHER, name="Tess"),
            listed("mia", name="Mia", group_ids=frozenset({"r"})),
            listed("ben", name="Ben", email="b@x.test"),
            listed("ada", name="Ada", group_ids=frozenset({"r", "b"})),
            listed("zoe", name="Zoe"),
            listed("leaver", name="Leaver"),
            listed("other", name="Other"),
            listed("view", {CourseRole.TEST_USER}, name="Student view"),
        ]
        place.platform.name_groups(place.course, r="Red", b="Blue")
        place.roster(*everybody)
        place.read()
        place.platform.withdraw(place.course, "leaver", "other")
        place.read()
        place.campus.requests.ask(self.actors["mia"], self.actors["ada"].person_id)
        return place

    def view(self, courses, tess, show=Show.EVERYBODY, **wanted):
        return courses.view(tess, PeopleFilter(show=show, **wanted))

    @pytest.mark.usefixtures("full")
    def test_each_list_has_its_people(self, courses, tess):
        expected = {
            Show.EVERYBODY: ["Ada", "Ben", "Mia", "Tess", "Zoe"],
            Show.JOINED: ["Ada", "Ben", "Mia"],
            Show.NOT_JOINED: ["Zoe"],
            Show.WAITING: ["Ben"],
            Show.GONE: ["Leaver"],
        }
        for show, expected_names in expected.items():
            view = self.view(courses, tess, show)
            assert names(view) == expected_names
            assert view.counts[show] == view.found == len(expected_names)

    def test_parts_tell_requests_and_matches(self, full, courses, tess):
        full.match(self.actors["ben"], self.actors["ada"])
        full.campus.participations.join(self.actors["ada"], Role.MENTEE)
        view = self.view(courses, tess)
        parts = {
            one.person.name: [(p.participation.role, p.matches, p.requests) for p in one.parts]
            for one in view.people
        }
        assert parts["Mia"] == [(Role.MENTEE, 0, 1)]
        assert parts["Ben"] == [(Role.MENTEE, 1, 0)]
        assert parts["Ada"] == [(Role.MENTEE, 0, 0), (Role.MENTOR, 1, 1)]
        assert parts["Tess"] == []

    @pytest.mark.usefixtures("full")
    def test_people_are_found_by_name_address_and_group(self, courses, tess):
        assert names(self.view(courses, tess, text=" MI ")) == ["Mia"]
        assert names(self.view(courses, tess, text="b@x")) == ["Ben"]
        assert names(self.view(courses, tess, group="Red")) == ["Ada", "Mia"]
        assert names(self.view(courses, tess, group="Blue", text="mi")) == []
        assert self.view(courses, tess).groups == ("Blue", "Red")

    def test_a_large_course_comes_in_pages(self, place, courses, tess):
        place.roster(*(listed(n, name=f"Person {n:03}") for n in range(2 * PAGE_SIZE + 1)))
        place.read()
        first, last = (self.view(courses, tess, page=page) for page in (0, 99))
        assert (first.page, first.pages, names(first)[0]) == (1, 3, "Person 000")
        assert (last.page, names(last)) == (3, ["Person 100"])

    def test_without_names_people_are_still_listed(self, place, courses, tess):
        place.roster(listed("2"), listed("1"))
        place.read()
        view = self.view(courses, tess)
        assert [one.member.subject for one in view.people] == ["1", "2"]
        assert not view.named

    def test_only_the_last_runs_are_shown(self, place, courses, tess):
        for _ in range(SHOWN_RUNS + 1):
            place.read()
        assert len(self.view(courses, tess).runs) == SHOWN_RUNS


class TestReading:
    def test_a_teacher_has_the_roster_read_and_waits_for_no_retry(self, place, courses, tess):
        with place.tenant() as work:
            work.jobs.defer("sync_roster", once=f"roster:{place.registration.id}:course-1")
        courses.read_roster(tess)
        courses.read_roster(tess)
        _, job = place.storage.jobs
        assert job["urgent"]
        place.roster(listed(1))
        place.rosters.sync(**job["arguments"])
        assert (place.run.trigger, place.run.outcome) == ("hand", RosterOutcome.COMPLETE)

    def test_a_held_run_is_confirmed_as_it_was_seen(self, place, courses, tess):
        place.roster(*map(listed, range(40)))
        place.read()
        place.clock.advance(hours=6)
        place.roster(listed(0))
        held = place.read()
        with pytest.raises(ConflictError, match="read again meanwhile"):
            courses.confirm(tess, UUID(int=1))
        courses.confirm(tess, held.id)
        (job,) = place.storage.jobs
        place.clock.advance(minutes=1)
        place.rosters.sync(**job["arguments"])
        assert (place.run.outcome, place.run.gone) == (RosterOutcome.COMPLETE, 39)
        with pytest.raises(ConflictError, match="read again meanwhile"):
            courses.confirm(tess, place.run.id)

    def test_nothing_is_confirmed_that_was_not_read(self, courses, tess):
        with pytest.raises(ConflictError):
            courses.confirm(tess, UUID(int=1))

    def test_a_platform_that_offers_no_roster(self, place, courses, tess):
        with place.tenant() as work:
            work.courses.save(replace(place.course, services=CourseServices()))
        assert not courses.view(tess, PeopleFilter()).readable
        with pytest.raises(ConflictError, match="does not tell who is in this course"):
            courses.read_roster(tess)


class TestLooseMatches:
    def test_a_teacher_ends_the_match_of_somebody_who_left(self, place, courses, tess):
        mia, ada = place.takes_part("mia"), place.takes_part("ada", Role.MENTOR)
        ben = place.takes_part("ben")
        place.campus.participations.update(ada, Role.MENTOR, capacity=2)
        place.roster(*map(listed, ("mia", "ada", "ben")))
        place.read()
        match, other = place.match(mia, ada), place.match(ben, ada)
        with pytest.raises(NotFoundError):
            courses.end_match(tess, match.id)
        place.platform.withdraw(place.course, "mia")
        place.read()
        (pair,) = courses.view(tess, PeopleFilter()).loose
        assert (pair.match.id, pair.mentee.id) == (match.id, mia.person_id)
        with pytest.raises(NotFoundError):
            courses.end_match(tess, other.id)
        courses.end_match(tess, match.id)
        assert place.states()[match.id] == (MatchState.ENDED, EndReason.LEFT)
        assert place.campus.history(match.id)[-1].actor_id == tess.person_id
        assert courses.view(tess, PeopleFilter()).loose == ()


class TestWhoMay:
    @pytest.fixture
    def deeds(self, courses):
        return [
            lambda actor: courses.view(actor, PeopleFilter()),
            courses.read_roster,
            lambda actor: courses.confirm(actor, UUID(int=1)),
            lambda actor: courses.end_match(actor, UUID(int=1)),
        ]

    def test_learners_may_nothing(self, place, deeds):
        for deed in deeds:
            with pytest.raises(ForbiddenError):
                deed(place.campus.mentee())

    @pytest.mark.parametrize(
        "elsewhere",
        [
            {"program_id": None},
            {"context_id": None},
            {"context_id": "nowhere"},
            {"program_id": UUID(int=4)},
        ],
    )
    def test_teachers_only_in_the_course_they_came_from(self, deeds, tess, elsewhere):
        for deed in deeds:
            with pytest.raises(NotFoundError):
                deed(replace(tess, **elsewhere))
