from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.appointment import AppointmentState
from core.domain.match import MatchState
from core.domain.pulse import Question
from core.errors import ConflictError
from tests.contracts.meeting_world import FINE, answered, appointment, planned, pulse
from tests.contracts.world import NOW, fresh

DAY = timedelta(days=1)


@pytest.fixture
def match(world):
    made = world.match(state=MatchState.ACCEPTED)
    with world.tenant() as work:
        work.matches.add(made)
    return made


class TestAppointments:
    def test_come_back_soonest_first_while_a_time_of_theirs_is_ahead(self, world, match):
        late = planned(match, NOW + 3 * DAY)
        open_one = appointment(match)
        off = appointment(match, state=AppointmentState.CANCELLED)
        with world.tenant() as work:
            for one in (late, open_one, off):
                work.appointments.add(one)
            assert work.appointments.get(late.id) == late
            assert work.appointments.get(fresh()) is None
            assert work.appointments.of_matches([match.id], NOW) == [open_one, late]
            assert work.appointments.of_matches([match.id], NOW + 2 * DAY) == [late]
            running = late.starts_at + timedelta(minutes=44)
            assert work.appointments.of_matches([match.id], running) == [late]
            assert work.appointments.of_matches([match.id], late.ends_at) == []
            assert work.appointments.of_matches([fresh()], NOW) == []

    def test_are_changed_one_version_after_the_other(self, world, match):
        first = appointment(match)
        chosen = first.chosen(first.times[1], NOW)
        with world.tenant() as work:
            work.appointments.add(first)
            work.appointments.update(chosen)
            assert work.appointments.get(first.id) == chosen
        with pytest.raises(ConflictError, match="changed meanwhile"), world.tenant() as work:
            work.appointments.update(first.cancelled())

    def test_are_due_before_they_begin_and_after_they_end_each_once(self, world, match):
        near, far = planned(match, NOW + DAY / 2), planned(match, NOW + 5 * DAY)
        over = planned(match, NOW - DAY)
        with world.tenant() as work:
            for one in (near, far, over, appointment(match)):
                work.appointments.add(one)
            assert work.appointments.due(NOW + DAY, NOW) == [over, near]
            work.appointments.done([near.id], [over.id])
            assert work.appointments.due(NOW + DAY, NOW) == []
            assert work.appointments.due(NOW + DAY, near.ends_at) == [replace(near, reminded=True)]
            work.appointments.done([], [])


class TestPulses:
    def test_wait_for_one_person_until_answered_or_closed(self, world, match):
        older = pulse(match, match.mentee_id, asked_at=NOW - DAY)
        newer, of_mentor = pulse(match, match.mentee_id), pulse(match, match.mentor_id)
        with world.tenant() as work:
            work.pulses.add_many([newer, older, of_mentor])
            work.pulses.add_many([replace(newer, id=fresh()), *()])
            work.pulses.add_many([])
            assert work.pulses.get(fresh()) is None
            assert work.pulses.open(match.mentee_id, NOW) == [older, newer]
            assert work.pulses.open(match.mentee_id, newer.closes_at) == []
            told = newer.answered(FINE, NOW)
            work.pulses.save(told)
            assert work.pulses.get(newer.id) == told
            assert work.pulses.open(match.mentee_id, NOW) == [older]

    def test_latest_are_newest_first_of_each_person_and_match(self, world, match):
        asked = [pulse(match, match.mentee_id, asked_at=NOW - n * DAY) for n in range(3)]
        of_mentor = pulse(match, match.mentor_id)
        with world.tenant() as work:
            work.pulses.add_many([*asked, of_mentor])
            assert work.pulses.latest([match.id], 2) == {
                (match.id, match.mentee_id): asked[:2],
                (match.id, match.mentor_id): [of_mentor],
            }
            assert work.pulses.latest([fresh()], 2) == work.pulses.latest([], 2) == {}

    def test_answers_are_the_latest_of_each_person_of_the_programme(self, world, match):
        low = dict.fromkeys(Question, 1)
        early = answered(match, match.mentee_id, NOW - 2 * DAY, low, asked_at=NOW - 3 * DAY)
        late = answered(match, match.mentee_id, NOW - DAY)
        of_mentor = answered(match, match.mentor_id, NOW - 5 * DAY, low)
        with world.tenant() as work:
            work.pulses.add_many([early, late, of_mentor])
            both = [(match.mentee_id, FINE), (match.mentor_id, low)]
            assert sorted(work.pulses.answers(world.program.id, NOW - 9 * DAY)) == sorted(both)
            recent = work.pulses.answers(world.program.id, NOW - 3 * DAY)
            assert recent == [(match.mentee_id, FINE)]
            assert work.pulses.answers(fresh(), NOW - 9 * DAY) == []


def test_other_organizations_see_nothing(world, match):
    other = world.new_organization()
    with world.tenant() as work:
        work.appointments.add(planned(match, NOW + DAY / 2))
        work.pulses.add_many([answered(match, match.mentee_id)])
    with world.storage.tenant(other.id) as work:
        assert work.appointments.of_matches([match.id], NOW) == []
        assert work.appointments.due(NOW + DAY, NOW) == []
        assert work.pulses.latest([match.id], 2) == {}
        assert work.pulses.answers(world.program.id, NOW) == []


def test_matches_are_read_many_at_once(world, match):
    with world.tenant() as work:
        assert work.matches.get_many([match.id, fresh()]) == {match.id: match}
        assert work.matches.get_many([]) == {}
