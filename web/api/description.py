"""The OpenAPI 3.1 description, complete: how to sign in, and how every operation can fail."""

from typing import Any

from flask_smorest import Api

VERSION = "1"
_METHODS = ("get", "put", "post", "patch", "delete")
_EVERYWHERE = ("401", "429", "default")

SPEC: dict[str, Any] = {
    "title": "Mentorloom",
    "version": VERSION,
    "openapi_version": "3.1.0",
    "info": {
        "description": "What the pages do, for programs. Requests act for the signed-in person: "
        "by the session cookie from our own pages, or by a bearer token."
    },
    "security": [{"cookie": []}, {"bearer": []}],
}


def described(api: Api) -> dict[str, Any]:
    """The description as JSON, every failure as problem+json."""
    spec: dict[str, Any] = api.spec.to_dict()
    components = spec["components"]
    components["securitySchemes"] = {
        "cookie": {"type": "apiKey", "in": "cookie", "name": "__Host-mentorloom"},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    components["responses"] = {
        "Problem": {
            "description": "What went wrong and what to do about it.",
            "content": {
                "application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
    }
    for path in spec["paths"].values():
        for method in _METHODS:
            if method in path:
                _complete(path[method])
    return spec


def _complete(operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    failures = [status for status in responses if status.startswith(("4", "5"))]
    for status in (*failures, *_EVERYWHERE):
        responses[status] = {"$ref": "#/components/responses/Problem"}
