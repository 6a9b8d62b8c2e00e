"""What administrators enter about a connection: its form, its secrets, its title, its times."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from core.domain.connection import Connection
from core.domain.people_rules import LinkRule
from core.errors import InvalidInputError
from core.ports.connectors import Connector, FormField
from core.sentence import Sentence, sentence
from core.services.wording_rules import complaints

LONGEST_TITLE = 100
SHORTEST_EVERY, LONGEST_EVERY = timedelta(minutes=15), timedelta(days=30)
NOT_STORED = "The settings were not stored. Correct the fields that are marked."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionChange:
    """What to change about a connection; None leaves it as it is.

    Attributes:
        title: what administrators call it.
        typed: the whole form, as entered. A secret that is missing or "" stays; None clears it.
        every: how often it is read; 15 minutes to 30 days.
        held_share: above this share of people who would go, a run waits for a yes; 0 to 1.
        link_rules: how its people are recognised; made by LinkRule.of.
    """

    title: str | None = None
    typed: Mapping[str, Any] | None = None
    every: timedelta | None = None
    held_share: float | None = None
    link_rules: Sequence[LinkRule] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form as it is to be stored.

    Attributes:
        settings: without secrets.
        secrets: name -> new value, or None to forget it.
        rewired: whether it points to another place than before.
    """

    settings: Mapping[str, Any]
    secrets: Mapping[str, str | None]
    rewired: bool = False


def filled(connector: Connector, typed: Mapping[str, Any], before: Connection | None) -> Filled:
    """Validate a form.

    Where it points to another place, secrets that were given for the old one are forgotten, so
    that nobody who may change an address can have a secret sent to it.

    Args:
        connector: whose form.
        typed: as in ConnectionChange.
        before: the connection as it is; None for a new one.

    Raises:
        InvalidInputError: names the fields.
    """
    wrong: dict[str, Sequence[Sentence]] = {}
    values: Mapping[str, Any] = {}
    try:
        values = connector.read(typed)
    except InvalidInputError as error:
        wrong.update(error.fields)
    settings = {f.name: values.get(f.name) for f in connector.fields if not f.secret}
    rewired = before is not None and any(
        settings[f.name] != before.settings.get(f.name) for f in connector.fields if f.rewires
    )
    kept = {} if before is None or rewired else before.secrets
    secrets: dict[str, str | None] = {}
    for field in (f for f in connector.fields if f.secret):
        value = values.get(field.name)
        cleared = field.name in typed and typed[field.name] is None
        if value:
            secrets[field.name] = value
        elif cleared or (rewired and before is not None and field.name in before.secrets):
            secrets[field.name] = None
        if field.required and not value and (cleared or field.name not in kept):
            wrong.setdefault(field.name, [_missing(rewired=rewired)])
    if wrong:
        raise InvalidInputError(NOT_STORED, wrong)
    return Filled(settings=settings, secrets=secrets, rewired=rewired)


def given_secrets(fields: Sequence[FormField], typed: Mapping[str, Any]) -> dict[str, str]:
    """The secrets that were entered.

    Raises:
        InvalidInputError: there are none.
    """
    names = [field.name for field in fields if field.secret]
    given = {name: str(typed[name]).strip() for name in names if typed.get(name)}
    if not given:
        missing = {name: [sentence("Enter the new one.")] for name in names[:1]}
        raise InvalidInputError(NOT_STORED, missing)
    return given


def entered(
    connector: Connector, change: ConnectionChange, before: Connection | None
) -> Filled | None:
    """Validate everything at once; the form, if there is one.

    Args:
        connector: whose form.
        change: what was entered.
        before: the connection as it is; None for a new one.

    Raises:
        InvalidInputError: names all fields that are wrong.
    """
    wrong, form = _complaints(change), None
    if change.typed is not None:
        try:
            form = filled(connector, change.typed, before)
        except InvalidInputError as error:
            wrong.update(error.fields)
    if wrong:
        raise InvalidInputError(NOT_STORED, wrong)
    return form


def _complaints(change: ConnectionChange) -> dict[str, Sequence[Sentence]]:
    """What is wrong with what is not of the connector's form."""
    wrong: dict[str, Sequence[Sentence]] = {}
    if change.title is not None:
        if not change.title.strip():
            wrong["title"] = [sentence("Give it a name that colleagues recognise.")]
        elif found := complaints(change.title, LONGEST_TITLE):
            wrong["title"] = found
    if change.every is not None and not SHORTEST_EVERY <= change.every <= LONGEST_EVERY:
        wrong["every"] = [sentence("Choose a time from 15 minutes to 30 days.")]
    if change.held_share is not None and not 0 <= change.held_share <= 1:
        wrong["held_share"] = [sentence("Choose a share from 0 to 100 per cent.")]
    return wrong


def _missing(*, rewired: bool) -> Sentence:
    if rewired:
        return sentence("This connection points to another place now: enter it again.")
    return sentence("Fill this in.")
