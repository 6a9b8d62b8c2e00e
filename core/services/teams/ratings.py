"""What people think of answers of the bot, counted: not who, and not which answer."""

from datetime import timedelta

from core.domain.actor import Actor
from core.domain.identifiers import OrganizationId
from core.ports.clock import Clock
from core.ports.teams_repositories import Ratings
from core.ports.unit_of_work import Storage

SHOWN = timedelta(days=90)
HELPFUL = Ratings(helpful=1)
UNHELPFUL = Ratings(unhelpful=1)


class AnswerRatings:
    """Counts ratings, and shows the counts to administrators."""

    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage = storage
        self._clock = clock

    def rate(self, organization_id: OrganizationId, *, helpful: bool) -> None:
        """Somebody says what they think of an answer."""
        with self._storage.tenant(organization_id) as work:
            today = self._clock.now().date()
            work.teams_ratings.add(today, HELPFUL if helpful else UNHELPFUL)

    def lately(self, actor: Actor) -> Ratings:
        """Those of the last 90 days.

        Raises:
            ForbiddenError: the actor may not configure.
        """
        actor.must_configure()
        with self._storage.tenant(actor.organization_id) as work:
            return work.teams_ratings.since((self._clock.now() - SHOWN).date())
