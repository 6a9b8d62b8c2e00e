"""Rates and ratios against fairlearn's, and the rules about small, rare and silent groups."""

import numpy as np
import pytest
from fairlearn.metrics import MetricFrame, count, demographic_parity_ratio, selection_rate
from hypothesis import given, settings
from hypothesis import strategies as st

from core.engine.matching.fairness.comparison import Measure, Subject, compared, outcomes, told

GENDERS = ("woman", "man", "another")
subjects = st.lists(
    st.builds(
        Subject,
        placed=st.booleans(),
        score=st.none() | st.floats(0, 1),
        groups=st.fixed_dictionaries(
            {}, optional={"gender": st.sampled_from(GENDERS), "age": st.sampled_from("xyz")}
        ),
    ),
    min_size=1,
    max_size=150,
)


def people(number, placed, **groups):
    return [
        Subject(placed=place < placed, score=0.5 if place < placed else None, groups=groups)
        for place in range(number)
    ]


def placed(everybody):
    """The first table: who was placed, by gender."""
    table, *_ = compared(everybody, ("gender",))
    assert (table.dimensions, table.measure) == (("gender",), Measure.PLACED)
    return table


def by_fairlearn(known, dimensions, hits):
    frame = {name: [subject.groups[name] for subject in known] for name in dimensions}
    return MetricFrame(
        metrics={"rate": selection_rate, "people": count},
        y_true=hits,
        y_pred=hits,
        sensitive_features=frame,
    ).by_group


@settings(max_examples=30, deadline=None)
@given(subjects)
def test_every_rate_shown_is_fairlearns(everybody):
    for table in compared(everybody, ("gender", "age")):
        hits = outcomes(everybody, table.measure)
        pairs = [
            (subject, hit)
            for subject, hit in zip(everybody, hits, strict=True)
            if hit is not None and all(name in subject.groups for name in table.dimensions)
        ]
        if not pairs:
            assert table.lines == ()
            continue
        known, outcome = zip(*pairs, strict=True)
        theirs = by_fairlearn(known, table.dimensions, outcome)
        for line in table.lines:
            key = line.group if len(line.group) > 1 else line.group[0]
            assert line.rate.value == pytest.approx(theirs.loc[key, "rate"])
            assert line.people == theirs.loc[key, "people"]
        assert table.people == sum(hit is not None for hit in hits)


def test_the_smallest_ratio_is_fairlearns_demographic_parity_ratio():
    everybody = [
        *people(40, 30, gender="woman"),
        *people(50, 25, gender="man"),
        *people(20, 14, gender="another"),
    ]
    table = placed(everybody)
    hits = outcomes(everybody, Measure.PLACED)
    features = [subject.groups["gender"] for subject in everybody]
    theirs = demographic_parity_ratio(hits, hits, sensitive_features=features)
    assert table.least_ratio.group == ("man",)
    assert table.least_ratio.ratio.value == pytest.approx(theirs) == pytest.approx(2 / 3)
    assert [line.group for line in table.lines if line.favoured] == [("woman",)]


def test_the_scoring_rate_looks_at_matches_only_and_at_their_median():
    scores = [None, 0.2, 0.4, 0.4, 0.9]
    everybody = [Subject(placed=True, score=score, groups={}) for score in scores]
    assert outcomes(everybody, Measure.SCORED) == [None, False, False, False, True]
    assert outcomes(everybody[:1], Measure.SCORED) == [None]


def test_rare_groups_have_a_rate_and_no_ratio():
    everybody = [
        *people(300, 150, gender="woman"),
        *people(200, 90, gender="man"),
        *people(6, 6, gender="another"),
    ]
    table = placed(everybody)
    rare = next(line for line in table.lines if line.rare)
    assert (rare.group, rare.people, rare.rate.value, rare.ratio) == (("another",), 6, 1.0, None)
    assert not rare.favoured
    assert next(line for line in table.lines if line.favoured).group == ("woman",)


def test_who_did_not_say_is_counted():
    everybody = [*people(30, 10, gender="woman"), *people(8, 8)]
    table = placed(everybody)
    assert (table.unsaid, table.people, table.hidden) == (8, 38, 0)
    assert [line.people for line in table.lines] == [30]


def test_small_groups_are_counted_together_and_never_named():
    everybody = [
        *people(30, 10, gender="woman"),
        *people(9, 3, gender="man"),
        *people(2, 2, gender="another"),
    ]
    table = placed(everybody)
    assert [line.group for line in table.lines] == [("woman",)]
    assert table.hidden == 11
    assert table.least_ratio is None


def test_a_group_hidden_by_one_dimension_is_hidden_in_tables_of_two():
    everybody = [
        *people(30, 10, gender="woman", age="x"),
        *people(9, 3, gender="man", age="x"),
        *people(2, 2, gender="another", age="x"),
    ]
    _, _, together, *_ = compared(everybody, ("gender", "age"))
    assert together.dimensions == ("gender", "age")
    assert [line.group for line in together.lines] == [("woman", "x")]
    assert together.hidden == 11


def test_a_cell_is_not_laid_open_by_the_table_of_its_dimension():
    everybody = [
        *people(20, 10, gender="woman", age="x"),
        *people(3, 1, gender="woman", age="y"),
        *people(20, 10, gender="man", age="x"),
        *people(20, 10, gender="man", age="y"),
    ]
    gender, age, together, *_ = compared(everybody, ("gender", "age"))
    assert [line.people for line in gender.lines] == [40, 23]
    assert [line.people for line in age.lines] == [40, 23]
    # 23 women less 20 of them would lay open 3: so the 20 are hidden, and all that they give away.
    assert ("woman", "x") not in [line.group for line in together.lines]


def test_who_is_hidden_among_all_is_hidden_among_the_placed():
    everybody = [
        *people(30, 20, gender="woman"),
        *people(9, 9, gender="man"),
        *people(2, 0, gender="another"),
    ]
    _, scored = compared(everybody, ("gender",))
    assert scored.measure is Measure.SCORED
    assert [line.group for line in scored.lines] == [("woman",)]


def test_nobody_favoured_means_no_ratio():
    table = placed(people(9, 0, gender="woman"))
    (line,) = table.lines
    assert (line.rate.value, line.ratio, line.favoured) == (0.0, None, False)


def test_nobody_at_all():
    for table in compared([], ("gender",)):
        assert (table.lines, table.people, table.hidden, table.unsaid) == ((), 0, 0, 0)


@pytest.mark.parametrize(("people", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
def test_numbers_that_may_be_told(people, shown):
    assert told(people) == shown


def test_equal_treatment_is_rarely_blamed():
    """Over many programmes drawn alike for both groups, the interval holds 1 as it should."""
    chance = np.random.default_rng(3)
    held = 0
    for _ in range(300):
        drawn = chance.binomial([60, 60], 0.6)
        everybody = [
            *people(60, int(drawn[0]), gender="woman"),
            *people(60, int(drawn[1]), gender="man"),
        ]
        held += placed(everybody).least_ratio.ratio.high >= 1
    assert held >= 0.92 * 300
