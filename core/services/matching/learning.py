"""Learning in the hub: every night each programme's outcomes become its belief.

1. One scheduled job promises a job for each programme.
2. That one reads how requests and matches ended, fits the belief from the stated prior, and keeps
   it with what pages tell of it. Twice is as good as once; nothing of one programme enters another.

Below LEAST_OUTCOMES a programme stays cold, and says so.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import numpy as np

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId, ProgramId
from core.domain.learned_belief import LearnedBelief, LearnedFigures
from core.domain.program import Program, Role
from core.engine.matching.comparison.people import TextVectors
from core.engine.matching.model.learning import learn
from core.engine.matching.model.outcomes import Outcomes
from core.engine.matching.model.told import Readiness, effects, readiness
from core.engine.matching.model.validation import Accuracy, validated
from core.engine.matching.model.written import written
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.services.matching.belief import posterior_of
from core.services.matching.outcomes import outcomes_of_matches

LEARN_PROGRAMS = "learn_programs"
LEARN_PROGRAM = "learn_program"
LEAST_OUTCOMES = 20
"""Fewer tell nothing that the prior does not know better."""
LEAST_CHECKED = 100
"""Outcomes from which held-out mentees say how well the belief orders."""
MOST_TOLD = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Learned:
    """What a page tells of a programme's belief.

    Attributes:
        belief: figures of the fit.
        raising, lowering: features that move scores most, the strongest first.
        readiness: how mentors differ.
    """

    belief: LearnedBelief
    raising: tuple[str, ...]
    lowering: tuple[str, ...]
    readiness: Readiness


class Learning:
    """The nightly jobs, and what was learned.

    Args:
        storage: where matches and beliefs are.
        clock: now.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, storage: Storage, clock: Clock, model: str) -> None:
        self._storage = storage
        self._clock = clock
        self._model = model

    def learn_programs(self) -> None:
        """Promise a fit of every programme."""
        with self._storage.platform() as platform:
            organizations = [organization.id for organization in platform.organizations.all()]
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as work:
                for program in work.programs.all():
                    name = f"{LEARN_PROGRAM}/{program.id}"
                    work.jobs.defer(
                        LEARN_PROGRAM,
                        lock=name,
                        once=name,
                        organization_id=str(organization_id),
                        program_id=str(program.id),
                    )

    def learn_program(self, organization_id: str, program_id: str) -> None:
        """Fit one programme. Again it changes nothing but the moment.

        Args:
            organization_id: whose programme it is.
            program_id: which.
        """
        organization, chosen = OrganizationId(UUID(organization_id)), ProgramId(UUID(program_id))
        now = self._clock.now()
        with self._storage.tenant(organization) as work:
            outcomes = self._outcomes(work, chosen, now)
        # Outside any transaction: a fit of many outcomes takes its time.
        belief = _fitted(chosen, outcomes, now)
        with self._storage.tenant(organization) as work:
            if belief is None or work.programs.get(chosen) is None:
                work.learned_beliefs.remove(chosen)
            else:
                work.learned_beliefs.save(belief)

    def told(self, actor: Actor) -> Learned | None:
        """What was learned in the actor's programme; None while it is cold."""
        if actor.program_id is None:
            return None
        with self._storage.tenant(actor.organization_id) as work:
            belief = work.learned_beliefs.get(actor.program_id)
        posterior = posterior_of(belief.model) if belief is not None else None
        if belief is None or posterior is None:
            return None
        strong = [e for e in effects(posterior) if e.low > 0 or e.high < 0]
        return Learned(
            belief=belief,
            raising=tuple(e.feature for e in strong if e.change > 0)[:MOST_TOLD],
            lowering=tuple(e.feature for e in strong if e.change < 0)[:MOST_TOLD],
            readiness=readiness(posterior),
        )

    @property
    def model(self) -> str:
        """Id of the encoder whose vectors are compared."""
        return self._model

    def of_programs(self, actor: Actor) -> Sequence[tuple[Program, LearnedFigures | None]]:
        """Every programme of the organization by name, with what was learned; None while cold.

        Args:
            actor: an administrator.

        Raises:
            ForbiddenError: the actor is no administrator.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            learned = work.learned_beliefs.figures()
            return [(program, learned.get(program.id)) for program in work.programs.all()]

    def _outcomes(self, work: TenantWork, program_id: ProgramId, now: datetime) -> Outcomes:
        matches = work.matches.of_program(program_id)
        people = {who for match in matches for who in (match.mentee_id, match.mentor_id)}
        stored = work.embeddings.of_people(people, self._model)
        places = {
            p.person_id: p.capacity
            for p in work.participations.of_program(program_id)
            if p.role is Role.MENTOR
        }
        return outcomes_of_matches(
            matches,
            work.profiles.get_many(people),
            TextVectors.of({own.text_hash: own.vector for own in stored}),
            places,
            now,
        )


def _fitted(program_id: ProgramId, outcomes: Outcomes, now: datetime) -> LearnedBelief | None:
    """The belief of enough outcomes of both kinds, else None."""
    if len(outcomes) < LEAST_OUTCOMES or np.ptp(outcomes.good) == 0:
        return None
    posterior = learn(outcomes)
    checked = validated(outcomes) if len(outcomes) >= LEAST_CHECKED else None
    found = checked if checked is not None and checked.mentees else None
    return LearnedBelief(
        program_id=program_id,
        learned_at=now,
        outcomes=len(outcomes),
        mentees=len(outcomes.mentees),
        mentors=len(outcomes.mentors),
        model=json.dumps(written(posterior), separators=(",", ":")),
        **_figures(found),
    )


def _figures(found: Accuracy | None) -> dict[str, float | None]:
    if found is None:
        return {"accuracy": None, "low": None, "high": None}
    return {"accuracy": found.share, "low": found.low, "high": found.high}
