"""A whole-cohort run with its result, written straight into storage."""

from dataclasses import dataclass, field
from uuid import uuid4

from core.domain.identifiers import MatchRunId
from core.domain.match_run import (
    MatchRun,
    RunEdit,
    RunFigures,
    RunLeftOver,
    RunOptions,
    RunPair,
    RunState,
)
from core.domain.program import Role
from core.sentence import sentence

TAKEN = sentence("All places of the mentors they may meet went to others.")


@dataclass
class Running:
    storage: object
    clock: object
    manager: object  # an actor of the programme
    options: RunOptions = field(default_factory=RunOptions)
    ready: bool = True

    def __post_init__(self):
        now, figures = self.clock.now(), None
        if self.ready:
            figures = RunFigures(mentees=1, mentors=1, matched=1, total=0.5)
        self.run = MatchRun(
            id=MatchRunId(uuid4()),
            organization_id=self.manager.organization_id,
            program_id=self.manager.program_id,
            state=RunState.READY if self.ready else RunState.RUNNING,
            options=self.options,
            started_by=None,
            started_at=now,
            told_at=now,
            figures=figures,
        )
        with self.tenant() as work:
            work.match_runs.save(self.run)

    def tenant(self):
        return self.storage.tenant(self.manager.organization_id)

    def pair(self, mentee, mentor, score=0.5):
        return RunPair(
            run_id=self.run.id,
            mentee_id=mentee.person_id,
            mentor_id=mentor.person_id,
            score=score,
            low=score,
            high=score,
        )

    def holds(self, pairs, waiting=(), idle=()):
        left = [
            RunLeftOver(run_id=self.run.id, person_id=actor.person_id, role=role, why=TAKEN)
            for role, people in ((Role.MENTEE, waiting), (Role.MENTOR, idle))
            for actor in people
        ]
        with self.tenant() as work:
            work.run_pairs.replace(self.run.id, pairs, left)

    def edited(self, number, mentee_id, before):
        """One step of changing it by hand."""
        edit = RunEdit(
            run_id=self.run.id,
            number=number,
            mentee_id=mentee_id,
            at=self.clock.now(),
            by=None,
            before=before,
        )
        with self.tenant() as work:
            work.match_runs.add_edits([edit])
