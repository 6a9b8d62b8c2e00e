import pytest

from core.domain.program import Role


@pytest.fixture
def mentee(hub):
    return hub.person("Mia", Role.MENTEE)


@pytest.fixture
def mentor(hub):
    return hub.person("Ada", Role.MENTOR)
