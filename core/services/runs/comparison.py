"""Two runs side by side: which pairs both have, and what each mentee would gain or lose."""

from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import RunPair
from core.domain.person import Person
from core.ports.unit_of_work import Storage
from core.services.runs.runs import own_run
from core.services.runs.views import RunLine, run_lines

DIFFERENCES_ON_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDifference:
    """One mentee who has another mentor in the second run than in the first.

    Attributes:
        first, second: their mentor in each; None for nobody.
        first_score, second_score: of these pairs; None without one.
    """

    mentee: Person
    first: Person | None
    second: Person | None
    first_score: float | None
    second_score: float | None

    @property
    def gain(self) -> float:
        """By how much the second run's score is larger; nobody counts as 0."""
        return (self.second_score or 0.0) - (self.first_score or 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparison:
    """Two runs of one programme.

    Attributes:
        both: pairs that are in both.
        only_first, only_second: pairs that are in one.
        better, worse: mentees whose score is larger, or smaller, in the second run.
        differences: of this page, largest loss first.
        page, pages: counted from 1.
    """

    first: RunLine
    second: RunLine
    both: int
    only_first: int
    only_second: int
    better: int
    worse: int
    differences: tuple[RunDifference, ...]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class _Two:
    """What two runs have for one mentee."""

    mentee_id: PersonId
    first: RunPair | None
    second: RunPair | None

    @property
    def same(self) -> bool:
        """Whether it is the same mentor."""
        return self._mentor(self.first) == self._mentor(self.second)

    @property
    def gain(self) -> float:
        """As RunDifference.gain."""
        return self._score(self.second) - self._score(self.first)

    @staticmethod
    def _mentor(pair: RunPair | None) -> PersonId | None:
        return pair.mentor_id if pair else None

    @staticmethod
    def _score(pair: RunPair | None) -> float:
        return pair.score if pair else 0.0


class RunComparisons:
    """Compares runs of the actor's programme."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def compare(
        self, actor: Actor, first: MatchRunId, second: MatchRunId, page: int = 1
    ) -> RunComparison:
        """Two runs side by side.

        Args:
            actor: a manager of the programme.
            first: a run.
            second: another.
            page: of the differences, counted from 1; one too far is the last.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: it has no such run.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            lines = run_lines(work, [own_run(work, actor, run) for run in (first, second)])
            before, after = (
                {pair.mentee_id: pair for pair in work.run_pairs.of_run(run)}
                for run in (first, second)
            )
            everybody = [
                _Two(mentee, before.get(mentee), after.get(mentee))
                for mentee in {**before, **after}
            ]
            changed = sorted(
                (two for two in everybody if not two.same),
                key=lambda two: (two.gain, two.mentee_id),
            )
            pages = max(1, -(-len(changed) // DIFFERENCES_ON_PAGE))
            page = min(max(page, 1), pages)
            shown = changed[(page - 1) * DIFFERENCES_ON_PAGE : page * DIFFERENCES_ON_PAGE]
            people = work.people.get_many(_people(shown))
        both = len(everybody) - len(changed)
        return RunComparison(
            first=lines[0],
            second=lines[1],
            both=both,
            only_first=len(before) - both,
            only_second=len(after) - both,
            better=sum(two.gain > 0 for two in changed),
            worse=sum(two.gain < 0 for two in changed),
            differences=tuple(_difference(two, people) for two in shown),
            page=page,
            pages=pages,
        )


def _people(shown: list[_Two]) -> set[PersonId]:
    pairs = [pair for two in shown for pair in (two.first, two.second) if pair]
    return {who for pair in pairs for who in (pair.mentee_id, pair.mentor_id)}


def _difference(two: _Two, people: dict[PersonId, Person]) -> RunDifference:
    first, second = two.first, two.second
    return RunDifference(
        mentee=people[two.mentee_id],
        first=people[first.mentor_id] if first else None,
        second=people[second.mentor_id] if second else None,
        first_score=first.score if first else None,
        second_score=second.score if second else None,
    )
