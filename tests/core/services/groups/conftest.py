"""A group of writers, whom Ada leads."""

import pytest

from core.services.groups.plans import GroupPlan


@pytest.fixture
def plan(ada):
    return GroupPlan(
        name=" Writers ", topic="Writing", whereabouts="Room 5", most=2, mentors=(ada.person_id,)
    )


@pytest.fixture
def group(campus, tess, plan):
    return campus.groups.start(tess, plan)
