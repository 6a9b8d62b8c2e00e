import pytest

from tests.core.services.connections.office import Office


@pytest.fixture
def office():
    return Office()


@pytest.fixture
def reading(office):
    """A connection that is on, with five people."""
    office.has_on()
    office.source.hires("ann", "ben", "cyd", "dan", "eve")
    return office
