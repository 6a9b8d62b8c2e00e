"""No group of fewer than five people can be seen or computed."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.matching.fairness.cells import LEAST_PEOPLE, Total, hidden_cells

patient = settings(deadline=None)  # another process may need the machine
sizes = st.dictionaries(st.tuples(st.sampled_from("abcdefg")), st.integers(1, 30), max_size=7)
grids = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.sampled_from("xyz")), st.integers(1, 20), max_size=12
)


def alone(counted):
    return hidden_cells(counted, [Total(list(counted))])


def test_large_groups_are_shown():
    assert alone({("a",): 5, ("b",): 6}) == frozenset()


def test_one_small_group_takes_the_smallest_shown_one_with_it():
    assert alone({("a",): 40, ("b",): 9, ("c",): 2}) == {("b",), ("c",)}


def test_small_groups_that_are_enough_together_hide_themselves():
    assert alone({("a",): 40, ("b",): 9, ("c",): 2, ("d",): 3}) == {("c",), ("d",)}


def test_who_did_not_say_covers_small_groups_too():
    counted = {("a",): 40, ("b",): 9, ("c",): 2}
    assert hidden_cells(counted, [Total(list(counted), others=3)]) == {("c",)}


def test_a_group_of_its_own_may_be_hidden_for_another_reason():
    counted = {("a",): 40, ("b",): 9}
    assert hidden_cells(counted, [], already=frozenset({("b",)})) == {("b",)}


@patient
@given(sizes)
def test_what_is_hidden_cannot_be_had_by_subtraction(counted):
    hidden = alone(counted)
    assert all(counted[cell] >= LEAST_PEOPLE for cell in counted if cell not in hidden)
    rest = sum(counted[cell] for cell in hidden)
    assert rest == 0 or rest >= LEAST_PEOPLE or hidden == set(counted)


@patient
@given(grids, st.integers(0, 6))
def test_nor_from_the_margins_of_a_table(counted, others):
    totals = [
        Total([cell for cell in counted if cell[place] == word], others)
        for place in (0, 1)
        for word in {cell[place] for cell in counted}
    ]
    hidden = hidden_cells(counted, totals)
    for total in totals:
        covered = sum(counted[cell] for cell in total.cells if cell in hidden)
        all_hidden = set(total.cells) <= hidden
        assert covered == 0 or covered + others >= LEAST_PEOPLE or all_hidden
