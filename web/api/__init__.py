"""The JSON API for programs, below /api/v1, described at /api/v1/openapi.json.

Same sign-in, same rules and same use cases as the pages. Lists are short by nature (one person's
matches, one course's people), so there are limits but no pages.
"""

from functools import cache
from typing import Any

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from flask_smorest import Api

from web.access import public
from web.api import (
    choices,
    demographics,
    drop_in,
    fairness,
    groups,
    library,
    mail,
    matches,
    matching_settings,
    me,
    news,
    participation,
    people,
    programs,
    run_edits,
    runs,
    suggestions,
)
from web.api.description import SPEC, described
from web.api.schemas import ProblemSchema

RESOURCES = (
    choices,
    me,
    demographics,
    fairness,
    participation,
    suggestions,
    matches,
    drop_in,
    groups,
    library,
    programs,
    matching_settings,
    runs,
    run_edits,
    news,
    mail,
    people,
)


class _Api(Api):  # type: ignore[misc] # flask-smorest has no types
    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """Leave errors to web/errors.py, which handles those of the whole application."""


def install(app: Flask) -> None:
    """Serve the API and its description."""
    for resource in RESOURCES:
        resource.operations.serve(app)

    @app.get("/api/v1/openapi.json", endpoint="api.description")
    @public
    def openapi() -> ResponseReturnValue:
        return jsonify(description())


@cache
def description() -> dict[str, Any]:
    """The OpenAPI description, for who asks first: making it takes longer than starting the hub.

    It depends on the operations alone, so an application of its own stands in for the hub.
    """
    api = _Api(Flask(__name__), spec_kwargs=SPEC)
    for resource in RESOURCES:
        resource.operations.document(api)
    return described(api)
