"""News: what happened, newest first; opening a piece of it marks it as read."""

from uuid import UUID

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from core.domain.identifiers import NotificationId
from web.pages.frame import onward, page
from web.services import services
from web.sessions import current_actor

blueprint = Blueprint("news", __name__)
SHOWN = 20
MOST_SKIPPED = 10_000
"""Deeper nobody pages; the database would count through all of it."""


@blueprint.get("/app/news")
def listing() -> Response:
    """Show some news, and where older and newer news is."""
    skip = min(max(request.args.get("skip", 0, int), 0), MOST_SKIPPED)
    return page(
        "pages/news.html",
        news=services().own_news.some(current_actor(), SHOWN, skip),
        skip=skip,
        shown=SHOWN,
    )


@blueprint.post("/app/news")
def read_all() -> Response:
    """Mark everything as read."""
    services().own_news.read_all(current_actor())
    return onward("pages.news.listing")


@blueprint.post("/app/news/<uuid:notification_id>")
def open_one(notification_id: UUID) -> Response:
    """Mark one as read and go where it leads."""
    item = services().own_news.open(current_actor(), NotificationId(notification_id))
    if item.elsewhere is not None:
        return onward("pages.news.listing")
    return redirect(item.notification.page, 303)
