"""From approved pairs to matches: the moment in which people are told.

In one unit of work:
1. The run and everybody in the pairs are locked, mentees first, so that no request, acceptance or
   other run comes between.
2. Every rule is looked at again, and every place counted again (checking.py). What does not
   hold any more stays in the run with the reason; the rest goes on.
3. Each match takes all its steps: proposed, approved, then offered or accepted. Each step is kept
   with who took it: whoever approved the pair, whoever publishes.
4. Both sides are told.

Activities that count having a mentor are measured afterwards by a job, one person at a time.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from core.domain.actor import Actor
from core.domain.identifiers import MatchId, MatchRunId, OrganizationId
from core.domain.match import EndReason, Match, MatchEvent, MatchState
from core.domain.match_run import MatchRun, PairOrigin, RunPair, RunState
from core.domain.program import Program
from core.errors import ConflictError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.activities.progress import Progress
from core.services.people.notifications import REQUESTS_PAGE, Notifications, Told
from core.services.requests.steps import end_all, event
from core.services.runs.checking import Checked, check
from core.services.runs.runs import locked_run
from core.services.webhooks.events import record_steps, tell_published

MEASURE_PUBLISHED = "measure_published_matches"
MATCHES_PAGE = "/app/matches"


@dataclass(frozen=True, slots=True)
class Published:
    """What became of the approved pairs.

    Attributes:
        matches: how many matches there are now.
        kept_back: how many pairs do not hold any more; each says why.
    """

    run: MatchRun
    matches: int
    kept_back: int


@dataclass(frozen=True, slots=True)
class _Steps:
    """A match at its last step, with every step on the way."""

    match: Match
    events: tuple[MatchEvent, ...]


class RunPublishing:
    """Publishes runs of the actor's programme.

    Args:
        storage: where runs and matches are.
        clock: when people were told.
        entropy: names matches.
        notifications: tells people.
        progress: measures activities.
        model: id of the encoder whose vectors are stored.
    """

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        entropy: Entropy,
        notifications: Notifications,
        progress: Progress,
        model: str,
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._notifications = notifications
        self._progress = progress
        self._model = model

    def publish(self, actor: Actor, run_id: MatchRunId, *, ask_mentors: bool) -> Published:
        """Make matches of the approved pairs, and tell the people.

        Args:
            actor: a manager of the programme.
            run_id: the run.
            ask_mentors: each mentor is asked and may say no; otherwise the matches begin at once.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: no such run.
            ConflictError: the run cannot be published, or nothing in it is approved.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            run = locked_run(work, actor, run_id)
            pairs = [p for p in work.run_pairs.of_run(run_id) if p.approved and not p.match_id]
            if not run.editable or not pairs:
                raise ConflictError(
                    "There is nothing to publish yet: approve the pairs that you want to publish."
                )
            program = work.programs.get(run.program_id)
            assert program is not None, "foreign keys keep runs and programmes together"
            checked = check(work, program, pairs, self._model, self._clock.now())
            made = [self._made(pair, program, actor, ask=ask_mentors) for pair in checked.good]
            self._store(work, checked, made)
            if not ask_mentors:
                self._place(work, program, [steps.match for steps in made])
            self._tell(work, program, [steps.match for steps in made], ask=ask_mentors)
            run = self._closed(work, run, actor, len(made))
        return Published(run, len(made), len(checked.bad))

    def measure_published_matches(self, organization_id: str, run_id: str) -> None:
        """Measure the activities of everybody whom a run gave a mentor. Again it changes nothing.

        Args:
            organization_id: whose run it is.
            run_id: the run.
        """
        organization, run = OrganizationId(UUID(organization_id)), MatchRunId(UUID(run_id))
        with self._storage.tenant(organization) as work:
            pairs = work.run_pairs.of_run(run)
        for pair in pairs:
            if pair.match_id is not None:
                with self._storage.tenant(organization) as work:
                    self._progress.refresh(work, pair.mentee_id)

    def _made(self, pair: RunPair, program: Program, actor: Actor, *, ask: bool) -> _Steps:
        """The match of a pair, taken through its steps."""
        now = self._clock.now()
        by_hand = pair.origin is PairOrigin.MANUAL
        match = Match(
            id=MatchId(self._entropy.uuid()),
            organization_id=program.organization_id,
            program_id=program.id,
            mentee_id=pair.mentee_id,
            mentor_id=pair.mentor_id,
            state=MatchState.PROPOSED,
            score=pair.score,
            created_at=now,
            updated_at=now,
        )
        assert pair.approved_by is not None, "only approved pairs are published"
        approver = replace(actor, person_id=pair.approved_by)
        events = [event(match, None, approver if by_hand else None)]
        last = MatchState.OFFERED if ask else MatchState.ACCEPTED
        for state, who in ((MatchState.APPROVED, approver), (last, actor)):
            before, match = match.state, match.moved(state, now)
            events.append(event(match, before, who))
        if ask:
            match = match.clocked(now, program.response_days, reminders=program.reminders)
        return _Steps(match, tuple(events))

    def _store(self, work: TenantWork, checked: Checked, made: Sequence[_Steps]) -> None:
        work.matches.add_many([steps.match for steps in made])
        record_steps(work, [(steps.match, step) for steps in made for step in steps.events])
        work.run_pairs.save_many(
            [
                *(
                    replace(pair, match_id=steps.match.id, problem=None)
                    for pair, steps in zip(checked.good, made, strict=True)
                ),
                *(replace(pair, problem=why) for pair, why in checked.bad),
            ]
        )

    def _place(self, work: TenantWork, program: Program, matches: Sequence[Match]) -> None:
        """Mentees who have a mentor now ask nobody else any more."""
        mentees = {match.mentee_id for match in matches}
        asked = work.matches.of_mentees(program.id, mentees, {MatchState.OFFERED})
        end_all(work, asked, EndReason.PLACED, self._clock)
        work.searches.end(program.id, mentees)
        work.choices.clear(program.id, mentees)

    def _tell(
        self, work: TenantWork, program: Program, matches: Collection[Match], *, ask: bool
    ) -> None:
        if ask:
            mentor = sentence(
                "Your programme suggests a mentee to you. Days to answer: %(days)s.",
                days=program.response_days,
            )
            mentee = sentence("Your programme suggests a mentor to you, who is asked now.")
        else:
            mentor = sentence("Your programme found a mentee for you. See how to reach each other.")
            mentee = sentence("Your programme found a mentor for you. See how to reach each other.")
        page = REQUESTS_PAGE if ask else MATCHES_PAGE
        for_mentor, for_mentee = ("request", "proposal") if ask else ("match", "match")
        news = [
            Told(who, told, page, f"{subject}:{match.id}")
            for match in matches
            for who, told, subject in (
                (match.mentor_id, mentor, for_mentor),
                (match.mentee_id, mentee, for_mentee),
            )
        ]
        self._notifications.tell_many(work, news, program.id)

    def _closed(self, work: TenantWork, run: MatchRun, actor: Actor, made: int) -> MatchRun:
        if not made:
            return run
        left = work.run_pairs.drafts(run.id)
        closed = replace(
            run,
            state=RunState.PARTLY if left else RunState.PUBLISHED,
            published_by=actor.person_id,
            published_at=self._clock.now(),
        )
        work.match_runs.save(closed)
        tell_published(work, closed, made, self._clock.now())
        work.jobs.defer(
            MEASURE_PUBLISHED,
            once=f"measure-run:{run.id}",
            organization_id=str(run.organization_id),
            run_id=str(run.id),
        )
        return closed
