"""Choosing another mentor for one mentee of a run: what there is to choose from."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import MatchRun, RunObjective, RunPair
from core.domain.person import Person
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage
from core.services.runs.candidates import (
    MenteeCandidates,
    MentorChoice,
    candidates_of,
    shown,
)
from core.services.runs.runs import editable, own_run

CHOICES_ON_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class MenteeView:
    """One mentee of a run with the mentors they could have.

    Attributes:
        pair: what they have now; None if nobody.
        mentor: who that is.
        found, page, pages: how many mentors there are, and which of them are here.
        cold: nothing was learned from outcomes yet.
    """

    run: MatchRun
    mentee: Person
    pair: RunPair | None
    mentor: Person | None
    choices: tuple[MentorChoice, ...]
    found: int
    page: int
    pages: int
    cold: bool


class RunChoosing:
    """Shows managers whom a mentee of a run could have.

    Args:
        storage: where runs are.
        clock: decides about summer time.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, storage: Storage, clock: Clock, model: str) -> None:
        self._storage = storage
        self._clock = clock
        self._model = model

    def view(
        self, actor: Actor, run_id: MatchRunId, mentee_id: PersonId, text: str = "", page: int = 1
    ) -> MenteeView:
        """A mentee and the mentors they could have, best first.

        Args:
            actor: a manager of the programme.
            run_id: the run.
            mentee_id: the mentee.
            text: part of a mentor's name.
            page: counted from 1; one too far is the last.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: no such run or mentee.
            ConflictError: the run cannot be changed, or the mentee takes part no more.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            run = editable(own_run(work, actor, run_id))
            found = candidates_of(work, run, mentee_id, self._model, self._clock.now())
            pair = work.run_pairs.get_many(run_id, [mentee_id]).get(mentee_id)
            ids = {mentee_id, *(p.person_id for p in found.pool.mentors)}
            people = work.people.get_many(ids | ({pair.mentor_id} if pair else set()))
            order = _named(found, people, text)
            pages = max(1, -(-len(order) // CHOICES_ON_PAGE))
            page = min(max(page, 1), pages)
            part = order[(page - 1) * CHOICES_ON_PAGE : page * CHOICES_ON_PAGE]
            mentors = (found.pool.mentors[index].person_id for index in part)
            holders = [who for mentor in mentors for who in found.holders(mentor)]
            pairs = work.run_pairs.get_many(run_id, [mentee_id, *holders])
            people |= work.people.get_many(holders)
            wished = bool(work.choices.of_mentees(run.program_id, [mentee_id]))
        return MenteeView(
            run=run,
            mentee=people[mentee_id],
            pair=pair,
            mentor=people[pair.mentor_id] if pair else None,
            choices=tuple(
                shown(found, index, people, pairs, priced=_priced(run, wished=wished))
                for index in part
            ),
            found=len(order),
            page=page,
            pages=pages,
            cold=found.pool.posterior.cold,
        )


def _named(found: MenteeCandidates, people: Mapping[PersonId, Person], text: str) -> list[int]:
    """Indices of the mentors whose name has this in it, in their order."""
    wanted = text.strip().casefold()
    mentors = found.pool.mentors
    return [i for i in found.order() if wanted in people[mentors[i].person_id].name.casefold()]


def _priced(run: MatchRun, *, wished: bool) -> bool:
    """Whether the run's prices are of scores alone: no wishes, no earlier pairs, no least loads."""
    options = run.options
    plain = options.objective is RunObjective.TOTAL and not (options.keep or options.least)
    return plain and not wished and run.figures is not None and run.figures.proved
