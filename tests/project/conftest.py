import pytest
from environs import Env

from config.hub import hub
from config.settings import read_settings
from config.wiring import Adapters
from tests.fakes.encoder import FakeEncoder
from tests.fakes.outbound import FakeOutbound
from tests.fakes.storage import FakeStorage
from tests.fakes.time_and_chance import FakeClock, FakeEntropy


@pytest.fixture(scope="session")
def hub_app():
    """The whole hub as config wires it, on fakes."""
    return hub(
        Adapters(
            settings=read_settings(Env()),
            storage=FakeStorage(),
            clock=FakeClock(),
            entropy=FakeEntropy(),
            http=FakeOutbound(),
            encoder=FakeEncoder(),
            checks={},
        )
    )
