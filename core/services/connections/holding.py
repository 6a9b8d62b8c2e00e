"""When a run waits for an administrator's yes, and when too little of it could be used."""

from core.domain.connection import Problem, ProblemKind
from core.domain.sync import MOST_CHANGES_KEPT, SyncRun
from core.ports.connectors import RecordKind
from core.ports.unit_of_work import TenantWork
from core.sentence import sentence
from core.services.connections.reading import Reading

FEW_GONE = 5
"""So few may always go, unless they are all there are."""
FEW_BAD = 10
MOST_BAD_SHARE = 0.5
"""When more records than this share, and more than FEW_BAD, cannot be used, the run fails."""


def unsure(work: TenantWork, reading: Reading, going: int) -> Problem | None:
    """Why those whom no page had may not go without a yes."""
    run = reading.run
    issues = work.sync_runs.issues(run.id, MOST_CHANGES_KEPT)
    # Of more than are kept nobody knows whom they are about.
    nameless = len(issues) == MOST_CHANGES_KEPT or any(not issue.key for issue in issues)
    if not nameless or going <= run.confirmed:
        return too_many(work, reading, going + run.counts.leaving)
    told = sentence(
        "%(going)s people would be gone, but some rows do not say whom they are about. "
        "Correct those rows, or confirm that these people are gone.",
        going=going,
    )
    if not _of_people(reading):
        told = sentence(
            "%(going)s records would be gone, but some rows do not say which they are about. "
            "Correct those rows, or confirm that these are gone.",
            going=going,
        )
    return Problem(kind=ProblemKind.HELD, sentence=told)


def too_many(work: TenantWork, reading: Reading, going: int) -> Problem | None:
    """Why so many may not go without a yes."""
    if going <= reading.run.confirmed:
        return None
    present = _present(work, reading)
    few = max(FEW_GONE, reading.connection.held_share * present)
    return None if going <= few and going < present else many(work, reading, going)


def many(work: TenantWork, reading: Reading, going: int) -> Problem:
    """That so many would go."""
    present = _present(work, reading)
    told = sentence(
        "%(going)s of %(present)s people would be gone. Look whether the source is complete, "
        "then confirm.",
        going=going,
        present=present,
    )
    if not _of_people(reading):
        told = sentence(
            "%(going)s of %(present)s records would be gone. Look whether the source is "
            "complete, then confirm.",
            going=going,
            present=present,
        )
    return Problem(kind=ProblemKind.HELD, sentence=told)


def _of_people(reading: Reading) -> bool:
    return reading.stream.records is RecordKind.PEOPLE


def _present(work: TenantWork, reading: Reading) -> int:
    """How many were there when the run began, but for those whom it found new."""
    return reading.sink.present(work, reading.connection) + reading.run.counts.gone


def hold_of(run: SyncRun) -> Problem | None:
    """Why pages of a run wait for a yes; None if none does."""
    problem = run.problem
    return problem if problem is not None and problem.kind is ProblemKind.HELD else None


def unusable(run: SyncRun) -> Problem | None:
    """Whether too many records could not be used."""
    bad, seen = run.counts.quarantined, run.counts.seen
    if bad <= max(FEW_BAD, MOST_BAD_SHARE * seen):
        return None
    told = sentence(
        "%(bad)s of %(seen)s records could not be used, so nobody was taken away. Look at the "
        "reasons below.",
        bad=bad,
        seen=seen,
    )
    return Problem(kind=ProblemKind.DATA, sentence=told)
