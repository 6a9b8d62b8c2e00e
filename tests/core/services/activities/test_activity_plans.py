from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.activity import Activity, ActivityKind
from core.errors import InvalidInputError, NotFoundError
from core.services.activities.activity_plans import (
    LONGEST_INSTRUCTIONS,
    LONGEST_TITLE,
    ActivityPlan,
    check_plans,
    origin,
    parameters,
    planned,
)

ID = UUID(int=5)
PLAN = ActivityPlan(kind=ActivityKind.MEETINGS, title="Meet", target=3, points=10.0)
MOODLE_COLUMN = 255
"""Characters of mod_lti's `instructorcustomparameters`, all parameters of a link together."""


def activity(plan=PLAN):
    return Activity(
        id=ID,
        origin_id=ID,
        organization_id=UUID(int=1),
        registration_id=UUID(int=2),
        context_id="c",
        created_at=datetime(2026, 3, 2, tzinfo=UTC),
        **{name: getattr(plan, name) for name in ActivityPlan.__dataclass_fields__},
    )


plans = st.builds(
    ActivityPlan,
    kind=st.sampled_from(ActivityKind),
    title=st.just("T"),
    target=st.integers(1, 50),
    points=st.none() | st.integers(1, 100_000).map(lambda n: n / 100),
).map(ActivityPlan.tidied)


@given(plan=plans)
def test_what_an_activity_is_comes_back_from_its_parameters(plan):
    told = parameters(activity(plan))
    assert all(isinstance(value, str) for value in told.values())
    assert "$" not in "".join(told.values())  # platforms replace variables
    assert len("\n".join(f"{k}={v}" for k, v in told.items())) <= MOODLE_COLUMN
    assert origin(told) == ID
    assert planned(told, "T", "") == plan
    assert ActivityPlan.of(activity(plan)) == plan


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "quiz"},
        {"kind": None},
        {"target": "three"},
        {"target": "0"},
        {"target": "51"},
        {"points": "nan"},
        {"points": "inf"},
        {"points": "-1"},
        {"points": "many"},
    ],
)
def test_malformed_parameters_tell_the_teacher_to_choose_again(change):
    told = {**parameters(activity()), **change}
    told = {name: value for name, value in told.items() if value is not None}
    with pytest.raises(NotFoundError, match="choose the activity again"):
        planned(told, "T", "")


@pytest.mark.parametrize("told", [{}, {"activity": ""}, {"activity": "$Mentorloom.activity"}])
def test_an_activity_must_be_named(told):
    with pytest.raises(NotFoundError, match="choose the activity again"):
        origin(told)


def test_a_link_without_a_title_is_fine_and_long_texts_are_cut():
    told = parameters(activity())
    assert planned(told, "", "").title == ""
    long = planned(told, "t" * 500, "i" * 5000)
    assert (len(long.title), len(long.instructions)) == (LONGEST_TITLE, LONGEST_INSTRUCTIONS)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 121}, "title"),
        ({"title": "\ud83d"}, "title"),
        ({"instructions": "x" * 2001}, "instructions"),
        ({"target": 0}, "target"),
        ({"points": 0.0}, "points"),
        ({"points": 1000.5}, "points"),
        ({"points": float("nan")}, "points"),
    ],
)
def test_plans_say_which_of_them_needs_a_change(change, field):
    with pytest.raises(InvalidInputError) as refused:
        check_plans([PLAN, replace(PLAN, **change)])
    assert set(refused.value.fields) == {f"1-{field}"}
