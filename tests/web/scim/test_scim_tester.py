"""An independent test programme asks everything it knows to ask, in process and over HTTP."""

import threading
from typing import Any

import pytest
import requests
from scim2_client import BaseSyncSCIMClient
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server
from werkzeug.serving import make_server

from tests.web.hub import Hub
from tests.web.scim.provider import BASE, Provider
from web.scim.routes import scim


class HttpClient(BaseSyncSCIMClient):
    """Speaks HTTP through requests."""

    def __init__(self, base: str, headers: dict[str, str], **options: Any) -> None:
        super().__init__(**options)
        self._base, self._session = base, requests.Session()
        self._session.trust_env = False
        self._session.headers.update(headers)

    def _stays_under_base_url(self, endpoint):
        return "://" not in endpoint or endpoint.startswith(self._base)

    def _parse_json(self, response):
        return response.json()

    def request(self, method, url, **options):
        address = url if "://" in url else f"{self._base}/{url.lstrip('/')}"
        return self._session.request(method, address, timeout=30, **options)

    def close(self):
        self._session.close()


@pytest.fixture
def served(postgres_storage):
    """A provider whose hub keeps everything in PostgreSQL and answers on a port."""
    provider = Provider(Hub(storage=postgres_storage, blueprints=[scim]))
    server = make_server("127.0.0.1", 0, provider.hub.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    client = HttpClient(f"http://127.0.0.1:{server.port}/scim/v2", provider.headers)
    yield client
    client.close()
    server.shutdown()
    thread.join()
    server.server_close()


def complaints(results):
    return [f"{r.title}: {r.reason}" for r in results if r.status is not Status.SUCCESS]


def test_nothing_is_wrong_in_process(provider):
    client = WSGISCIMClient(provider.hub.app, BASE, headers=provider.headers)
    results = check_server(client)
    assert complaints(results) == []
    assert len(results) > 130


@pytest.mark.slow
def test_nothing_is_wrong_over_http(served):
    results = check_server(served)
    assert complaints(results) == []
    assert len(results) > 130
