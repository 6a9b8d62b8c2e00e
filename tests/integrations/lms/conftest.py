import pytest

from .campuses import CanvasCampus, MoodleCampus


@pytest.fixture
def canvas():
    return CanvasCampus()


@pytest.fixture
def moodle():
    return MoodleCampus()
