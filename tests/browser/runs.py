"""Match runs of the demo's programme, in every situation their pages know."""

from dataclasses import replace

from core.domain.match_run import RunGroup, RunOptions, RunState
from core.domain.match_run_pages import PairOrder, PairQuery
from core.errors import ConflictError
from core.sentence import sentence
from core.services.runs.computing import RunComputing
from tests.fakes.encoder import FakeEncoder

RUN = "<run>"
"""Stands for the id of a run that is ready, and was changed by hand."""
OLDER = "<older-run>"
"""Stands for the id of the run before it."""
RUNNING = "<running-run>"
"""Stands for the id of a run that is being computed."""
FAILED = "<failed-run>"
"""Stands for the id of a run that failed."""
RUN_MENTEE = "<run-mentee>"
"""Stands for the id of a mentee who has somebody in the run."""
APPROVED = "<approved-run>"
"""Stands for the id of a run with approved pairs."""


def put_runs(hub, teacher):
    """Make them; returns what stands for their ids."""
    runs = hub.services.match_runs
    everybody = RunOptions(who=RunGroup.UNMATCHED)
    failed, running = (
        _stored(hub, teacher, state) for state in (RunState.FAILED, RunState.RUNNING)
    )
    older, approved = _computed(hub, teacher, everybody), _computed(hub, teacher, everybody)
    runs.edits.approve(teacher, approved)
    ready = _computed(hub, teacher, replace(everybody, base=older))
    pairs = runs.runs.view(teacher, ready, PairQuery(order=PairOrder.MENTEE)).page.pairs
    mentee = pairs[0].pair.mentee_id
    _change(runs, teacher, ready, mentee)
    runs.edits.remove(teacher, ready, pairs[-1].pair.mentee_id)
    with hub.storage.tenant(teacher.organization_id) as work:
        work.match_runs.save(replace(running, state=RunState.RUNNING))
    found = {RUN: ready, OLDER: older, APPROVED: approved, RUNNING: running.id, FAILED: failed.id}
    return {**{name: str(run) for name, run in found.items()}, RUN_MENTEE: str(mentee)}


def compute(hub):
    """Do what the worker would."""
    computing = RunComputing(hub.storage, hub.clock, FakeEncoder.model)
    jobs = hub.storage.tables.table("jobs")
    for key, row in list(jobs.items()):
        if row["job"] == "compute_match_run":
            computing.compute_match_run(**row["arguments"])
            del jobs[key]


def _computed(hub, teacher, options):
    run = hub.services.match_runs.runs.start(teacher, options)
    compute(hub)
    hub.clock.advance(minutes=1)
    return run.id


def _stored(hub, teacher, state):
    """A run that no worker will touch."""
    run = hub.services.match_runs.runs.start(teacher, RunOptions(who=RunGroup.UNMATCHED))
    hub.storage.tables.table("jobs").popitem()
    kept = replace(run, state=state, done=120, total=300)
    if state is RunState.FAILED:
        kept = replace(kept, problem=sentence("Something went wrong on our side."))
    with hub.storage.tenant(teacher.organization_id) as work:
        # Out of the way until the others are computed.
        work.match_runs.save(replace(kept, state=RunState.FAILED))
    return kept


def _change(runs, teacher, run, mentee):
    """Give a mentee another mentor, whoever there is."""
    for choice in runs.choosing.view(teacher, run, mentee).choices:
        holders = [holder.id for holder in choice.holders] or [None]
        if not choice.current and not choice.why_not:
            runs.edits.assign(teacher, run, mentee, choice.person.id, holders[0])
            return
    raise ConflictError("The demo has no other mentor.")
