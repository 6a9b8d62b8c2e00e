"""A student information system behind a wire that knows OneRoster's document."""

from tests.fakes.time_and_chance import FakeClock
from tests.vendors.contexts import GivenSecrets, context_of
from tests.vendors.school import BASE, ID, ORIGIN, SECRET, School
from tests.vendors.wire import Wire

FORM = {
    "address": ORIGIN,
    "token_address": f"{ORIGIN}/token",
    "client_id": ID,
    "client_secret": SECRET,
}


class Service(School):
    def __init__(self):
        self.clock = FakeClock()
        super().__init__(self.clock.now)
        self.wire = Wire(self.app, ORIGIN, "oneroster.openapi.yaml", now=self.clock.now)
        for number in range(7):
            self.add(f"user-{number}")
        self.clock.advance(hours=1)

    def context(self, secret=SECRET, clock=None, secrets=None, **settings):
        known = {**FORM, "address": BASE, "who": "members", **settings}
        secrets = secrets or GivenSecrets(client_secret=secret)
        return context_of(self.wire, known, secrets, clock=clock or self.clock)
