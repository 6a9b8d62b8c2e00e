"""An independent test programme asks everything it knows to ask."""

from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server

from tests.web.scim.provider import BASE, Provider


def test_scim2_tester_finds_nothing():
    provider = Provider()
    client = WSGISCIMClient(provider.hub.app, BASE, headers=provider.headers)
    results = check_server(client)

    assert [r.reason for r in results if r.status is not Status.SUCCESS] == []
    assert len(results) > 130
