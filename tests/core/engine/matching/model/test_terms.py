import numpy as np

from core.engine.matching.model.terms import MOST_PRODUCT, Term, expanded, steps


def test_a_step_counts_from_its_value_on_and_not_where_unknown():
    values = np.array([-1.0, 0.5, 2.0, np.nan])
    np.testing.assert_allclose(Term(("a",), 0.4, 0.25).of({"a": values}), [-0.25, 0.75, 0.75, 0.0])


def test_a_product_is_bounded_and_zero_where_one_is_unknown():
    left, right = np.array([2.0, -3.0, np.nan, 1.0]), np.array([0.5, 3.0, 1.0, np.nan])
    found = Term(("a", "b")).of({"a": left, "b": right})
    np.testing.assert_allclose(found, [1.0, -MOST_PRODUCT, 0.0, 0.0])


def test_the_design_is_one_the_features_and_the_terms():
    standard = np.array([[1.0, np.nan], [0.5, 2.0]])
    design = expanded(standard, ["a", "b"], [Term(("a", "b")), Term(("b",), 1.0, 0.5)])
    np.testing.assert_allclose(design, [[1, 1], [1, 0], [0.5, 2], [0.5, 0], [-0.5, 0.5]])


def test_steps_stand_where_values_lie():
    draw = np.random.default_rng(1)
    found = steps("a", draw.normal(size=500))
    assert len(found) == 5
    assert all(0.03 < term.share < 0.97 for term in found)
    assert [term.above for term in found] == sorted(term.above for term in found)


def test_no_steps_where_nearly_all_are_the_same_or_nothing_is_known():
    assert steps("a", np.full(50, np.nan)) == []
    assert steps("a", np.zeros(50)) == []
    assert len(steps("a", np.repeat([0.0, 1.0], 50))) == 1
