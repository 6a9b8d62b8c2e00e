"""flask-smorest with types, and with a parser that no body can break.

One `Operations` a resource; its decorators validate what comes in, shape what goes out and write
the OpenAPI description, all from the same schemas.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import flask
from flask.views import MethodView
from flask_smorest import Api, Blueprint
from marshmallow import RAISE, Schema
from webargs import core
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from web.api.fields import OptionalInput

Operation = TypeVar("Operation", bound=Callable[..., Any])
Resource = TypeVar("Resource", bound=type[MethodView])


class _Parser(FlaskParser):
    """Refuses unknown query names, bodies in other formats, and JSON made to break parsers."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {"query": RAISE}

    def load_json(self, req: flask.Request, schema: Schema) -> Any:
        """The body; of an operation that needs none, an absent one is an empty object."""
        if isinstance(schema, OptionalInput) and not req.get_data(cache=True):
            return {}
        return super().load_json(req, schema)

    def _raw_load_json(self, req: flask.Request) -> Any:
        if not req.is_json and req.get_data(cache=True):
            raise UnsupportedMediaType
        try:
            loaded = super()._raw_load_json(req)
        except (ValueError, RecursionError) as error:  # not JSON, a huge number, a deep nest
            raise BadRequest from error
        # An absent body would pass as an empty object and be blamed for missing fields.
        if loaded is core.missing:
            raise BadRequest
        return loaded


class _Blueprint(Blueprint):  # type: ignore[misc] # flask-smorest has no types
    ARGUMENTS_PARSER = _Parser()


class Operations:
    """The operations of one resource.

    Args:
        name: tag in the description, and prefix of endpoints.
        description: one sentence for the tag.
    """

    def __init__(self, name: str, description: str) -> None:
        self._blueprint = _Blueprint(name, __name__, url_prefix="/api/v1", description=description)

    def route(self, rule: str) -> Callable[[Resource], Resource]:
        """Serve a MethodView below /api/v1."""

        def register(resource: Resource) -> Resource:
            self._blueprint.add_url_rule(rule, resource.__name__, resource)
            return resource

        return register

    def takes(
        self, schema: type[Schema], location: str = "json"
    ) -> Callable[[Operation], Operation]:
        """Validate the body (or "query") and pass it as the first argument."""
        decorate: Callable[[Operation], Operation] = self._blueprint.arguments(
            schema, location=location, required=not issubclass(schema, OptionalInput)
        )
        return decorate

    def gives(
        self, status: int, schema: Schema | type[Schema] | None = None
    ) -> Callable[[Operation], Operation]:
        """Answer with this status and shape."""
        decorate: Callable[[Operation], Operation] = self._blueprint.response(status, schema)
        return decorate

    def fails(self, *statuses: int) -> Callable[[Operation], Operation]:
        """Describe the ways an operation can fail, besides 401, 422, 429 and 5xx."""

        def decorate(operation: Operation) -> Operation:
            for status in statuses:
                operation = self._blueprint.alt_response(status)(operation)
            return operation

        return decorate

    def describes(self, **details: Any) -> Callable[[Operation], Operation]:
        """Add OpenAPI details that the schemas do not say."""
        decorate: Callable[[Operation], Operation] = self._blueprint.doc(**details)
        return decorate

    def serve(self, app: flask.Flask) -> None:
        """Answer requests."""
        app.register_blueprint(self._blueprint)

    def document(self, api: Api) -> None:
        """Write everything into its description."""
        api.register_blueprint(self._blueprint)
