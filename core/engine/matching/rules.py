"""Hard rules: named reasons why two people cannot be matched, whatever the score."""

from collections.abc import Callable, Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.engine.matching.comparison.features import common_language
from core.engine.matching.comparison.people import Bools, People
from core.engine.matching.must_haves import (
    MUST_HAVE_WORDS,
    lacks_required_skill,
    no_required_language,
    unmet,
)
from core.engine.matching.standing import PersonPairs, Standing
from core.sentence import Sentence, sentence

__all__ = ["RULES", "PersonPairs", "Rule", "Standing", "Verdict", "counts", "judge"]


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
    told = mentors.once("avoid", lambda: _told(mentors, lambda who: who.avoid))
    return _among(told, mentees, mentors)


def _full(mentees: People, _mentors: People, standing: Standing) -> Bools:
    return np.broadcast_to(standing.free <= 0, (len(mentees), len(standing.free)))


def _paused(mentees: People, _mentors: People, standing: Standing) -> Bools:
    return np.broadcast_to(standing.paused, (len(mentees), len(standing.paused)))


def _no_language(mentees: People, mentors: People, _standing: Standing) -> Bools:
    return np.asarray(common_language(mentees, mentors) == 0.0)


def _open(mentees: People, mentors: People, standing: Standing) -> Bools:
    return _among(standing.open_pairs, mentees, mentors)


def _past(mentees: People, mentors: People, standing: Standing) -> Bools:
    again = {(who.person_id, other) for who in mentees.profiles for other in who.meet_again}
    both = again & mentors.once("again", lambda: _told(mentors, lambda who: who.meet_again))
    return _among(standing.past_pairs - both, mentees, mentors)


def _managed(mentees: People, mentors: People, _standing: Standing) -> Bools:
    above = {(who.person_id, boss) for who in mentees.profiles for boss in who.managers}
    below = mentors.once("managed", lambda: _told(mentors, lambda who: who.managers))
    return _among(above | below, mentees, mentors)


def _in_conflict(mentees: People, mentors: People, _standing: Standing) -> Bools:
    told = {(who.person_id, other) for who in mentees.profiles for other in who.conflicts}
    theirs = mentors.once("conflicts", lambda: _told(mentors, lambda who: who.conflicts))
    return _among(told | theirs, mentees, mentors)


def _not_agreed(mentees: People, mentors: People, standing: Standing) -> Bools:
    if not standing.not_agreed:
        return np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    ours, theirs = (
        np.array([who.person_id in standing.not_agreed for who in people.profiles], dtype=np.bool_)
        for people in (mentees, mentors)
    )
    return ours[:, None] | theirs[None, :]


def _told(
    mentors: People, others: Callable[[Profile], Collection[PersonId]]
) -> set[tuple[PersonId, PersonId]]:
    """(mentee, mentor) of everybody whom a mentor names."""
    return {(other, who.person_id) for who in mentors.profiles for other in others(who)}


def _among(pairs: PersonPairs, mentees: People, mentors: People) -> Bools:
    table = np.zeros((len(mentees), len(mentors)), dtype=np.bool_)
    rows: dict[PersonId, list[int]] = {}
    for row, who in enumerate(mentees.profiles):
        rows.setdefault(who.person_id, []).append(row)
    for mentee, mentor in pairs:
        if mentee in rows and (column := mentors.index.get(mentor)) is not None:
            table[rows[mentee], column] = True
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
    Rule(
        "manager",
        _managed,
        sentence("One of you is the manager of the other, or further up the same line."),
        sentence("One of you is in the other's line of managers: %(count)s"),
    ),
    Rule(
        "conflict",
        _in_conflict,
        sentence("Your programme keeps the two of you apart: there is a conflict of interest."),
        sentence("There is a conflict of interest: %(count)s"),
    ),
    Rule(
        "not_agreed",
        _not_agreed,
        sentence("This mentor has not agreed to take part yet."),
        sentence("They have not agreed to take part yet: %(count)s"),
    ),
    Rule(
        "required_language",
        no_required_language,
        sentence("This mentor speaks none of the languages of your programme."),
        sentence("They speak none of the languages of your programme: %(count)s"),
    ),
    Rule(
        "required_skill",
        lacks_required_skill,
        sentence("This mentor does not offer a skill that your programme requires."),
        sentence("They do not offer a skill that your programme requires: %(count)s"),
    ),
    *(
        Rule(f"must_{must}", partial(unmet, must), *words)
        for must, words in MUST_HAVE_WORDS.items()
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
