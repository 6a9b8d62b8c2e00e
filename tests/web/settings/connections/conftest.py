"""An administrator at the settings page of a hub that can connect a small HR system."""

import pytest

from tests.web.settings.connections.connections_hub import ConnectionsHub
from tests.web.settings.desk import Desk

HERE = "/settings/connections"
TYPED = {"title": "Our HR", "field-address": "https://hr.example", "field-key": "s3cret"}


class ConnectionsDesk(Desk):
    def __init__(self, hub, actor):
        super().__init__(hub, actor)
        self.hub = hub

    def add(self, slug="fake", **typed):
        """Add a connection; its page."""
        address = f"{HERE}/add/{slug}"
        return self.follow(self.send(self.get(address), address, **(TYPED | typed)))

    @property
    def one(self):
        """Where the newest connection is."""
        return f"{HERE}/{self.hub.the_connection().id}"

    def press(self, action, **typed):
        """Press one of its buttons."""
        page = self.get(self.one)
        return self.send(page, f"{self.one}/deed", action=action, **typed)

    def has_on(self, slug="fake"):
        """A connection that was set up with a dry run; the page it ends on."""
        self.add(slug)
        self.press("dry-run")
        self.hub.reader.work()
        self.press("on", every="60")
        self.hub.reader.work()
        return self.get(self.one)


@pytest.fixture
def hub():
    hub = ConnectionsHub()
    hub.source.hires("ada", "bo", "cleo")
    return hub


@pytest.fixture
def desk(hub):
    return ConnectionsDesk(hub, hub.administrator())
