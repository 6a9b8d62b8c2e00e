"""Where whole-cohort runs are kept: the runs, their pairs, who is left over, and the edits."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from core.domain.identifiers import MatchRunId, PersonId, ProgramId
from core.domain.match_run import MatchRun, RunEdit, RunLeftOver, RunPair, RunPhase
from core.domain.match_run_pages import PairCounts, PairPage, PairQuery
from core.domain.program import Role


class MatchRuns(Protocol):
    """Runs and the steps of editing them."""

    def get(self, run_id: MatchRunId) -> MatchRun | None: ...
    def lock(self, run_id: MatchRunId) -> MatchRun | None:
        """Like `get`, and nobody else changes or locks it until this unit of work ends."""
        ...

    def of_program(self, program_id: ProgramId, most: int = 50) -> list[MatchRun]:
        """Newest first."""
        ...

    def save(self, run: MatchRun) -> None:
        """Insert or update."""
        ...

    def tell(
        self, run_id: MatchRunId, phase: RunPhase, done: int, total: int, at: datetime
    ) -> bool:
        """Say how far a running run is.

        Returns:
            False when it runs no more: somebody stopped it.
        """
        ...

    def add_edits(self, edits: Sequence[RunEdit]) -> None: ...
    def edits(self, run_id: MatchRunId) -> list[RunEdit]:
        """Of every step that is not undone, the newest step first."""
        ...

    def last_edits(self, run_id: MatchRunId) -> list[RunEdit]:
        """Of the newest step that is not undone, ordered by mentee; empty without one."""
        ...

    def remove_edits(self, run_id: MatchRunId, number: int) -> None:
        """Forget one step."""
        ...


class RunPairs(Protocol):
    """The pairs of runs, and who is left over. A mentee has one mentor in a run."""

    def replace(
        self, run_id: MatchRunId, pairs: Sequence[RunPair], left_overs: Sequence[RunLeftOver]
    ) -> None:
        """Make these the run's only ones."""
        ...

    def of_run(self, run_id: MatchRunId) -> list[RunPair]:
        """Ordered by mentee id."""
        ...

    def plain(self, run_id: MatchRunId) -> list[RunPair]:
        """As `of_run`, without the reasons, which are long."""
        ...

    def drafts(self, run_id: MatchRunId) -> dict[PersonId, PersonId]:
        """Mentee -> mentor, of the pairs that are not published."""
        ...

    def get_many(
        self, run_id: MatchRunId, mentee_ids: Collection[PersonId]
    ) -> dict[PersonId, RunPair]: ...
    def page(self, run_id: MatchRunId, query: PairQuery) -> PairPage:
        """Some pairs with their people; equal ones in the order of mentee ids."""
        ...

    def counts(self, run_ids: Collection[MatchRunId]) -> Mapping[MatchRunId, PairCounts]:
        """Of each run, those without pairs too."""
        ...

    def save_many(self, pairs: Sequence[RunPair]) -> None:
        """Insert or update in bulk."""
        ...

    def remove(self, run_id: MatchRunId, mentee_ids: Collection[PersonId]) -> None: ...
    def approve(
        self,
        run_id: MatchRunId,
        by: PersonId | None,
        mentee_ids: Collection[PersonId] | None = None,
    ) -> int:
        """Approve pairs that are not published, or take that back.

        Args:
            run_id: whose pairs.
            by: who approves; None takes it back.
            mentee_ids: whose pairs; None for all.

        Returns:
            How many changed. Who approved first stays.
        """
        ...

    def lock(self, run_id: MatchRunId, mentee_ids: Collection[PersonId], *, locked: bool) -> None:
        """Lock pairs or let them go."""
        ...

    def left_overs(self, run_id: MatchRunId, role: Role) -> list[RunLeftOver]:
        """Who has nobody now, ordered by person id; whoever got somebody by hand is not here."""
        ...

    def add_left_overs(self, left_overs: Sequence[RunLeftOver]) -> None:
        """Insert; whoever was left over before keeps the first reason."""
        ...
