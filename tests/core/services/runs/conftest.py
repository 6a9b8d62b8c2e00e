import pytest

from tests.core.services.runs.cohort import Cohort


@pytest.fixture
def cohort():
    return Cohort()


@pytest.fixture
def three(cohort):
    """Three mentees and the three mentors who suit them."""
    for skill in ("rust", "law", "chess"):
        who = cohort.mentee(f"wants {skill}", skill)
        other = cohort.mentor(f"knows {skill}", skill)
        setattr(cohort, f"{skill}_mentee", who)
        setattr(cohort, f"{skill}_mentor", other)
    return cohort
