"""The campus's HR system behind a wire that knows BambooHR's document."""

from dataclasses import replace

from demo.hr.house import KEY, open_house
from integrations.hris.bamboohr.connector import BambooHR
from tests.fakes.time_and_chance import FakeClock
from tests.vendors.contexts import GivenSecrets, context_of, read_all
from tests.vendors.wire import Wire

BASE = "https://hr.example/hr/fjordwerk"
DATA, CHANGED = "/datasets/employee/data", "/employees/changed"
SMALL = BambooHR(page=10, few=3)


class Company:
    """One company, whose clock need not be ours."""

    def __init__(self, app, monkeypatch):
        self.sent = []
        self.house = open_house(lambda url, body, headers: self.sent.append((url, body, headers)))
        self.clock = FakeClock()
        self.house.staff.now = self.house.hooks.now = self.clock.now
        here = replace(app.extensions["campus"], house=self.house)
        monkeypatch.setitem(app.extensions, "campus", here)
        self.wire = Wire(app, BASE, "bamboohr.openapi.yaml", now=self.clock.now)

    @property
    def staff(self):
        return self.house.staff

    def context(self, key=KEY, **rest):
        secrets = GivenSecrets(api_key=key)
        return context_of(self.wire, {"address": BASE}, secrets, **rest)


def read(company, cursor=None, connector=SMALL):
    return read_all(connector, "people", company.context(), cursor)
