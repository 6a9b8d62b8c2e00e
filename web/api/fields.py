"""Fields of the JSON API: marshmallow's, with messages that say what to do.

Messages are English message ids, translated where problems are rendered (web/problems.py).
"""

import unicodedata
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext
from marshmallow import EXCLUDE, RAISE, Schema, ValidationError, fields, validate
from marshmallow.types import ErrorMessages

from web.problems import told


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message for the catalogue."""
    return message


def _messages(**own: str) -> ErrorMessages:
    return {
        "required": N_("This is missing. Please send it."),
        "null": N_("This cannot be null. Send a value or leave it out."),
        **own,
    }


class Input(Schema):
    """What callers send: a field we do not know is an error, never silently ignored."""

    error_messages = {  # noqa: RUF012 - marshmallow declares it as an instance attribute
        "unknown": N_("There is no such field. Check its name."),
        "type": N_("Send a JSON object here."),
    }

    class Meta:
        """Strict."""

        unknown = RAISE


class OptionalInput(Input):
    """What callers may send or not: nothing at all is an empty object."""


class Output(Schema):
    """What callers get: more fields may come, so they should ignore those they do not know."""

    class Meta:
        """Open."""

        unknown = EXCLUDE


class Text(fields.String):
    """Text a database can hold: no control characters but line breaks and tabs."""

    default_error_messages = _messages(
        invalid=N_("Send text here."), control=N_("Remove characters that cannot be shown.")
    )

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        # Cc: NUL and friends, Cs: half of a surrogate pair, which is no UTF-8.
        if any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\r\t" for c in text):
            raise self.make_error("control")
        return text


class Items(fields.List[Any]):
    """A list."""

    default_error_messages = _messages(invalid=N_("Send a list here."))


class Id(fields.UUID):
    """An identifier."""

    default_error_messages = _messages(
        invalid_uuid=N_("Send an id here, like 6f1c1d0e-5a0c-4c0b-9d0a-0c8f1e0b7a11.")
    )


class Whole(fields.Integer):
    """A whole number."""

    default_error_messages = _messages(
        invalid=N_("Send a whole number here."), too_large=N_("This number is too large.")
    )


class LocalTime(fields.NaiveDateTime):
    """A moment on somebody's own clock, without an offset."""

    default_error_messages = _messages(
        invalid=N_("Send a day and an hour here, like 2026-03-03T14:00."),
        invalid_awareness=N_("Send a day and an hour here, like 2026-03-03T14:00."),
    )


class YesNo(fields.Boolean):
    """true or false."""

    default_error_messages = _messages(invalid=N_("Send true or false here."))

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> bool:
        # marshmallow would take "yes" and 1 as well.
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Choice(Text):
    """One of a few words.

    Args:
        choices: word -> what it means to us.
    """

    def __init__(self, choices: Mapping[str, Any], **kwargs: Any) -> None:
        self.choices = choices
        words = [*choices, None] if kwargs.get("allow_none") else [*choices]
        super().__init__(metadata={"enum": words}, **kwargs)

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        word = super()._deserialize(value, attr, data, **kwargs)
        if word not in self.choices:
            words = ", ".join(self.choices)
            raise ValidationError(gettext("Choose one of: %(choices)s.", choices=words))
        return self.choices[word]

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 - the base's signature
        return next((word for word, meant in self.choices.items() if meant == value), None)


class Between(validate.Range):
    """A number from `min` to `max`."""

    def __call__(self, value: Any) -> Any:
        """The value itself, if it fits."""
        if not self.min <= value <= self.max:
            most, least = self.max, self.min
            raise ValidationError(
                gettext("Choose a number from %(least)s to %(most)s.", least=least, most=most)
            )
        return value


class Told(fields.String):
    """A sentence of the core, in the caller's language."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:  # noqa: ARG002 - the base's signature
        return told(value)
