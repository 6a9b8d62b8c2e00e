"""SCIM in the list of connectors: nothing to set, nothing to read, always checked."""

from integrations.hris.scim.connector import Scim
from integrations.registry import connectors


def test_it_only_receives():
    connector = connectors()["scim"]
    assert isinstance(connector, Scim)
    assert connector.manifest.receives
    assert list(connector.streams) == list(connector.fields) == []
    assert connector.read({"typed": "anything"}) == {}
    assert connector.hosts({}) == frozenset()
    assert connector.check(None).account_id == "scim"
    assert list(connector.pull("people", None, None, None)) == []
