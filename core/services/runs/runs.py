"""Whole-cohort runs: starting one, watching it, looking at what came out, throwing it away.

1. A manager starts a run; a worker computes it (computing.py). Nobody else is told.
2. The manager looks at the pairs, changes what they know better (edits.py), locks what must
   stay, perhaps runs again, and approves.
3. The manager publishes what is approved (publishing.py): only now are there matches.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from core.domain.actor import Actor
from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import (
    COMING_STATES,
    MatchRun,
    RunGroup,
    RunLeftOver,
    RunOptions,
    RunPair,
    RunState,
)
from core.domain.match_run_pages import PairQuery
from core.domain.person import Person
from core.domain.program import Role
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.runs.attendance import attendance, people_of
from core.services.runs.views import (
    RunLine,
    RunsOverview,
    RunView,
    by_name,
    left_overs,
    run_lines,
)

COMPUTE_RUN = "compute_match_run"
MOST_LEAST = 20
LEAST_BANDS, MOST_BANDS = 2, 100
SILENT = timedelta(minutes=10)
"""A run that gave no sign of life for so long has lost its worker."""


class Runs:
    """The runs of the actor's programme; for its managers only."""

    def __init__(self, storage: Storage, clock: Clock, entropy: Entropy) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy

    def overview(self, actor: Actor) -> RunsOverview:
        """The programme's runs, and whom a new one would be about.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: the course has none.
        """
        actor.must_manage()
        program_id = actor.program()
        with self._storage.tenant(actor.organization_id) as work:
            program = work.programs.get(program_id)
            assert program is not None, "a foreign key keeps courses and programmes together"
            lines = run_lines(work, work.match_runs.of_program(program_id))
            present = attendance(work, program_id)
            unmatched, people = people_of(work, present.unmatched)
        approved = sum(line.counts.approved for line in lines)
        unchanged = sum(line.counts.unchanged for line in lines)
        return RunsOverview(
            program=program,
            runs=tuple(lines),
            groups={
                RunGroup.WAITING: len(unmatched & present.looking(RunOptions())),
                RunGroup.UNMATCHED: len(unmatched),
            },
            places=sum(present.places().values()),
            unmatched=tuple(sorted(people.values(), key=by_name)),
            unchanged=unchanged / approved if approved else None,
        )

    def start(self, actor: Actor, options: RunOptions) -> MatchRun:
        """Promise a run.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: the course has none, or no such run to start from.
            InvalidInputError: names the options.
            ConflictError: one is being computed, or there is nobody to match.
        """
        actor.must_manage()
        _check(options)
        program_id, now = actor.program(), self._clock.now()
        with self._storage.tenant(actor.organization_id) as work:
            if options.base is not None:
                own_run(work, actor, options.base)
            newest = work.match_runs.of_program(program_id)
            if any(run.coming and not _silent(run, now) for run in newest):
                raise ConflictError(
                    "A run is being computed already. Wait until it is ready, or stop it."
                )
            looking, _ = people_of(work, attendance(work, program_id).looking(options))
            if not looking:
                raise ConflictError(
                    "There is nobody to match: no mentee of this choice is without a mentor."
                )
            run = MatchRun(
                id=MatchRunId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                program_id=program_id,
                options=options,
                started_by=actor.person_id,
                started_at=now,
                told_at=now,
            )
            work.match_runs.save(run)
            work.jobs.defer(
                COMPUTE_RUN,
                lock=f"match-run:{program_id}",
                urgent=True,
                organization_id=str(actor.organization_id),
                run_id=str(run.id),
            )
        return run

    def progress(self, actor: Actor, run_id: MatchRunId) -> RunLine:
        """How far a run is. Raises as `view`."""
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            (line,) = run_lines(work, [own_run(work, actor, run_id)])
        return line

    def view(self, actor: Actor, run_id: MatchRunId, query: PairQuery) -> RunView:
        """A run with one page of its pairs; a page too far is the last one.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: it has no such run.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            (line,) = run_lines(work, [own_run(work, actor, run_id)])
            query = replace(query, page=max(query.page, 1))
            page = work.run_pairs.page(run_id, query)
            pages = max(1, -(-page.found // query.size))
            if query.page > pages:
                query = replace(query, page=pages)
                page = work.run_pairs.page(run_id, query)
            left = {role: left_overs(work, run_id, role) for role in Role}
            undoable = work.match_runs.last_edits(run_id) if line.run.editable else []
        return RunView(
            line=line,
            query=query,
            page=page,
            pages=pages,
            mentees=left[Role.MENTEE],
            mentors=left[Role.MENTOR],
            undoable=tuple(undoable),
            silent=_silent(line.run, self._clock.now()),
        )

    def tables(
        self, actor: Actor, run_id: MatchRunId
    ) -> tuple[list[RunPair], list[RunLeftOver], dict[PersonId, Person]]:
        """All pairs, everybody left over, and their people. Raises as `view`."""
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            own_run(work, actor, run_id)
            pairs = work.run_pairs.of_run(run_id)
            left = [one for role in Role for one in work.run_pairs.left_overs(run_id, role)]
            ids = {who for pair in pairs for who in (pair.mentee_id, pair.mentor_id)}
            people = work.people.get_many(ids | {one.person_id for one in left})
        return pairs, left, people

    def discard(self, actor: Actor, run_id: MatchRunId) -> MatchRun:
        """Throw a run away, or stop one that is being computed. Published matches stay.

        Raises:
            ForbiddenError, NotFoundError: as `view`.
            ConflictError: all of it is published, or it was thrown away before.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            run = locked_run(work, actor, run_id)
            if not (run.coming or run.editable or run.state is RunState.FAILED):
                raise ConflictError("This run is closed already. Nothing was changed.")
            discarded = replace(run, state=RunState.DISCARDED, finished_at=self._clock.now())
            work.match_runs.save(discarded)
        return discarded


def own_run(work: TenantWork, actor: Actor, run_id: MatchRunId) -> MatchRun:
    """A run of the actor's programme.

    Raises:
        NotFoundError: it has no such run.
    """
    return _own(work.match_runs.get(run_id), actor)


def locked_run(work: TenantWork, actor: Actor, run_id: MatchRunId) -> MatchRun:
    """As `own_run`, and nobody else changes it until this unit of work ends."""
    return _own(work.match_runs.lock(run_id), actor)


def editable(run: MatchRun) -> MatchRun:
    """The run, if its pairs can be changed.

    Raises:
        ConflictError: they cannot.
    """
    if not run.editable:
        raise ConflictError("This run cannot be changed: it is not ready, or closed already.")
    return run


def _own(run: MatchRun | None, actor: Actor) -> MatchRun:
    if run is None or run.program_id != actor.program():
        raise NotFoundError("There is no such match run in this programme.")
    return run


def _silent(run: MatchRun, now: datetime) -> bool:
    return run.state in COMING_STATES and now - run.told_at > SILENT


def _check(options: RunOptions) -> None:
    wrong = {}
    if not 0 <= options.least <= MOST_LEAST:
        wrong["least"] = [sentence("Choose a number from 0 to %(most)s.", most=MOST_LEAST)]
    if not LEAST_BANDS <= options.bands <= MOST_BANDS:
        wrong["bands"] = [
            sentence(
                "Choose a number from %(least)s to %(most)s.", least=LEAST_BANDS, most=MOST_BANDS
            )
        ]
    if options.who is RunGroup.CHOSEN and not options.chosen:
        wrong["chosen"] = [sentence("Choose at least one mentee.")]
    if options.who is not RunGroup.CHOSEN and options.chosen:
        wrong["chosen"] = [
            sentence("You ticked mentees. Say that you mean only them, or untick them.")
        ]
    if wrong:
        raise InvalidInputError("Some answers need a change before the run can start.", wrong)
