"""Ways out without a network."""

from core.errors import UnavailableError
from integrations.base.connector_http import ConnectorHttp
from tests.fakes.outbound import FakeOutbound


class FakeOutlets:
    """The real patience on top of answers that were laid out; waiting takes no time."""

    def __init__(self, clock, outbound=None):
        self.clock = clock
        self.outbound = outbound or FakeOutbound()
        self.hosts = []
        self.dialled = []

    def http(self, hosts):
        self.hosts.append(hosts)
        return ConnectorHttp(
            self.outbound,
            hosts,
            self.clock,
            sleep=lambda seconds: self.clock.advance(seconds=seconds),
        )

    def dial(self, hosts):
        def connect(host, port):
            self.dialled.append((hosts, host, port))
            raise UnavailableError("The host did not answer.")

        return connect
