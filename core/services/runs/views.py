"""What managers see of runs."""

from dataclasses import dataclass

from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import MatchRun, RunEdit, RunGroup, RunLeftOver
from core.domain.match_run_pages import PairCounts, PairPage, PairQuery
from core.domain.person import Person
from core.domain.program import Program, Role
from core.ports.unit_of_work import TenantWork


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run in a list."""

    run: MatchRun
    counts: PairCounts
    starter: Person | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunsOverview:
    """What a manager needs for starting a run.

    Attributes:
        runs: newest first.
        groups: how many mentees each group has.
        places: free places of mentors.
        unmatched: mentees without a mentor, by name.
        unchanged: share of all approved pairs that were taken as computed; None without any.
    """

    program: Program
    runs: tuple[RunLine, ...]
    groups: dict[RunGroup, int]
    places: int
    unmatched: tuple[Person, ...]
    unchanged: float | None


@dataclass(frozen=True, slots=True)
class LeftOverLine:
    """Somebody without anybody, and why."""

    person: Person
    left: RunLeftOver


@dataclass(frozen=True, slots=True, kw_only=True)
class RunView:
    """A run with one page of its pairs.

    Attributes:
        pages: how many there are, at least 1.
        mentees, mentors: who is left over, by name.
        undoable: what the last step of editing changed.
        silent: it seems to have lost its worker.
    """

    line: RunLine
    query: PairQuery
    page: PairPage
    pages: int
    mentees: tuple[LeftOverLine, ...]
    mentors: tuple[LeftOverLine, ...]
    undoable: tuple[RunEdit, ...]
    silent: bool

    @property
    def run(self) -> MatchRun:
        """The run itself."""
        return self.line.run

    @property
    def counts(self) -> PairCounts:
        """Of all its pairs."""
        return self.line.counts


def run_lines(work: TenantWork, runs: list[MatchRun]) -> list[RunLine]:
    """Runs with their counts and who started them, in the order given."""
    counts = work.run_pairs.counts([run.id for run in runs])
    starters = work.people.get_many({run.started_by for run in runs if run.started_by})
    return [
        RunLine(run, counts[run.id], starters.get(run.started_by) if run.started_by else None)
        for run in runs
    ]


def left_overs(work: TenantWork, run_id: MatchRunId, role: Role) -> tuple[LeftOverLine, ...]:
    """Who is left over, by name."""
    left = work.run_pairs.left_overs(run_id, role)
    people = work.people.get_many({one.person_id for one in left})
    lines = [LeftOverLine(people[one.person_id], one) for one in left]
    return tuple(sorted(lines, key=lambda line: by_name(line.person)))


def by_name(person: Person) -> tuple[str, PersonId]:
    """Sorts people."""
    return person.name.casefold(), person.id
