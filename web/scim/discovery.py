"""What we are: /ServiceProviderConfig, /ResourceTypes and /Schemas (RFC 7644, section 4)."""

from typing import Any

from scim2_models import Meta, NotFoundException, Resource
from werkzeug.wrappers import Response

from web.scim import answers
from web.scim.models import PROVIDER


class ServiceProviderConfig:
    """The one description of what is supported."""

    def search(self) -> Response:
        """GET /ServiceProviderConfig."""
        config = PROVIDER.config
        assert config is not None
        return answers.one(_at("ServiceProviderConfig", config, ""))


class Described:
    """A list of descriptions that never changes.

    Args:
        kind: name of what they describe, which is the endpoint without its s.
        resources: the descriptions.
    """

    def __init__(self, kind: str, resources: tuple[Resource[Any], ...]) -> None:
        self._kind = kind
        self._resources = {str(one.id): _at(kind, one, f"s/{one.id}") for one in resources}

    def search(self) -> Response:
        """GET of all of them; there are no pages and no filters (section 4)."""
        return answers.several(list(self._resources.values()), len(self._resources), 1)

    def read(self, key: str) -> Response:
        """GET of one."""
        found = self._resources.get(key)
        if found is None:
            raise NotFoundException(detail=f"There is no {self._kind} with this id.")
        return answers.one(found)


def _at(kind: str, one: Resource[Any], ending: str) -> Resource[Any]:
    """A description with its address, which is relative: it is the same on every host."""
    address = f"{answers.BASE}/{kind}{ending}"
    return one.model_copy(update={"meta": Meta(resource_type=kind, location=address)})


SERVICE_PROVIDER_CONFIG = ServiceProviderConfig()
RESOURCE_TYPES = Described("ResourceType", PROVIDER.resource_types)
SCHEMAS = Described("Schema", PROVIDER.schemas)
