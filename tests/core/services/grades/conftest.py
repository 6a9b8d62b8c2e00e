import pytest

from tests.core.services.grades.graded_course import GradedCourse


@pytest.fixture
def course(campus):
    return GradedCourse(campus)
