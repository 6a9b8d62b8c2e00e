"""Every contract test runs twice: against the fake that other tests use, and against PostgreSQL."""

import pytest

from tests.contracts.course_world import SERVICES
from tests.contracts.world import World
from tests.fakes.storage import FakeStorage


@pytest.fixture(params=["fake", "postgres"])
def storage(request):
    if request.param == "fake":
        return FakeStorage()
    return request.getfixturevalue("postgres_storage")


@pytest.fixture
def world(storage):
    return World(storage)


@pytest.fixture
def course(world):
    made = world.course(title="Statistics", services=SERVICES)
    with world.tenant() as work:
        work.courses.save(made)
    return made
