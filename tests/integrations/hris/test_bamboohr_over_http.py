"""BambooHR's connector and the campus over a real socket, through every guard on the way out."""

import threading

import pytest

from core.errors import InvalidInputError
from core.ports.connectors import Context
from demo.addresses import Addresses
from demo.hr.house import KEY
from demo.server import campus_server
from integrations.base.addresses import resolve
from integrations.base.http import GuardedHttp
from integrations.base.outlets import GuardedOutlets
from integrations.base.pinning import CallPolicy
from integrations.base.system import SystemClock
from integrations.hris.bamboohr.connector import BambooHR
from tests.vendors.contexts import GivenSecrets, read_all

BAMBOO = BambooHR()


@pytest.fixture(scope="module")
def campus(tmp_path_factory):
    """Its origin, as the hub finds it on this machine."""
    server = campus_server(Addresses(folder=tmp_path_factory.mktemp("campus")), "127.0.0.1", 0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


def context(campus, allowed):
    settings = BAMBOO.read({"address": f"{campus}/hr/fjordwerk", "api_key": KEY})
    clock = SystemClock()
    outlets = GuardedOutlets(GuardedHttp(allowed), CallPolicy(allowed, resolve), clock)
    return Context(
        settings=settings,
        secrets=GivenSecrets(api_key=settings["api_key"]),
        http=outlets.http(BAMBOO.hosts(settings)),
        clock=clock,
        open_file=bytes,
        dial=outlets.dial(frozenset()),
    )


def test_everybody_comes_and_changes_follow(campus):
    reading = context(campus, frozenset({campus}))
    assert BAMBOO.check(reading).label == "Fjordwerk Robotics"
    people, _, bad, cursor = read_all(BAMBOO, "people", reading)
    assert (len(people), bad) == (23, [])
    assert read_all(BAMBOO, "people", reading, cursor)[3] == cursor


def test_where_private_hosts_are_not_allowed_the_field_says_so(campus):
    with pytest.raises(InvalidInputError) as refused:
        BAMBOO.check(context(campus, frozenset()))
    assert set(refused.value.fields) == {"address"}
