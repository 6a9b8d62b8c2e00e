"""Letters in words: two languages, two forms, nothing but what the news page says."""

import re
from uuid import UUID

import pytest

from core.domain.notification import Mailbox, Notification
from core.domain.person import Person
from core.sentence import sentence
from tests.web.hub import ORGANIZATION
from web.letters import NewsLetters

HUB = "https://hub.example.edu"
MAILBOX = Mailbox(person_id=UUID(int=5), organization_id=ORGANIZATION, token="secret")


@pytest.fixture
def person(clock):
    now = clock.now()
    return lambda **told: Person(
        id=MAILBOX.person_id,
        organization_id=ORGANIZATION,
        email="ada@example.org",
        created_at=now,
        updated_at=now,
        **told,
    )


@pytest.fixture
def clock(hub):
    return hub.clock


@pytest.fixture
def news(clock):
    return lambda count=1, words="%(name)s <asks> you: 100 %%.": [
        Notification(
            id=UUID(int=number + 1),
            organization_id=ORGANIZATION,
            person_id=MAILBOX.person_id,
            sentence=sentence(words, name="Mia & co"),
            page=f"/app/requests?n={number}",
            created_at=clock.now(),
        )
        for number in range(count)
    ]


def written(person, news, place="Peers"):
    return NewsLetters(HUB).news(person, MAILBOX, news, place)


def test_both_forms_say_the_same(person, news):
    letter = written(person(name="Ada"), news(2))
    assert (letter.to, letter.subject) == ("ada@example.org", "Peers: 2 pieces of news")
    assert letter.unsubscribe == f"{HUB}/mail/off/{ORGANIZATION}/secret"
    assert letter.text.startswith("Hello Ada,\n\nThis happened in Peers:\n\n- Mia & co <asks> you")
    assert f"  {HUB}/app/requests?n=1\n" in letter.text
    assert letter.text.rstrip().endswith(letter.unsubscribe)
    assert "Mia &amp; co &lt;asks&gt; you: 100 %." in letter.html
    for address in (f"{HUB}/app/requests?n=0", letter.unsubscribe):
        assert f'href="{address}"' in letter.html
    assert "older" not in letter.text


def test_nobody_s_name_and_no_place(person, news):
    letter = written(person(), news(), "")
    assert letter.subject == "Mentorloom: 1 piece of news"
    assert letter.text.startswith("Hello,\n")


def test_in_german(person, news):
    letter = written(person(locale="de-AT"), news(1, "There is no such request for you."))
    assert "no such request" not in letter.text
    assert 'lang="de"' in letter.html
    assert "1 piece of news" not in letter.subject
    assert not re.search(r"\b(Hello|News|You)\b", letter.text)


def test_much_news_is_counted(person, news):
    letter = written(person(name="Ada"), news(22))
    assert letter.subject == "Peers: 22 pieces of news"
    assert letter.text.count("Mia & co") == 20
    assert "and 2 older pieces of news" in letter.text
    assert "and 2 older pieces of news" in letter.html
    assert f"{HUB}/app/requests?n=1\n" not in letter.text
    assert f"{HUB}/app/requests?n=21" in letter.text


def test_the_same_news_has_the_same_message_id(person, news):
    one, again, other = (written(person(), news(count)).message_id for count in (1, 1, 2))
    assert one == again != other
    assert re.fullmatch(r"<news\.[0-9a-f]{32}@hub\.example\.edu>", one)
