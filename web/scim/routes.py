"""The endpoints below /scim/v2 and their methods.

Names of endpoints are found whatever their case, and with or without a slash at the end:
Microsoft's own test collection asks for /users.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from flask import Blueprint, request
from pydantic import ValidationError
from scim2_models import Error, NotImplementedException, SCIMException
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.wrappers import Response

from web.access import public
from web.csrf import csrf_exempt
from web.scim.answers import BASE
from web.scim.callers import current_caller
from web.scim.discovery import RESOURCE_TYPES, SCHEMAS, SERVICE_PROVIDER_CONFIG
from web.scim.everything import Everything
from web.scim.groups import Groups
from web.scim.problems import error_response
from web.scim.users import Users

LARGEST_REQUEST = 4 * 1024 * 1024
"""Bytes: a group of about 40,000 members in one request."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
PROOF = csrf_exempt("a SCIM bearer token, which no browser sends by itself")
_COLLECTION = {"GET": "search", "POST": "create"}
_RESOURCE = {"GET": "read", "PUT": "replace", "PATCH": "patch", "DELETE": "delete"}


class Unsupported:
    """Endpoints of the standard that we do not have: /Me and /Bulk."""

    def search(self) -> Response:
        """Any method.

        Raises:
            NotImplementedException: always.
        """
        raise NotImplementedException(detail="This service provider does not support this.")

    create = search


ENDPOINTS: Mapping[str, Any] = {
    "users": Users(),
    "groups": Groups(),
    "serviceproviderconfig": SERVICE_PROVIDER_CONFIG,
    "resourcetypes": RESOURCE_TYPES,
    "schemas": SCHEMAS,
    ".search": Everything(),
    "me": Unsupported(),
    "bulk": Unsupported(),
}

scim = Blueprint("scim", __name__, url_prefix=BASE)


@scim.before_request
def prepare() -> None:
    """Before each request: it has to come from a connection, and may be large."""
    request.max_content_length = LARGEST_REQUEST
    caller = current_caller()
    structlog.contextvars.bind_contextvars(
        organization_id=str(caller.organization_id), connection_id=str(caller.connection_id)
    )


@scim.route("/<collection>", methods=METHODS, strict_slashes=False)
@public
@PROOF
def collection(collection: str) -> Response:
    """All resources of a kind."""
    return _answer(_endpoint(collection), _COLLECTION)


@scim.route("/<collection>/<path:key>", methods=METHODS)
@public
@PROOF
def resource(collection: str, key: str) -> Response:
    """One resource, or a search by POST."""
    endpoint = _endpoint(collection)
    if key == ".search":
        return _answer(endpoint, {"POST": "searched"})
    return _answer(endpoint, _RESOURCE, key)


def _endpoint(name: str) -> Any:
    endpoint = ENDPOINTS.get(name.lower())
    if endpoint is None:
        raise NotFound
    return endpoint


def _answer(endpoint: Any, names: Mapping[str, str], *key: str) -> Response:
    """Let the endpoint's method for the request's method answer.

    Raises:
        NotFound: the endpoint has nothing of the kind at all.
        MethodNotAllowed: it has, but not for this method.
    """
    able = {method: name for method, name in names.items() if hasattr(endpoint, name)}
    if not able:
        raise NotFound
    name = able.get("GET" if request.method == "HEAD" else request.method)
    if name is None:
        raise MethodNotAllowed(sorted(able))
    answered: Response = getattr(endpoint, name)(*key)
    return answered


@scim.errorhandler(SCIMException)
def told(error: SCIMException) -> Response:
    """An error of scim2-models."""
    return error_response(error.status, error.detail, error.scim_type or None)


@scim.errorhandler(ValidationError)
def invalid(error: ValidationError) -> Response:
    """A body or a parameter that does not fit its schema; the first thing that is wrong."""
    first = Error.from_validation_errors(error)[0]
    status = first.status or HTTPStatus.BAD_REQUEST
    return error_response(status, first.detail or "", first.scim_type)
