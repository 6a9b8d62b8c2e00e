import pytest

from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock
from tests.teams_app.bot.partner import publish, settle


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def storage(clock):
    storage = FakeStorage()
    settle(storage, clock.now())
    return storage


@pytest.fixture
def http():
    http = FakeOutbound()
    publish(http)
    return http
