"""Why two people were not matched, for those who manage the programme.

First the rules, by name; who avoids whom is told to nobody, managers read "blocked". Without a
rule it is a matter of the optimum: the mentee has a better mentor, the mentor's places went to
others, and forcing the pair has a cost. Scores are told in points of 100, as on every page.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from core.engine.matching.comparison.people import Floats
from core.engine.matching.explanation.reasons import LEAST_CONTRIBUTION, contributions
from core.engine.matching.model.prior import Posterior
from core.sentence import Sentence, sentence

MOST_FEATURES = 3
"""Points told in which the mentee's own mentor is ahead."""
LEAST_POINTS = 0.005
"""Differences of scores below this are none."""

BLOCKED = sentence("Blocked: the two must not be matched.")
"""Also of every rule without words of its own: it may be private."""

RULE_WORDS: dict[str, Sentence] = {
    "same_person": sentence("Mentee and mentor are the same person."),
    "paused": sentence("The mentor is taking a break."),
    "full": sentence("The mentor had no free place."),
    "no_language": sentence("They name no common language."),
    "open": sentence("There is a request or a match between them already."),
    "past": sentence("They had a match before, or a request was declined."),
    "manager": sentence("One is in the other's line of managers."),
    "conflict": sentence("A conflict of interest is recorded between them."),
    "not_agreed": sentence("One of them has not agreed to take part yet."),
    "required_language": sentence("The mentor speaks none of the languages required."),
    "required_skill": sentence("The mentor does not offer all skills required."),
    "must_skill": sentence("The mentor offers none of the skills wanted; one is a must."),
    "must_place": sentence("They are in different places; the same one is a must."),
    "must_meeting": sentence("They like to meet in different ways; a common one is a must."),
    "must_hours": sentence("They are never free at the same time; common hours are a must."),
    "must_other_department": sentence("They share a department; another one is a must."),
    "must_ahead": sentence("The mentor is not further in their career; that is a must."),
}
"""Rules of core.engine.matching.rules that managers may read about."""

AHEAD: dict[str, Sentence] = {
    "goals": sentence("The other mentor's experience is nearer to the mentee's goals."),
    "skills": sentence("The other mentor offers more of the skills wanted."),
    "practice": sentence("The other mentor's experience says more about the skills wanted."),
    "interests": sentence("The other mentor shares more interests with the mentee."),
    "languages": sentence("The other mentor's languages fit better."),
    "availability": sentence("The other mentor has more free hours in common with the mentee."),
    "time_zone": sentence("The other mentor's time zone fits better."),
    "meeting": sentence("The other mentor likes to meet in the same way."),
    "seniority": sentence("The other mentor is a better step ahead in their career."),
    "department": sentence("The other mentor's department fits better."),
    "location": sentence("The other mentor's place fits better."),
    "values": sentence("The other mentor shares more of the mentee's values."),
    "ways": sentence("The other mentor's way of working is more like the mentee's."),
    "outlook": sentence("The other mentor's own words about what matters are nearer."),
    "style": sentence("The other mentor likes to talk and meet more as the mentee does."),
    "choice": sentence("The mentee ranked the other mentor higher."),
    "preference": sentence("The mentee is nearer to what the other mentor prefers."),
}
"""Of features: in what the mentor whom the mentee has is ahead of this one.

Personality has none: it was told for matching, not for managers to read about.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Case:
    """A pair that is not in a pairing, and what is known of it.

    Attributes:
        broken: names of the rules that forbid it, in their order; empty if none does.
        score: of this pair, 0 to 1.
        own: score of the pair that the mentee has instead; None if they have nobody.
        holders: scores of the pairs that hold the mentor's places.
        places: how many places the mentor has.
        price: what one more place of this mentor would add to the total (its dual price), if
            known; 1 or more where it would let one more mentee have a mentor.
        loss: by how much the total falls at least if this pair is forced, if known.
        fewer: how many mentees fewer would have a mentor then.
        features, own_features: of this pair and of the mentee's own, shape (features,), nan for
            unknown; both, or neither.
    """

    broken: tuple[str, ...] = ()
    score: float
    own: float | None = None
    holders: tuple[float, ...] = ()
    places: int = 1
    price: float | None = None
    loss: float | None = None
    fewer: int = 0
    features: Floats | None = None
    own_features: Floats | None = None

    @property
    def full(self) -> bool:
        """Whether others have all the mentor's places."""
        return bool(self.holders) and len(self.holders) >= self.places


def why_not(case: Case, posterior: Posterior) -> tuple[Sentence, ...]:
    """What speaks against a pair, most important first; never empty.

    Args:
        case: the pair.
        posterior: what its scores rest on.
    """
    if case.broken:
        return rules_in_words(case.broken)
    told = (*_own(case, posterior), *_places(case), *_cost(case))
    return told or (
        sentence("Nothing speaks against this pair. It can be made without loss to anybody."),
    )


def rules_in_words(names: Iterable[str]) -> tuple[Sentence, ...]:
    """What managers may read of rules; "blocked" for whatever may be private."""
    return tuple(dict.fromkeys(RULE_WORDS.get(name, BLOCKED) for name in names))


def least_loss(own: float, own_price: float, score: float, price: float) -> float | None:
    """By how much a proved total falls at least if a mentee gets another mentor.

    A pair that is not in the best pairing is worth no more than its two prices together, and the
    mentee's price is what their own pair is worth beyond its mentor's (linear duality).

    Args:
        own: score of the mentee's own pair.
        own_price: what one more place of their mentor would add to the total.
        score: of the other pair.
        price: of a place of the other mentor.

    Returns:
        None where a price is 1 or more: such prices count people, not points.
    """
    if max(own_price, price) >= 1.0:
        return None
    return max((own - own_price) - (score - price), 0.0)


def ahead(features: Floats, own: Floats, posterior: Posterior) -> Mapping[str, float]:
    """In which features the mentee's own pair is ahead, in log-odds, the largest first.

    Args:
        features: of this pair, shape (features,), nan for unknown.
        own: of the mentee's own pair, likewise.
        posterior: knows their order and weights.
    """
    other = np.where(np.isnan(features), posterior.centre, features)
    shares = contributions(own[:, None], other, posterior)[:, 0]
    found = dict(zip(posterior.features, shares.tolist(), strict=True))
    worth = [name for name, share in found.items() if share >= LEAST_CONTRIBUTION]
    return {name: found[name] for name in sorted(worth, key=lambda name: -found[name])}


def points(score: float) -> int:
    """A score or a difference of scores in points of 100."""
    return round(100 * score)


def _own(case: Case, posterior: Posterior) -> tuple[Sentence, ...]:
    """How the mentee's own mentor compares."""
    if case.own is None:
        return ()
    if case.own < case.score + LEAST_POINTS:
        if case.own > case.score - LEAST_POINTS:
            return (sentence("The mentee has a mentor who fits as well."),)
        if not case.full:
            return (
                sentence(
                    "This pair fits better (%(score)s of 100) than the one the mentee has "
                    "(%(own)s of 100), and the mentor has a free place.",
                    score=points(case.score),
                    own=points(case.own),
                ),
            )
        return (
            sentence(
                "This pair fits better (%(score)s of 100) than the one the mentee has "
                "(%(own)s of 100); the pairing as a whole does not.",
                score=points(case.score),
                own=points(case.own),
            ),
        )
    better = sentence(
        "The mentee has a mentor who fits better: %(own)s of 100 instead of %(score)s.",
        own=points(case.own),
        score=points(case.score),
    )
    if case.features is None or case.own_features is None:
        return (better,)
    names = ahead(case.features, case.own_features, posterior)
    return (better, *[AHEAD[name] for name in names if name in AHEAD][:MOST_FEATURES])


def _places(case: Case) -> tuple[Sentence, ...]:
    """Who has the mentor's places."""
    if not case.full:
        return ()
    better = sum(score > case.score - LEAST_POINTS for score in case.holders)
    if better == len(case.holders):
        told = sentence(
            "The mentor's places went to mentees who fit at least as well: %(count)s.",
            count=better,
        )
    else:
        told = sentence(
            "The mentor's places went to %(count)s mentees. Of these, %(better)s fit at least as "
            "well; the others would lose more elsewhere.",
            count=len(case.holders),
            better=better,
        )
    if case.price is None or case.price < LEAST_POINTS:
        return (told,)
    if case.price >= 1.0:
        return told, sentence("One more place with this mentor would help one more mentee.")
    worth = sentence(
        "One more place with this mentor would raise the total by up to %(price)s points.",
        price=points(case.price),
    )
    return told, worth


def _cost(case: Case) -> tuple[Sentence, ...]:
    """What forcing the pair would do to everybody."""
    told = []
    if case.fewer > 0:
        told.append(
            sentence(
                "If this pair were made, fewer mentees would have a mentor: %(count)s fewer.",
                count=case.fewer,
            )
        )
    if case.loss is not None and case.loss >= LEAST_POINTS:
        told.append(
            sentence(
                "This pair would lower the total of all scores by at least %(loss)s points.",
                loss=points(case.loss),
            )
        )
    return tuple(told)
