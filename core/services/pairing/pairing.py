"""Matching two lists of people: profiles in, pairs out, nothing stored.

1. Read the texts, unless their vectors are at hand.
2. Compare: the best mentors of every mentee, as many as the pairing has to know.
3. Assign, and search again until no other pair would improve the pairing (engine, retrieval).
4. Look at the chosen pairs once more: interval, reasons, and why others are left over.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from core.domain.identifiers import PersonId
from core.domain.profile import Profile
from core.engine.matching.assignment.problem import Edges
from core.engine.matching.assignment.solution import Solution
from core.engine.matching.assignment.solving import solve
from core.engine.matching.comparison.people import TextVectors
from core.engine.matching.model.prior import Posterior, prior
from core.engine.matching.retrieval.blocks import BlockScores, Cohort
from core.engine.matching.retrieval.pricing import FIRST, Settlement, settle
from core.engine.matching.rules import PersonPairs, Standing
from core.ports.encoder import TextEncoder
from core.services.pairing.options import AS_USUAL, Demand, Options
from core.services.pairing.told import Entry, LeftOver, MatchedPair, Pairing, Told

__all__ = [
    "Entry",
    "LeftOver",
    "MatchedPair",
    "Options",
    "Pairing",
    "pair",
    "pair_stored",
    "read_texts",
]

TEXTS_AT_ONCE = 256

PAIRS_KEPT = 500_000
"""Pairs a first search may remember, if these are more than it has to."""

Progress = Callable[[str, int, int], None]
"""Called with the phase ("reading", "comparing", "assigning", and "proving" where not all pairs
were kept), what is done, and how much it is."""


def _silent(_phase: str, _done: int, _total: int) -> None:
    """Tell nobody."""


def pair(
    mentors: Sequence[Entry],
    mentees: Sequence[Entry],
    encoder: TextEncoder,
    at: datetime,
    *,
    options: Options = AS_USUAL,
    posterior: Posterior | None = None,
    explain: bool = False,
    progress: Progress = _silent,
) -> Pairing:
    """Match as many mentees as possible, in the best way.

    Args:
        mentors: with their places.
        mentees: each wants one mentor unless the options say more.
        encoder: reads their texts.
        at: the moment that decides about summer time.
        options: what managers ask for.
        posterior: what scores rest on; None for the prior.
        explain: whether to give each pair its reasons.
        progress: is told how far it is.

    Raises:
        InvalidInputError: more is locked than somebody has room for or a limit allows, or there are
            limits with another objective than the total.
    """
    vectors = read_texts(encoder, [entry.profile for entry in (*mentors, *mentees)], progress)
    return pair_stored(
        mentors,
        mentees,
        vectors,
        at,
        options=options,
        posterior=posterior,
        explain=explain,
        progress=progress,
    )


def pair_stored(
    mentors: Sequence[Entry],
    mentees: Sequence[Entry],
    vectors: TextVectors,
    at: datetime,
    *,
    options: Options = AS_USUAL,
    posterior: Posterior | None = None,
    explain: bool = False,
    progress: Progress = _silent,
) -> Pairing:
    """Match people whose texts were read before.

    Args:
        mentors: with their places.
        mentees: each wants one mentor unless the options say more.
        vectors: of their texts; a text without one makes scores less sure, never wrong.
        at: the moment that decides about summer time.
        options: what managers ask for.
        posterior: what scores rest on; None for the prior.
        explain: whether to give each pair its reasons.
        progress: is told how far it is.

    Raises:
        InvalidInputError: more is locked than somebody has room for or a limit allows, or there are
            limits with another objective than the total.
    """
    places = np.array([entry.capacity for entry in mentors], dtype=np.int64)
    cohort = Cohort(
        mentees=[entry.profile for entry in mentees],
        mentors=[entry.profile for entry in mentors],
        vectors=vectors,
        standing=Standing(
            free=places,
            paused=np.zeros(len(mentors), dtype=np.bool_),
            open_pairs=options.open_pairs,
            past_pairs=options.past_pairs | _past(mentors, mentees),
            not_agreed=options.not_agreed | _not_agreed([*mentors, *mentees]),
            must_haves=options.must_haves,
            skills=options.skills,
            languages=options.languages,
        ),
        posterior=prior() if posterior is None else posterior,
        at=at,
        waived=options.waived,
        choices={entry.profile.person_id: entry.choices for entry in mentees if entry.choices},
    )
    demand = Demand([e.id for e in mentees], [e.id for e in mentors], places, options)
    found = _assigned(cohort, demand, options, progress)
    return Told(cohort, mentors, mentees, found).pairing(explain=explain)


def _past(mentors: Sequence[Entry], mentees: Sequence[Entry]) -> PersonPairs:
    """Pairs of which one says that they had a match before."""
    ours = {(entry.profile.person_id, other) for entry in mentees for other in entry.previous}
    theirs = {(other, entry.profile.person_id) for entry in mentors for other in entry.previous}
    return ours | theirs


def _not_agreed(entries: Sequence[Entry]) -> frozenset[PersonId]:
    return frozenset(entry.profile.person_id for entry in entries if not entry.agreed)


def _assigned(cohort: Cohort, demand: Demand, options: Options, progress: Progress) -> Settlement:
    """The best pairs, and what is known about all others."""
    source = BlockScores(cohort, _phases(progress))

    def solved(edges: Edges) -> Solution:
        return solve(demand.problem(edges))

    first = max(FIRST, PAIRS_KEPT // max(len(cohort.mentees), 1))
    found = settle(source, demand.market, solved, demand.wished, first)
    if not demand.priced:
        # Without prices nothing proves a graph with some of the pairs: every pair found goes in.
        everything = demand.problem(found.pool.everything(), limited=True)
        best = solve(everything, options.objective, bands=options.bands, seconds=options.seconds)
        complete = found.pool.complete and best.certificate.proved
        found = replace(found, solution=best, proved=complete)
    progress("assigning", 1, 1)
    return found


def _phases(progress: Progress) -> Callable[[int, int], None]:
    """The first search compares everybody; later ones only prove that nothing was overlooked."""
    phases = ["comparing"]

    def tell(done: int, total: int) -> None:
        progress(phases[-1], done, total)
        if phases == ["comparing"] and done == total:
            phases.append("proving")
            progress("assigning", 0, 1)

    return tell


def read_texts(
    encoder: TextEncoder, profiles: Sequence[Profile], progress: Progress = _silent
) -> TextVectors:
    """The vectors of all texts of some people, each text read once."""
    texts = list(dict.fromkeys(text for profile in profiles for _, text in profile.texts()))
    texts.sort(key=len)  # so that the encoder's batches need little padding
    parts = [np.empty((0, encoder.dimension), dtype=np.float32)]
    progress("reading", 0, len(texts))
    for start in range(0, len(texts), TEXTS_AT_ONCE):
        parts.append(encoder.encode(texts[start : start + TEXTS_AT_ONCE]))
        progress("reading", min(start + TEXTS_AT_ONCE, len(texts)), len(texts))
    return TextVectors.encoded(texts, np.concatenate(parts))
