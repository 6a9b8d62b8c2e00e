"""The people whom most tests of services need, on a small campus."""

import pytest

from tests.core.services.campus import Campus


@pytest.fixture
def campus() -> Campus:
    return Campus.fresh()


@pytest.fixture
def tess(campus):
    return campus.teacher()


@pytest.fixture
def mia(campus):
    return campus.mentee()


@pytest.fixture
def ada(campus):
    return campus.mentor()


@pytest.fixture
def match(campus, mia, ada):
    return campus.match(mia, ada)
