"""Ranked lists, searches, and what their jobs need of matches in bulk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.domain.choice import ChoiceState
from core.domain.match import EndReason, MatchState
from core.domain.program import Role
from core.errors import ConflictError
from tests.contracts.world import NOW, fresh

SOON = NOW + timedelta(hours=1)


class TestChoices:
    def test_everything_in_a_choice_comes_back(self, world):
        match = world.match()
        choice = world.choice(
            state=ChoiceState.LATER,
            note="Zum Beispiel: 👋",
            score=0.1 + 0.2,
            match_id=match.id,
            not_before=SOON,
        )
        with world.tenant() as work:
            work.matches.add(match)
            work.choices.save_many([choice])
        with world.tenant() as work:
            (stored,) = work.choices.of_mentees(world.program.id, [world.ada.id])
            assert stored == choice
            assert isinstance(stored.state, ChoiceState)

    def test_lists_are_by_mentee_and_rank(self, world):
        rows = [
            world.choice(mentor=world.cleo, rank=1),
            world.choice(mentor=world.ben, rank=2),
            world.choice(mentee=world.ben, mentor=world.cleo, rank=0),
        ]
        with world.tenant() as work:
            work.choices.save_many(list(reversed(rows)))
            work.choices.save_many([])
            both = work.choices.of_mentees(world.program.id, [world.ada.id, world.ben.id])
            assert both == rows
            assert work.choices.of_mentees(world.program.id, [world.ben.id]) == rows[2:]
            assert work.choices.of_mentees(world.program.id, []) == []
            assert work.choices.of_mentees(fresh(), [world.ada.id]) == []

    def test_saving_again_replaces(self, world):
        first = world.choice()
        second = replace(first, rank=5, state=ChoiceState.PASSED)
        with world.tenant() as work:
            work.choices.save_many([first])
            work.choices.save_many([second, world.choice(mentor=world.cleo, rank=9)])
            listed = work.choices.of_mentees(world.program.id, [world.ada.id])
            assert [choice.rank for choice in listed] == [5, 9]

    def test_mentors_are_taken_off_a_list_and_whole_lists_forgotten(self, world):
        rows = [
            world.choice(mentor=world.ben),
            world.choice(mentor=world.cleo, rank=2),
            world.choice(mentee=world.dora, mentor=world.ben),
        ]
        both = [world.ada.id, world.dora.id]
        with world.tenant() as work:
            work.choices.save_many(rows)
            work.choices.remove(world.program.id, world.ada.id, [world.ben.id, fresh()])
            assert work.choices.of_mentees(world.program.id, both) == rows[1:]
            work.choices.clear(fresh(), both)
            work.choices.clear(world.program.id, [world.dora.id])
            assert work.choices.of_mentees(world.program.id, both) == rows[1:2]


class TestSearches:
    def test_who_began_first_comes_first(self, world):
        late = world.search(world.ada, minutes=2, waitlisted_at=SOON)
        early = world.search(world.ben, minutes=1)
        with world.tenant() as work:
            work.searches.save_many([late, early])
            work.searches.save_many([])
        with world.tenant() as work:
            assert work.searches.of_program(world.program.id) == [early, late]
            assert work.searches.of_mentees(world.program.id, [world.ada.id]) == [late]
            assert work.searches.of_program(fresh()) == []
            assert work.searches.programs() == [world.program.id]

    def test_saving_again_replaces_and_an_ended_one_is_gone(self, world):
        first = world.search(world.ada)
        with world.tenant() as work:
            work.searches.save_many([first, world.search(world.ben, minutes=1)])
            work.searches.save_many([replace(first, waitlisted_at=SOON)])
            assert work.searches.of_program(world.program.id)[0].waitlisted_at == SOON
            work.searches.end(world.program.id, [world.ada.id, fresh()])
            work.searches.end(fresh(), [world.ben.id])
            assert [s.mentee_id for s in work.searches.of_program(world.program.id)] == [
                world.ben.id
            ]


class TestMatchesInBulk:
    def test_many_are_added_and_found_by_mentee(self, world):
        first = world.match()
        other = world.match(mentee=world.dora, minutes=1)
        with world.tenant() as work:
            work.matches.add_many([first, other])
            work.matches.add_many([])
            ids = [world.ada.id, world.dora.id]
            found = work.matches.of_mentees
            assert found(world.program.id, ids, [MatchState.OFFERED]) == [other, first]
            assert found(world.program.id, ids, [MatchState.ACTIVE]) == []
            assert found(world.program.id, ids[:1], [MatchState.OFFERED]) == [first]
            assert found(fresh(), ids, [MatchState.OFFERED]) == []

    def test_a_second_open_match_of_the_two_is_a_conflict(self, world):
        with world.tenant() as work:
            work.matches.add(world.match())
        with world.tenant() as work:
            with pytest.raises(ConflictError):
                work.matches.add_many([world.match()])
            work.matches.add(world.match(mentor=world.cleo))

    def test_many_are_moved_unless_one_was_changed_meanwhile(self, world):
        rows = [world.match(), world.match(mentor=world.cleo)]
        with world.tenant() as work:
            work.matches.add_many(rows)
        moved = [m.moved(MatchState.ENDED, SOON, EndReason.EXPIRED) for m in rows]
        with world.tenant() as work:
            work.matches.update_many(moved)
            work.matches.update_many([])
        with world.tenant() as work:
            assert [work.matches.get(m.id) for m in rows] == moved
            with pytest.raises(ConflictError):
                work.matches.update_many(moved)

    def test_clocks_that_want_something(self, world):
        clocks = {
            "over": {"answer_by": NOW},
            "to be reminded": {"answer_by": SOON, "remind_at": NOW},
            "never started": {},
            "running": {"answer_by": SOON, "remind_at": SOON},
        }
        people = [world.new_person() for _ in clocks]
        rows = [
            world.match(mentee=who, minutes=n, **clock)
            for n, (who, clock) in enumerate(zip(people, clocks.values(), strict=True))
        ]
        answered = world.match(state=MatchState.ACCEPTED, answer_by=NOW)
        with world.tenant() as work:
            assert work.matches.programs_due(NOW) == []
            work.matches.add_many([*rows, answered])
            due = work.matches.due(world.program.id, NOW)
            assert due == [rows[2], rows[1], rows[0]]
            assert work.matches.programs_due(NOW) == [world.program.id]
            assert work.matches.due(fresh(), NOW) == []

    def test_clocks_are_set_where_nobody_moved_the_request(self, world):
        still, moved = world.match(), world.match(mentor=world.cleo)
        with world.tenant() as work:
            work.matches.add_many([still, moved])
            work.matches.update(moved.moved(MatchState.ACCEPTED, NOW))
            work.matches.set_clocks([m.clocked(NOW, 3, reminders=True) for m in (still, moved)])
            work.matches.set_clocks([])
        with world.tenant() as work:
            assert work.matches.get(still.id) == still.clocked(NOW, 3, reminders=True)
            assert work.matches.get(moved.id).answer_by is None


def test_many_participations_are_locked_in_one_order(world):
    rows = [world.participation(p) for p in (world.ada, world.ben)]
    with world.tenant() as work:
        work.participations.save_many([*rows, world.participation(world.cleo, Role.MENTEE)])
        ids = [world.cleo.id, world.ben.id, world.ada.id]
        assert work.participations.lock_many(world.program.id, ids, Role.MENTOR) == rows
        assert work.participations.lock_many(world.program.id, [], Role.MENTOR) == []
