"""People from an LMS whom directories know: found by the same rule, and told by both.

Where a connection recognises people by e-mail address and name together, whoever comes in from an
LMS for the first time is looked for among its people. Afterwards, what the LMS says counts as the
person's own words: a directory that is believed before them keeps its say.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from core.domain.identifiers import MergeId, PersonId
from core.domain.people_rules import LinkKey, LinkRule, Merge, key_values
from core.domain.person import Identity, Person
from core.domain.plain_name import plain_key
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.services.directory.facts import Belief, Portrait
from core.services.directory.recognition import rule_name
from core.services.directory.refreshing import entries_of

RULE = LinkRule(frozenset({LinkKey.EMAIL, LinkKey.NAME}))

Called = tuple[str, str]
"""An e-mail address and a name, as compared."""


def met(
    work: TenantWork,
    issuer: str,
    told: Mapping[str, Called],
    at: datetime,
    entropy: Entropy,
) -> dict[str, Person]:
    """Recognise people who come in from an LMS for the first time, and link who is found.

    Args:
        work: where.
        issuer: of the LMS's identities.
        told: subject -> (e-mail address, name), as the LMS says; either may be empty.
        at: when this is.
        entropy: names the merges.

    Returns:
        Subject -> person, of those who are found.
    """
    called = {who: (plain_key(email), plain_key(name)) for who, (email, name) in told.items()}
    called = {who: both for who, both in called.items() if all(both)}
    found = _found(work, issuer, called) if called else {}
    if not found:
        return {}
    people = work.people.get_many(set(found.values()))
    fresh = {
        who: Person(
            id=PersonId(entropy.uuid()),
            organization_id=work.organization_id,
            created_at=at,
            updated_at=at,
        )
        for who in found
    }
    identities = {
        who: Identity(issuer=issuer, subject=who, person_id=kept) for who, kept in found.items()
    }
    work.people.save_many(list(fresh.values()))
    work.people.link_many(list(identities.values()))
    work.merges.save_many(
        [
            Merge(
                id=MergeId(entropy.uuid()),
                organization_id=work.organization_id,
                kept=kept,
                gone=fresh[who].id,
                identities=(replace(identities[who], person_id=fresh[who].id),),
                rule=rule_name(RULE),
                merged_at=at,
            )
            for who, kept in found.items()
        ]
    )
    return {who: people[kept] for who, kept in found.items()}


def heard(
    work: TenantWork, told: Iterable[Person], known: Mapping[PersonId, Person], at: datetime
) -> list[Person]:
    """What is to be stored of people after an LMS spoke of them.

    Args:
        work: where.
        told: people as the LMS says; new ones too.
        known: the same as they are stored.
        at: when this is.
    """
    everybody = list(told)
    before = [person.id for person in everybody if person.id in known]
    entries = entries_of(work, before) if before else {}
    if not entries:
        return everybody
    belief = Belief.of(work)
    believed = []
    for person in everybody:
        if said := entries.get(person.id):
            stored = known[person.id]
            portrait = Portrait(person=person, before=said, entries=said)
            now, _ = portrait.believed(belief, at)
            if replace(now, updated_at=stored.updated_at) == stored:
                continue
            person = now  # noqa: PLW2901 - the same person, better known
        believed.append(person)
    return believed


def _found(work: TenantWork, issuer: str, called: Mapping[str, Called]) -> dict[str, PersonId]:
    """Subject -> the one person it can be; whom the LMS knows already is somebody else."""
    ruled = {one.id for one in work.connections.all() if RULE in one.link_rules}
    if not ruled:
        return {}
    people: defaultdict[Called, set[PersonId]] = defaultdict(set)
    emails = {email for email, _ in called.values()}
    for entry in work.directory_entries.find({LinkKey.EMAIL: emails}):
        values = key_values(entry.record)
        if entry.connection_id in ruled and entry.person_id is not None:
            people[values[LinkKey.EMAIL], values[LinkKey.NAME]].add(entry.person_id)
    found = {
        who: next(iter(people[both]))
        for who, both in called.items()
        if both in people and len(people[both]) == 1
    }
    taken = Counter(found.values())
    if taken:
        taken.update(i.person_id for i in work.people.identities(taken) if i.issuer == issuer)
    return {who: person_id for who, person_id in found.items() if taken[person_id] == 1}
