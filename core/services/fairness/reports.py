"""The fairness report of a programme: of its matches now, or of one whole-cohort run.

What people said about themselves is read here and nowhere else, and leaves as counts of groups
only. A run's groups are compared as the run was computed, not as edited by hand: with every edit
counted, one more or less would tell the group of one person. For the same reason nothing is
compared where somebody chose the mentees one by one.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from core.domain.actor import Actor
from core.domain.demographics import Answers
from core.domain.identifiers import MatchRunId, PersonId
from core.domain.match import OCCUPYING_STATES, Match, MatchState
from core.domain.match_run import MatchRun, RunGroup, RunPair
from core.domain.program import Participation, Program, Role
from core.engine.matching.fairness.report import Report, caveats
from core.errors import ConflictError, NotFoundError
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.fairness.counts import counted, coupled, taking_part


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessView:
    """What managers see.

    Attributes:
        run: None for the matches of now.
        mentees, placed: how many were looking for a mentor, and how many of them have one.
        notes: what has to be known in order not to read too much into it.
    """

    program: Program
    run: MatchRun | None = None
    mentees: int
    placed: int
    report: Report
    notes: tuple[Sentence, ...]


class Fairness:
    """Reports for the managers of the actor's programme."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage

    def of_program(self, actor: Actor) -> FairnessView:
        """How mentees and mentors fare in the matches there are now.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: the course has no programme.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            program = _program(work, actor)
            parts = work.participations.of_program(program.id)
            matches = work.matches.of_program(program.id)
            now = [match for match in matches if match.state in OCCUPYING_STATES]
            couples = coupled(now)
            mentees = taking_part(parts, Role.MENTEE) | {m.mentee_id for m in now}
            mentors = taking_part(parts, Role.MENTOR) | {m.mentor_id for m in now}
            answers = work.demographics.of_people(mentees | mentors)
            profiles = work.profiles.of_program(program.id, Role.MENTEE)
        ready = {profile.person_id for profile in profiles if profile.ready_to_learn()}
        waiting = mentees - {match.mentee_id for match in now}
        made = counted(
            (mentees, mentors), couples, couples, answers, parts, _reasons(waiting, ready, matches)
        )
        return FairnessView(
            program=program,
            mentees=len(mentees),
            placed=len(mentees) - len(waiting),
            report=made,
            notes=caveats(made),
        )

    def of_run(self, actor: Actor, run_id: MatchRunId) -> FairnessView:
        """How mentees and mentors fare in one run.

        Raises:
            ForbiddenError: the actor does not manage the programme.
            NotFoundError: the programme has no such run.
            ConflictError: the run has no result.
        """
        actor.must_manage()
        with self._storage.tenant(actor.organization_id) as work:
            program = _program(work, actor)
            run = work.match_runs.get(run_id)
            if run is None or run.program_id != program.id:
                raise NotFoundError("There is no such match run in this programme.")
            if run.figures is None:
                raise ConflictError("This run has no result yet. Look again when it is ready.")
            facts = _RunFacts.read(work, run)
        return facts.view(program, run)


@dataclass(frozen=True, slots=True, kw_only=True)
class _RunFacts:
    """What was read of a run.

    Attributes:
        pairs, computed: as they are now, and as the run computed them.
        others: matches of the same mentors besides the run's.
        waiting: why mentees have nobody now.
        idle: mentors without a mentee of this run.
    """

    pairs: Sequence[RunPair]
    computed: Sequence[RunPair]
    others: Sequence[Match]
    waiting: Mapping[PersonId, Sentence]
    idle: Collection[PersonId]
    parts: Sequence[Participation]
    answers: Mapping[PersonId, Answers]

    @classmethod
    def read(cls, work: TenantWork, run: MatchRun) -> "_RunFacts":
        """Everything, in a handful of queries."""
        pairs = work.run_pairs.plain(run.id)
        left = work.run_pairs.left_overs(run.id, Role.MENTEE)
        idle = work.run_pairs.left_overs(run.id, Role.MENTOR)
        computed = _as_computed(work, run, pairs)
        own = {pair.match_id for pair in pairs}
        mentors = {p.mentor_id for p in (*pairs, *computed)} | {one.person_id for one in idle}
        mentees = {p.mentee_id for p in (*pairs, *computed)} | {one.person_id for one in left}
        matches = work.matches.of_program(run.program_id, OCCUPYING_STATES)
        return cls(
            pairs=pairs,
            computed=computed,
            others=[m for m in matches if m.id not in own and m.mentor_id in mentors],
            waiting={one.person_id: one.why for one in left},
            idle=mentors - {pair.mentor_id for pair in pairs},
            parts=work.participations.of_program(run.program_id),
            answers={}
            if run.options.who is RunGroup.CHOSEN
            else work.demographics.of_people(mentees | mentors),
        )

    def view(self, program: Program, run: MatchRun) -> FairnessView:
        """The report on them."""
        couples = coupled(self.computed)
        load = [*coupled(self.pairs), *coupled(self.others)]
        mentees = {p.mentee_id for p in (*self.pairs, *self.computed)} | self.waiting.keys()
        mentors = {p.mentor_id for p in (*self.pairs, *self.computed)} | {*self.idle}
        reasons = list(self.waiting.values())
        made = counted((mentees, mentors), couples, load, self.answers, self.parts, reasons)
        return FairnessView(
            program=program,
            run=run,
            mentees=len(mentees),
            placed=len(self.pairs),
            report=made,
            notes=_notes(made, run),
        )


def _program(work: TenantWork, actor: Actor) -> Program:
    program = work.programs.get(actor.program())
    if program is None:
        raise NotFoundError(
            "This course has no mentoring programme yet. Ask the teacher to start one."
        )
    return program


def _as_computed(work: TenantWork, run: MatchRun, pairs: Sequence[RunPair]) -> list[RunPair]:
    """The pairs before anybody changed one: every step of editing taken back, newest first."""
    found = {pair.mentee_id: pair for pair in pairs}
    for edit in work.match_runs.edits(run.id):
        found.pop(edit.mentee_id, None)
        if edit.before is not None:
            found[edit.mentee_id] = edit.before
    return list(found.values())


def _reasons(
    waiting: Collection[PersonId], ready: Collection[PersonId], matches: Sequence[Match]
) -> list[Sentence]:
    """Why mentees have no mentor now."""
    states: dict[PersonId, set[MatchState]] = defaultdict(set)
    for match in matches:
        states[match.mentee_id].add(match.state)
    told = []
    for who in waiting:
        if MatchState.OFFERED in states[who]:
            told.append(sentence("Asked, and no answer yet."))
        elif states[who] & {MatchState.ENDED, MatchState.COMPLETED}:
            told.append(sentence("Had a match or a request that ended, and nothing since."))
        elif who in ready:
            told.append(sentence("Asked nobody yet."))
        else:
            told.append(sentence("Named neither a goal nor a skill yet."))
    return told


def _notes(made: Report, run: MatchRun) -> tuple[Sentence, ...]:
    if run.options.who is RunGroup.CHOSEN:
        return (
            sentence(
                "The mentees of this run were chosen one by one, so groups are not compared: "
                "that could tell who belongs to which."
            ),
        )
    return (
        *caveats(made),
        sentence("Groups are compared as the run computed the pairs, without changes by hand."),
    )
