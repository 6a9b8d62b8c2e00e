"""What connectors of tests work with."""

import json

from core.errors import NotFoundError
from core.ports.connectors import Context
from integrations.base.connector_http import ConnectorHttp
from tests.fakes.time_and_chance import FakeClock


class GivenSecrets:
    """Secrets of a dictionary; counts how often one was renewed."""

    def __init__(self, **known):
        self.known = known
        self.renewed = 0

    def get(self, name):
        return self.known.get(name, "")

    def refreshed(self, name, stale, renew):
        if self.known.get(name, "") == stale:
            self.known[name] = renew()
            self.renewed += 1
        return self.known[name]


def context_of(wire, settings, secrets, *, clock=None, columns=None, file=None):
    """`wire` is behind the real patience; waiting takes no time."""

    def open_file():
        if file is None:
            raise NotFoundError("There is no file any more. Upload it again.")
        return file

    def dial(host, port):
        raise AssertionError("these vendors speak HTTP only")

    clock = clock or FakeClock()

    def sleep(seconds):
        clock.advance(seconds=seconds)

    return Context(
        settings=settings,
        secrets=secrets,
        http=ConnectorHttp(wire, frozenset({wire.origin}), clock, sleep),
        clock=clock,
        open_file=open_file,
        dial=dial,
        columns=columns or {},
    )


def read_all(connector, stream, context, cursor=None):
    """Everything a run reads: people by key, keys of who went, bad rows, the cursor behind."""
    people, gone, bad = {}, [], []
    for page in connector.pull(stream, context, cursor, None):
        people.update({one.key: one for one in page.upserts})
        gone += page.deletes
        bad += page.bad
        cursor = page.next_cursor
        assert json.loads(json.dumps(cursor)) == cursor, "it is compared with what was stored"
    assert page.last
    return people, gone, bad, cursor
