"""A connector's form: one marshmallow schema that validates, renders and documents its settings.

A connector declares its schema with the fields below; what the page needs to know about a field
(label, help, order, widget, whether it is secret) is in the field's own `metadata`, so that
nothing has to be listed twice. Labels and helps are English message ids: mark them with `N_`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NoReturn
from urllib.parse import urlsplit

from marshmallow import EXCLUDE, Schema, ValidationError, fields

from core.errors import InvalidInputError
from core.ports.connectors import FormField, Widget
from core.sentence import Sentence, sentence
from core.services.wording_rules import complaints

LONGEST_TEXT = 2_000
"""Characters of any value but a private key."""
LONGEST_KEY = 20_000
_OF_FORM = "form"


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "translate later"
    """Mark a message for the catalogue."""
    return message


class SettingsSchema(Schema):
    """The settings of a connector; what is not its own is left out."""

    class Meta:
        """Lenient: a form may carry buttons and marks besides."""

        unknown = EXCLUDE


class Entered(fields.Field[Any]):
    """Text as somebody typed it, without the blanks around it.

    Args:
        label, help_text, placeholder: message ids.
        widget: how it is entered.
        required: whether it may be empty. A secret that is kept may always be left out.
        default: its value when nothing is entered.
        rewires: whether another value points to another place; see FormField.
        longest: characters allowed.
    """

    def __init__(
        self,
        label: str,
        *,
        help_text: str = "",
        placeholder: str = "",
        widget: Widget = Widget.TEXT,
        required: bool = True,
        default: Any = "",
        rewires: bool = False,
        choices: Sequence[tuple[str, str]] = (),
        longest: int = LONGEST_TEXT,
    ) -> None:
        shown = FormField(
            name="",
            label=label,
            help=help_text,
            placeholder=placeholder,
            widget=widget,
            required=required,
            secret=widget in {Widget.SECRET, Widget.LONG_SECRET},
            choices=tuple(choices),
            default=default,
            rewires=rewires,
        )
        super().__init__(load_default=default, allow_none=True, metadata={_OF_FORM: shown})
        self._longest = longest

    def deserialize(
        self,
        value: Any,
        attr: str | None = None,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """The value; nothing entered is the default, or a complaint."""
        shown: FormField = self.metadata[_OF_FORM]
        typed = value.strip() if isinstance(value, str) else value
        if typed is None or typed in ("", {}):
            if shown.required and not shown.secret:
                refuse(sentence("Fill this in."))
            return shown.default
        return super().deserialize(typed, attr, data, **kwargs)

    def _deserialize(
        self,
        value: Any,
        attr: str | None,  # noqa: ARG002 - the base's signature
        data: Mapping[str, Any] | None,  # noqa: ARG002 - same
        **kwargs: Any,  # noqa: ARG002 - same
    ) -> Any:
        if not isinstance(value, str):
            refuse(sentence("Enter text here."))
        if wrong := complaints(value, self._longest):
            refuse(*wrong)
        return self.meant(value)

    def meant(self, text: str) -> Any:
        """What a text means.

        Raises:
            ValidationError: it makes no sense; see `refuse`.
        """
        return text


class Address(Entered):
    """The https address of the other system, without a slash at its end."""

    def __init__(self, label: str, *, rewires: bool = True, **form: Any) -> None:
        super().__init__(label, widget=Widget.URL, rewires=rewires, **form)

    def meant(self, text: str) -> str:
        """See the base. Whether it may be called is decided when it is."""
        try:
            parts = urlsplit(text)
            parts.port  # noqa: B018 - raises when it is none
        except ValueError:
            refuse(sentence("Enter a web address, like https://example.org."))
        if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username:
            refuse(sentence("Enter a web address, like https://example.org."))
        return text.rstrip("/")


class Secret(Entered):
    """A password, key or token: written and never shown again."""

    def __init__(self, label: str, *, lines: bool = False, **form: Any) -> None:
        widget = Widget.LONG_SECRET if lines else Widget.SECRET
        super().__init__(label, widget=widget, longest=LONGEST_KEY, **form)


class Choice(Entered):
    """One of a few.

    Args:
        label: message id.
        choices: (value, label), the first is the default.
        form: as for Entered.
    """

    def __init__(self, label: str, choices: Sequence[tuple[str, str]], **form: Any) -> None:
        form.setdefault("default", choices[0][0])
        super().__init__(label, widget=Widget.CHOICE, choices=choices, required=False, **form)

    def meant(self, text: str) -> str:
        """See the base."""
        shown: FormField = self.metadata[_OF_FORM]
        if text not in dict(shown.choices):
            refuse(sentence("Choose one of those that are offered."))
        return text


class Number(Entered):
    """A whole number from `least` to `most`."""

    def __init__(self, label: str, least: int, most: int, **form: Any) -> None:
        super().__init__(label, widget=Widget.NUMBER, **form)
        self._least, self._most = least, most

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> Any:
        return super()._deserialize(str(value), attr, data, **kwargs)

    def meant(self, text: str) -> int:
        """See the base."""
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - no count of ours is longer
        if number is None or not self._least <= number <= self._most:
            refuse(
                sentence(
                    "Enter a whole number from %(least)s to %(most)s.",
                    least=self._least,
                    most=self._most,
                )
            )
        return number


class Tick(Entered):
    """Yes or no; what a form does not send is no."""

    def __init__(self, label: str, *, default: bool = False, **form: Any) -> None:
        super().__init__(label, widget=Widget.TICK, required=False, default=default, **form)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        return value is True or str(value).lower() in {"1", "on", "true", "yes"}


class Columns(Entered):
    """Our field -> the source's column; empty ones are left out."""

    def __init__(self, label: str, **form: Any) -> None:
        super().__init__(label, widget=Widget.MAPPING, required=False, default={}, **form)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> dict[str, str]:
        if not isinstance(value, Mapping):
            refuse(sentence("Choose a column for each field, or none."))
        pairs = {str(ours): str(theirs).strip() for ours, theirs in value.items() if theirs}
        if wrong := [told for text in pairs.values() for told in complaints(text, LONGEST_TEXT)]:
            refuse(*wrong)
        return {ours: theirs for ours, theirs in pairs.items() if theirs}


def refuse(*told: Sentence) -> NoReturn:
    """Complain about a field.

    Raises:
        ValidationError: with these sentences.
    """
    raise ValidationError(list(told))


def form_fields(schema: type[SettingsSchema]) -> tuple[FormField, ...]:
    """The form of a schema, in the order of its fields."""
    return tuple(
        replace(declared.metadata[_OF_FORM], name=name)
        for name, declared in schema().fields.items()
    )


def read_form(schema: type[SettingsSchema], typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was entered, validated; secrets that were left empty are left out.

    Args:
        schema: of the connector.
        typed: name of a field -> what was entered.

    Raises:
        InvalidInputError: names the fields.
    """
    form = schema()
    try:
        read: dict[str, Any] = form.load(dict(typed))
    except ValidationError as error:
        wrong = {str(name): list(told) for name, told in error.messages_dict.items()}
        raise InvalidInputError(
            "The settings were not stored. Correct the fields that are marked.", wrong
        ) from error
    secret = {shown.name for shown in form_fields(schema) if shown.secret}
    return {name: value for name, value in read.items() if value or name not in secret}
