"""A manager, a small cohort, and a run that is ready."""

import pytest

from core.domain.program import Role
from tests.web.pages.runs.computed import RUNS, START, compute, told


@pytest.fixture
def tess(hub):
    return hub.browser(hub.person("Tess", manages=True))


@pytest.fixture
def cohort(hub):
    """Three mentees and three mentors; each has somebody who suits them best."""
    people = {}
    for skill in ("rust", "law", "chess"):
        wants, knows = f"wants {skill}", f"knows {skill}"
        people[wants] = told(hub, hub.person(wants, Role.MENTEE), skills_wanted=(skill,))
        people[knows] = told(hub, hub.person(knows), skills_offered=(skill,))
        hub.services.participations.join(people[knows], Role.MENTOR, 1)
    return people


@pytest.fixture
def run(hub, tess, cohort):
    """The address of a run that is ready."""
    started = tess.post(RUNS, data=START)
    assert started.status_code == 303
    compute(hub)
    return started.location
