"""A tenant behind a wire that knows Microsoft's documents."""

from integrations.hris.entra.connector import Entra
from tests.fakes.time_and_chance import FakeClock
from tests.vendors.contexts import GivenSecrets, context_of, read_all
from tests.vendors.graph import APP, GRAPH, ORIGIN, SECRET, TENANT, GraphTenant
from tests.vendors.wire import Wire

ENTRA = Entra(graph=GRAPH, login=ORIGIN)


class Tenant(GraphTenant):
    def __init__(self):
        self.clock = FakeClock()
        super().__init__(self.clock.now)
        self.wire = Wire(self.app, ORIGIN, "graph.openapi.yaml")
        for number in range(7):
            self.add(f"user-{number}")

    def context(self, secret=SECRET, **settings):
        known = {"tenant": TENANT, "client_id": APP, "guests": False, **settings}
        secrets = GivenSecrets(client_secret=secret)
        return context_of(self.wire, known, secrets, clock=self.clock)


def read(tenant, cursor=None, **settings):
    return read_all(ENTRA, "people", tenant.context(**settings), cursor)
