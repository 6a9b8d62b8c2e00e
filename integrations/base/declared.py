"""What every connector with a form says alike; the rest of the contract is each one's own."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import urlsplit

from core.ports.connectors import FormField, Manifest, StreamInfo
from integrations.base.pinning import origin_of
from integrations.base.settings_form import SettingsSchema, form_fields, read_form


class Declared:
    """The half of core.ports.connectors.Connector that is data.

    Attributes:
        says: what it says about itself.
        form: the schema of its settings.
        reads: what it can be read for.
    """

    __slots__ = ()

    says: ClassVar[Manifest]
    form: ClassVar[type[SettingsSchema]]
    reads: ClassVar[Sequence[StreamInfo]]

    @property
    def manifest(self) -> Manifest:
        """See Connector."""
        return self.says

    @property
    def fields(self) -> Sequence[FormField]:
        """See Connector."""
        return form_fields(self.form)

    @property
    def streams(self) -> Sequence[StreamInfo]:
        """See Connector."""
        return self.reads

    def read(self, typed: Mapping[str, Any]) -> Mapping[str, Any]:
        """See Connector."""
        return read_form(self.form, typed)

    def hosts(self, settings: Mapping[str, Any]) -> frozenset[str]:
        """See Connector: the place that the setting "address" names, unless a connector differs."""
        parts = urlsplit(settings["address"])
        return frozenset({origin_of(parts.scheme, parts.hostname or "", parts.port)})
