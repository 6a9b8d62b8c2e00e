"""Reading the fields and buttons of our own forms.

People cannot get hidden fields and buttons wrong; programs can. So a wrong value there is a
request we do not understand.
"""

import re
from collections.abc import Collection, Mapping
from uuid import UUID

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from core.domain.identifiers import MatchId

Form = MultiDict[str, str]
LONGEST_NUMBER = 9
"""Digits; more than any field of ours takes."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def identifier(form: Form, name: str) -> MatchId:
    """The match a form is about.

    Raises:
        BadRequest: the field is missing or no identifier.
    """
    try:
        return MatchId(UUID(form.get(name, "")))
    except ValueError as error:
        raise BadRequest from error


def one_of(form: Mapping[str, str], name: str, allowed: Collection[str]) -> str:
    """The button that was pressed.

    Raises:
        BadRequest: there is no such button.
    """
    value = form.get(name, "")
    if value not in allowed:
        raise BadRequest
    return value


def written(form: Mapping[str, str], name: str) -> str:
    """A text as typed; characters nobody can see are left out."""
    return _UNSEEN.sub("", form.get(name, "").replace("\r\n", "\n"))


def number(form: Mapping[str, str], name: str) -> int | None:
    """A whole number as typed; None if it is none."""
    typed = form.get(name, "").strip()
    plain = typed.isascii() and typed.isdigit() and len(typed) <= LONGEST_NUMBER
    return int(typed) if plain else None
