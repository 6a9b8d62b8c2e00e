"""What the connectors of files work with in tests."""

import socket
from datetime import UTC, datetime

from core.errors import NotFoundError
from core.ports.connectors import Context
from integrations.base.connector_http import ConnectorHttp
from tests.fakes.outbound import FakeOutbound

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Noon:
    def now(self):
        return NOW


class Secrets:
    def __init__(self, known):
        self.known = known

    def get(self, name):
        return self.known.get(name, "")


def no_wait(seconds):
    raise AssertionError("nobody asked to wait")


def dialled(host, port):
    return socket.create_connection((host, port), 5)


def context_of(
    connector, typed=None, *, file=None, http=None, dial=dialled, columns=None, **secrets
):
    """A context as the runner makes it: the form was validated, defaults filled in."""
    settings = {
        name: value
        for name, value in connector.read(typed or {}).items()
        if name not in {one.name for one in connector.fields if one.secret}
    }

    def open_file():
        if file is None:
            raise NotFoundError("There is no file.")
        return file

    return Context(
        settings=settings,
        secrets=Secrets(secrets),
        http=ConnectorHttp(http or FakeOutbound(), connector.hosts(settings), Noon(), no_wait),
        clock=Noon(),
        open_file=open_file,
        dial=dial,
        columns=settings["columns"] if columns is None else columns,
    )


def people(connector, context, cursor=None):
    pages = connector.pull("people", context, cursor, None)
    return [record for page in pages for record in page.upserts]
