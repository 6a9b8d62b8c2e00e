"""Words for news in Teams: a card that tells it and leads to its page.

What has a card of its own, by the kind of its subject, is worded by that card's builder; everything
else, and a digest of several pieces, by the sentences that the hub's page of news shows: no text
that somebody wrote is among them. Adaptive Cards 1.5: https://adaptivecards.io/explorer/
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.domain.identifiers import TeamsTenantId
from core.domain.notification import Notification
from core.domain.person import Person
from core.domain.teams_delivery import Purpose, TeamsDelivery
from core.domain.teams_tenant import TeamsTenant
from core.ports.messenger import Card, FeedItem
from core.sentence import Sentence, sentence
from teams_app.tab.deep_links import link_into_teams
from web.translated import told_in

ADAPTIVE_CARD = "application/vnd.microsoft.card.adaptive"
NEWS_PAGE = "/app/news"
MOST_TOLD = 10
"""Pieces of news on one card; the newest are told and the others counted."""
Builder = Callable[[TeamsDelivery, Person, Notification, str], Card | None]
"""(message, person, news, locale): a card of its own, or None when it is over."""


class NewsCards:
    """Adapter of core.ports.messenger.CardWriter. Safe to share between threads.

    Args:
        public_url: of the hub, without a trailing slash.
        tenant_of: finds a tenant, whose app links lead into.
        builders: kind of a subject ("request") -> what words it.
    """

    def __init__(
        self,
        public_url: str,
        tenant_of: Callable[[TeamsTenantId], TeamsTenant | None],
        builders: Mapping[str, Builder],
    ) -> None:
        self._public_url = public_url
        self._tenant_of = tenant_of
        self._builders = builders

    def card(
        self, delivery: TeamsDelivery, person: Person, news: Sequence[Notification], locale: str
    ) -> Card | None:
        """See the port."""
        locale = locale or person.locale
        kind, _, _ = news[0].subject.partition(":")
        builder = self._builders.get(kind) if len(news) == 1 else None
        if builder is not None:
            return builder(delivery, person, news[0], locale)
        page = news[0].page if len(news) == 1 else NEWS_PAGE
        title = told_in(locale, _title(len(news)))
        told = [told_in(locale, one.sentence) for one in news[-MOST_TOLD:]]
        if more := len(news) - len(told):
            told.append(told_in(locale, sentence("And %(count)s more.", count=more)))
        content = _content(locale, title, told)
        look = told_in(locale, sentence("Have a look"))
        link = self._link(delivery.teams_tenant_id, page)
        content["actions"] = [{"type": "Action.OpenUrl", "title": look, "url": link}]
        return {
            "summary": told[0] if len(news) == 1 else title,
            "attachments": [{"contentType": ADAPTIVE_CARD, "content": content}],
        }

    def feed(
        self, delivery: TeamsDelivery, person: Person, news: Sequence[Notification]
    ) -> FeedItem:
        """See the port."""
        several = delivery.purpose is Purpose.DIGEST
        title = told_in(person.locale, _title(len(news)))
        return FeedItem(
            purpose=Purpose.NEWS if several else delivery.purpose,
            topic=title,
            preview=told_in(person.locale, news[-1].sentence),
            page=NEWS_PAGE if several else news[0].page,
        )

    def _link(self, teams_tenant_id: TeamsTenantId, page: str) -> str:
        tenant = self._tenant_of(teams_tenant_id)
        if tenant is None:
            return self._public_url + page
        return link_into_teams(tenant, page, self._public_url)


def _title(count: int) -> Sentence:
    if count == 1:
        return sentence("News in Mentorloom")
    return sentence("%(count)s pieces of news in Mentorloom", count=count)


def _content(locale: str, title: str, told: Sequence[str]) -> dict[str, Any]:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "lang": locale or "en",
        "fallbackText": "\n".join(told),
        "body": [
            _text(title, weight="Bolder", style="heading"),
            *(_text(one, spacing="Small") for one in told),
        ],
    }


def _text(words: str, **looks: str) -> dict[str, Any]:
    # Teams reads Markdown: nobody's name may turn into a link.
    return {"type": "TextBlock", "text": words.replace("](", "] ("), "wrap": True, **looks}
