"""Words for news: every writer of cards keeps the same promises."""

import json
from dataclasses import replace
from uuid import UUID

import pytest
from jsonschema import Draft6Validator

from core.domain.notification import Notification
from core.domain.person import Person
from core.domain.teams_delivery import Purpose, TeamsDelivery
from core.sentence import sentence
from teams_app.notifier.activity_types import ACTIVITY_TYPES
from teams_app.notifier.news_cards import MOST_TOLD, NewsCards
from tests.contracts.world import NOW
from tests.fakes.teams import FakeCardWriter
from tests.teams_app.bot.partner import ORGANIZATION, teams_tenant
from tests.teams_app.test_manifest import SCHEMAS
from web.translated import told_in

TENANT = teams_tenant()
LARGEST = 28 * 1024
PERSON = Person(
    id=UUID(int=1), organization_id=ORGANIZATION, locale="de", created_at=NOW, updated_at=NOW
)
DELIVERY = TeamsDelivery(
    id=UUID(int=2),
    organization_id=ORGANIZATION,
    teams_tenant_id=TENANT.id,
    person_id=PERSON.id,
    purpose=Purpose.NEWS,
    key="k",
    due_at=NOW,
    created_at=NOW,
)
DIGEST = replace(DELIVERY, purpose=Purpose.DIGEST)


def news(count=1, **values):
    made = Notification(
        id=UUID(int=7),
        organization_id=ORGANIZATION,
        person_id=PERSON.id,
        sentence=sentence("One of your matches has ended."),
        page="/app/matches",
        created_at=NOW,
    )
    return [replace(made, id=UUID(int=number), **values) for number in range(count)]


def real():
    tenants = {TENANT.id: TENANT}
    return NewsCards("https://hub.example.edu", tenants.get, {})


@pytest.mark.parametrize("writer", [FakeCardWriter(), real()], ids=["fake", "real"])
class TestEveryWriter:
    @pytest.mark.parametrize("count", [1, 2, 500])
    def test_a_card_is_small_and_json(self, writer, count):
        delivery = DIGEST if count > 1 else DELIVERY
        card = writer.card(delivery, PERSON, news(count), "de")
        assert len(json.dumps(card).encode()) <= LARGEST

    def test_a_line_for_the_feed(self, writer):
        item = writer.feed(DELIVERY, PERSON, news())
        assert item.purpose in ACTIVITY_TYPES
        assert item.page == "/app/matches"
        assert item.topic
        assert item.preview


def content(card):
    (attachment,) = card["attachments"]
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    return attachment["content"]


def texts(card):
    return [block["text"] for block in content(card)["body"]]


@pytest.mark.parametrize("count", [1, 3, MOST_TOLD + 2])
def test_cards_are_valid(count):
    schema = json.loads((SCHEMAS / "adaptive-card-1.5.schema.json").read_text())
    card = content(real().card(DIGEST, PERSON, news(count), "en"))
    assert list(Draft6Validator(schema).iter_errors(card)) == []
    assert all(block["wrap"] for block in card["body"])
    assert card["fallbackText"]


def test_one_piece_is_told_in_the_language_of_the_chat():
    card = real().card(DELIVERY, PERSON, news(), "en-GB")
    assert texts(card) == ["News in Mentorloom", "One of your matches has ended."]
    assert card["summary"] == "One of your matches has ended."
    (action,) = content(card)["actions"]
    assert action["url"].startswith("https://teams.microsoft.com/l/entity/")
    assert "app%2Fmatches" in action["url"]


def test_or_in_the_persons():
    card = real().card(DELIVERY, PERSON, news(), "")
    assert texts(card)[1] == told_in("de", news()[0].sentence) != "One of your matches has ended."


def test_many_pieces_are_counted():
    card = real().card(DIGEST, PERSON, news(MOST_TOLD + 2), "en")
    assert len(texts(card)) == MOST_TOLD + 2
    assert texts(card)[-1] == "And 2 more."
    assert card["summary"] == f"{MOST_TOLD + 2} pieces of news in Mentorloom"


def test_a_subject_with_a_card_of_its_own():
    writer = NewsCards(
        "https://hub.example.edu",
        lambda _: None,
        {"request": lambda _delivery, _person, one, locale: {"text": f"{one.subject} {locale}"}},
    )
    own = writer.card(DELIVERY, PERSON, news(subject="request:7"), "")
    assert own == {"text": "request:7 de"}
    digest = writer.card(DIGEST, PERSON, news(2, subject="request:7"), "en")
    (action,) = content(digest)["actions"]
    assert action["url"] == "https://hub.example.edu/app/news"


def test_a_name_is_no_link():
    told = news(sentence=sentence("%(name)s asks.", name="[Ada](https://evil.example)"))
    assert texts(real().card(DELIVERY, PERSON, told, "en"))[1] == (
        "[Ada] (https://evil.example) asks."
    )


def test_a_digest_in_the_feed_leads_to_the_news():
    item = real().feed(DIGEST, PERSON, news(2))
    assert (item.purpose, item.page) == (Purpose.NEWS, "/app/news")
