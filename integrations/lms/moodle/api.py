"""Calls of Moodle's web services.

1. Every function is called at one address, by a form with the token, the function and its
   parameters; lists and objects are flattened into names: `options[0][name]`.
2. The answer is HTTP 200 whatever happens. An error is an object with `exception` and `errorcode`.
3. Some hosted Moodles refuse requests without a User-Agent; the client beneath sends one.
Docs: https://docs.moodle.org/dev/Creating_a_web_service_client
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from core.errors import NotFoundError, UnavailableError
from core.ports.connectors import ForbiddenScopeError, NotAuthorisedError
from core.ports.outbound import OutboundHttp
from integrations.base.answers import accepted, read_as

PRODUCT = "Moodle"
ENTRY = "/webservice/rest/server.php"
_UNKNOWN_TOKEN = frozenset({"invalidtoken", "accessexceptiontoken", "usernotconfirmed"})
_NOT_ALLOWED = frozenset(
    {
        "accessexception",
        "nopermissions",
        "requireloginerror",
        "notingroup",
        "errorcoursecontextnotvalid",
    }
)
_GONE = frozenset({"invalidrecord", "invalidcourseid", "cannotfindcourse"})
_NOBODY = frozenset({"invalidrecord", "invaliduser", "userdeleted", "usernotconfirmed"})
"""About a person whom a function was asked for; without one these mean something else."""


@dataclass(frozen=True, slots=True)
class WebService:
    """The functions that a token may call."""

    http: OutboundHttp
    address: str
    token: str

    def call(self, function: str, schema: Schema, **parameters: Any) -> Any:
        """What a function answers.

        Raises:
            NotAuthorisedError, ForbiddenScopeError, NotFoundError, UnavailableError: as Moodle
                says, or because it says nothing that can be read.
        """
        form = {
            "wstoken": self.token,
            "wsfunction": function,
            "moodlewsrestformat": "json",
            **{name: text for key, value in parameters.items() for name, text in _flat(key, value)},
        }
        headers = {"Accept": "application/json"}
        answer = accepted(self.http.post_form(self.address + ENTRY, form, headers), PRODUCT)
        told = answer.json()
        if isinstance(told, dict) and "exception" in told:
            code = str(told.get("errorcode", ""))
            if "userid" in parameters and code in _NOBODY:
                raise NotFoundError("Moodle has no such person any more.")
            raise _error(function, code)
        return read_as(schema, answer, PRODUCT)


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """A parameter as Moodle takes it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(f"{name}[{key}]", inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _flat(f"{name}[{place}]", inner)
    else:
        yield name, str(value)


def _error(function: str, code: str) -> Exception:
    if code in _UNKNOWN_TOKEN:
        return NotAuthorisedError(
            "%(product)s does not accept our credentials. Enter new ones.", product=PRODUCT
        )
    if code in _NOT_ALLOWED:
        return ForbiddenScopeError(
            "Moodle does not let our account call %(function)s. Add it to the web service, and "
            "give the account the role that the guide of this connector describes.",
            function=function,
        )
    if code in _GONE:
        return NotFoundError("Moodle does not find a part of this course.")
    return UnavailableError(
        "Moodle could not answer %(function)s (%(code)s).", function=function, code=code[:60]
    )
