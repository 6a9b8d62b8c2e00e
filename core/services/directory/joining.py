"""Makes two people one, and takes that back: identities move, and facts are worked out anew.

The one who goes had nothing of their own. They stay as a name without identities, so that history
in which they are named still reads, and so that undoing is possible at any time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from core.domain.identifiers import MergeId, OrganizationId, PersonId
from core.domain.people_rules import Merge
from core.domain.person import Person
from core.domain.profile import Profile
from core.ports.entropy import Entropy
from core.ports.unit_of_work import TenantWork
from core.services.directory.facts import own_words
from core.services.directory.refreshing import entries_of, refresh
from core.services.directory.sink import follow_presence, promise_lines

MOST_WAITING = 10_000
"""Records that wait for a decision and are looked at when two people become one."""


def begun(work: TenantWork, person_ids: Sequence[PersonId]) -> set[PersonId]:
    """Who of some people has anything of their own: what no source told of them."""
    found = {part.person_id for part in work.participations.of_people(person_ids)}
    found |= {one.person_id for one in work.program_managers.all()} & {*person_ids}
    found |= {one.person_id for one in work.works.of_people(person_ids)}
    profiles = work.profiles.lock_many(person_ids)
    found |= {person_id for person_id, profile in profiles.items() if own_words(profile)}
    for program in work.programs.all():
        for match in work.matches.of_program(program.id):
            found |= {match.mentee_id, match.mentor_id} & {*person_ids}
    return found


def join(
    work: TenantWork,
    pairs: Sequence[tuple[PersonId, PersonId]],
    at: datetime,
    entropy: Entropy,
    *,
    by: PersonId | None = None,
    rules: Sequence[str] = (),
) -> list[Merge]:
    """Make each of some pairs one person.

    Args:
        work: where.
        pairs: (who is kept, who goes and has nothing of their own); nobody is in two of them.
        at: when this is.
        entropy: names the merges.
        by: the administrator who decided; None for a rule.
        rules: the rule of each pair, if rules decided.
    """
    kept = dict((gone, kept) for kept, gone in pairs)  # noqa: C402 - by who goes
    everybody = [person_id for pair in pairs for person_id in pair]
    before = entries_of(work, everybody)
    owned = work.people.identities(list(kept))
    merges = [
        Merge(
            id=MergeId(entropy.uuid()),
            organization_id=work.organization_id,
            kept=kept_id,
            gone=gone_id,
            identities=tuple(one for one in owned if one.person_id == gone_id),
            by=by,
            rule=rules[number] if rules else "",
            merged_at=at,
        )
        for number, (kept_id, gone_id) in enumerate(pairs)
    ]
    work.people.move([replace(one, person_id=kept[one.person_id]) for one in owned])
    work.merges.save_many(merges)
    both = {kept: [*before.get(kept, ()), *before.get(gone, ())] for kept, gone in pairs}
    moved = refresh(work, [kept for kept, _ in pairs], at, both)
    _blank(work, list(kept), at)
    _renamed(work, kept, at)
    _follow(work, work.organization_id, moved)
    return merges


def part(work: TenantWork, merge: Merge, at: datetime) -> None:
    """Take a merge back, as far as the identities are still where it put them."""
    here = {(one.issuer, one.subject) for one in work.people.identities([merge.kept])}
    back = [one for one in merge.identities if (one.issuer, one.subject) in here]
    before = entries_of(work, [merge.kept])
    work.people.move([replace(one, person_id=merge.gone) for one in back])
    work.merges.save_many([replace(merge, undone_at=at)])
    moved = refresh(work, [merge.kept, merge.gone], at, before)
    people = work.people.get_many([merge.kept, merge.gone])
    if not people[merge.gone].name:
        name = people[merge.kept].name
        work.people.save(replace(people[merge.gone], name=name, updated_at=at))
    _follow(work, work.organization_id, moved)


def _blank(work: TenantWork, person_ids: Sequence[PersonId], at: datetime) -> None:
    """What was known of who went is known of who was kept; twice would be once too often."""
    people: list[Person] = list(work.people.get_many(person_ids).values())
    work.people.save_many([replace(one, name="", email="", updated_at=at) for one in people])
    known = work.profiles.get_many(person_ids)
    work.profiles.save_many([Profile(person_id=one, updated_at=at) for one in known])


def _renamed(work: TenantWork, kept: Mapping[PersonId, PersonId], at: datetime) -> None:
    """Who may be meant by a record that waits for a decision is the one who was kept."""
    waiting = work.directory_entries.undecided(MOST_WAITING)
    work.directory_entries.save_many(
        [
            replace(
                entry,
                candidates=tuple(dict.fromkeys(kept.get(one, one) for one in entry.candidates)),
                version=entry.version + 1,
                updated_at=at,
            )
            for entry in waiting
            if kept.keys() & {*entry.candidates}
        ]
    )


def _follow(work: TenantWork, organization_id: OrganizationId, moved: Sequence[PersonId]) -> None:
    follow_presence(work.jobs, organization_id, moved)
    promise_lines(work.jobs, organization_id)
