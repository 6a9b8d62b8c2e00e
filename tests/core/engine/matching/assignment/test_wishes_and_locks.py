"""What an assignment keeps to besides its total: wishes, locks, tiers, who was kept, who waits."""

from dataclasses import replace

import numpy as np
import pytest

from core.engine.matching.assignment.problem import Edges, Problem
from core.engine.matching.assignment.solution import Why
from core.engine.matching.assignment.solving import solve
from core.errors import InvalidInputError


def of(score, most, allowed=None, **more):
    score = np.asarray(score, dtype=float)
    allowed = np.ones_like(score, dtype=bool) if allowed is None else np.asarray(allowed)
    return Problem(
        mentees=len(score), edges=Edges.of(score, allowed), most=np.asarray(most), **more
    )


class TestWishes:
    def test_nobody_gets_a_second_mentor_before_everybody_has_one(self):
        problem = of([[1.0, 0.9], [0.1, 0.1]], [1, 1], wanted=np.array([2, 1]))
        solution = solve(problem)
        assert solution.pairs[:, 0].tolist() == [0, 1]
        assert solution.certificate.proved
        assert [(each.mentee, each.missing) for each in solution.waiting] == [(0, 1)]

    def test_groups_on_either_side(self):
        problem = of(np.full((3, 2), 0.5), [3, 3], wanted=np.array([2, 2, 1]))
        solution = solve(problem)
        assert np.bincount(solution.pairs[:, 0]).tolist() == [2, 2, 1]
        assert len(np.unique(solution.pairs, axis=0)) == 5

    def test_a_least_load_is_filled_where_it_costs_no_pair(self):
        problem = of([[0.9, 0.1], [0.9, 0.1]], [2, 1], least=np.array([0, 1]))
        assert sorted(solve(problem).mentor_of_each(2).tolist()) == [0, 1]

    def test_a_least_load_that_nobody_can_fill_is_reported(self):
        problem = of([[0.9, 0.1]], [1, 3], [[True, False]], least=np.array([0, 2]))
        solution = solve(problem)
        assert solution.missing.tolist() == [0, 2]
        assert solution.certificate.proved


class TestLocked:
    def test_a_locked_pair_stays_though_forbidden_and_takes_a_place(self):
        problem = of([[0.5], [0.9]], [1], [[False], [True]], locked=np.array([[0, 0]]))
        solution = solve(problem)
        assert (solution.pairs.tolist(), solution.total) == ([[0, 0]], 0.0)
        assert [(each.mentee, each.why) for each in solution.waiting] == [(1, Why.NO_PLACE)]
        assert solution.certificate.proved

    def test_a_locked_edge_counts_with_its_score(self):
        solution = solve(of([[0.25, 0.9]], [1, 1], locked=np.array([[0, 0]])))
        assert (solution.pairs.tolist(), solution.total) == ([[0, 0]], 0.25)

    def test_more_locked_pairs_than_places_are_refused(self):
        locked = np.array([[0, 0], [1, 0]])
        with pytest.raises(InvalidInputError, match="than places"):
            solve(of([[0.5], [0.9]], [1], locked=locked))
        with pytest.raises(InvalidInputError, match="than they want"):
            solve(of([[0.5, 0.4]], [1, 1], locked=np.array([[0, 0], [0, 1]])))


class TestKept:
    def test_a_kept_pair_moves_only_for_more_than_its_bonus(self):
        problem = of([[0.5, 0.6], [0.5, 0.5]], [1, 1], kept=np.array([[0, 0], [1, 1]]), keep=0.06)
        assert solve(problem).mentor_of_each(2).tolist() == [0, 1]
        moved = solve(replace(problem, keep=0.04))
        assert moved.mentor_of_each(2).tolist() == [1, 0]
        assert moved.total == pytest.approx(1.1)

    def test_a_kept_pair_that_is_no_edge_any_more_is_forgotten(self):
        problem = of([[0.5]], [1], [[True]], kept=np.array([[0, 7]]), keep=0.5)
        solution = solve(problem)
        assert solution.certificate.primal == pytest.approx(0.5)


class TestTiers:
    def test_pairs_of_a_better_tier_come_before_any_score(self):
        problem = of([[0.1, 0.9], [0.9, 0.2]], [1, 1], tiers=np.array([0, 1, 1, 2]))
        solution = solve(problem)
        assert solution.mentor_of_each(2).tolist() == [0, 1]
        assert solution.certificate.proved

    def test_but_not_before_the_number_of_pairs(self):
        allowed = [[True, True], [True, False]]
        problem = of([[0.5, 0.5], [0.5, 0.5]], [1, 1], allowed, tiers=np.array([0, 1, 1]))
        assert solve(problem).mentor_of_each(2).tolist() == [1, 0]


class TestWaiting:
    def test_who_would_come_next_comes_first_and_knows_how_far_it_was(self):
        solution = solve(of([[0.9], [0.2], [0.7]], [1]))
        assert [each.mentee for each in solution.waiting] == [2, 1]
        assert [each.why for each in solution.waiting] == [Why.TAKEN] * 2
        assert [each.nearest for each in solution.waiting] == [0, 0]
        assert solution.waiting[1].behind - solution.waiting[0].behind == pytest.approx(0.5)

    def test_nobody_to_choose_from(self):
        solution = solve(of([[0.9], [0.2]], [1], [[True], [False]]))
        (waits,) = solution.waiting
        assert (waits.mentee, waits.why, waits.nearest, waits.behind) == (1, Why.NOBODY, None, None)
