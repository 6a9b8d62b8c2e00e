"""What is kept how long, and who sees what, in words for administrators."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from core.services.administration.retention import (
    ACTIVITIES_KEPT,
    AUDIT_KEPT,
    DELIVERIES_KEPT,
    DRY_RUNS_TELL,
    EVENTS_KEPT,
    FILES_KEPT,
    MESSAGES_KEPT,
    SYNC_RUNS_KEPT,
    UNREAD_KEPT,
)
from web.services import WebSettings

Rows = Sequence[tuple[str, str]]


def kept(settings: WebSettings) -> Rows:
    """Kinds of records and how long each is kept."""
    return (
        (_("Profiles, requests, matches and work"), _("until the person is erased")),
        (_("Sign-ins"), _("%(hours)s hours at most", hours=settings.session_hours)),
        (_("News that was read"), _days(timedelta(days=settings.news_days))),
        (_("News that nobody read"), _days(UNREAD_KEPT)),
        (_("Uploaded files of people"), _days(FILES_KEPT)),
        (_("Runs of connections and their rows"), _days(SYNC_RUNS_KEPT)),
        (_("Names and values that dry runs show"), _days(DRY_RUNS_TELL)),
        (_("Webhooks of vendors, to know repeated ones"), _days(DELIVERIES_KEPT)),
        (_("What other systems were told by webhooks"), _days(EVENTS_KEPT)),
        (_("What Teams sent, to know repeated messages"), _days(ACTIVITIES_KEPT)),
        (_("Whom the bot in Teams told of what, and when"), _days(MESSAGES_KEPT)),
        (_("The audit of these settings"), _days(AUDIT_KEPT)),
        (_("Records of directories"), _("until the connection is deleted")),
    )


def seen_by() -> Rows:
    """Who sees what of people."""
    return (
        (
            _("Mentees and mentors of a programme"),
            _("names and the profiles of those they may be matched with; of a match, each other"),
        ),
        (
            _("Managers of a programme"),
            _("who takes part, their profiles, matches and runs; work handed in to a course"),
        ),
        (
            _("Administrators"),
            _(
                "names, addresses and what directories say of people; in a programme that they "
                "open outside a course, what its managers see"
            ),
        ),
        (
            _("Nobody"),
            _("what somebody says about fairness, one by one: only counts of groups are shown"),
        ),
    )


def _days(span: timedelta) -> str:
    years, rest = divmod(span.days, 365)
    if years and not rest:
        return str(ngettext("%(num)s year", "%(num)s years", years))
    return str(ngettext("%(num)s day", "%(num)s days", span.days))
