import pytest

from tests.core.services.directory.directory_campus import Directories


@pytest.fixture
def directories(campus):
    return Directories(campus)
