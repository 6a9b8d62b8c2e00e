"""A request to one of Moodle's services, and how it is answered.

Errors are JSON that repeats the request; the reason also stands in the HTTP status line.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, request

from demo.addresses import Addresses
from demo.services.bearer import Grant
from demo.services.places import Place
from demo.services.records import Records

REASONS = {
    200: "OK",
    201: "Created",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
}


class MoodleError(Exception):
    """The service answers with an error.

    Args:
        status: HTTP status.
        reason: what Moodle says; the status's own words when empty.
    """

    def __init__(self, status: int, reason: str = "") -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason or REASONS[status]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked.

    Attributes:
        grant: what the bearer token allows, None without one that works.
        path: below services.php, as it came.
        parts: what the resource's template took out of the path.
        args: query parameters.
        media: the Accept header of a GET, else the Content-Type.
        body: the request's body.
    """

    records: Records
    addresses: Addresses
    grant: Grant | None
    path: str
    parts: Mapping[str, str]
    args: Mapping[str, str]
    media: str
    body: str

    @property
    def url(self) -> str:
        """The resource's address without the query."""
        return f"{self.addresses.moodle_services}{self.path}"

    def number(self, name: str) -> int:
        """A query parameter as Moodle reads numbers: 0 for nonsense."""
        value = self.args.get(name, "")
        return int(value) if value.isdecimal() else 0

    def place(self, tool: str | None, *scopes: str) -> Place:
        """The course asked about, when the token may see it.

        Moodle lets a tool of the whole site ask about any course, even one without a link to it.

        Args:
            tool: tool type id in the address; None when there is none.
            scopes: any of these is needed.

        Raises:
            MoodleError: 401 for a wrong token, 404 for an unknown course.
        """
        grant = self.grant
        if grant is None or grant.institution.dialect != "moodle" or not grant.allows(*scopes):
            raise MoodleError(401)
        if tool not in (None, grant.tool.deployment_id):
            raise MoodleError(401)
        place = self.records.places.with_context_id(
            grant.institution, grant.tool, self.parts["course"]
        )
        if place is None:
            raise MoodleError(404, f"Not Found: Course {self.parts['course']} doesn't exist")
        return place


def read(body: str) -> dict[str, Any]:
    """A request's JSON object.

    Raises:
        MoodleError: 400.
    """
    try:
        told = json.loads(body)
    except ValueError as error:
        raise MoodleError(400) from error
    if not isinstance(told, dict):
        raise MoodleError(400)
    return told


def numeric(value: object) -> float | None:
    """A number, or text that PHP takes for one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def plain(number: float) -> float:
    """A number as PHP writes it into JSON: whole ones without a fraction."""
    return int(number) if number == int(number) else number


def answer(body: object, media: str, status: int = 200, links: Iterable[str] = ()) -> Response:
    """A JSON answer.

    Args:
        body: anything JSON can hold.
        media: its IMS media type.
        status: HTTP status.
        links: values of Link headers.
    """
    response = Response(
        json.dumps(body), content_type=f"{media}; charset=utf-8", status=status_line(status)
    )
    for link in links:
        response.headers.add("Link", link)
    return response


def refusal(error: MoodleError) -> Response:
    """An error with the request it answers."""
    told = {"method": request.method, "url": request.environ["REQUEST_URI"]}
    if "Accept" in request.headers:
        told["accept"] = request.headers["Accept"]
    told["contentType"] = request.headers.get("Content-Type", "").partition(";")[0]
    body = {"status": error.status, "reason": error.reason, "request": told}
    return Response(
        json.dumps(body, indent=4),
        status=status_line(error.status, error.reason),
        content_type="application/json; charset=utf-8",
    )


def status_line(status: int, reason: str = "") -> str:
    """HTTP status and reason phrase, which holds whatever a header can."""
    words = " ".join((reason or REASONS[status]).splitlines()).strip()
    return f"{status} {words.encode().decode('latin-1')}"
