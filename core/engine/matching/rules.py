"""Hard rules: named reasons why two people cannot be matched, whatever the score."""

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from core.domain.identifiers import PersonId
from core.engine.matching.comparison.features import common_language
from core.engine.matching.comparison.people import Bools, Ints, People
from core.sentence import Sentence, sentence

PersonPairs = AbstractSet[tuple[PersonId, PersonId]]
"""(mentee, mentor)"""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Standing:
    """What is known of the mentors and pairs besides profiles.

    Attributes:
        free: places each mentor has left, shape (mentors,).
        paused: who wants nothing new, shape (mentors,).
        open_pairs: asked or matched now.
        past_pairs: were matched, or declined, before.
    """

    free: Ints
    paused: Bools
    open_pairs: PersonPairs = frozenset()
    past_pairs: PersonPairs = frozenset()


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason against a pair.

    Attributes:
        broken: whether each pair breaks it, shape (mentees, mentors).
        why: said to the mentee about one mentor.
        counted: the same about several, without its %(count)s yet.
        private: the mentee must not learn that this is why.
    """

    name: str
    broken: Callable[[People, People, Standing], Bools]
    why: Sentence
    counted: Sentence
    private: bool = False


def _same_person(mentees: People, mentors: People, _standing: Standing) -> Bools:
    pairs = {(profile.person_id, profile.person_id) for profile in mentees.profiles}
    return _among(pairs, mentees, mentors)


def _avoided_by_mentee(mentees: People, mentors: People, _standing: Standing) -> Bools:
    pairs = {(who.person_id, other) for who in mentees.profiles for other in who.avoid}
    return _among(pairs, mentees, mentors)


def _avoided_by_mentor(mentees: People, mentors: People, _standing: Standing) -> Bools:
    pairs = {(other, who.person_id) for who in mentors.profiles for other in who.avoid}
    return _among(pairs, mentees, mentors)


def _full(mentees: People, _mentors: People, standing: Standing) -> Bools:
    return np.broadcast_to(standing.free <= 0, (len(mentees), len(standing.free)))


def _paused(mentees: People, _mentors: People, standing: Standing) -> Bools:
    return np.broadcast_to(standing.paused, (len(mentees), len(standing.paused)))


def _no_language(mentees: People, mentors: People, _standing: Standing) -> Bools:
    return np.asarray(common_language(mentees, mentors) == 0.0)


def _open(mentees: People, mentors: People, standing: Standing) -> Bools:
    return _among(standing.open_pairs, mentees, mentors)


def _past(mentees: People, mentors: People, standing: Standing) -> Bools:
    return _among(standing.past_pairs, mentees, mentors)


def _among(pairs: PersonPairs, mentees: People, mentors: People) -> Bools:
    table = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    rows: dict[PersonId, list[int]] = {}
    for row, who in enumerate(mentees.profiles):
        rows.setdefault(who.person_id, []).append(row)
    for mentee, mentor in pairs:
        if (column := mentors.index.get(mentor)) is not None:
            table[rows.get(mentee, []), column] = True
    return table


RULES: tuple[Rule, ...] = (
    Rule(
        "same_person",
        _same_person,
        sentence("This is you."),
        sentence("You yourself: %(count)s"),
        private=True,
    ),
    Rule(
        "avoided",
        _avoided_by_mentee,
        sentence("You asked not to be matched with this person."),
        sentence("You asked not to be matched with them: %(count)s"),
    ),
    Rule(
        "avoids",
        _avoided_by_mentor,
        sentence("This mentor cannot be asked at the moment."),
        sentence("They cannot be asked at the moment: %(count)s"),
        private=True,
    ),
    Rule(
        "paused",
        _paused,
        sentence("This mentor is taking a break."),
        sentence("They are taking a break: %(count)s"),
    ),
    Rule(
        "full",
        _full,
        sentence("This mentor has no free place at the moment."),
        sentence("They have no free place at the moment: %(count)s"),
    ),
    Rule(
        "no_language",
        _no_language,
        sentence("You name no language that this mentor speaks."),
        sentence("You share no language with them: %(count)s"),
    ),
    Rule(
        "open",
        _open,
        sentence("There is a request or a match between you already."),
        sentence("There is a request or a match between you already: %(count)s"),
    ),
    Rule(
        "past",
        _past,
        sentence("The two of you had a match before, or a request was declined."),
        sentence("You had a match before, or a request was declined: %(count)s"),
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """Which pairs break which rule.

    Attributes:
        broken: rule name -> shape (mentees, mentors), in the order of the rules.
        allowed: pairs that break none.
    """

    broken: Mapping[str, Bools]
    allowed: Bools

    def why_not(self, mentee: int, mentor: int) -> list[Rule]:
        """All rules that a pair breaks."""
        return [rule for rule in RULES if self.broken[rule.name][mentee, mentor]]


def judge(mentees: People, mentors: People, standing: Standing) -> Verdict:
    """Hold every pair against every rule."""
    broken = {rule.name: rule.broken(mentees, mentors, standing) for rule in RULES}
    allowed = ~np.logical_or.reduce(list(broken.values()))
    return Verdict(broken, allowed)


def counts(
    verdict: Verdict, mentee: int, waived: AbstractSet[str] = frozenset()
) -> tuple[Sentence, ...]:
    """How many mentors each rule leaves out for one mentee, private rules unsaid.

    A mentor who breaks several rules is counted under the first.
    """
    left = np.ones(verdict.allowed.shape[1], dtype=np.bool_)
    told = []
    for rule in RULES:
        if rule.name in waived:
            continue
        broken = verdict.broken[rule.name][mentee] & left
        left &= ~broken
        if broken.any() and not rule.private:
            told.append(replace(rule.counted, params=(("count", str(int(broken.sum()))),)))
    return tuple(told)
