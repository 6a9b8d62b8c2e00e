"""Down the list: whoever searches asks the next mentor, one after the other, and is never stranded.

A search goes on after a no or no answer, when a mentor on the list has room again, or with a longer
list. Then all concerned who ask nobody get their turn at once (core/engine/matching/turns.py).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from core.domain.actor import Actor
from core.domain.choice import Choice, ChoiceState, Search
from core.domain.identifiers import MatchId, OrganizationId, PersonId, ProgramId
from core.domain.match import OPEN_STATES, EndReason, Match, MatchState
from core.domain.program import Program, Role
from core.engine.matching.turns import Room, Turns, take_turns
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.jobs import JobQueue
from core.ports.unit_of_work import TenantWork
from core.services.people.notifications import Notifications
from core.services.requests.asking import barred, rooms
from core.services.requests.request_news import RequestNews
from core.services.requests.steps import end_all, event
from core.services.webhooks.events import record_steps

TAKE_TURNS = "take_turns"


def promise_turns(jobs: JobQueue, organization_id: OrganizationId, program_id: ProgramId) -> None:
    """Promise that those who search in a programme get their turn; twice in a row promises once."""
    jobs.defer(
        TAKE_TURNS,
        lock=f"turns:{program_id}",
        once=f"{TAKE_TURNS}:{program_id}",
        organization_id=str(organization_id),
        program_id=str(program_id),
    )


@dataclass(frozen=True, slots=True)
class _Queue:
    """Who may ask somebody now, in the order in which they are served.

    Attributes:
        met: (mentee, mentor) who have an open match already, for example in a group.
    """

    searches: tuple[Search, ...]
    lists: Mapping[PersonId, Sequence[Choice]]
    met: frozenset[tuple[PersonId, PersonId]] = frozenset()

    def pairs(self, at: datetime) -> set[tuple[PersonId, PersonId]]:
        """Every (mentee, mentor) whose turn it might be."""
        return {(c.mentee_id, c.mentor_id) for own in self.lists.values() for c in own if c.due(at)}


class Cascade:
    """Gives those who search their turn.

    Args:
        clock: when it is.
        entropy: names requests.
    """

    def __init__(self, clock: Clock, entropy: Entropy) -> None:
        self._clock = clock
        self._entropy = entropy
        self._news = RequestNews(Notifications(clock, entropy))

    def go_on(
        self,
        work: TenantWork,
        program: Program,
        mentee_ids: Collection[PersonId] | None = None,
        actor: Actor | None = None,
        *,
        quiet: bool = False,
    ) -> Turns:
        """Let mentees who search and ask nobody ask the next of their list. Again changes nothing.

        Args:
            work: whoever is asked in it is locked until it ends.
            program: where.
            mentee_ids: whom it concerns; None means everybody who searches.
            actor: the mentee who asks themselves, by sending their list; None means a rule asks.
            quiet: the mentees need not be told who is asked next: it is their own doing.
        """
        answered = mentee_ids is not None
        if mentee_ids is None:
            mentee_ids = {search.mentee_id for search in work.searches.of_program(program.id)}
        queue = self._queue(work, program, mentee_ids)
        if not queue.searches:
            return Turns((), frozenset(), frozenset())
        at, pairs = self._clock.now(), queue.pairs(self._clock.now())
        room = _room(work, program, {mentor for _, mentor in pairs})
        possible = {(mentee, mentor) for mentee, mentor in pairs if mentor in room}
        turns = take_turns(queue.lists, room, barred(work, possible) | queue.met, at)
        self._ask(work, program, turns.asked, actor)
        self._note(work, queue.searches, turns)
        if actor is None and not quiet:
            asked = {choice.mentee_id for choice in turns.asked}
            waited = {s.mentee_id for s in queue.searches if s.waitlisted_at}
            self._news.next_asked(work, asked - waited, asked & waited)
            if answered:
                self._news.queued(work, turns.queued)
        return turns

    def came_back(
        self,
        work: TenantWork,
        ended: Sequence[Match],
        state: ChoiceState,
        not_before: datetime | None = None,
    ) -> None:
        """Note on the lists what became of requests; who had no list searches from now on.

        Args:
            work: in which they ended.
            ended: of one programme.
            state: of these choices now.
            not_before: of LATER: when they may be asked again.
        """
        if not ended:
            return
        program_id, mentee_ids = ended[0].program_id, {match.mentee_id for match in ended}
        known = self._known(work, program_id, mentee_ids)
        work.choices.save_many(
            [replace(_choice(known, match), state=state, not_before=not_before) for match in ended]
        )
        searching = {s.mentee_id for s in work.searches.of_mentees(program_id, mentee_ids)}
        work.searches.save_many(
            [
                begun(match)
                for match in {match.mentee_id: match for match in ended}.values()
                if match.mentee_id not in searching
            ]
        )

    def asked(self, work: TenantWork, match: Match) -> None:
        """Note on the mentee's list that a mentor is asked; the search begins, or goes on."""
        known = self._known(work, match.program_id, [match.mentee_id])
        choice = replace(
            _choice(known, match), state=ChoiceState.ASKED, match_id=match.id, not_before=None
        )
        work.choices.save_many([choice])
        searches = work.searches.of_mentees(match.program_id, [match.mentee_id])
        (search,) = searches or [begun(match)]
        work.searches.save_many([replace(search, waitlisted_at=None)])

    def placed(self, work: TenantWork, program: Program, match: Match) -> None:
        """A mentor said yes: they leave the list. Whoever has mentors enough searches no more.

        Their other requests are taken back. With room for another mentor, the list goes on.
        """
        mentee_id = match.mentee_id
        going = work.matches.of_mentees(program.id, [mentee_id], OPEN_STATES)
        if mentee_id not in _placed(going, program):
            work.choices.remove(program.id, mentee_id, [match.mentor_id])
            left = work.choices.of_mentees(program.id, [mentee_id])
            if all(choice.state is ChoiceState.PASSED for choice in left):
                forget(work, program.id, [mentee_id])
            return
        open_requests = [match for match in going if match.state is MatchState.OFFERED]
        end_all(work, open_requests, EndReason.PLACED, self._clock)
        self._news.settled(work, [match.mentor_id for match in open_requests])
        forget(work, program.id, [mentee_id])

    def _known(
        self, work: TenantWork, program_id: ProgramId, mentee_ids: Collection[PersonId]
    ) -> Mapping[PersonId, Mapping[PersonId, Choice]]:
        lists: defaultdict[PersonId, dict[PersonId, Choice]] = defaultdict(dict)
        for choice in work.choices.of_mentees(program_id, mentee_ids):
            lists[choice.mentee_id][choice.mentor_id] = choice
        return lists

    def _queue(
        self, work: TenantWork, program: Program, mentee_ids: Collection[PersonId]
    ) -> _Queue:
        """Lock the mentees, and see who of them asks nobody now; end the searches of the others."""
        mentees = work.participations.lock_many(program.id, mentee_ids, Role.MENTEE)
        looking = {mentee.person_id for mentee in mentees if mentee.available}
        searches = work.searches.of_mentees(program.id, looking)
        going = work.matches.of_mentees(program.id, looking, OPEN_STATES)
        asking = {match.mentee_id for match in going if match.state is MatchState.OFFERED}
        placed = _placed(going, program)
        if over := placed & {search.mentee_id for search in searches}:
            forget(work, program.id, over)
        ready = tuple(s for s in searches if s.mentee_id not in asking | placed)
        met = frozenset((match.mentee_id, match.mentor_id) for match in going)
        return _Queue(ready, self._lists(work, program, ready), met)

    def _lists(
        self, work: TenantWork, program: Program, ready: Iterable[Search]
    ) -> Mapping[PersonId, Sequence[Choice]]:
        """The lists of mentees who ask nobody now.

        So whoever is noted as asked is not any more: something else ended that request, such as
        a mentor's leaving the course.
        """
        lists: dict[PersonId, list[Choice]] = {search.mentee_id: [] for search in ready}
        stale = []
        for choice in work.choices.of_mentees(program.id, lists):
            if choice.state is ChoiceState.ASKED:
                stale.append(replace(choice, state=ChoiceState.PASSED))
            lists[choice.mentee_id].append(choice)
        work.choices.save_many(stale)
        return lists

    def _ask(
        self, work: TenantWork, program: Program, turns: Iterable[Choice], actor: Actor | None
    ) -> None:
        at, asked, choices = self._clock.now(), [], []
        for choice in turns:
            match = requested(choice, MatchId(self._entropy.uuid()), at)
            asked.append(match.clocked(at, program.response_days, reminders=program.reminders))
            choices.append(
                replace(choice, state=ChoiceState.ASKED, match_id=match.id, not_before=None)
            )
        work.matches.add_many(asked)
        record_steps(work, [(match, event(match, None, actor)) for match in asked])
        work.choices.save_many(choices)
        self._news.asked(work, program, asked)

    def _note(self, work: TenantWork, searches: Sequence[Search], turns: Turns) -> None:
        """Say who is on the waitlist from now on, or no more."""
        at = self._clock.now()
        came_off = [s for s in searches if s.waitlisted_at and s.mentee_id not in turns.exhausted]
        came_on = [s for s in searches if not s.waitlisted_at and s.mentee_id in turns.exhausted]
        work.searches.save_many(
            [
                *(replace(search, waitlisted_at=None) for search in came_off),
                *(replace(search, waitlisted_at=at) for search in came_on),
            ]
        )
        self._news.waitlisted(work, [search.mentee_id for search in came_on])


def requested(choice: Choice, match_id: MatchId, at: datetime) -> Match:
    """The request that a choice becomes."""
    return Match(
        id=match_id,
        organization_id=choice.organization_id,
        program_id=choice.program_id,
        mentee_id=choice.mentee_id,
        mentor_id=choice.mentor_id,
        state=MatchState.OFFERED,
        note=choice.note,
        score=choice.score,
        created_at=at,
        updated_at=at,
    )


def begun(match: Match) -> Search:
    """The search of somebody whose first request this is."""
    return Search(
        organization_id=match.organization_id,
        program_id=match.program_id,
        mentee_id=match.mentee_id,
        began_at=match.created_at,
    )


def forget(work: TenantWork, program_id: ProgramId, mentee_ids: Collection[PersonId]) -> None:
    """End searches, and forget their lists."""
    work.searches.end(program_id, mentee_ids)
    work.choices.clear(program_id, mentee_ids)


def _placed(going: Iterable[Match], program: Program) -> set[PersonId]:
    """Who has as many mentors as the programme gives one mentee."""
    mentors: defaultdict[PersonId, int] = defaultdict(int)
    for match in going:
        mentors[match.mentee_id] += match.occupies
    return {person for person, count in mentors.items() if count >= program.mentors_per_mentee}


def _room(
    work: TenantWork, program: Program, mentor_ids: Collection[PersonId]
) -> dict[PersonId, Room]:
    mentors = work.participations.lock_many(program.id, mentor_ids, Role.MENTOR)
    return rooms(work, program, mentors) if mentors else {}


def _choice(known: Mapping[PersonId, Mapping[PersonId, Choice]], match: Match) -> Choice:
    """The choice that a request came from; a new one, last of the list, if it came from none."""
    own = known.get(match.mentee_id, {})
    return own.get(match.mentor_id) or Choice(
        organization_id=match.organization_id,
        program_id=match.program_id,
        mentee_id=match.mentee_id,
        mentor_id=match.mentor_id,
        rank=1 + max((choice.rank for choice in own.values()), default=0),
        note=match.note,
        score=match.score,
        match_id=match.id,
        created_at=match.created_at,
    )
