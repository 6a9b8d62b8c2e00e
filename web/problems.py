"""From exceptions to problems that can be shown: status, sentence, what to do, fields.

MentorloomError carries its own sentence. For anything else only the kind of failure is told;
what exactly happened stays in the log, under the request id.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext
from marshmallow import ValidationError
from werkzeug.exceptions import HTTPException

from core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    MentorloomError,
    NotFoundError,
    NotSignedInError,
    UnavailableError,
)
from core.sentence import Sentence
from web.surface import current_surface

RETRY_SECONDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What went wrong, in words for people.

    Attributes:
        code: short, stable name for programs.
        title: two or three words.
        sentence: what is wrong.
        advice: what to do; empty when the sentence says it already.
        fields: dotted field name -> sentences.
        retry_after: seconds to wait before trying again; None when that would not help.
    """

    status: int
    code: str
    title: str
    sentence: str
    advice: str = ""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    retry_after: int | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """What every problem of one status has in common."""

    code: str
    title: LazyString
    sentence: LazyString
    advice: LazyString


_ = lazy_gettext
KINDS: dict[int, Kind] = {
    400: Kind(
        "bad_request",
        _("Request not understood"),
        _("The request could not be understood."),
        _("Go back, reload the page and try again."),
    ),
    401: Kind(
        "not_signed_in",
        _("Not signed in"),
        _("You are not signed in, or your session ended."),
        _("Open the activity again from your course."),
    ),
    403: Kind(
        "forbidden",
        _("Not allowed"),
        _("You are not allowed to do this."),
        _("Ask the teacher of your course if you think you should be."),
    ),
    404: Kind(
        "not_found",
        _("Not found"),
        _("There is nothing at this address."),
        _("Check the address, or open the activity again from your course."),
    ),
    405: Kind(
        "method_not_allowed",
        _("Not possible here"),
        _("This address does not take this kind of request."),
        _("Go back and use the buttons of the page."),
    ),
    409: Kind(
        "conflict",
        _("Something changed"),
        _("This changed meanwhile, so nothing was saved."),
        _("Reload the page and try again."),
    ),
    412: Kind(
        "precondition_failed",
        _("Something changed"),
        _("This was changed since you loaded it, so nothing was saved."),
        _("Load it again, repeat your change and save."),
    ),
    413: Kind(
        "too_large",
        _("Too large"),
        _("What was sent is larger than one request may be."),
        _("Shorten it and try again."),
    ),
    415: Kind(
        "unsupported_media_type",
        _("Wrong format"),
        _("This address does not read this format."),
        _("Send JSON with Content-Type: application/json."),
    ),
    422: Kind(
        "invalid_input",
        _("Please check your answers"),
        _("Some answers need a change before they can be saved."),
        _("Change what is marked and save again."),
    ),
    429: Kind(
        "too_many_requests",
        _("Too many requests"),
        _("That was a little too fast."),
        _("Wait a moment and try again."),
    ),
    500: Kind(
        "unexpected",
        _("Something went wrong"),
        _("Something went wrong on our side. Nothing was half-saved."),
        _("Try again. If it happens again, tell your administrator the number below."),
    ),
    503: Kind(
        "unavailable",
        _("Not available just now"),
        _("A part of the system does not answer just now."),
        _("Wait a moment and try again."),
    ),
}
IN_TEAMS: dict[int, LazyString] = {
    401: _("Reload the tab; Teams then signs you in again."),
    403: _("Ask whoever manages the programme if you think you should be."),
    404: _("Check the address, or open the tab again."),
}
"""Advice to people who came from no course."""
STATUS: dict[type[MentorloomError], int] = {
    InvalidInputError: 422,
    NotSignedInError: 401,
    ForbiddenError: 403,
    NotFoundError: 404,
    ConflictError: 409,
    UnavailableError: 503,
}


def problem_of(error: Exception) -> Problem:
    """The problem to show for any exception."""
    match error:
        case ValidationError():
            return _general(422, fields=dict(flattened(error.messages)))
        case HTTPException():
            return _of_http(error)
        case MentorloomError() if type(error) in STATUS:
            return _of_ours(error, STATUS[type(error)])
        case _:
            # MisconfiguredError too: its sentence names settings, which is for the log.
            return _general(500)


def told(text: str | Sentence) -> str:
    """A sentence in the language of this request."""
    if isinstance(text, Sentence):
        translated: str = gettext(text.message)
        return translated % dict(text.params) if text.params else translated
    plain: str = gettext(text)
    return plain


def flattened(messages: Any, prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Nested validation messages as (dotted name, sentences), translated."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from flattened(inner, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(messages, list | tuple):
        yield prefix, [told(str(message)) for message in messages]
    else:
        yield prefix, [told(str(messages))]


def _general(
    status: int,
    fields: Mapping[str, Sequence[str]] | None = None,
    retry_after: int | None = None,
) -> Problem:
    kind = KINDS[status]
    return Problem(
        status=status,
        code=kind.code,
        title=str(kind.title),
        sentence=str(kind.sentence),
        advice=str(IN_TEAMS.get(status, kind.advice) if _in_teams() else kind.advice),
        fields=fields or {},
        retry_after=retry_after,
    )


def _in_teams() -> bool:
    return current_surface().kind == "teams"


def _of_ours(error: MentorloomError, status: int) -> Problem:
    fields: Mapping[str, Sequence[Sentence]] = {}
    if isinstance(error, InvalidInputError):
        fields = error.fields
    sentence: str = gettext(error.message)
    return Problem(
        status=status,
        code=error.code,
        title=str(KINDS[status].title),
        sentence=sentence % error.params if error.params else sentence,
        fields={name: [told(s) for s in sentences] for name, sentences in fields.items()},
        retry_after=RETRY_SECONDS if status == HTTPStatus.SERVICE_UNAVAILABLE else None,
    )


def _of_http(error: HTTPException) -> Problem:
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if status not in KINDS:
        ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
        status = HTTPStatus.INTERNAL_SERVER_ERROR if ours else HTTPStatus.BAD_REQUEST
    # webargs puts what marshmallow found into `data`: {"json": {"field": [sentence]}}.
    found = getattr(error, "data", None) or {}
    messages = found.get("messages", {})
    located = messages.values() if isinstance(messages, Mapping) else ()
    fields = {name: told_ for place in located for name, told_ in flattened(place)}
    retry_after = getattr(error, "retry_after", None)
    return _general(status, fields, retry_after if isinstance(retry_after, int) else None)
