"""What an entry of the audit says of fields, in the words that the forms of the settings have."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask_babel import LazyString, format_percent
from flask_babel import gettext as _

from core.domain.audit import AuditEntry
from core.domain.people_rules import PersonField
from core.domain.person import Person
from core.ports.connectors import Connector, FormField, Widget
from core.services.administration.audit_log import NAMING
from web.problems import told
from web.services import services
from web.sessions import current_actor
from web.settings.audit.words import FIELDS, STORED, VALUES
from web.settings.connections import words as of_connections
from web.settings.connections.forms import shown_fields
from web.settings.people.believing import FIELDS as OF_PEOPLE
from web.settings.people.believing import source_titles
from web.settings.sections import sections

SETTING = "settings."
"""Before the name of a setting of a connection."""
Words = Mapping[str, object]


class Difference(NamedTuple):
    """One field: what it is called, how it was and how it is."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Glossary:
    """Words for entries of the organization of whoever asks.

    Attributes:
        connectors: by their slug.
        of_connection: id of a connection -> slug of its connector.
        sources: name of a source of people -> its title.
        people: by their id, who is named in entries.
    """

    connectors: Mapping[str, Connector]
    of_connection: Mapping[str, str]
    sources: Words
    people: Words

    @classmethod
    def at_hand(cls, people: Iterable[Person]) -> "Glossary":
        """As things are now."""
        actor, setup = current_actor(), services().connections.setup
        known = [one.connection for one in setup.all(actor)]
        sources = services().whom_to_believe.orders(actor)[PersonField.NAME]
        return cls(
            connectors={one.manifest.slug: one for one in setup.connectors(actor)},
            of_connection={str(one.id): one.connector for one in known},
            sources=source_titles(sources),
            people={str(one.id): one.name or one.email for one in people},
        )

    def differences(self, entry: AuditEntry) -> list[Difference]:
        """Each field that changed."""
        names = [*entry.before, *(name for name in entry.after if name not in entry.before)]
        form, found = self._form(entry), []
        for name in names:
            field = form.get(name.removeprefix(SETTING))
            words = self._words(entry, name, field)
            was, now = (_shown(name, one.get(name), words) for one in (entry.before, entry.after))
            if was != now:
                found.append(Difference(_label(entry, name, field), was, now))
        return found

    def _form(self, entry: AuditEntry) -> Mapping[str, FormField]:
        """The fields of the connector that an entry is about; of every one if it is gone."""
        kind, _colon, subject = entry.subject.partition(":")
        if kind != "connection":
            return {}
        named = entry.after.get("connector") or entry.before.get("connector")
        slug = self.of_connection.get(subject, str(named))
        own = [self.connectors[slug]] if slug in self.connectors else self.connectors.values()
        return {field.name: field for one in own for field in (*one.fields, *shown_fields(one))}

    def _words(self, entry: AuditEntry, name: str, field: FormField | None) -> Words:
        """What may stand in a field -> what it is called."""
        if entry.subject == "people":
            return self.sources
        if name in NAMING:
            return self.people
        if name == "connector":
            return {slug: told(one.manifest.title) for slug, one in self.connectors.items()}
        if field is not None and (name.startswith(SETTING) or field.secret):
            return _of_field(field)
        of_sections = {key: words for one in sections() for key, words in one.values.items()}
        found: Words = (VALUES | of_sections).get(name, {})
        return found


def _of_field(field: FormField) -> Words:
    if field.secret:
        return STORED
    if field.widget is Widget.MAPPING:
        return {one: told(label) for one, label in of_connections.LABELS.items()}
    return {value: told(label) for value, label in field.choices}


def _label(entry: AuditEntry, name: str, field: FormField | None) -> str:
    if field is not None and (name.startswith(SETTING) or field.secret):
        return told(field.label)
    of_sections = {key: word for one in sections() for key, word in one.fields.items()}
    known = _OF_PEOPLE if entry.subject == "people" else of_sections | FIELDS
    plain = name.removeprefix(SETTING)
    return str(known.get(plain, plain.replace("_", " ")))


def _shown(name: str, value: Any, words: Words) -> str:
    """A value as it is shown; empty for none."""
    if value is None or value in ("", [], {}):
        return ""
    if name in _SPELT:
        return str(_SPELT[name](value))
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    if isinstance(value, Mapping):
        return ", ".join(f"{words.get(key, key)}: {one}" for key, one in value.items())
    several = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(words.get(str(one), one)) for one in several)


def _every(seconds: Any) -> str:
    minutes = int(seconds) // 60
    usual = of_connections.EVERY.get(minutes)
    return str(usual or _("every %(minutes)s minutes", minutes=minutes))


def _rules(rules: Any) -> str:
    keys = {key.value: word for key, word in of_connections.KEYS.items()}
    return ", ".join(" + ".join(str(keys.get(one, one)) for one in rule) for rule in rules)


_OF_PEOPLE: Mapping[str, LazyString] = {about.value: word for about, word in OF_PEOPLE.items()}
_SPELT = {"every": _every, "held_share": format_percent, "link_rules": _rules}
"""Fields whose values are spelt in a way of their own."""
