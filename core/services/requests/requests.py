"""A mentee asks a mentor; the mentor answers. Nobody is assigned silently."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from core.domain.actor import Actor
from core.domain.choice import ChoiceState
from core.domain.identifiers import MatchId, PersonId
from core.domain.match import (
    OCCUPYING_STATES,
    OPEN_STATES,
    DeclineReason,
    EndReason,
    Match,
    MatchState,
)
from core.domain.profile import Profile
from core.domain.program import Program, Role
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.people.profiles import never_match
from core.services.requests.asking import (
    check_limit,
    check_mentor,
    check_note,
    check_patience,
    check_still_looking,
    current_program,
    free_places,
    locked_mentee,
    mentors_missing,
)
from core.services.requests.cascade import Cascade, forget, promise_turns
from core.services.requests.match_views import MatchView, own_match, views
from core.services.requests.request_news import RequestNews
from core.services.requests.steps import event, step
from core.services.webhooks.events import record_steps

MOST_WEEKS = 26
_UNANSWERED = frozenset({MatchState.OFFERED})


class Requests:
    """Asking, answering, withdrawing and ending."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._progress = progress
        self._cascade = Cascade(clock, entropy)
        self._news = RequestNews(Notifications(clock, entropy))

    def mine(self, actor: Actor) -> list[MatchView]:
        """The actor's requests and matches in this programme, newest first."""
        with self._storage.tenant(actor.organization_id) as work:
            return views(work, work.matches.of_person(actor.program(), actor.person_id))

    def view(self, actor: Actor, match_id: MatchId) -> MatchView:
        """One of the actor's requests and matches, in whatever programme.

        Raises:
            NotFoundError: no such match for the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            (view,) = views(work, [own_match(work, actor, match_id)])
        return view

    def profile_of(self, actor: Actor, match_id: MatchId) -> Profile:
        """The other person's profile, shown to the two of an open match only.

        Raises:
            NotFoundError: no such match for the actor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = own_match(work, actor, match_id)
            if match.state not in OPEN_STATES:
                raise NotFoundError("This request is closed.")
            other = match.mentee_id if actor.person_id == match.mentor_id else match.mentor_id
            profile = work.profiles.get(other) or Profile(person_id=other)
        return profile.without_private()

    def ask(
        self, actor: Actor, mentor_id: PersonId, note: str = "", score: float | None = None
    ) -> Match:
        """Ask a mentor at once: a list of one. More may be asked one after the other (choices.py).

        Args:
            actor: a mentee of the programme.
            mentor_id: whom to ask.
            note: what to tell the mentor.
            score: the probability shown when they asked, kept for learning.

        Raises:
            NotFoundError: there is no such mentor in the programme.
            ForbiddenError: the actor is no mentee here, or in the course no more.
            InvalidInputError: the note is too long.
            ConflictError: the mentor is paused, away or full, was asked already, must be avoided,
                or has too many requests to answer; or the mentee has too many open requests, or a
                mentor.
        """
        check_note(note)
        with self._storage.tenant(actor.organization_id) as work:
            # The mentee's row is locked first: two clicks cannot slip past the limit.
            locked_mentee(work, actor)
            program = current_program(work, actor.program())
            room = check_mentor(work, program, actor, mentor_id)
            check_limit(program, check_still_looking(work, program, actor.person_id))
            listed = work.choices.of_mentees(program.id, [actor.person_id])
            check_patience(next((c for c in listed if c.mentor_id == mentor_id), None))
            if room.requests < 1:
                raise ConflictError(
                    "This mentor has many requests to answer just now. Put them on your list: "
                    "they are asked when it is their turn."
                )
            match = self._request(program, actor, mentor_id, note.strip(), score)
            work.matches.add(match)
            record_steps(work, [(match, event(match, None, actor))])
            self._cascade.asked(work, match)
            self._news.asked(work, program, [match])
            return match

    def accept(self, actor: Actor, match_id: MatchId) -> Match:
        """Say yes to a mentee; what else they asked for is taken back.

        Raises:
            NotFoundError: no such request to the actor.
            ConflictError: it is no longer open, every place is taken, or the mentee has a mentor.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = own_match(work, actor, match_id, Role.MENTOR)
            _expect(match, _UNANSWERED)
            program = current_program(work, match.program_id)
            # Locking both makes every two acceptances that concern one of them wait for each other.
            work.participations.lock(program.id, match.mentee_id, Role.MENTEE)
            mentor = work.participations.lock(program.id, actor.person_id, Role.MENTOR)
            if mentor is not None and free_places(work, mentor) < 1:
                raise ConflictError(
                    "All your places are taken. Raise your capacity or end a match first."
                )
            if mentors_missing(work, program, match.mentee_id) < 1:
                raise ConflictError("This mentee has found another mentor meanwhile.")
            accepted = step(work, match, MatchState.ACCEPTED, actor, self._clock)
            self._cascade.placed(work, program, accepted)
            self._news.accepted(work, accepted)
            self._progress.refresh(work, match.mentee_id)
            # Who else asked this mentor goes on, if that was the last place.
            promise_turns(work.jobs, actor.organization_id, program.id)
            return accepted

    def decline(
        self,
        actor: Actor,
        match_id: MatchId,
        *,
        avoid: bool = False,
        reason: DeclineReason | None = None,
        note: str = "",
    ) -> Match:
        """Say no to a mentee; the next one on their list is asked at once.

        Args:
            actor: the mentor.
            match_id: the request.
            avoid: never match the two again; nobody is told.
            reason: why; what it says about the pair is learned from.
            note: what to tell the mentee.

        Raises:
            NotFoundError: no such request to the actor.
            ConflictError: it is no longer open.
            InvalidInputError: the note is too long.
        """
        check_note(note)
        with self._storage.tenant(actor.organization_id) as work:
            match = own_match(work, actor, match_id, Role.MENTOR)
            why = {"decline_reason": reason, "decline_note": note.strip()}
            declined = self._end(work, actor, match, EndReason.DECLINED, _UNANSWERED, **why)
            self._came_back(work, declined, ChoiceState.PASSED)
            if avoid:
                never_match(work, actor.person_id, match.mentee_id, self._clock)
            return declined

    def later(self, actor: Actor, match_id: MatchId, weeks: int) -> Match:
        """Ask a mentee for time: the mentor stays on their list and is asked when it is over.

        Args:
            actor: the mentor.
            match_id: the request.
            weeks: from now, 1 to MOST_WEEKS.

        Raises:
            NotFoundError: no such request to the actor.
            ConflictError: it is no longer open.
            InvalidInputError: the number makes no sense.
        """
        if not 1 <= weeks <= MOST_WEEKS:
            wrong = sentence("Choose a number from 1 to %(most)s.", most=MOST_WEEKS)
            raise InvalidInputError(
                "Some answers need a change before they can be saved.", {"weeks": [wrong]}
            )
        with self._storage.tenant(actor.organization_id) as work:
            match = own_match(work, actor, match_id, Role.MENTOR)
            ended = self._end(work, actor, match, EndReason.LATER, _UNANSWERED)
            not_before = self._clock.now() + timedelta(weeks=weeks)
            self._came_back(work, ended, ChoiceState.LATER, not_before)
            return ended

    def withdraw(self, actor: Actor, match_id: MatchId) -> Match:
        """Take back one's own request; the next one on the list, if there is one, is asked.

        Raises:
            NotFoundError: no such request of the actor.
            ConflictError: it is no longer open.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = own_match(work, actor, match_id, Role.MENTEE)
            withdrawn = self._end(work, actor, match, EndReason.WITHDRAWN, _UNANSWERED)
            program = current_program(work, match.program_id)
            work.choices.remove(program.id, actor.person_id, [match.mentor_id])
            if work.choices.of_mentees(program.id, [actor.person_id]):
                self._cascade.go_on(work, program, [actor.person_id], quiet=True)
            else:
                forget(work, program.id, [actor.person_id])
            return withdrawn

    def end(self, actor: Actor, match_id: MatchId) -> Match:
        """End a match; either of the two may. Raises as `withdraw`."""
        with self._storage.tenant(actor.organization_id) as work:
            match = own_match(work, actor, match_id)
            ended = self._end(work, actor, match, EndReason.LEFT, OCCUPYING_STATES)
            mine = actor.person_id == match.mentor_id
            self._news.ended(work, match.mentee_id if mine else match.mentor_id)
            promise_turns(work.jobs, actor.organization_id, match.program_id)
            return ended

    def _request(
        self, program: Program, actor: Actor, mentor_id: PersonId, note: str, score: float | None
    ) -> Match:
        now = self._clock.now()
        match = Match(
            id=MatchId(self._entropy.uuid()),
            organization_id=actor.organization_id,
            program_id=program.id,
            mentee_id=actor.person_id,
            mentor_id=mentor_id,
            state=MatchState.OFFERED,
            note=note,
            score=score,
            created_at=now,
            updated_at=now,
        )
        return match.clocked(now, program.response_days, reminders=program.reminders)

    def _end(
        self,
        work: TenantWork,
        actor: Actor,
        match: Match,
        reason: EndReason,
        expected: Collection[MatchState],
        **why: Any,
    ) -> Match:
        _expect(match, expected)
        work.participations.lock(match.program_id, match.mentee_id, Role.MENTEE)
        return step(work, match, MatchState.ENDED, actor, self._clock, reason, **why)

    def _came_back(
        self,
        work: TenantWork,
        match: Match,
        state: ChoiceState,
        not_before: datetime | None = None,
    ) -> None:
        """A request came back without a yes: the mentee's search goes on at once."""
        self._cascade.came_back(work, [match], state, not_before)
        self._cascade.go_on(work, current_program(work, match.program_id), [match.mentee_id])


def _expect(match: Match, states: Collection[MatchState]) -> None:
    if match.state not in states:
        raise ConflictError(
            "This is not possible any more or not yet. Reload the page to see where it stands."
        )
