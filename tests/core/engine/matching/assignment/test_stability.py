"""Stable pairs against the `matching` package, and blocking pairs against their definition."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching.games import HospitalResident

from core.engine.matching.assignment.problem import Edges, Objective, Problem
from core.engine.matching.assignment.solution import Why
from core.engine.matching.assignment.solving import solve


def made(seed, *, regard=True):
    """Strict preferences of both sides, each their own."""
    draw = np.random.default_rng(seed)
    mentees, mentors = draw.integers(1, 9, 2)
    allowed = draw.random((mentees, mentors)) < 0.7
    score, views = draw.permutation(mentees * mentors), draw.permutation(mentees * mentors)
    score, views = (table.reshape(mentees, mentors) / table.size for table in (score, views))
    return Problem(
        mentees=int(mentees),
        edges=Edges.of(score, allowed),
        most=draw.integers(1, 4, mentors),
        regard=views[allowed] if regard else None,
    )


def peers(problem):
    """What the package pairs up: mentees propose to mentors with places."""
    edges = problem.edges
    mentees = {who: {} for who in set(edges.mentee.tolist())}
    mentors = {who: {} for who in set(edges.mentor.tolist())}
    for mentee, mentor, score, view in zip(
        edges.mentee.tolist(), edges.mentor.tolist(), edges.score, problem.regard, strict=True
    ):
        mentees[mentee][f"m{mentor}"] = score
        mentors[mentor][mentee] = view
    game = HospitalResident.create_from_dictionaries(
        {who: sorted(liked, key=liked.get, reverse=True) for who, liked in mentees.items()},
        {f"m{who}": sorted(seen, key=seen.get, reverse=True) for who, seen in mentors.items()},
        {f"m{who}": int(problem.most[who]) for who in mentors},
    )
    return {
        (mentee.name, int(mentor.name[1:]))
        for mentor, group in game.solve(optimal="resident").items()
        for mentee in group
    }


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32))
def test_equals_the_package(seed):
    problem = made(seed)
    solution = solve(problem, Objective.STABLE)
    assert {tuple(pair) for pair in solution.pairs.tolist()} == peers(problem)
    assert solution.certificate.proved
    assert len(solution.blocking) == 0
    assert solution.prices is None


def blocks(problem, solution):
    """Pairs that would both rather have each other, one by one."""
    edges = problem.edges
    views = edges.score if problem.regard is None else problem.regard
    liked = dict(zip(zip(edges.mentee, edges.mentor, strict=True), edges.score, strict=True))
    seen = dict(zip(liked, views, strict=True))
    pairs = {tuple(pair) for pair in solution.pairs.tolist()}

    def rather(table, pair, side):
        own = [table[other] for other in pairs if other[side] == pair[side]]
        room = (problem.wishes, problem.most)[side][pair[side]]
        return room > 0 and (len(own) < room or table[pair] > min(own))

    return {
        tuple(int(who) for who in pair)
        for pair in liked
        if pair not in pairs and rather(liked, pair, 0) and rather(seen, pair, 1)
    }


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32), st.booleans(), st.booleans())
def test_blocking_pairs_of_the_largest_total(seed, regard, several):
    problem = made(seed, regard=regard)
    if several:
        wanted = np.random.default_rng(seed).integers(0, 3, problem.mentees)
        problem = replace(problem, wanted=wanted)
    solution = solve(problem)
    assert {tuple(pair) for pair in solution.blocking.tolist()} == blocks(problem, solution)
    stable = solve(problem, Objective.STABLE)
    assert blocks(problem, stable) == set()
    assert len(stable.blocking) == 0


def of(score, most, **more):
    score = np.array(score)
    edges = Edges.of(score, np.ones_like(score, dtype=bool))
    return Problem(mentees=len(score), edges=edges, most=np.array(most), **more)


def test_the_largest_total_may_disturb_two_who_like_each_other_best():
    problem = of([[1.0, 0.9], [0.9, 0.0]], [1, 1])
    assert solve(problem).blocking.tolist() == [[0, 0]]
    assert solve(problem, Objective.STABLE).mentor_of_each(2).tolist() == [0, 1]


def test_a_better_tier_is_liked_better_than_any_score():
    problem = of([[0.9, 0.1]], [1, 1], tiers=np.array([1, 0]))
    assert solve(problem, Objective.STABLE).pairs.tolist() == [[0, 1]]


def test_locked_pairs_are_given_up_for_nobody():
    problem = of([[0.1], [0.9]], [1], locked=np.array([[0, 0]]))
    solution = solve(problem, Objective.STABLE)
    assert solution.pairs.tolist() == [[0, 0]]
    assert solution.certificate.proved
    assert [(each.mentee, each.why) for each in solution.waiting] == [(1, Why.NO_PLACE)]


def test_who_waits_is_told_the_mentor_they_like_best():
    solution = solve(of([[0.5, 0.1], [0.9, 0.8], [0.6, 0.7]], [1, 1]), Objective.STABLE)
    (waits,) = solution.waiting
    assert (waits.mentee, waits.nearest, waits.behind) == (0, 0, None)
    assert waits.why is Why.TAKEN


def test_ties_disturb_nobody():
    solution = solve(of(np.full((3, 2), 0.5), [1, 1]), Objective.STABLE)
    assert solution.certificate.proved
    assert solution.total == pytest.approx(1.0)
