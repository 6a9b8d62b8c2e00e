import pytest

from .course_platform import CoursePlatform


@pytest.fixture
def platform():
    return CoursePlatform()
