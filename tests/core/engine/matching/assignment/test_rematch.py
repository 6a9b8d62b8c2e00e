"""Re-matching against a new run: the same number of pairs and the same total after any events."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.engine.matching.assignment import sides
from core.engine.matching.assignment.problem import Edges, Objective, Problem, Quota
from core.engine.matching.assignment.rematch import Rematch
from core.engine.matching.assignment.solving import solve

EVENTS = ("mentee arrives", "mentor arrives", "mentee leaves", "mentor leaves", "offers", "changes")
tenths = st.integers(-3, 10).map(lambda number: number / 10)


@st.composite
def problems(draw):
    mentees, mentors = draw(st.integers(1, 7)), draw(st.integers(1, 5))
    shape = (mentees, mentors)
    score = draw(arrays(np.int64, shape, elements=st.integers(-3, 10))) / 10
    allowed = draw(arrays(np.bool_, shape, elements=st.booleans()))
    most = draw(arrays(np.int64, mentors, elements=st.integers(0, 3)))
    least = np.minimum(draw(arrays(np.int64, mentors, elements=st.integers(0, 2))), most)
    wanted = draw(arrays(np.int64, mentees, elements=st.integers(0, 2)))
    locked = []
    if draw(st.booleans()) and wanted[0] and most[-1]:
        locked = [(0, mentors - 1)]
    return Problem(
        mentees=mentees,
        edges=Edges.of(score, allowed),
        most=most,
        least=least if draw(st.booleans()) else None,
        wanted=wanted if draw(st.booleans()) or (wanted > 1).any() else None,
        locked=np.array(locked, dtype=np.int64).reshape(-1, 2),
        kept=np.array([[0, 0]]),
        keep=draw(st.sampled_from([0.0, 0.15])),
    )


def happen(draw, standing, size):
    """One event; `size` counts (mentees, mentors)."""
    event = draw(st.sampled_from(EVENTS))
    mentee, mentor = (draw(st.integers(0, count - 1)) for count in size)
    if event.endswith("arrives"):
        side = event == "mentor arrives"
        others = draw(st.lists(st.integers(0, size[not side] - 1), unique=True, max_size=5))
        scores = np.array([draw(tenths) for _ in others])
        arrives = standing.mentor_arrives if side else standing.mentee_arrives
        who = arrives(np.array(others, dtype=np.int64), scores, *([draw(st.integers(0, 3))] * side))
        assert who == size[side]
        size[side] += 1
    elif event == "mentee leaves":
        standing.mentee_leaves(mentee)
    elif event == "mentor leaves":
        standing.mentor_leaves(mentor)
    elif event == "offers":
        locked = (standing.problem().locked[:, 1] == mentor).sum()
        standing.offers(mentor, int(locked) + draw(st.integers(0, 3)))
    else:
        standing.changes(mentee, mentor, draw(st.none() | tenths))


@settings(max_examples=150, deadline=None)
@given(st.data(), problems(), st.sampled_from([None, 0.15, 0.4]))
def test_equals_a_new_run_after_any_events(data, problem, keep):
    standing = Rematch(problem, solve(problem), keep)
    size = [problem.mentees, problem.mentors]
    for _ in range(data.draw(st.integers(1, 6))):
        happen(data.draw, standing, size)
        now, fresh = standing.solution(), solve(standing.problem())
        assert now.certificate.proved
        assert len(now.pairs) == len(fresh.pairs)
        assert now.missing.sum() == fresh.missing.sum()
        # Total with what keeping pairs is worth: the same worth, perhaps by other pairs.
        assert now.certificate.primal == pytest.approx(fresh.certificate.primal, abs=1e-6)


@pytest.fixture
def programme():
    draw = np.random.default_rng(11)
    score, allowed = draw.random((200, 80)), draw.random((200, 80)) < 0.3
    return Problem(mentees=200, edges=Edges.of(score, allowed), most=draw.integers(1, 5, 80))


def test_few_others_move_and_fewer_with_a_bonus_for_what_stands(programme):
    before = solve(programme)
    moved = []
    for keep in (0.0, 0.02):
        standing = Rematch(programme, before, keep)
        for mentor in range(0, 80, 10):
            standing.mentor_leaves(mentor)
        stays = {tuple(pair) for pair in standing.pairs().tolist()}
        moved.append(sum(tuple(p) not in stays for p in before.pairs.tolist() if p[1] % 10))
    assert 0 < moved[1] < moved[0] < 50


def test_large_programmes_too(programme):
    draw = np.random.default_rng(12)
    standing = Rematch(programme, solve(programme))
    for mentee in range(0, 200, 7):
        standing.mentee_leaves(mentee)
        mentors = np.flatnonzero(draw.random(80) < 0.3)
        standing.mentee_arrives(mentors, draw.random(len(mentors)))
        standing.offers(int(draw.integers(80)), int(draw.integers(0, 6)))
    now, fresh = standing.solution(), solve(standing.problem())
    assert now.certificate.proved
    assert now.total == pytest.approx(fresh.total, abs=1e-6)


def test_a_new_pair_that_does_not_pay_changes_nothing():
    edges = Edges(np.array([1, 0]), np.array([1, 0]), np.array([0.2, 0.5]))
    problem = Problem(mentees=3, edges=edges, most=np.array([1, 1]))
    standing = Rematch(problem, solve(problem))
    standing.changes(2, 0, 0.3)
    assert standing.pairs().tolist() == [[0, 0], [1, 1]]
    standing.changes(2, 0, 0.7)
    assert standing.pairs().tolist() == [[1, 1], [2, 0]]
    assert standing.solution().certificate.proved


def test_locked_pairs_stay_until_one_of_them_leaves():
    score = np.array([[0.5, 0.4, 0.1], [0.9, 0.2, 0.1]])
    edges = Edges.of(score, np.ones_like(score, dtype=bool))
    locked = np.array([[0, 0]])
    problem = Problem(mentees=2, edges=edges, most=np.array([1, 1, 1]), locked=locked)
    standing = Rematch(problem, solve(problem))
    standing.changes(0, 0, None)
    standing.changes(0, 0, -1.0)
    assert standing.pairs().tolist() == [[0, 0], [1, 1]]
    assert standing.solution().total == pytest.approx(0.7)
    freed = Rematch(problem, solve(problem))
    freed.mentor_leaves(0)
    assert freed.pairs().tolist() == [[0, 1], [1, 2]]
    standing.mentee_leaves(0)
    assert standing.pairs().tolist() == [[1, 0]]
    assert all(each.solution().certificate.proved for each in (standing, freed))


class TestRefusals:
    def test_what_cannot_stand(self, programme):
        solution = solve(programme)
        quota = Quota("all", np.arange(200), np.arange(80), 5)
        with pytest.raises(ValueError, match="quotas"):
            Rematch(replace(programme, quotas=(quota,)), solution)
        with pytest.raises(ValueError, match="quotas"):
            Rematch(replace(programme, keep=0.2), solution, 0.1)
        with pytest.raises(ValueError, match="of a run"):
            Rematch(programme, solve(programme, Objective.STABLE))
        with pytest.raises(ValueError, match="of a run"):
            Rematch(programme, solve(programme, Objective.POINTS))
        with pytest.raises(ValueError, match="of a run"):
            Rematch(programme, Rematch(programme, solution).solution())

    def test_a_second_mentor_where_nobody_wanted_one(self, programme):
        standing = Rematch(programme, solve(programme))
        with pytest.raises(ValueError, match="solve anew"):
            standing.mentee_arrives(np.array([0]), np.array([0.5]), wanted=2)

    def test_a_score_out_of_range(self, programme):
        standing = Rematch(programme, solve(programme))
        with pytest.raises(ValueError, match="between -1 and 1"):
            standing.changes(0, 0, 2.0)

    def test_fewer_places_than_are_locked(self, programme):
        locked = replace(programme, locked=np.array([[0, 0]]))
        standing = Rematch(locked, solve(locked))
        with pytest.raises(ValueError, match="locked"):
            standing.offers(0, 0)

    def test_too_many_arrivals(self, programme, monkeypatch):
        monkeypatch.setattr(sides, "SPARE", 1)
        standing = Rematch(programme, solve(programme))
        standing.mentee_arrives(np.array([0]), np.array([0.5]))
        with pytest.raises(ValueError, match="solve anew"):
            standing.mentee_arrives(np.array([0]), np.array([0.5]))
