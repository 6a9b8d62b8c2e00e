"""Changing what a run computed: another mentor, nobody, a swap; locks, approvals, and going back.

What a person puts together by hand is locked, so that a new run keeps it, and counts as approved by
them. Every step can be undone, the last one first, as long as nobody was told.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from core.domain.actor import Actor
from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match_run import MatchRun, RunEdit, RunLeftOver, RunPair
from core.domain.program import Role
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.runs.candidates import (
    MenteeCandidates,
    candidates_of,
)
from core.services.runs.runs import editable, locked_run

_BY_HAND = sentence("Their pair was taken apart by hand.")


class RunEdits:
    """Editing the runs of the actor's programme.

    Args:
        storage: where runs are.
        clock: when something was changed, and what summer time it is.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(self, storage: Storage, clock: Clock, model: str) -> None:
        self._storage = storage
        self._clock = clock
        self._model = model

    def assign(
        self,
        actor: Actor,
        run_id: MatchRunId,
        mentee_id: PersonId,
        mentor_id: PersonId,
        instead_of: PersonId | None = None,
    ) -> RunPair:
        """Give a mentee a mentor, whoever they had before.

        Args:
            actor: a manager of the programme.
            run_id: the run.
            mentee_id: the mentee.
            mentor_id: the mentor.
            instead_of: whose place it is, if the mentor has no other: that mentee gets the
                mentor who becomes free, or nobody if rules forbid it.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: no such run or mentee, or no such mentor to be had.
            ConflictError: the run cannot be changed, somebody was told already, a rule forbids
                the pair, or there is no place.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            run = editable(locked_run(work, actor, run_id))
            found = self._candidates(work, run, mentee_id)
            made = _made(found, mentor_id, actor)
            full = found.places(mentor_id) < 1
            involved = [mentee_id, instead_of] if full and instead_of else [mentee_id]
            before = _drafts(work, run_id, involved)
            after = [made]
            if full:
                after += self._displaced(work, run, before, made, instead_of, actor)
            self._write(work, run_id, actor, involved, before, after)
        return made

    def remove(self, actor: Actor, run_id: MatchRunId, mentee_id: PersonId) -> None:
        """Leave a mentee without a mentor in this run.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: no such run, or the mentee has nobody in it.
            ConflictError: the run cannot be changed, or the two were told already.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            editable(locked_run(work, actor, run_id))
            before = _drafts(work, run_id, [mentee_id])
            if not before:
                raise NotFoundError("This mentee has no mentor in this run.")
            self._write(work, run_id, actor, [mentee_id], before, [])

    def undo(self, actor: Actor, run_id: MatchRunId) -> list[PersonId]:
        """Take back the last step of editing.

        Returns:
            The mentees it was about.

        Raises:
            ForbiddenError, NotFoundError: as `remove`.
            ConflictError: there is nothing to undo, or somebody was told already.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            editable(locked_run(work, actor, run_id))
            edits = work.match_runs.last_edits(run_id)
            if not edits:
                raise ConflictError("There is nothing left to undo.")
            mentees = [edit.mentee_id for edit in edits]
            _drafts(work, run_id, mentees)
            work.run_pairs.remove(run_id, mentees)
            work.run_pairs.save_many([edit.before for edit in edits if edit.before])
            work.match_runs.remove_edits(run_id, edits[0].number)
        return mentees

    def lock(
        self, actor: Actor, run_id: MatchRunId, mentee_ids: Collection[PersonId], *, locked: bool
    ) -> None:
        """Have a new run keep some pairs, or let it move them again. Raises as `approve`."""
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            editable(locked_run(work, actor, run_id))
            work.run_pairs.lock(run_id, mentee_ids, locked=locked)

    def approve(
        self,
        actor: Actor,
        run_id: MatchRunId,
        mentee_ids: Collection[PersonId] | None = None,
        *,
        approved: bool = True,
    ) -> int:
        """Say yes to pairs, or take that back; the actor answers for it.

        Args:
            actor: a manager of the programme.
            run_id: the run.
            mentee_ids: whose pairs; None for all.
            approved: yes, or not yet.

        Returns:
            How many changed.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: no such run.
            ConflictError: the run cannot be changed.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            editable(locked_run(work, actor, run_id))
            by = actor.person_id if approved else None
            return work.run_pairs.approve(run_id, by, mentee_ids)

    def _candidates(self, work: TenantWork, run: MatchRun, mentee_id: PersonId) -> MenteeCandidates:
        return candidates_of(work, run, mentee_id, self._model, self._clock.now())

    def _displaced(
        self,
        work: TenantWork,
        run: MatchRun,
        before: Mapping[PersonId, RunPair],
        made: RunPair,
        instead_of: PersonId | None,
        actor: Actor,
    ) -> list[RunPair]:
        """The new pair of whoever gives up their place: with the mentor who becomes free."""
        theirs = before.get(instead_of) if instead_of else None
        if instead_of is None or theirs is None or theirs.mentor_id != made.mentor_id:
            raise ConflictError(
                "This mentor has no free place in this run. Choose whose place it is to be."
            )
        if theirs.locked:
            raise ConflictError("The pair that holds this place is locked. Unlock it first.")
        own = before.get(made.mentee_id)
        if own is None:
            return []
        found = self._candidates(work, run, instead_of)
        index = found.find(own.mentor_id)
        allowed = index is not None and not found.against(index)
        return [_made(found, own.mentor_id, actor)] if allowed else []

    def _write(
        self,
        work: TenantWork,
        run_id: MatchRunId,
        actor: Actor,
        involved: Sequence[PersonId],
        before: Mapping[PersonId, RunPair],
        after: Sequence[RunPair],
    ) -> None:
        """Store what a step leads to, and what was there before it."""
        last = work.match_runs.last_edits(run_id)
        number = last[0].number + 1 if last else 1
        work.match_runs.add_edits(
            [
                RunEdit(
                    run_id=run_id,
                    number=number,
                    mentee_id=mentee_id,
                    at=self._clock.now(),
                    by=actor.person_id,
                    before=before.get(mentee_id),
                )
                for mentee_id in involved
            ]
        )
        work.run_pairs.remove(run_id, involved)
        work.run_pairs.save_many(after)
        # Whoever has somebody is on no list of those left over, so nobody has to be taken off one.
        work.run_pairs.add_left_overs(
            [
                RunLeftOver(run_id=run_id, person_id=who, role=role, why=_BY_HAND)
                for pair in before.values()
                for role, who in ((Role.MENTEE, pair.mentee_id), (Role.MENTOR, pair.mentor_id))
            ]
        )


def _drafts(
    work: TenantWork, run_id: MatchRunId, mentee_ids: Collection[PersonId]
) -> dict[PersonId, RunPair]:
    """The pairs of some mentees, none of which anybody was told of."""
    pairs = work.run_pairs.get_many(run_id, mentee_ids)
    if any(pair.match_id is not None for pair in pairs.values()):
        raise ConflictError("The two know of each other already. End their match instead.")
    return pairs


def _made(found: MenteeCandidates, mentor_id: PersonId, actor: Actor) -> RunPair:
    """A pair put together by hand."""
    index = found.find(mentor_id)
    if index is None:
        raise NotFoundError("This person is not a mentor in this programme.")
    if found.drafts.get(found.mentee_id) == mentor_id:
        raise ConflictError("This mentee has this mentor already.")
    if against := found.against(index):
        raise ConflictError(against[0].message, **dict(against[0].params))
    return replace(found.pair(index), locked=True, approved_by=actor.person_id)
