"""One's own news."""

from typing import Any
from uuid import UUID

from flask.views import MethodView

from core.domain.identifiers import NotificationId
from core.services.people.own_news import NewsItem, NewsPage
from web.api.news_schemas import NewsItemSchema, NewsQuerySchema, NewsSchema
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

operations = Operations("news", "What happened, for the signed-in person.")


@operations.route("/news")
class MyNews(MethodView):
    """All of it that is kept."""

    @operations.takes(NewsQuerySchema, "query")
    @operations.gives(200, NewsSchema)
    def get(self, asked: dict[str, Any]) -> NewsPage:
        """News, newest first. Reading it here marks nothing as read."""
        return services().own_news.some(current_actor(), asked["limit"], asked["skip"])


@operations.route("/news/read")
class EverythingRead(MethodView):
    """All of it read."""

    @operations.gives(204)
    def post(self) -> None:
        """Mark all news as read."""
        services().own_news.read_all(current_actor())


@operations.route("/news/<uuid:notification_id>/read")
class OneRead(MethodView):
    """One piece of it read."""

    @operations.fails(404)
    @operations.gives(200, NewsItemSchema)
    def post(self, notification_id: UUID) -> NewsItem:
        """Mark one piece of news as read; again changes nothing."""
        return services().own_news.open(current_actor(), NotificationId(notification_id))
