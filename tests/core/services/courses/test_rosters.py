"""Reading rosters: what changes, who is gone, and what happens when it fails."""

from dataclasses import replace
from uuid import UUID

import pytest

from core.domain.course import (
    CourseRole,
    MemberStatus,
    RosterOutcome,
    RosterTrigger,
)
from core.domain.registration import RegistrationStatus
from core.errors import ConflictError, ForbiddenError, UnavailableError
from tests.core.services.courses.roster_campus import LEARNER, TEACHER, RosterCampus, listed
from tests.fakes.people_storage import FakePeople


@pytest.fixture
def place(campus):
    return RosterCampus(campus)


def counts(run):
    return run.seen, run.added, run.changed, run.gone


class TestReading:
    def test_who_is_listed_becomes_known_and_nobody_is_enrolled(self, place):
        place.roster(
            listed(1, TEACHER, name="Tess", email="tess@x.test"),
            *(listed(number, name=f"N {number}") for number in range(2, 9)),
        )
        run = place.read()
        assert (run.outcome, counts(run)) == (RosterOutcome.COMPLETE, (8, 8, 0, 0))
        assert place.members["1"].roles == TEACHER
        assert place.people["1"].email == "tess@x.test"
        with place.tenant() as work:
            assert work.participations.of_program(place.campus.program.id) == []
            course = work.courses.get(place.registration.id, "course-1")
        assert course.synced_at == place.clock.now()

    def test_an_unchanged_roster_changes_nothing_but_the_time(self, place):
        place.roster(listed(1, name="Mia"), listed(2, group_ids=frozenset({"g"})))
        place.platform.name_groups(place.course, g="Red")
        place.read()
        before = (place.members, place.people)
        place.clock.advance(hours=6)
        assert counts(place.read()) == (2, 0, 0, 0)
        assert (place.members, place.people) == before

    def test_names_are_updated_and_what_is_withheld_erases_nothing(self, place):
        place.roster(listed(1, name="Mia", email="mia@x.test"))
        place.read()
        place.clock.advance(hours=6)
        place.roster(listed(1, name="Mia Berg"))
        assert counts(place.read()) == (1, 0, 1, 0)
        person = place.people["1"]
        assert (person.name, person.email) == ("Mia Berg", "mia@x.test")
        assert person.updated_at == place.clock.now()
        place.roster(listed(1))
        assert counts(place.read()) == (1, 0, 0, 0)

    def test_who_leaves_is_gone_and_may_come_back(self, place):
        place.roster(listed(1), listed(2), listed(3))
        place.read()
        place.roster(listed(1), listed(2, active=False), listed(3, deleted=True))
        assert counts(place.read()) == (2, 0, 1, 1)
        assert place.statuses == {"1": "active", "2": "inactive", "3": "gone"}
        place.roster(listed(2), listed(3))
        assert counts(place.read()) == (2, 1, 1, 1)
        assert place.statuses == {"1": "gone", "2": "active", "3": "active"}

    def test_somebody_deleted_whom_we_never_knew_stays_unknown(self, place):
        place.roster(listed(1, deleted=True))
        assert counts(place.read()) == (0, 0, 0, 0)
        assert place.members == {}

    def test_somebody_on_two_pages_is_one_person_with_all_that_was_said(self, place):
        place.roster(*map(listed, range(1, 4)))
        pages = place.platform.roster.pages

        def twice(registration, course, **asked):
            yield [listed(1, LEARNER, group_ids=frozenset({"a"}), active=False)]
            yield [listed(1, TEACHER, group_ids=frozenset({"b"}), deleted=True)]
            yield from pages(registration, course, **asked)

        place.platform.roster.pages = twice
        place.platform.name_groups(place.course, a="Red", b="Blue")
        assert counts(place.read()) == (3, 3, 0, 0)
        member = place.members["1"]
        assert member.roster_roles == LEARNER | TEACHER
        assert (member.groups, member.status) == ({"Red", "Blue"}, MemberStatus.ACTIVE)

    def test_groups_have_names_and_unknown_ones_are_left_out(self, place):
        place.platform.name_groups(place.course, g1="Red", g2="Blue")
        place.roster(listed(1, group_ids=frozenset({"g1", "g2", "hidden"})))
        place.read()
        assert place.members["1"].groups == {"Red", "Blue"}

    def test_groups_that_may_not_be_read_stay_as_they_were(self, place):
        place.platform.name_groups(place.course, g1="Red")
        place.roster(listed(1, group_ids=frozenset({"g1"})))
        place.read()

        def refused(registration, course):
            raise ForbiddenError("No groups.")

        place.platform.roster.groups = refused
        place.platform.enrol(place.course, listed(2, group_ids=frozenset({"g1"})))
        assert counts(place.read()) == (2, 1, 0, 0)
        assert [place.members[s].groups for s in "12"] == [{"Red"}, frozenset()]

    def test_only_courses_with_a_programme_are_read(self, place):
        with place.tenant() as work:
            work.courses.assign(place.registration.id, "course-1", None)
        for context_id in ("course-1", "nowhere"):
            place.rosters.sync(
                str(place.id), str(place.registration.id), context_id, str(UUID(int=1)), "hand"
            )
        assert place.platform.calls == []
        assert place.runs == []


class TestRoles:
    def test_what_somebody_launched_as_wins_over_the_roster(self, place):
        place.launch("ta", TEACHER)
        place.roster(listed("ta", LEARNER))
        place.read()
        member = place.members["ta"]
        assert (member.roles, member.roster_roles) == (TEACHER, LEARNER)

    def test_a_manager_who_is_not_enrolled_is_not_missed(self, place):
        place.launch("admin", TEACHER)
        place.launch("guest", LEARNER)
        place.roster(listed(1))
        assert counts(place.read()) == (1, 1, 0, 1)
        assert place.statuses == {"1": "active", "admin": "active", "guest": "gone"}

    def test_a_test_user_is_marked_and_neither_counted_nor_missed(self, place):
        view = frozenset({CourseRole.LEARNER, CourseRole.TEST_USER})
        place.launch("view", {CourseRole.TEST_USER})
        place.launch("late")
        place.roster(listed(1), listed("listed-view", view), listed("late", view))
        assert counts(place.read()) == (1, 1, 0, 0)
        marked = {s for s, person in place.people.items() if person.test_user}
        assert marked == {"view", "listed-view", "late"}
        assert place.statuses["view"] == "active"


class TestFailing:
    def test_an_incomplete_roster_changes_nothing_and_is_tried_again(self, place):
        place.roster(*map(listed, range(7)))
        place.platform.break_off_after(1)
        run_id = UUID(int=77)
        with pytest.raises(UnavailableError):
            place.read(run=run_id)
        assert place.members == {}
        assert place.run.outcome is RosterOutcome.FAILED
        assert place.run.problem == "The platform stopped in the middle."
        place.platform.break_off_after(None)
        place.read(run=run_id)
        assert [run.outcome for run in place.runs] == [RosterOutcome.COMPLETE]
        assert place.run.problem == ""

    def test_nobody_waits_for_retries_of_what_they_asked_for_by_hand(self, place):
        place.platform.fail(UnavailableError("No %(host)s.", host="lms"))
        run = place.read(RosterTrigger.HAND)
        assert (run.outcome, run.params) == (RosterOutcome.FAILED, (("host", "lms"),))

    def test_what_is_not_allowed_is_not_tried_again(self, place):
        place.platform.fail(ForbiddenError("No access."))
        assert place.read().problem == "No access."

    def test_a_connection_that_is_switched_off_is_not_asked(self, place):
        off = replace(place.registration, status=RegistrationStatus.DISABLED)
        with place.storage.platform() as work:
            work.registrations.save(off)
        assert "switched off" in place.read().problem
        assert place.platform.calls == []

    def test_somebody_quicker_is_met_in_a_second_attempt(self, place, monkeypatch):
        place.roster(listed(1))
        link, failures = FakePeople.link_many, [1]

        def link_many(self, identities):
            if failures:
                failures.pop()
                raise ConflictError("Taken.")
            link(self, identities)

        monkeypatch.setattr(FakePeople, "link_many", link_many)
        assert place.read().outcome is RosterOutcome.COMPLETE
        assert len(place.people) == 1
        failures += [1, 1]
        with pytest.raises(ConflictError):
            place.read()
        assert place.run.outcome is RosterOutcome.FAILED


class TestMassRemoval:
    @pytest.fixture
    def full(self, place):
        place.launch("admin", TEACHER)
        place.roster(*map(listed, range(40)))
        place.read()
        return place

    def rest(self, place, count):
        place.clock.advance(hours=6)
        place.roster(*map(listed, range(count)), listed("new"))

    @pytest.mark.parametrize(("left", "outcome"), [(28, "complete"), (27, "held")])
    def test_more_than_a_third_or_so_is_held(self, full, left, outcome):
        self.rest(full, left)
        run = full.read()
        assert (run.outcome, run.gone) == (outcome, 40 - left)
        assert ("new" in full.members) is (outcome == "complete")

    def test_a_small_course_may_lose_ten(self, place):
        place.roster(*map(listed, range(11)))
        place.read()
        place.roster(listed(0))
        assert place.read().outcome is RosterOutcome.COMPLETE

    def test_a_held_run_changes_nothing_until_somebody_confirms_it(self, full):
        before = full.members
        self.rest(full, 5)
        assert counts(full.read()) == (6, 1, 0, 35)
        assert full.members == before
        with full.tenant() as work:
            course = work.courses.get(full.registration.id, "course-1")
        assert course.synced_at < full.clock.now()
        assert full.read(RosterTrigger.HAND, confirmed=34).outcome is RosterOutcome.HELD
        assert full.read(RosterTrigger.HAND, confirmed=35).outcome is RosterOutcome.COMPLETE
        assert list(full.statuses.values()).count("gone") == 35


def test_who_arrives_while_the_roster_is_read_is_not_missed(place):
    place.roster(listed(1))
    pages = place.platform.roster.pages

    def meanwhile(registration, course, **asked):
        yield from pages(registration, course, **asked)
        place.launch("late")

    place.platform.roster.pages = meanwhile
    assert counts(place.read()) == (1, 1, 0, 0)
    assert place.statuses == {"1": "active", "late": "active"}
