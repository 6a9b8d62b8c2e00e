"""What a run is computed from, and what its result means for the run."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import MatchRun, RunFigures, RunLeftOver, RunObjective, RunPair
from core.domain.profile import Profile
from core.domain.program import Role
from core.engine.matching.assignment.problem import Objective
from core.ports.unit_of_work import TenantWork
from core.sentence import Sentence, sentence
from core.services.pairing.options import Options
from core.services.pairing.pairing import Entry, MatchedPair, Pairing
from core.services.runs.attendance import attendance, people_of
from core.services.runs.candidates import kept
from core.services.runs.pool import Pool, read_pool

BARE = sentence("Their profile names neither a goal nor a skill they want to learn.")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTask:
    """A run and everything it is computed from.

    Attributes:
        locked: pairs of the run it starts from that stay.
        earlier: mentee -> mentor in that run, of pairs that may move; None without such a run.
        ranks: (mentee, mentor) -> place of the mentor on the mentee's own list, 0 is first.
        at: decides about summer time.
    """

    run: MatchRun
    pool: Pool
    locked: tuple[RunPair, ...]
    earlier: Mapping[PersonId, PersonId] | None
    ranks: Mapping[tuple[str, str], int]
    at: datetime

    def mentors(self) -> list[Entry]:
        """With the places that locked pairs leave."""
        taken = self._taken()
        return [
            _entry(profile, max(self.pool.places.get(who, 0) - taken[who], 0))
            for profile in self.pool.mentors
            for who in (profile.person_id,)
        ]

    def mentees(self) -> list[Entry]:
        """Whose pair is not locked."""
        settled = {pair.mentee_id for pair in self.locked}
        return [_entry(p) for p in self.pool.mentees if p.person_id not in settled]

    def options(self) -> Options:
        """What the manager asked for, as pairing takes it."""
        wanted, taken, ground = self.run.options, self._taken(), self.pool.ground
        return Options(
            objective=Objective(wanted.objective.value),
            bands=wanted.bands,
            kept=[(str(a), str(b)) for a, b in (self.earlier or {}).items()] if wanted.keep else (),
            least={
                entry.id: least
                for entry in self.mentors()
                if (least := min(wanted.least - taken[_person(entry)], entry.capacity)) > 0
            },
            tiers=self.ranks,
            open_pairs=ground.open_pairs,
            past_pairs=ground.past_pairs,
            waived=ground.waived,
            not_agreed=ground.not_agreed,
            must_haves=ground.settings.must_haves,
            skills=ground.settings.skills,
            languages=ground.settings.languages,
        )

    def pairs(self, pairing: Pairing) -> list[RunPair]:
        """The pairs of the run: those that were locked as they were, and the new ones."""
        again = [replace(pair, run_id=self.run.id, problem=None) for pair in self.locked]
        return [*again, *(_pair(self.run.id, found, pairing.prices) for found in pairing.pairs)]

    def left_over(self, pairing: Pairing) -> Iterator[RunLeftOver]:
        """Who is left over, and why."""
        settled = {pair.mentee_id for pair in self.locked}
        busy = {pair.mentor_id for pair in self.locked}
        for left in pairing.mentees:
            yield self._left(_person(left.entry), Role.MENTEE, left.why)
        for mentee_id in self.pool.bare:
            if mentee_id not in settled:
                yield self._left(mentee_id, Role.MENTEE, BARE)
        for left in pairing.mentors:
            offers = self.pool.places.get(_person(left.entry), 0) > 0
            if offers and _person(left.entry) not in busy:
                yield self._left(_person(left.entry), Role.MENTOR, left.why)

    def figures(self, pairing: Pairing, pairs: Sequence[RunPair]) -> RunFigures:
        """What came out."""
        total = sum(pair.score for pair in pairs)
        certificate = pairing.certificate
        proved = certificate.proved and pairing.complete
        now = {pair.mentee_id: pair.mentor_id for pair in pairs}
        moved = None
        if self.earlier is not None:
            moved = sum(now.get(mentee) != mentor for mentee, mentor in self.earlier.items())
        priced = self.run.options.objective is RunObjective.TOTAL
        settled = {pair.mentee_id for pair in self.locked}
        everybody = {profile.person_id for profile in self.pool.mentees} | {*self.pool.bare}
        return RunFigures(
            mentees=len(everybody | settled),
            mentors=sum(places > 0 for places in self.pool.places.values()),
            matched=len(pairs),
            total=total,
            proved=proved,
            gap=0.0 if proved or not (total and priced) else max(certificate.gap, 0.0) / total,
            cold=pairing.cold,
            unread=_unread(self.pool),
            blocking=pairing.blocking,
            moved=moved,
        )

    def settings(self, model: str) -> dict[str, Any]:
        """What the scores depended on.

        Args:
            model: id of the encoder whose vectors were used.
        """
        posterior = self.pool.posterior
        count = len(posterior.features)
        weights = dict(zip(posterior.features, posterior.mean[1 : 1 + count].tolist(), strict=True))
        return {
            "encoder": model,
            "at": self.at.isoformat(),
            "cold": posterior.cold,
            "outcomes": posterior.outcomes,
            "intercept": float(posterior.mean[0]),
            "weights": weights,
            "waived": sorted(self.pool.ground.waived),
        }

    def _taken(self) -> Counter[PersonId]:
        return Counter(pair.mentor_id for pair in self.locked)

    def _left(self, person_id: PersonId, role: Role, why: Sentence) -> RunLeftOver:
        return RunLeftOver(run_id=self.run.id, person_id=person_id, role=role, why=why)


def read_task(work: TenantWork, run: MatchRun, model: str, at: datetime) -> RunTask:
    """Read what a run is computed from.

    Args:
        work: the run's organization.
        run: the run.
        model: id of the encoder whose vectors are stored.
        at: decides about summer time.
    """
    present = attendance(work, run.program_id)
    looking, _ = people_of(work, present.looking(run.options))
    base = run.options.base
    before = [p for p in work.run_pairs.of_run(base) if p.match_id is None] if base else []
    pool = read_pool(work, run.program_id, model, present, looking)
    mentors = {profile.person_id for profile in pool.mentors}
    still = [p for p in before if p.mentee_id in looking and p.mentor_id in mentors]
    earlier = {pair.mentee_id: pair.mentor_id for pair in still if not pair.locked}
    return RunTask(
        run=run,
        pool=pool,
        locked=tuple(pair for pair in still if pair.locked),
        earlier=earlier if base else None,
        ranks=_ranks(work, run, looking),
        at=at,
    )


def _ranks(
    work: TenantWork, run: MatchRun, looking: Collection[PersonId]
) -> dict[tuple[str, str], int]:
    """Places on the lists of those who take part, of mentors who did not pass."""
    ranks: dict[tuple[str, str], int] = {}
    places: Counter[PersonId] = Counter()
    for choice in work.choices.of_mentees(run.program_id, looking):
        if choice.due(run.started_at):
            ranks[str(choice.mentee_id), str(choice.mentor_id)] = places[choice.mentee_id]
            places[choice.mentee_id] += 1
    return ranks


def _entry(profile: Profile, capacity: int = 1) -> Entry:
    return Entry(id=str(profile.person_id), name="", profile=profile, capacity=capacity)


def _person(entry: Entry) -> PersonId:
    return PersonId(UUID(entry.id))


def _pair(run_id: MatchRunId, found: MatchedPair, prices: Mapping[str, float]) -> RunPair:
    return RunPair(
        run_id=run_id,
        mentee_id=_person(found.mentee),
        mentor_id=_person(found.mentor),
        score=found.score,
        low=found.low,
        high=found.high,
        reasons=kept(found.reasons),
        price=prices.get(found.mentor.id, 0.0),
    )


def _unread(pool: Pool) -> int:
    """Texts without a vector yet."""
    profiles = (*pool.mentees, *pool.mentors)
    texts = {text for profile in profiles for _, text in profile.texts()}
    return sum(pool.vectors.row(text) < 0 for text in texts)
