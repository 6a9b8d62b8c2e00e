import pytest

from tests.core.services.connections.office import Office


@pytest.fixture
def office():
    return Office()
