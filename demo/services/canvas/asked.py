"""Who asks one of Canvas's services about which course, and how it is answered.

Every refusal of a token is a 401, also for a scope it lacks.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

from flask import Response, request

from demo.here import campus
from demo.services.bearer import Grant
from demo.services.places import Place

TYPES = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    412: "precondition_failed",
    422: "unprocessable_entity",
}


class CanvasError(Exception):
    """The service answers with an error.

    Args:
        status: HTTP status, one of TYPES.
        message: what Canvas says; without one, the answer has no body.
    """

    def __init__(self, status: int, message: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class MissingError(CanvasError):
    """There is no such thing; Canvas words this unlike its other errors."""

    def __init__(self) -> None:
        super().__init__(404, "The specified resource does not exist.")


def granted(*scopes: str) -> Grant:
    """What the token allows.

    Args:
        scopes: any of these is needed.

    Raises:
        CanvasError: 401.
    """
    header = request.headers.get("Authorization", "")
    if not header:
        raise CanvasError(401, "Missing access token")
    grant = campus().access_tokens.grant(header)
    if grant is None or grant.institution.dialect != "canvas":
        raise CanvasError(401, "Invalid access token")
    if not grant.allows(*scopes):
        raise CanvasError(401, "Insufficient permissions")
    return grant


def permitted(number: int, *scopes: str) -> Place:
    """The course asked about, when the token may see it.

    Raises:
        CanvasError: 401 for a wrong token, 404 for an unknown course.
    """
    grant = granted(*scopes)
    place = campus().records.places.with_number(grant.institution, grant.tool, number)
    if place is None:
        raise MissingError
    return place


def read() -> dict[str, Any]:
    """The request's JSON object, under whichever JSON media type.

    Raises:
        CanvasError: 400.
    """
    told = request.get_json(silent=True)
    if not isinstance(told, dict):
        raise CanvasError(400, "The request needs a JSON object")
    return told


def amount(told: Mapping[str, Any], name: str) -> float:
    """A number of a JSON object, or text that is one.

    Raises:
        CanvasError: 422 when it is something else or negative.
    """
    try:
        value = float(str(told[name]))
    except ValueError:
        value = math.nan
    if not 0 <= value < math.inf:
        raise CanvasError(422, f"{name} must be a number and not negative")
    return value


def answer(body: object, media: str, status: int = 200, link: str = "") -> Response:
    """A JSON answer.

    Args:
        body: anything JSON can hold.
        media: its media type.
        status: HTTP status.
        link: the Link header, if any.
    """
    response = Response(json.dumps(body), status=status, content_type=f"{media}; charset=utf-8")
    if link:
        response.headers["Link"] = link
    return response


def refusal(error: CanvasError) -> Response:
    """An error as Canvas words it."""
    if not error.message:
        return Response(status=error.status)
    told: Any = {"type": TYPES[error.status], "message": error.message}
    if isinstance(error, MissingError):
        told = [{"message": error.message}]
    return answer({"errors": told}, "application/json", error.status)
