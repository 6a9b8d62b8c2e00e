"""Taking back a step of a match, while nothing was built on it."""

from core.domain.actor import Actor
from core.domain.choice import ChoiceState
from core.domain.identifiers import MatchId, PersonId
from core.domain.match import (
    OCCUPYING_STATES,
    OPEN_STATES,
    EndReason,
    Match,
    MatchEvent,
    MatchState,
)
from core.domain.program import Role
from core.errors import ConflictError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.requests.asking import current_program, free_places, mentors_missing
from core.services.requests.cascade import Cascade
from core.services.requests.request_news import RequestNews
from core.services.requests.steps import end_all
from core.services.webhooks.events import record_steps


class Undo:
    """Takes back what somebody did by mistake: a no, a withdrawal, an end, a manager's approval."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._progress = progress
        self._cascade = Cascade(clock, entropy)
        self._news = RequestNews(Notifications(clock, entropy))

    def possible(self, actor: Actor, match_id: MatchId) -> bool:
        """Whether the actor made the last step and may still take it back, places aside."""
        with self._storage.tenant(actor.organization_id) as work:
            match, history = work.matches.get(match_id), work.matches.history(match_id)
        if match is None or match.group_id is not None or not history:
            return False
        return _theirs(history[-1], actor) and history[-1].undoable(self._clock.now())

    def undo(self, actor: Actor, match_id: MatchId) -> Match:
        """Take back the last step.

        Raises:
            NotFoundError: there is no such match, or the last step was somebody else's.
            ConflictError: it cannot be undone, not any more, or a place is taken meanwhile.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = work.matches.get(match_id)
            history = work.matches.history(match_id)
            if match is None or not history or not _theirs(history[-1], actor):
                raise NotFoundError("There is no such request for you.")
            if match.group_id is not None:
                raise ConflictError("To be in the group again, join it again.")
            work.participations.lock(match.program_id, match.mentee_id, Role.MENTEE)
            undone = match.undone(history[-1], self._clock.now())
            if undone.state is MatchState.OFFERED:
                undone = self._reopened(work, undone, history[-1])
            if undone.state in OCCUPYING_STATES:
                self._check_places(work, undone)
            self._store(work, match, undone, history[-1], actor)
            if undone.state in OCCUPYING_STATES:
                self._cascade.placed(work, current_program(work, match.program_id), undone)
                self._progress.refresh(work, match.mentee_id)
            return undone

    def _store(
        self, work: TenantWork, match: Match, undone: Match, taken_back: MatchEvent, actor: Actor
    ) -> None:
        work.matches.update(undone)
        step = MatchEvent(
            match_id=match.id,
            organization_id=match.organization_id,
            version=undone.version,
            at=undone.updated_at,
            actor_id=actor.person_id,
            before=match.state,
            after=undone.state,
            undoes=taken_back.version,
        )
        record_steps(work, [(undone, step)])
        if undone.state is MatchState.OFFERED:
            self._cascade.asked(work, undone)
        if undone.state in OPEN_STATES:
            other = _other(undone, actor)
            self._news.undone(work, other, match=undone.state in OCCUPYING_STATES)

    def _reopened(self, work: TenantWork, undone: Match, taken_back: MatchEvent) -> Match:
        """A request that is open again, with a new clock; who was asked instead is not any more."""
        self._check_places(work, undone)
        program = current_program(work, undone.program_id)
        offered = work.matches.of_mentees(program.id, [undone.mentee_id], {MatchState.OFFERED})
        instead = [
            match
            for match in offered
            if match.created_at >= taken_back.at
            and work.matches.history(match.id)[0].actor_id is None
        ]
        ended = end_all(work, instead, EndReason.WITHDRAWN, self._clock)
        self._cascade.came_back(work, ended, ChoiceState.WAITING)
        return undone.clocked(undone.updated_at, program.response_days, reminders=program.reminders)

    def _check_places(self, work: TenantWork, undone: Match) -> None:
        program = current_program(work, undone.program_id)
        mentor = work.participations.lock(program.id, undone.mentor_id, Role.MENTOR)
        if (
            mentor is None
            or free_places(work, mentor) < 1
            or mentors_missing(work, program, undone.mentee_id) < 1
        ):
            raise ConflictError(
                "This cannot be undone any more: the place was given to somebody else meanwhile."
            )


def _theirs(event: MatchEvent, actor: Actor) -> bool:
    return event.actor_id == actor.person_id


def _other(match: Match, actor: Actor) -> PersonId:
    return match.mentee_id if actor.person_id == match.mentor_id else match.mentor_id
