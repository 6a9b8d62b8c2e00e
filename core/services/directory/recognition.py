"""Who a new record of a source is about: the rules of the connection, in their order.

The first rule that finds somebody counts. If it finds one person, it is them; if it finds several,
or somebody whom this source knows already, administrators decide: nobody is guessed.

Rules look at what other connections say, and the rule of e-mail address and name together also at
people who came from an LMS.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.domain.connection import Connection
from core.domain.directory import DirectoryRecord
from core.domain.identifiers import PersonId
from core.domain.people_rules import LinkKey, LinkRule, key_values
from core.domain.person import LTI_ISSUER
from core.domain.plain_name import plain_key
from core.ports.unit_of_work import TenantWork

TELLING = (
    LinkKey.EMPLOYEE_NUMBER,
    LinkKey.EXTERNAL_ID,
    LinkKey.USER_NAME,
    LinkKey.EMAIL,
    LinkKey.NAME,
)
"""Keys, the one first that fewest people share."""

_LTI = LTI_ISSUER.format("")

Values = tuple[str, ...]
"""What a record says of a rule's keys, in the order of TELLING."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """Who a record is about.

    Attributes:
        person_id: who it is; None for somebody new, or while `candidates` are to be decided.
        rule: which rule found them.
    """

    person_id: PersonId | None = None
    candidates: tuple[PersonId, ...] = ()
    rule: LinkRule | None = None


NOBODY = Recognised()


def rule_name(rule: LinkRule) -> str:
    """A rule as text, such as "email+name"."""
    return "+".join(_keys(rule))


def recognised(
    work: TenantWork, connection: Connection, records: Sequence[DirectoryRecord]
) -> dict[str, Recognised]:
    """Key -> who it is about, for records whose person is not known; in a few queries."""
    if not connection.link_rules or not records:
        return {}
    wanted = {record.key: key_values(record) for record in records}
    known = _Known(work, connection, wanted.values())
    found = {key: known.find(values) for key, values in wanted.items()}
    return _without_doubt(work, connection, found)


class _Known:
    """Whom the rules could find, by what they are called."""

    def __init__(
        self,
        work: TenantWork,
        connection: Connection,
        wanted: Iterable[Mapping[LinkKey, str]],
    ) -> None:
        self._rules = connection.link_rules
        self._people: defaultdict[tuple[LinkRule, Values], set[PersonId]] = defaultdict(set)
        asked = _asked(self._rules, wanted)
        for entry in work.directory_entries.find(asked) if asked else ():
            if entry.connection_id != connection.id and entry.person_id is not None:
                self._note(self._rules, key_values(entry.record), entry.person_id)
        self._note_lms(work, asked)

    def find(self, values: Mapping[LinkKey, str]) -> Recognised:
        """The first rule's answer."""
        for rule in self._rules:
            said = _said(rule, values)
            if not all(said) or not (people := self._people.get((rule, said))):
                continue
            if len(people) == 1:
                return Recognised(next(iter(people)), rule=rule)
            return Recognised(candidates=tuple(sorted(people)), rule=rule)
        return NOBODY

    def _note_lms(self, work: TenantWork, asked: Mapping[LinkKey, set[str]]) -> None:
        both = LinkRule(frozenset({LinkKey.EMAIL, LinkKey.NAME}))
        if both not in self._rules or not asked.get(LinkKey.EMAIL):
            return
        people = {p.id: p for p in work.people.by_emails(asked[LinkKey.EMAIL]) if not p.test_user}
        identities = work.people.identities(people) if people else []
        for person_id in {i.person_id for i in identities if i.issuer.startswith(_LTI)}:
            person = people[person_id]
            values = {LinkKey.EMAIL: plain_key(person.email), LinkKey.NAME: plain_key(person.name)}
            self._note([both], values, person_id)

    def _note(
        self, rules: Iterable[LinkRule], values: Mapping[LinkKey, str], person_id: PersonId
    ) -> None:
        for rule in rules:
            said = _said(rule, values)
            if all(said):
                self._people[rule, said].add(person_id)


def _asked(
    rules: Sequence[LinkRule], wanted: Iterable[Mapping[LinkKey, str]]
) -> dict[LinkKey, set[str]]:
    """What to look up: of each rule the key that fewest people share; the others follow."""
    asked: defaultdict[LinkKey, set[str]] = defaultdict(set)
    for values in wanted:
        for rule in rules:
            if all(_said(rule, values)):
                first = _keys(rule)[0]
                asked[first].add(values[first])
    return dict(asked)


def _without_doubt(
    work: TenantWork, connection: Connection, found: Mapping[str, Recognised]
) -> dict[str, Recognised]:
    """Leave to administrators where two records of one source would be one person."""
    people = Counter(one.person_id for one in found.values() if one.person_id is not None)
    if not people:
        return dict(found)
    for entry in work.directory_entries.of_people(people):
        here = entry.connection_id == connection.id and entry.present
        if here and entry.person_id is not None and entry.key not in found:
            people[entry.person_id] += 1
    return dict(_decided(found, people))


def _decided(
    found: Mapping[str, Recognised], people: Counter[PersonId]
) -> Iterator[tuple[str, Recognised]]:
    for key, one in found.items():
        if one.person_id is not None and people[one.person_id] > 1:
            yield key, Recognised(candidates=(one.person_id,), rule=one.rule)
        else:
            yield key, one


def _keys(rule: LinkRule) -> tuple[LinkKey, ...]:
    return tuple(key for key in TELLING if key in rule.keys)


def _said(rule: LinkRule, values: Mapping[LinkKey, str]) -> Values:
    return tuple(values.get(key, "") for key in _keys(rule))
