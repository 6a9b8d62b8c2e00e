from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.match import (
    OPEN_STATES,
    DeclineReason,
    EndReason,
    MatchEvent,
    MatchState,
)
from core.domain.program import Program, Role
from core.errors import ConflictError
from tests.contracts.world import NOW, fresh


class TestPrograms:
    def test_programmes_come_back_by_name(self, world):
        nursing = Program(
            id=fresh(),
            organization_id=world.id,
            name="A nursing programme",
            description="For the wards",
            open_request_limit=5,
            default_capacity=4,
            response_days=7,
            reminders=False,
            mentor_request_limit=2,
            mentors_per_mentee=3,
            open_to_all=True,
            created_at=NOW,
        )
        with world.tenant() as work:
            work.programs.save(nursing)
        with world.tenant() as work:
            assert work.programs.get(nursing.id) == nursing
            assert work.programs.get(fresh()) is None
            assert work.programs.all() == [nursing, world.program]

    def test_saving_again_replaces(self, world):
        changed = replace(world.program, name="Other", default_capacity=7)
        with world.tenant() as work:
            work.programs.save(changed)
            assert work.programs.all() == [changed]

    def test_a_course_gets_a_programme(self, world):
        course = world.course(title="Statistics I")
        with world.tenant() as work:
            assert work.courses.get(world.registration.id, "course-1") is None
            assert work.courses.lock(world.registration.id, "course-1") is None
            work.courses.save(course)
            assert work.courses.get(world.registration.id, "course-1") == course
            with_program = replace(course, program_id=world.program.id, title="Statistics II")
            work.courses.save(with_program)
        with world.tenant() as work:
            assert work.courses.get(world.registration.id, "course-1") == with_program
            assert work.courses.lock(world.registration.id, "course-1") == with_program
            assert work.courses.get(world.registration.id, "course-2") is None

    def test_a_course_never_loses_its_programme_by_being_saved(self, world):
        course = world.course(title="Statistics I")
        other = replace(world.program, id=fresh())
        with world.tenant() as work:
            work.programs.save(other)
            work.courses.save(replace(course, program_id=world.program.id))
            for stale in (None, other.id):
                work.courses.save(replace(course, title="Renamed", program_id=stale))
        with world.tenant() as work:
            kept = work.courses.get(world.registration.id, "course-1")
        assert (kept.title, kept.program_id) == ("Renamed", world.program.id)


class TestParticipations:
    def test_roles_of_one_person_are_separate(self, world):
        mentor = world.participation(world.ada, capacity=3, agreed=False)
        mentee = world.participation(world.ada, Role.MENTEE)
        with world.tenant() as work:
            work.participations.save_many([mentor, mentee])
            work.participations.save_many([])
        with world.tenant() as work:
            get = work.participations.get
            assert get(world.program.id, world.ada.id, Role.MENTOR) == mentor
            assert get(world.program.id, world.ada.id, Role.MENTEE) == mentee
            assert get(world.program.id, world.ben.id, Role.MENTEE) is None
            locked = work.participations.lock(world.program.id, world.ada.id, Role.MENTOR)
            assert locked == mentor
            assert work.participations.lock(world.program.id, world.ben.id, Role.MENTOR) is None
            of_ada = work.participations.of_person(world.ada.id)
            assert {p.role for p in of_ada} == {Role.MENTEE, Role.MENTOR}

    def test_saving_again_replaces(self, world):
        first = world.participation(world.ada)
        second = replace(first, capacity=9, paused=True)
        with world.tenant() as work:
            work.participations.save(first)
            work.participations.save(second)
            assert work.participations.of_program(world.program.id) == [second]

    def test_adding_again_gives_what_is_stored(self, world):
        first = world.participation(world.ada, paused=True)
        with world.tenant() as work:
            assert work.participations.add(first) == first
        with world.tenant() as work:
            assert work.participations.add(world.participation(world.ada, capacity=9)) == first
            assert work.participations.of_program(world.program.id) == [first]

    def test_who_is_away_is_said_without_touching_anything_else(self, world):
        rows = [world.participation(p, capacity=3) for p in (world.ada, world.ben)]
        with world.tenant() as work:
            work.participations.save_many(rows)
            work.participations.set_away([rows[0].id], away=True)
            work.participations.set_away([], away=True)
            stored = work.participations.of_program(world.program.id)
            assert stored == [replace(rows[0], away=True), rows[1]]
            work.participations.set_away([row.id for row in rows], away=False)
            assert work.participations.of_program(world.program.id) == rows

    def test_of_people_is_everywhere_they_take_part(self, world):
        rows = [
            world.participation(world.ada),
            world.participation(world.ada, role=Role.MENTEE),
            world.participation(world.ben),
            world.participation(world.cleo),
        ]
        with world.tenant() as work:
            work.participations.save_many(rows)
            expected = sorted(rows[:3], key=lambda p: (p.person_id, p.role))
            assert work.participations.of_people([world.ben.id, world.ada.id]) == expected
            assert work.participations.of_people([]) == []

    def test_of_program_has_the_paused_too_and_orders_by_person(self, world):
        rows = [
            world.participation(world.ada),
            world.participation(world.ben, paused=True),
            world.participation(world.cleo, Role.MENTEE),
        ]
        with world.tenant() as work:
            work.participations.save_many(list(reversed(rows)))
            assert work.participations.of_program(world.program.id) == rows
            assert work.participations.of_program(fresh()) == []

    def test_removing_takes_one_role_only(self, world):
        mentor = world.participation(world.ada)
        mentee = world.participation(world.ada, Role.MENTEE)
        with world.tenant() as work:
            work.participations.save_many([mentor, mentee])
            work.participations.remove(mentor)
            work.participations.remove(mentor)
        with world.tenant() as work:
            assert work.participations.of_program(world.program.id) == [mentee]


class TestMatches:
    def test_everything_in_a_match_comes_back(self, world):
        match = world.match(
            note="Könnten wir sprechen? 👋",
            score=0.1 + 0.2,
            decline_reason=DeclineReason.ON_LEAVE,
            decline_note="Erst im Mai",
            answer_by=NOW + timedelta(days=3),
            remind_at=NOW + timedelta(days=2),
        )
        with world.tenant() as work:
            work.matches.add(match)
        with world.tenant() as work:
            stored = work.matches.get(match.id)
            assert stored == match
            assert isinstance(stored.state, MatchState)
            assert work.matches.get(fresh()) is None

    def test_lists_are_newest_first(self, world):
        older = world.match(minutes=1)
        newer = world.match(mentor=world.cleo, minutes=2)
        foreign = world.match(mentee=world.cleo, mentor=world.ben, minutes=3)
        with world.tenant() as work:
            for match in (newer, older, foreign):
                work.matches.add(match)
            assert work.matches.of_program(world.program.id) == [foreign, newer, older]
            assert work.matches.of_person(world.program.id, world.ada.id) == [newer, older]
            assert work.matches.of_person(world.program.id, world.ben.id) == [foreign, older]
            assert work.matches.of_person(fresh(), world.ada.id) == []

    def test_lists_and_load_know_states(self, world):
        with world.tenant() as work:
            offered = world.match()
            active = world.match(mentor=world.cleo, state=MatchState.ACTIVE)
            ended = world.match(state=MatchState.ENDED, end_reason=EndReason.DECLINED, minutes=-5)
            for match in (offered, active, ended):
                work.matches.add(match)
            listed = work.matches.of_program(world.program.id, {MatchState.ENDED})
            assert listed == [ended]
            assert work.matches.of_program(world.program.id, []) == []
            load = work.matches.load(world.program.id, OPEN_STATES)
            assert dict(load) == {world.ben.id: 1, world.cleo.id: 1}
            assert dict(work.matches.load(world.program.id, {MatchState.PAUSED})) == {}

    @pytest.mark.parametrize("state", sorted(OPEN_STATES))
    def test_a_second_open_match_of_the_two_is_a_conflict(self, world, state):
        first = world.match(state=state)
        with world.tenant() as work:
            work.matches.add(first)
            with pytest.raises(ConflictError):
                work.matches.add(world.match())
            # The unit of work is still usable, and others are not concerned.
            work.matches.add(world.match(mentor=world.cleo))
            work.matches.add(world.match(state=MatchState.PROPOSED))
        with world.tenant() as work:
            assert len(work.matches.of_program(world.program.id)) == 3

    def test_after_the_end_the_two_may_start_again(self, world):
        first = world.match()
        with world.tenant() as work:
            work.matches.add(first)
            work.matches.update(first.moved(MatchState.ENDED, NOW, EndReason.WITHDRAWN))
            again = world.match(minutes=1)
            work.matches.add(again)
            assert work.matches.get(again.id) == again

    def test_a_moved_match_is_stored(self, world):
        match = world.match()
        moved = match.moved(MatchState.ACCEPTED, NOW + timedelta(hours=1))
        with world.tenant() as work:
            work.matches.add(match)
            work.matches.update(moved)
        with world.tenant() as work:
            assert work.matches.get(match.id) == moved

    def test_an_update_of_an_older_version_is_a_conflict(self, world):
        match = world.match()
        with world.tenant() as work:
            work.matches.add(match)
            work.matches.update(match.moved(MatchState.ACCEPTED, NOW))
            with pytest.raises(ConflictError):
                work.matches.update(match.moved(MatchState.ENDED, NOW, EndReason.DECLINED))
            assert work.matches.get(match.id).state is MatchState.ACCEPTED

    def test_an_update_of_nothing_is_a_conflict(self, world):
        with world.tenant() as work, pytest.raises(ConflictError):
            work.matches.update(world.match().moved(MatchState.ACCEPTED, NOW))

    def test_an_update_cannot_open_a_second_match_of_the_two(self, world):
        proposed = world.match(state=MatchState.APPROVED)
        with world.tenant() as work:
            work.matches.add(world.match())
            work.matches.add(proposed)
            with pytest.raises(ConflictError):
                work.matches.update(proposed.moved(MatchState.OFFERED, NOW))
            assert work.matches.get(proposed.id) == proposed

    def test_history_is_oldest_first_even_at_the_same_moment(self, world):
        match = world.match()
        steps = [
            (None, MatchState.OFFERED, None),
            (MatchState.OFFERED, MatchState.ENDED, EndReason.DECLINED),
            (MatchState.ENDED, MatchState.OFFERED, None),
            (MatchState.OFFERED, MatchState.ENDED, EndReason.EXPIRED),
        ]
        events = [
            MatchEvent(
                match_id=match.id,
                organization_id=world.id,
                version=version,
                at=NOW,
                # The last step was nobody's.
                actor_id=None if reason is EndReason.EXPIRED else world.ben.id,
                before=before,
                after=after,
                end_reason=reason,
                decline_reason=DeclineReason.OTHER if reason is EndReason.DECLINED else None,
                undoes=2 if version == 3 else None,
            )
            for version, (before, after, reason) in enumerate(steps, 1)
        ]
        with world.tenant() as work:
            work.matches.add(match)
            work.matches.record(events[0])
            work.matches.record_many(events[1:])
            work.matches.record_many([])
        with world.tenant() as work:
            assert work.matches.history(match.id) == events
            assert work.matches.history(fresh()) == []
