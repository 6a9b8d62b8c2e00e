"""News in the activity feed, for people without a chat with the bot.

Permission: TeamsActivity.Send, or TeamsActivity.Send.User where the app is installed.
https://learn.microsoft.com/graph/api/userteamwork-sendactivitynotification
"""

from http import HTTPStatus
from urllib.parse import quote

from core.domain.teams_delivery import Purpose
from core.domain.teams_tenant import TeamsTenant
from core.errors import UnavailableError
from core.ports.messenger import FeedItem, Outcome, Sent, Throttled, Unsure
from teams_app.entra_refusals import AppRefusedError
from teams_app.notifier.activity_types import ACTIVITY_TYPES
from teams_app.notifier.graph_calls import GraphCalls, refusal
from teams_app.notifier.messages import without_token
from teams_app.tab.deep_links import link_into_teams

LONGEST_PREVIEW = 150


class GraphFeed:
    """Adapter of core.ports.messenger.FeedNotifier. Safe to share between threads.

    Args:
        graph: calls.
        public_url: of the hub, without a trailing slash.
    """

    def __init__(self, graph: GraphCalls, public_url: str) -> None:
        self._graph = graph
        self._public_url = public_url

    def notify(self, tenant: TeamsTenant, object_id: str, item: FeedItem) -> Outcome:
        """See the port."""
        kind = ACTIVITY_TYPES.get(item.purpose, ACTIVITY_TYPES[Purpose.NEWS])
        entry = {
            "topic": {
                "source": "text",
                "value": item.topic,
                "webUrl": link_into_teams(tenant, item.page, self._public_url, item.topic),
            },
            "activityType": kind.name,
            "previewText": {"content": item.preview[:LONGEST_PREVIEW]},
        }
        path = f"users/{quote(object_id, safe='')}/teamwork/sendActivityNotification"
        try:
            self._graph.sign_in(tenant)
        except (AppRefusedError, UnavailableError) as error:
            return without_token(error)
        try:
            answer = self._graph.post(tenant, path, entry)
        except UnavailableError:
            return Unsure()
        if answer.status == HTTPStatus.NO_CONTENT:
            return Sent()
        refused = refusal(answer)
        later = isinstance(refused, Throttled)
        return Unsure() if later and answer.status != HTTPStatus.TOO_MANY_REQUESTS else refused
