"""Meetings of a match: one of the two says that they met, the other one confirms it.

Only confirmed meetings count. Nothing is kept of what was said.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from core.domain.actor import Actor
from core.domain.identifiers import MatchId, MeetingId
from core.domain.match import OCCUPYING_STATES, Match, MatchState
from core.domain.meeting import Meeting
from core.errors import ConflictError, InvalidInputError, NotFoundError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import Sentence, sentence
from core.services.activities.activity_news import ActivityNews
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.requests.steps import step
from core.services.webhooks.events import tell_meeting

SHORTEST, LONGEST = 5, 600
"""Minutes of a meeting."""
EASTERNMOST = timedelta(hours=14)
"""Where a day begins first, relative to UTC."""


class Meetings:
    """Telling of meetings and confirming them."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._entropy = entropy
        self._progress = progress
        self._news = ActivityNews(Notifications(clock, entropy))

    def of_matches(self, actor: Actor) -> Mapping[MatchId, list[Meeting]]:
        """The meetings of the actor's matches in this programme, newest first."""
        with self._storage.tenant(actor.organization_id) as work:
            matches = work.matches.of_person(actor.program(), actor.person_id)
            meetings = work.meetings.of_matches([match.id for match in matches])
        found: dict[MatchId, list[Meeting]] = {match.id: [] for match in matches}
        for meeting in meetings:
            found[meeting.match_id].append(meeting)
        return found

    def log(self, actor: Actor, match_id: MatchId, held_on: date, minutes: int) -> Meeting:
        """Say that the two of a match have met.

        Args:
            actor: either of the two.
            match_id: an accepted match of theirs.
            held_on: the day; not in the future, nor before the two knew each other.
            minutes: SHORTEST to LONGEST.

        Raises:
            NotFoundError: it is not their match.
            InvalidInputError: the day or the length makes no sense.
            ConflictError: the match is over or not accepted yet, or another meeting of that day
                waits to be confirmed.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = self._locked(work, actor, match_id)
            self._check(work, actor, match, held_on, minutes)
            meeting = Meeting(
                id=MeetingId(self._entropy.uuid()),
                organization_id=actor.organization_id,
                match_id=match_id,
                held_on=held_on,
                minutes=minutes,
                logged_by=actor.person_id,
                created_at=self._clock.now(),
            )
            # Two clicks, or both of the two telling of the same meeting.
            if any(
                m.held_on == held_on and m.confirmed_by is None
                for m in work.meetings.of_matches([match_id])
            ):
                raise ConflictError(
                    "A meeting of that day waits to be confirmed already. Confirm or remove it "
                    "first if there was another one."
                )
            work.meetings.save(meeting)
            tell_meeting(work, match, meeting, meeting.created_at)
            self._news.logged(work, match, meeting)
            return meeting

    def confirm(self, actor: Actor, meeting_id: MeetingId) -> Meeting:
        """Confirm what the other one told. Confirming again changes nothing.

        The first confirmed meeting makes a match active.

        Raises:
            NotFoundError: there is no such meeting for the actor to confirm.
            ConflictError: the match is over.
        """
        with self._storage.tenant(actor.organization_id) as work:
            match = self._locked(work, actor, _match_of(work, meeting_id))
            meeting = work.meetings.get(meeting_id)
            if meeting is None or meeting.logged_by == actor.person_id:
                raise NotFoundError("There is no such meeting for you to confirm.")
            if meeting.confirmed_by is not None:
                return meeting
            confirmed = replace(meeting, confirmed_by=actor.person_id)
            work.meetings.save(confirmed)
            tell_meeting(work, match, confirmed, self._clock.now())
            if match.state is MatchState.ACCEPTED:
                step(work, match, MatchState.ACTIVE, actor, self._clock)
            self._progress.refresh(work, match.mentee_id)
            return confirmed

    def remove(self, actor: Actor, meeting_id: MeetingId) -> None:
        """Take back what one told oneself, before it is confirmed.

        Raises:
            NotFoundError: there is no such meeting of the actor.
            ConflictError: it is confirmed already, or the match is over.
        """
        with self._storage.tenant(actor.organization_id) as work:
            self._locked(work, actor, _match_of(work, meeting_id))
            meeting = work.meetings.get(meeting_id)
            if meeting is None or meeting.logged_by != actor.person_id:
                raise NotFoundError("There is no such meeting of yours.")
            if meeting.confirmed_by is not None:
                raise ConflictError("The other one has confirmed this meeting, so it stays.")
            work.meetings.remove(meeting_id)

    def _locked(self, work: TenantWork, actor: Actor, match_id: MatchId | None) -> Match:
        """A match the actor may change the meetings of; others wait until this is stored."""
        match = work.matches.get(match_id) if match_id else None
        if match is None or actor.person_id not in {match.mentee_id, match.mentor_id}:
            raise NotFoundError("There is no such match for you.")
        # The mentee's lock is the one that measuring their progress takes anyway.
        work.profiles.lock(match.mentee_id)
        now = work.matches.get(match.id)
        assert now is not None, "matches are never deleted"
        if now.state not in OCCUPYING_STATES:
            raise ConflictError("This match is not going on, so its meetings cannot be changed.")
        return now

    def _check(
        self, work: TenantWork, actor: Actor, match: Match, held_on: date, minutes: int
    ) -> None:
        fields: dict[str, list[Sentence]] = {}
        if held_on > self._today(work, actor):
            fields["held_on"] = [sentence("Choose a day that is not in the future.")]
        elif held_on < (match.created_at - timedelta(days=1)).date():
            fields["held_on"] = [sentence("Choose a day since you know each other here.")]
        if not SHORTEST <= minutes <= LONGEST:
            fields["minutes"] = [
                sentence("Choose from %(least)s to %(most)s minutes.", least=SHORTEST, most=LONGEST)
            ]
        if fields:
            raise InvalidInputError("Some answers need a change before they can be saved.", fields)

    def _today(self, work: TenantWork, actor: Actor) -> date:
        """Today where the actor is; if nobody knows where, where today began first."""
        profile = work.profiles.get(actor.person_id)
        now = self._clock.now()
        if profile and profile.time_zone:
            return now.astimezone(ZoneInfo(profile.time_zone)).date()
        return (now + EASTERNMOST).date()


def _match_of(work: TenantWork, meeting_id: MeetingId) -> MatchId | None:
    meeting = work.meetings.get(meeting_id)
    return meeting.match_id if meeting else None
