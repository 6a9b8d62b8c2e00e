"""Computing a run in the background.

1. The run begins, unless somebody stopped it meanwhile. A job that lost its worker begins again.
2. Everything is read in one unit of work; locked pairs of the run it starts from are taken over.
3. The best pairs are found outside any transaction. How far it is, is written now and then; a run
   that somebody stopped ends there.
4. Pairs, left-overs and figures are stored together, and the run is ready.

Running the job twice leads to the same: only a run that is still to come is computed.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from core.domain.identifiers import MatchRunId, OrganizationId
from core.domain.match_run import MatchRun, RunPhase, RunState
from core.errors import MentorloomError, UnavailableError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.pairing.pairing import Pairing, Progress, pair_stored
from core.services.runs.task import RunTask, read_task

TOLD_EVERY = timedelta(milliseconds=400)
"""Progress is written no more often than this."""
_log = logging.getLogger(__name__)


class _Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Somebody does not want the run any more."""


class RunComputing:
    """The job.

    Args:
        storage: where runs and people are.
        clock: how long it takes, and what summer time it is.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, storage: Storage, clock: Clock, model: str) -> None:
        self._storage = storage
        self._clock = clock
        self._model = model

    def compute_match_run(self, organization_id: str, run_id: str) -> None:
        """Compute one run.

        Args:
            organization_id: whose it is.
            run_id: which.

        Raises:
            UnavailableError: the database did not answer; worth trying again.
        """
        organization, run = OrganizationId(UUID(organization_id)), MatchRunId(UUID(run_id))
        try:
            with self._storage.tenant(organization) as work:
                task = self._begin(work, run)
            if task is not None:
                self._finish(task, self._paired(task))
        except _Stopped:
            _log.info("Match run %s was stopped", run)
        except UnavailableError:
            raise
        except MentorloomError as error:
            self._fail(organization, run, sentence(error.message, **error.params))
        except Exception:  # noqa: BLE001 - whatever it was, somebody waits for the run
            _log.exception("Match run %s failed", run)
            self._fail(
                organization,
                run,
                sentence("Something went wrong on our side. Start a new run, or ask for help."),
            )

    def _begin(self, work: TenantWork, run_id: MatchRunId) -> RunTask | None:
        run = work.match_runs.lock(run_id)
        if run is None or not run.coming:
            return None
        now = self._clock.now()
        run = replace(run, state=RunState.RUNNING, phase=RunPhase.READING, done=0, told_at=now)
        work.match_runs.save(run)
        return read_task(work, run, self._model, now)

    def _paired(self, task: RunTask) -> Pairing:
        return pair_stored(
            task.mentors(),
            task.mentees(),
            task.pool.vectors,
            task.at,
            options=task.options(),
            posterior=task.pool.posterior,
            explain=True,
            progress=self._telling(task.run),
        )

    def _telling(self, run: MatchRun) -> Progress:
        """Writes how far the run is, now and then."""
        last: list[tuple[str, datetime]] = []

        def tell(phase: str, done: int, total: int) -> None:
            now = self._clock.now()
            if last and last[0][0] == phase and now - last[0][1] < TOLD_EVERY:
                return
            last[:] = [(phase, now)]
            with self._storage.tenant(run.organization_id) as work:
                if not work.match_runs.tell(run.id, RunPhase(phase), done, total, now):
                    raise _Stopped

        return tell

    def _finish(self, task: RunTask, pairing: Pairing) -> None:
        pairs = task.pairs(pairing)
        with self._storage.tenant(task.run.organization_id) as work:
            run = work.match_runs.lock(task.run.id)
            if run is None or run.state is not RunState.RUNNING:
                raise _Stopped
            work.run_pairs.replace(run.id, pairs, list(task.left_over(pairing)))
            ready = replace(
                run,
                state=RunState.READY,
                phase=RunPhase.WRITING,
                finished_at=self._clock.now(),
                figures=task.figures(pairing, pairs),
                settings=task.settings(self._model),
            )
            work.match_runs.save(ready)

    def _fail(self, organization: OrganizationId, run_id: MatchRunId, why: Sentence) -> None:
        with self._storage.tenant(organization) as work:
            run = work.match_runs.lock(run_id)
            if run is not None and run.coming:
                now = self._clock.now()
                work.match_runs.save(
                    replace(run, state=RunState.FAILED, finished_at=now, problem=why)
                )
