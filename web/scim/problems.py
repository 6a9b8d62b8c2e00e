"""Errors as SCIM tells them (RFC 7644, section 3.12).

Everything that goes wrong below /scim/ ends here, also what never reached a view.
"""

import json
from http import HTTPStatus

from werkzeug.wrappers import Response

from core.errors import ConflictError, InvalidInputError
from core.services.scim.connections import StaleVersionError
from web.problems import Problem

MEDIA_TYPE = "application/scim+json"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
PREFIX = "/scim/"
_TYPES = {InvalidInputError: "invalidValue", ConflictError: "uniqueness"}
"""scimType of our own errors, by their exact class."""


def scim_problem(error: Exception, problem: Problem) -> Response:
    """The answer to an exception.

    Args:
        error: what was raised.
        problem: what is told of it elsewhere.
    """
    status = problem.status
    if isinstance(error, InvalidInputError):
        status = HTTPStatus.BAD_REQUEST
    elif isinstance(error, StaleVersionError):
        status = HTTPStatus.PRECONDITION_FAILED
    response = error_response(status, problem.sentence, _TYPES.get(type(error)))
    if problem.retry_after is not None:
        response.headers["Retry-After"] = str(problem.retry_after)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Mentorloom SCIM"'
    return response


def error_response(status: int, detail: str, scim_type: str | None = None) -> Response:
    """One error.

    Args:
        status: HTTP status.
        detail: what is wrong.
        scim_type: one of RFC 7644, table 9.
    """
    told = {"schemas": [ERROR], "status": str(int(status)), "detail": detail}
    if scim_type:
        told["scimType"] = scim_type
    return Response(json.dumps(told), int(status), content_type=MEDIA_TYPE)
