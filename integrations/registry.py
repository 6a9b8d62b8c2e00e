"""Every connector the product knows, one line each: adding a vendor adds a line here."""

from collections.abc import Mapping

from core.ports.connectors import Connector
from integrations.hris.bamboohr.connector import BambooHR
from integrations.hris.entra.connector import Entra
from integrations.hris.scim.connector import Scim


def connectors() -> Mapping[str, Connector]:
    """Each connector by its slug, in the order in which administrators see them."""
    known: tuple[Connector, ...] = (Scim(), BambooHR(), Entra())
    return {connector.manifest.slug: connector for connector in known}
