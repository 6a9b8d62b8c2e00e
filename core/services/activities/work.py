"""What mentees do for an activity and hand in, and what their mentor answers.

A text is a draft of its own until it is handed in. Then the mentor of the chosen match reads it,
and approves it or returns it with a comment. Everybody says which version they saw: nobody
overwrites or approves what they have not read.
"""

from collections.abc import Mapping
from dataclasses import replace

from core.domain.activity import APPROVED_BY_MENTOR, Activity, ActivityKind, Work, WorkState
from core.domain.actor import Actor
from core.domain.identifiers import ActivityId, MatchId
from core.domain.match import Match
from core.domain.profile import Profile
from core.domain.program import Role
from core.errors import ConflictError, ForbiddenError, InvalidInputError
from core.ports.clock import Clock
from core.ports.entropy import Entropy
from core.ports.unit_of_work import Storage, TenantWork
from core.sentence import sentence
from core.services.activities.activities import activity_of
from core.services.activities.activity_news import ActivityNews
from core.services.activities.journey import Journey, journey
from core.services.activities.progress import Progress
from core.services.people.notifications import Notifications
from core.services.wording_rules import complaints

LONGEST: Mapping[ActivityKind, int] = {
    ActivityKind.MILESTONE: 1000,
    ActivityKind.REFLECTION: 10_000,
}
"""Characters a mentee may write."""
NOT_BEGUN = 0
"""The version of work that is not there yet."""


class Works:
    """A mentee's own work."""

    def __init__(
        self, storage: Storage, clock: Clock, entropy: Entropy, progress: Progress
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._progress = progress
        self._news = ActivityNews(Notifications(clock, entropy))

    def keep(self, actor: Actor, activity_id: ActivityId, text: str, version: int) -> Work:
        """Keep a text without handing it in; what is handed in already stays so.

        Args:
            actor: the mentee.
            activity_id: a milestone or reflection of the course they came from.
            text: what they wrote.
            version: of the work they saw; NOT_BEGUN if there was none.

        Raises:
            NotFoundError: there is no such activity.
            ForbiddenError: they are no mentee here.
            InvalidInputError: the text cannot be kept.
            ConflictError: it changed meanwhile, or is approved already.
        """
        with self._storage.tenant(actor.organization_id) as work:
            activity, _ = self._begin(work, actor, activity_id, APPROVED_BY_MENTOR)
            _check(activity, text, needed=False)
            known = work.works.get(activity_id, actor.person_id)
            state = known.state if known else WorkState.OPEN
            if state is WorkState.DONE:
                raise ConflictError("Your mentor approved this already, so it stays as it is.")
            return self._store(work, actor, activity, known, version, state, text=text.strip())

    def hand_in(
        self,
        actor: Actor,
        activity_id: ActivityId,
        text: str,
        version: int,
        match_id: MatchId | None = None,
    ) -> Work:
        """Give a text to one's mentor. Raises as `keep`.

        Args:
            actor: the mentee.
            activity_id: as in `keep`, like text and version.
            text: not empty.
            version: of the work they saw.
            match_id: which mentor's match; None is the newest.

        Raises:
            ConflictError: besides, there is no mentor to read it.
        """
        with self._storage.tenant(actor.organization_id) as work:
            activity, now = self._begin(work, actor, activity_id, APPROVED_BY_MENTOR)
            _check(activity, text, needed=True)
            match = _reader(now, match_id)
            known = work.works.get(activity_id, actor.person_id)
            told = {"text": text.strip(), "match_id": match.id}
            after = self._store(work, actor, activity, known, version, WorkState.SUBMITTED, **told)
            if after is not known:
                self._news.handed_in(work, match, activity, after)
            return after

    def take_back(self, actor: Actor, activity_id: ActivityId, version: int) -> Work:
        """Make a draft again of what was handed in and not answered yet. Raises as `keep`."""
        with self._storage.tenant(actor.organization_id) as work:
            activity, _ = self._begin(work, actor, activity_id, APPROVED_BY_MENTOR)
            known = work.works.get(activity_id, actor.person_id)
            return self._store(work, actor, activity, known, version, WorkState.OPEN)

    def mark_done(self, actor: Actor, activity_id: ActivityId) -> Work:
        """Tick off a step of a learning path; again changes nothing. Raises as `keep`."""
        with self._storage.tenant(actor.organization_id) as work:
            kinds = frozenset({ActivityKind.PATH_STEP})
            activity, _ = self._begin(work, actor, activity_id, kinds)
            known = work.works.get(activity_id, actor.person_id)
            version = known.version if known else NOT_BEGUN
            return self._store(work, actor, activity, known, version, WorkState.DONE, progress=1)

    def _begin(
        self,
        work: TenantWork,
        actor: Actor,
        activity_id: ActivityId,
        kinds: frozenset[ActivityKind],
    ) -> tuple[Activity, Journey]:
        activity = activity_of(work, actor, activity_id)
        if activity.kind not in kinds:
            raise ConflictError("This activity does not work that way. Reload the page.")
        # Locking the person makes two clicks wait for each other.
        profile = work.profiles.lock(actor.person_id) or Profile(person_id=actor.person_id)
        now = journey(work, actor.program(), profile)
        if Role.MENTEE not in now.roles:
            raise ForbiddenError("Join this programme as a mentee first.")
        return activity, now

    def _store(
        self,
        work: TenantWork,
        actor: Actor,
        activity: Activity,
        known: Work | None,
        version: int,
        state: WorkState,
        **changes: object,
    ) -> Work:
        at = self._clock.now()
        before = known or Work(
            activity_id=activity.id,
            organization_id=activity.organization_id,
            person_id=actor.person_id,
            created_at=at,
            updated_at=at,
            version=NOT_BEGUN,
        )
        after = before.moved(state, at, **changes)
        same = replace(after, updated_at=before.updated_at, version=before.version)
        if same == before and known:
            return known  # the second of two clicks
        if before.version != version:
            raise ConflictError(
                "This was changed meanwhile, in another window or by your mentor. Reload the page "
                "to see how it stands."
            )
        if known is None:
            work.works.add(after)
        else:
            work.works.update(after)
        self._progress.tell(work, activity, known, after)
        return after


def _check(activity: Activity, text: str, *, needed: bool) -> None:
    wrong = complaints(text, LONGEST[activity.kind])
    if needed and not text.strip():
        wrong.append(sentence("Write a few words first."))
    if wrong:
        raise InvalidInputError(
            "Some answers need a change before they can be saved.", {"text": wrong}
        )


def _reader(now: Journey, match_id: MatchId | None) -> Match:
    """The match whose mentor is to read something."""
    found = next((m for m in now.mentored_in if match_id in {None, m.id}), None)
    if found is None:
        raise ConflictError(
            "You have no mentor who could read this now. Find a mentor first; until then it can "
            "be kept as a draft."
        )
    return found
