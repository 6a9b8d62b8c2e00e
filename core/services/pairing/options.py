"""What managers may ask of a pairing, and the problem that makes of it."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.must_have import MustHave
from core.engine.matching.assignment.problem import Edges, Objective, Problem, Quota
from core.engine.matching.comparison.people import Ints
from core.engine.matching.retrieval.bounds import Market
from core.engine.matching.rules import PersonPairs

KEEP = 0.05
"""Worth of keeping a pair of the draft, as a difference of scores."""

Couple = tuple[str, str]
"""(mentee, mentor), the ids of their entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLimit:
    """At most so many pairs between two groups.

    Attributes:
        name: how reports call it.
        mentees, mentors: ids of their entries.
        most: pairs allowed between them.
    """

    name: str
    mentees: AbstractSet[str]
    mentors: AbstractSet[str]
    most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How to match.

    Attributes:
        objective: what the best pairing is.
        bands: of scores that count as equally fair, where it is to be fair.
        locked: pairs that stay, whatever else happens and whatever the rules say.
        kept: pairs of a draft that stay unless another pair brings more than `keep`.
        keep: what keeping one is worth, as a difference of scores.
        least: mentor -> mentees they should have at least.
        wanted: mentee -> mentors they want; 1 for who is not named.
        tiers: pair -> class, 0 the most wanted; pairs not named come after all classes.
        limits: of groups, which may overlap; only with the largest total.
        seconds: time limit of a pairing with such limits; everything else needs none.
        open_pairs, past_pairs, waived: of the rules, as a question's.
        not_agreed, must_haves, skills, languages: of the rules, as a standing's.
    """

    objective: Objective = Objective.TOTAL
    bands: int = 10
    locked: Collection[Couple] = ()
    kept: Collection[Couple] = ()
    keep: float = KEEP
    least: Mapping[str, int] = field(default_factory=dict)
    wanted: Mapping[str, int] = field(default_factory=dict)
    tiers: Mapping[Couple, int] = field(default_factory=dict)
    limits: Sequence[GroupLimit] = ()
    seconds: float = 60.0
    open_pairs: PersonPairs = frozenset()
    past_pairs: PersonPairs = frozenset()
    waived: AbstractSet[str] = frozenset()
    not_agreed: AbstractSet[PersonId] = frozenset()
    must_haves: AbstractSet[MustHave] = frozenset()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


AS_USUAL = Options()
"""One mentor each, the largest total."""


class Demand:
    """The options in numbers: indices of the lists instead of ids.

    Args:
        mentees, mentors: ids of the entries, in their order.
        places: of each mentor.
        options: names of others than these are ignored.
    """

    def __init__(
        self, mentees: Sequence[str], mentors: Sequence[str], places: Ints, options: Options
    ) -> None:
        self._options = options
        self._mentee = {key: place for place, key in enumerate(mentees)}
        self._mentor = {key: place for place, key in enumerate(mentors)}
        self.places = places
        self.wanted = np.array([options.wanted.get(key, 1) for key in mentees], dtype=np.int64)
        self.least = np.array([options.least.get(key, 0) for key in mentors], dtype=np.int64)
        self.locked = self._pairs(options.locked)
        self.kept = self._pairs(options.kept)
        self._tiered = self._pairs(options.tiers)
        self._tiers = np.array(
            [tier for pair, tier in options.tiers.items() if self._known(pair)], dtype=np.int64
        )

    @property
    def market(self) -> Market:
        """Who is still to be matched when what is locked is taken out."""
        given = np.bincount(self.locked[:, 0], minlength=len(self.wanted))
        load = np.bincount(self.locked[:, 1], minlength=len(self.places))
        return Market(self.wanted > given, self.places > load)

    @property
    def wished(self) -> Ints:
        """Pairs that are worth more than their score, shape (pairs, 2)."""
        return np.unique(np.concatenate([self.kept, self._tiered]), axis=0)

    @property
    def priced(self) -> bool:
        """Whether there are prices that can prove the pairing against all pairs."""
        return self._options.objective is Objective.TOTAL and not self._options.limits

    def problem(self, edges: Edges, *, limited: bool = False) -> Problem:
        """What is to be solved.

        Args:
            edges: the pairs at hand.
            limited: whether the limits of groups count; with them there are no prices.
        """
        return Problem(
            mentees=len(self.wanted),
            edges=edges,
            most=self.places,
            least=self.least if self.least.any() else None,
            wanted=self.wanted,
            locked=self.locked,
            kept=self.kept,
            keep=self._options.keep,
            tiers=self._tier_of(edges) if len(self._tiers) else None,
            quotas=tuple(map(self._quota, self._options.limits)) if limited else (),
        )

    def _tier_of(self, edges: Edges) -> Ints:
        """Class of each edge; one more than the last for who is in none."""
        tier = np.full(len(edges.mentee), int(self._tiers.max()) + 1, dtype=np.int64)
        keys = self._tiered @ np.array([len(self.places), 1])
        order = np.argsort(keys)
        wanted = edges.mentee * len(self.places) + edges.mentor
        at = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        return np.where(keys[at] == wanted, self._tiers[at], tier)

    def _quota(self, limit: GroupLimit) -> Quota:
        mentees = [place for key, place in self._mentee.items() if key in limit.mentees]
        mentors = [place for key, place in self._mentor.items() if key in limit.mentors]
        ours, theirs = (np.array(places, dtype=np.int64) for places in (mentees, mentors))
        return Quota(limit.name, ours, theirs, limit.most)

    def _known(self, pair: Couple) -> bool:
        return pair[0] in self._mentee and pair[1] in self._mentor

    def _pairs(self, pairs: Collection[Couple]) -> Ints:
        found = [(self._mentee[a], self._mentor[b]) for a, b in pairs if self._known((a, b))]
        return np.array(found, dtype=np.int64).reshape(-1, 2)
