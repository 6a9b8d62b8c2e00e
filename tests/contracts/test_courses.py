from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.course import (
    CourseRole,
    CourseServices,
    MemberStatus,
    RosterOutcome,
)
from core.domain.person import Identity
from core.errors import ConflictError
from tests.contracts.course_world import SERVICES
from tests.contracts.world import NOW, fresh


class TestCourses:
    def test_everything_a_launch_says_is_kept(self, world):
        told = world.course(
            label="S1", deployment_id="1", link_id="7", history=("c", "b"), services=SERVICES
        )
        with world.tenant() as work:
            work.courses.save(told)
            assert work.courses.get(world.registration.id, "course-1") == told

    def test_saving_never_forgets_when_its_roster_was_read(self, world, course):
        with world.tenant() as work:
            work.courses.synced(world.registration.id, "course-1", NOW)
            work.courses.save(course)
            assert work.courses.get(world.registration.id, "course-1").synced_at == NOW

    @pytest.mark.usefixtures("course")
    def test_another_programme_can_be_assigned_and_taken_away(self, world):
        with world.tenant() as work:
            work.courses.assign(world.registration.id, "course-1", world.program.id)
            assert [c.context_id for c in work.courses.of_program(world.program.id)] == ["course-1"]
            work.courses.assign(world.registration.id, "course-1", None)
            assert work.courses.of_program(world.program.id) == []

    def test_courses_are_found_by_their_ids_and_people(self, world, course):
        second = replace(course, context_id="course-2", title="Algebra")
        with world.tenant() as work:
            work.courses.save(second)
            ids = ["course-2", "nowhere"]
            assert work.courses.among(world.registration.id, ids) == {"course-2": second}
            assert work.courses.among(world.registration.id, []) == {}
            assert work.courses.among(fresh(), ids) == {}
            rows = [("a", course), ("b", course), ("c", second)]
            for subject, place in rows:
                row = world.member(world.ada, subject=subject, context_id=place.context_id)
                work.rosters.save_members([replace(row, status=MemberStatus.GONE)])
            assert work.courses.of_person(world.ada.id) == [second, course]
            assert work.courses.of_person(world.ben.id) == []

    def test_rosters_that_are_due(self, world, course):
        program = world.program.id
        with world.tenant() as work:
            for name, at in (("old", -2), ("older", -3), ("read", 0), ("never", None)):
                one = replace(course, context_id=name, program_id=program)
                work.courses.save(one)
                if at is not None:
                    moment = NOW + timedelta(days=at)
                    work.courses.synced(world.registration.id, name, moment)
            work.courses.save(
                replace(course, context_id="closed", program_id=program, services=CourseServices())
            )
            due = work.courses.with_roster(NOW - timedelta(days=1))
        assert [c.context_id for c in due] == ["never", "older", "old"]


@pytest.mark.usefixtures("course")
class TestRosters:
    def test_members_come_in_order_and_know_their_launches(self, world):
        launched = frozenset({CourseRole.TEACHER})
        ben = world.member(world.ben, subject="b", groups=frozenset({"Red", "Blue"}))
        ada = world.member(world.ada, subject="a", launch_roles=launched)
        with world.tenant() as work:
            work.rosters.save_members([ben, ada])
            assert work.rosters.members(world.registration.id, "course-1") == [ada, ben]
            assert work.rosters.member(world.registration.id, "course-1", "b") == ben
            assert work.rosters.member(world.registration.id, "course-1", "c") is None
            assert work.rosters.of_person(world.ada.id) == [ada]

    def test_a_roster_does_not_change_what_a_launch_said(self, world):
        launched = world.member(world.ada, launch_roles=frozenset({CourseRole.TEACHER}))
        with world.tenant() as work:
            work.rosters.save_launch(launched)
            gone = replace(launched, launch_roles=None, status=MemberStatus.GONE)
            work.rosters.save_members([gone])
            (kept,) = work.rosters.members(world.registration.id, "course-1")
        assert kept == replace(launched, status=MemberStatus.GONE)

    def test_a_launch_does_not_change_what_a_roster_said(self, world):
        listed = world.member(world.ada, groups=frozenset({"Red"}))
        launch = replace(
            listed,
            roster_roles=frozenset(),
            groups=frozenset(),
            launch_roles=frozenset({CourseRole.TEACHER}),
        )
        with world.tenant() as work:
            work.rosters.save_members([listed])
            work.rosters.save_launch(launch)
            (kept,) = work.rosters.members(world.registration.id, "course-1")
        assert kept == replace(listed, launch_roles=launch.launch_roles)

    def test_who_is_standing_and_present(self, world, course):
        second = replace(course, context_id="course-2", program_id=world.program.id)
        statuses = {world.ada: "active", world.ben: "inactive", world.cleo: "gone"}
        members = [world.member(p, status=MemberStatus(s)) for p, s in statuses.items()]
        place, people = (world.registration.id, "course-1"), {p.id for p in statuses}
        with world.tenant() as work:
            work.rosters.save_members(members)
            assert work.rosters.standing(*place) == {"subject-Ada", "subject-Ben"}
            assert work.rosters.standing(world.registration.id, "course-2") == frozenset()
            assert work.rosters.present(world.program.id, people) == {}
            work.courses.assign(*place, world.program.id)
            absent = {world.ben.id: False, world.cleo.id: False}
            everybody = {*people, world.dora.id}
            present = work.rosters.present(world.program.id, everybody)
            assert dict(present) == {world.ada.id: True, **absent}
            assert dict(work.rosters.present(world.program.id, [world.ben.id])) == {
                world.ben.id: False
            }
            work.courses.save(second)
            work.rosters.save_members([world.member(world.ben, context_id="course-2")])
            present = work.rosters.present(world.program.id, everybody)
            assert dict(present) == {**absent, world.ada.id: True, world.ben.id: True}

    def test_old_runs_are_purged(self, world):
        old, new = world.roster_run(), world.roster_run(started_at=NOW + timedelta(hours=1))
        with world.tenant() as work:
            work.rosters.save_run(old)
            work.rosters.save_run(new)
            assert work.rosters.purge_runs(NOW + timedelta(minutes=1)) == 1
            assert work.rosters.runs(world.registration.id, "course-1") == [new]

    def test_saving_nobody_is_fine(self, world):
        with world.tenant() as work:
            work.rosters.save_members([])
            assert work.rosters.members(world.registration.id, "course-1") == []

    def test_runs_are_replaced_and_come_newest_first(self, world):
        first = world.roster_run()
        later = world.roster_run(started_at=NOW + timedelta(hours=1))
        failed = replace(
            first,
            outcome=RosterOutcome.FAILED,
            finished_at=NOW,
            problem="No %(host)s.",
            params=(("host", "lms"),),
        )
        with world.tenant() as work:
            for run in (first, later, failed):
                work.rosters.save_run(run)
            assert work.rosters.runs(world.registration.id, "course-1") == [later, failed]
            assert work.rosters.runs(world.registration.id, "course-1", 1) == [later]


def test_identities_are_found_and_linked_in_bulk(world):
    issuer = "lti:1"
    pair = [Identity(issuer=issuer, subject=p.name, person_id=p.id) for p in (world.ada, world.ben)]
    with world.tenant() as work:
        work.people.link_many(pair)
        work.people.link_many(pair)
        work.people.link_many([])
        found = work.people.by_identities(issuer, ["Ada", "Ben", "Nobody"])
        assert found == {"Ada": world.ada, "Ben": world.ben}
        stolen = Identity(issuer=issuer, subject="Ada", person_id=world.ben.id)
        with pytest.raises(ConflictError):
            work.people.link_many([stolen])
