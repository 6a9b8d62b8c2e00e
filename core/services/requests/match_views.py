"""Matches as the two in them see them."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import MatchId
from core.domain.match import Match
from core.domain.person import Person
from core.domain.program import Role
from core.errors import NotFoundError
from core.ports.unit_of_work import TenantWork


@dataclass(frozen=True, slots=True)
class MatchView:
    """A match with the people in it, as both of them may see it."""

    match: Match
    mentee: Person
    mentor: Person


def views(work: TenantWork, matches: Iterable[Match]) -> list[MatchView]:
    """Matches with their people, in two queries."""
    matches = list(matches)
    people = work.people.get_many({p for m in matches for p in (m.mentee_id, m.mentor_id)})
    return [MatchView(m, people[m.mentee_id], people[m.mentor_id]) for m in matches]


def own_match(work: TenantWork, actor: Actor, match_id: MatchId, role: Role | None = None) -> Match:
    """A match that the actor is in, on that side if it matters.

    Raises:
        NotFoundError: there is none.
    """
    match = work.matches.get(match_id)
    sides = {Role.MENTOR: "mentor_id", Role.MENTEE: "mentee_id"}
    names = [sides[role]] if role else list(sides.values())
    if match is None or actor.person_id not in [getattr(match, name) for name in names]:
        raise NotFoundError("There is no such request for you.")
    return match
