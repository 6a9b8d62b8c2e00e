"""Reading the hidden fields and buttons of our own forms.

People cannot get these wrong; programs can. So a wrong value is a request we do not understand.
"""

from collections.abc import Collection
from uuid import UUID

from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest

from core.domain.identifiers import MatchId

Form = MultiDict[str, str]


def identifier(form: Form, name: str) -> MatchId:
    """The match a form is about.

    Raises:
        BadRequest: the field is missing or no identifier.
    """
    try:
        return MatchId(UUID(form.get(name, "")))
    except ValueError as error:
        raise BadRequest from error


def one_of(form: Form, name: str, allowed: Collection[str]) -> str:
    """The button that was pressed.

    Raises:
        BadRequest: there is no such button.
    """
    value = form.get(name, "")
    if value not in allowed:
        raise BadRequest
    return value
