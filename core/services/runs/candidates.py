"""Whom else one mentee of a run could have: every mentor by score, with what speaks against them.

Hard rules hold for people too: what they forbid can be read here, not overruled. A mentor whose
places this very run gave to others can be had in exchange.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import MatchRun, PairOrigin, RunPair, RunReason
from core.domain.person import Person
from core.domain.program import Role
from core.engine.matching.explanation.reasons import reasons
from core.engine.matching.explanation.why_not import Case, least_loss, rules_in_words, why_not
from core.engine.matching.ranking import Question, Ranking, rank
from core.engine.matching.result import Reason
from core.errors import ConflictError, NotFoundError
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence
from core.services.runs.pool import Pool, read_pool_of_one

MOST_REASONS = 6
"""Kept of each pair: the strongest, and what speaks most against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MentorChoice:
    """One mentor as a candidate for one mentee of a run.

    Attributes:
        places: still free beside the run's other pairs.
        holders: mentees who have this mentor in the run, by name; not the mentee themselves.
        why_not: what rules say against it; empty if nothing.
        current: whether they are who the mentee has now.
        because: why the run did not put the two together; empty for whom the mentee has.
    """

    person: Person
    score: float
    low: float
    high: float
    reasons: tuple[RunReason, ...]
    places: int
    holders: tuple[Person, ...]
    why_not: tuple[Sentence, ...]
    current: bool
    because: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MenteeCandidates:
    """All mentors for one mentee of a run.

    Attributes:
        drafts: mentee -> mentor, of the run's pairs that nobody was told of.
        held: the other way round, without the mentee themselves.
    """

    run_id: MatchRunId
    mentee_id: PersonId
    drafts: Mapping[PersonId, PersonId]
    held: Mapping[PersonId, Sequence[PersonId]]
    pool: Pool
    question: Question
    ranking: Ranking

    def order(self) -> list[int]:
        """Mentors' indices: those the rules allow first, each by score."""
        forbidden = [bool(self.against(index)) for index in range(len(self.pool.mentors))]
        probability = self.ranking.scores.probability[0]
        return [int(index) for index in np.lexsort((-probability, forbidden))]

    def find(self, mentor_id: PersonId) -> int | None:
        """Index of a mentor; None if they cannot be had at all."""
        return self.question.mentors.index.get(mentor_id)

    def against(self, index: int) -> tuple[Sentence, ...]:
        """What rules say against a mentor; places that the run itself gave away do not count."""
        return rules_in_words(self.broken(index))

    def broken(self, index: int) -> tuple[str, ...]:
        """Names of the rules that forbid a mentor."""
        return tuple(
            rule.name
            for rule in self.ranking.verdict.why_not(0, index)
            if rule.name not in self.pool.ground.waived
        )

    def because(
        self, index: int, pairs: Mapping[PersonId, RunPair], *, priced: bool
    ) -> tuple[Sentence, ...]:
        """Why the run did not give the mentee one of the mentors.

        Args:
            index: of the mentor.
            pairs: of the run: the mentee's, and those of the mentor's other mentees.
            priced: whether prices say what another pair would cost.
        """
        mentor_id = self.pool.mentors[index].person_id
        held = [pairs[who] for who in self.holders(mentor_id) if who in pairs]
        now = self.drafts.get(self.mentee_id)
        own = None if now is None else self.find(now)
        scores, features = self.ranking.scores.probability[0], self.ranking.features[:, 0]
        price = max((pair.price for pair in held if pair.price is not None), default=None)
        case = Case(
            broken=self.broken(index),
            score=float(scores[index]),
            own=None if own is None else float(scores[own]),
            holders=tuple(pair.score for pair in held),
            places=self.pool.places.get(mentor_id, 0),
            price=price,
            loss=self._loss(pairs, float(scores[index]), price) if priced else None,
            features=None if own is None else features[:, index],
            own_features=None if own is None else features[:, own],
        )
        return why_not(case, self.pool.posterior)

    def _loss(
        self, pairs: Mapping[PersonId, RunPair], score: float, price: float | None
    ) -> float | None:
        own = pairs.get(self.mentee_id)
        if own is None or own.price is None:
            return None
        return least_loss(own.score, own.price, score, price or 0.0)

    def holders(self, mentor_id: PersonId) -> Sequence[PersonId]:
        """Other mentees of the run who have this mentor."""
        return self.held.get(mentor_id, ())

    def places(self, mentor_id: PersonId) -> int:
        """Places that are free beside the run's other pairs."""
        return self.pool.places.get(mentor_id, 0) - len(self.holders(mentor_id))

    def pair(self, index: int) -> RunPair:
        """The mentee with one of the mentors, put together by hand."""
        scores = self.ranking.scores
        (why,) = reasons(self.question, self.ranking, 0, np.array([index]))
        return RunPair(
            run_id=self.run_id,
            mentee_id=self.mentee_id,
            mentor_id=self.pool.mentors[index].person_id,
            score=float(scores.probability[0, index]),
            low=float(scores.low[0, index]),
            high=float(scores.high[0, index]),
            reasons=kept(why),
            origin=PairOrigin.MANUAL,
        )


def candidates_of(
    work: TenantWork, run: MatchRun, mentee_id: PersonId, model: str, now: datetime
) -> MenteeCandidates:
    """Compare one mentee of a run with every mentor.

    Args:
        work: the run's organization.
        run: the run.
        mentee_id: somebody who takes part as a mentee.
        model: id of the encoder whose vectors are stored.
        now: decides about summer time.

    Raises:
        NotFoundError: there is no such mentee.
        ConflictError: the mentee takes part no more.
    """
    if work.people.get(mentee_id) is None:
        raise NotFoundError("There is no such mentee in this programme.")
    part = work.participations.get(run.program_id, mentee_id, Role.MENTEE)
    if part is None or not part.available:
        raise ConflictError("This mentee does not take part any more, or is paused.")
    drafts = work.run_pairs.drafts(run.id)
    pool = read_pool_of_one(work, run.program_id, model, mentee_id, drafts)
    question = pool.question(now)
    held: defaultdict[PersonId, list[PersonId]] = defaultdict(list)
    for mentee, mentor in drafts.items():
        if mentee != mentee_id:
            held[mentor].append(mentee)
    return MenteeCandidates(run.id, mentee_id, drafts, held, pool, question, rank(question))


def kept(why: tuple[Reason, ...]) -> tuple[RunReason, ...]:
    """The reasons that are kept of a pair."""
    chosen = why if len(why) <= MOST_REASONS else (*why[: MOST_REASONS - 1], why[-1])
    return tuple(RunReason(r.feature, r.sentence, r.contribution) for r in chosen)


def shown(
    found: MenteeCandidates,
    index: int,
    people: Mapping[PersonId, Person],
    pairs: Mapping[PersonId, RunPair],
    *,
    priced: bool = False,
) -> MentorChoice:
    """One of them, with people's names.

    Args:
        found: all of them.
        index: which.
        people: the mentor, and the mentees they have.
        pairs: of these mentees, and of the one who chooses.
        priced: whether prices say what another pair would cost.
    """
    pair = found.pair(index)
    current = found.drafts.get(found.mentee_id) == pair.mentor_id
    holders = [people[who] for who in found.holders(pair.mentor_id)]
    return MentorChoice(
        person=people[pair.mentor_id],
        score=pair.score,
        low=pair.low,
        high=pair.high,
        reasons=pair.reasons,
        places=max(found.places(pair.mentor_id), 0),
        holders=tuple(sorted(holders, key=lambda person: person.name.casefold())),
        why_not=found.against(index),
        current=current,
        because=() if current else found.because(index, pairs, priced=priced),
    )
