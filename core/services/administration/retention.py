"""Throwing away what has served its time."""

from datetime import timedelta

from core.ports.clock import Clock
from core.ports.unit_of_work import Storage

PURGE_EXPIRED = "purge_expired"
REQUESTS_KEPT = timedelta(days=30)
"""How long a platform that registered itself waits for somebody's approval."""
NOTICES_KEPT = timedelta(days=90)
"""How long a platform's notice is remembered, so that a repeated one changes nothing."""
DELIVERIES_KEPT = timedelta(days=7)
"""How long a vendor's webhook is remembered, so that a repeated one changes nothing."""
UNREAD_KEPT = timedelta(days=365)
"""How long news waits for its reader."""
FILES_KEPT = timedelta(days=30)
"""How long an uploaded file of people can be read again."""
SYNC_RUNS_KEPT = timedelta(days=180)
"""How long the history of connections goes back."""
DRY_RUNS_TELL = timedelta(days=7)
"""How long it is kept what a dry run would write about people, by name and value."""
EVENTS_KEPT = timedelta(days=30)
"""How long it can be read what endpoints were told."""
ACTIVITIES_KEPT = timedelta(days=7)
"""How long it is remembered what came from Teams, so that a repeated activity changes nothing."""
MESSAGES_KEPT = timedelta(days=90)
"""How long it can be read what became of messages in Teams."""
TOKENS_KEPT = timedelta(days=90)
"""How long tokens of Microsoft are kept that nobody needed; they are worth nothing by then."""
AUDIT_KEPT = timedelta(days=3 * 365)
"""How long it is remembered who changed what in the settings."""


class Retention:
    """The job that removes what is over: sessions, abandoned logins, links, requests, news, runs.

    Args:
        storage: where all that is.
        clock: now.
        news_kept: how long news is kept that somebody has read.
    """

    def __init__(
        self, storage: Storage, clock: Clock, news_kept: timedelta = timedelta(days=90)
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._news_kept = news_kept

    def purge_expired(self) -> None:
        """Remove what expired. Running it twice changes nothing."""
        now = self._clock.now()
        with self._storage.platform() as work:
            work.sessions.purge(now)
            work.launch_states.purge(now)
            work.deep_links.purge(now)
            work.administrators.purge_links(now)
            work.registration_invitations.purge(now)
            work.registration_requests.purge(now - REQUESTS_KEPT)
            work.access_tokens.purge(now)
            work.notices.purge(now - NOTICES_KEPT)
            work.hooks.purge(now - DELIVERIES_KEPT)
            work.teams_activities.purge(now - ACTIVITIES_KEPT)
            organizations = [organization.id for organization in work.organizations.all()]
        unread_kept = max(UNREAD_KEPT, self._news_kept)
        for organization_id in organizations:
            with self._storage.tenant(organization_id) as tenant:
                tenant.news.purge(now - self._news_kept, now - unread_kept)
                tenant.connections.purge_files(now - FILES_KEPT)
                tenant.sync_runs.purge(now - SYNC_RUNS_KEPT)
                tenant.sync_runs.forget_told(now - DRY_RUNS_TELL)
                tenant.audit.purge(now - AUDIT_KEPT)
                tenant.webhook_deliveries.purge(now - EVENTS_KEPT)
                tenant.teams_deliveries.purge(now - MESSAGES_KEPT)
                tenant.teams_tokens.purge(now - TOKENS_KEPT)
