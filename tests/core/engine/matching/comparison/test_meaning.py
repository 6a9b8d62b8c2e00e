import numpy as np
import pytest

from core.domain.plain_name import plain_name
from core.domain.profile import TextKind, text_hash
from core.engine.matching.comparison.meaning import (
    NEAREST,
    SAME,
    SAME_GROUP,
    best_pairs,
    coverage,
    nearness,
)
from core.engine.matching.comparison.people import TextVectors, gather
from tests.fakes.matching import someone

A, B, C = (1.0, 0.0), (0.0, 1.0), (0.6, 0.8)


class TestBestPairs:
    def table(self, wanted, offered, hide=()):
        texts = {t: v for own in (*wanted, *offered) for t, v in own.items()}
        shown = {t: v for t, v in texts.items() if t not in hide}
        vectors = TextVectors.encoded(
            list(shown), np.array([*shown.values()], dtype=np.float32).reshape(-1, 2)
        )
        left = gather([someone(goals=tuple(own)) for own in wanted], vectors)
        right = gather([someone(experience=tuple(own)) for own in offered], vectors)
        return best_pairs(
            left.items(TextKind.GOAL), right.items(TextKind.EXPERIENCE), len(left), len(right)
        )

    def test_mean_of_the_three_best_not_of_all(self):
        offered = {"o1": A, "o2": A, "o3": C, "o4": B, "o5": B}
        table = self.table([{"w": A}], [offered])
        assert table[0, 0] == pytest.approx((1 + 1 + 0.6) / 3)

    def test_with_fewer_pairs_the_mean_of_those(self):
        assert self.table([{"w": A}], [{"o1": A}])[0, 0] == pytest.approx(1.0)
        assert self.table([{"w": A}], [{"o1": A, "o2": C}])[0, 0] == pytest.approx(0.8)

    def test_a_person_is_compared_with_their_own_items_only(self):
        table = self.table(
            [{"w1": A}, {"w2": B}], [{"o1": A}, {"o2": B, "o3": B, "o4": B, "o5": B}, {"o6": C}]
        )
        np.testing.assert_allclose(table, [[1, 0, 0.6], [0, 1, 0.8]], atol=1e-6)

    def test_nothing_to_compare_is_unknown(self):
        table = self.table([{"w": A}, {}], [{}, {"o": A}])
        np.testing.assert_array_equal(np.isnan(table), [[True, False], [True, True]])

    def test_a_text_without_vector_is_left_out_not_zero(self):
        table = self.table([{"w": A}], [{"o1": A, "late": A}, {"late2": A}], hide=("late", "late2"))
        assert table[0, 0] == pytest.approx(1.0)
        assert np.isnan(table[0, 1])

    def test_negative_cosines_count(self):
        assert self.table([{"w": A}], [{"o": (-1.0, 0.0)}])[0, 0] == pytest.approx(-1.0)


class TestCoverage:
    def table(self, wanted, offered, vectors=None):
        known = vectors or {}
        store = TextVectors.encoded(
            list(known), np.array([*known.values()], dtype=np.float32).reshape(-1, 2)
        )
        left = gather([someone(skills_wanted=own) for own in wanted], store)
        right = gather([someone(skills_offered=own) for own in offered], store)
        return coverage(
            left.items(TextKind.SKILL_WANTED),
            right.items(TextKind.SKILL_OFFERED),
            len(left),
            len(right),
        )

    def test_names_count_even_without_vectors(self):
        value, named = self.table([("Project Management", "SQL")], [("project-management",), ()])
        assert value[0, 0] == 1.0
        assert np.isnan(value[0, 1])
        assert named.tolist() == [2]

    def test_two_skills_of_one_group_count_in_part_at_least(self):
        vectors = {"Python": A, "Java": B, "nursing": B}
        value, _ = self.table([("Python",)], [("Java",), ("nursing",), ("py",)], vectors)
        assert value[0].tolist() == [SAME_GROUP, 0, SAME]

    def test_near_synonyms_count_in_part_and_less_than_the_name(self):
        near = {"gigs": A, "concerts": (0.75, np.sqrt(1 - 0.75**2)), "law": B}
        value, _ = self.table([("gigs",)], [("concerts",), ("law",), ("gigs", "law")], near)
        assert 0.5 < value[0, 0] < NEAREST
        assert value[0, 1] == 0.0
        assert value[0, 2] == 1.0

    def test_a_mentor_who_repeats_a_skill_gains_nothing(self):
        value, _ = self.table([("SQL", "R")], [("SQL",), ("SQL", "sql", "Sql")])
        assert value[0, 0] == value[0, 1] == 1.0

    def test_nobody_wants_anything(self):
        value, named = self.table([()], [("SQL",)])
        assert np.isnan(value[0, 0])
        assert named.tolist() == [0]


def test_nearness_starts_late_and_never_reaches_the_name():
    assert nearness(np.array([-1.0, 0.45])).tolist() == [0.0, 0.0]
    assert nearness(np.array([0.99, 1.0])).tolist() == [NEAREST, NEAREST]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Project-Management ", "project  management", True),
        ("Research & Development", "research and development", True),
        ("C++", "C", False),
        ("C#", "C", False),
        ("Straße", "STRASSE", True),
    ],
)
def test_plain_names(one, other, same):
    assert (plain_name(one) == plain_name(other)) is same


def test_stored_vectors_are_found_by_hash_and_the_missing_row_is_zero():
    vectors = TextVectors.of({text_hash("known"): np.array([3.0, 4.0], dtype="<f4").tobytes()})
    assert vectors.matrix[vectors.row("known")].tolist() == [3.0, 4.0]
    assert vectors.matrix[vectors.row("unknown")].tolist() == [0.0, 0.0]
    assert TextVectors.of({}).matrix.shape == (1, 1)
