"""Searching from the message box, and links that become cards."""

import pytest

from teams_app.extension.commands import QUERY, Search
from tests.browser.library import put_library
from tests.teams_app.cards.checks import check, words
from tests.teams_app.cards.pair import Pair
from web.pages import pages


@pytest.fixture
def pair():
    return Pair().join()


def asked(pair, name, value, who="Mira"):
    told = pair._activity(who, "en-GB", type="invoke", name=f"composeExtension/{name}", value=value)
    return pair.bot.post(told).json


def search(pair, command, text="", who="Mira"):
    parameters = [{"name": QUERY, "value": text}] if text else [{"name": "initialRun"}]
    value = {"commandId": command, "parameters": parameters}
    return asked(pair, "query", value, who)["composeExtension"]


class TestSearching:
    @pytest.mark.parametrize("text", ["", "rust", "arne", "TEAM twelve"])
    def test_finds_mentors_by_what_they_tell(self, pair, text):
        found = search(pair, Search.MENTORS, text)
        (one,) = found["attachments"]
        assert found["attachmentLayout"] == "list"
        assert one["preview"]["content"]["title"] == "Odd_Arne"
        told = words(check(one["content"]))
        assert r"Odd\_Arne" in told
        assert "%" not in told  # what others read along has no score

    def test_says_that_nothing_is_found(self, pair):
        assert "Nothing was found" in search(pair, Search.MENTORS, "gardening")["text"]
        assert "Nothing was found" in search(pair, Search.RESOURCES, "gardening")["text"]

    def test_is_for_mentees(self, pair):
        assert search(pair, Search.MENTORS, who="Odd_Arne")["type"] == "message"

    @pytest.mark.parametrize("value", [None, {}, {"commandId": "x"}, {"parameters": 7}, []])
    def test_odd_questions_are_refused_with_words(self, pair, value):
        assert asked(pair, "query", value)["composeExtension"]["type"] == "message"

    def test_finds_what_courses_offer(self, pair):
        put_library(pair.bot.hub, pair.mira)
        one = search(pair, Search.RESOURCES, "sql")["attachments"][0]
        assert one["preview"]["content"] == {
            "title": "Joins in SQL",
            "text": "Working with data",
        }
        assert "https://lms.example.edu/1" in str(check(one["content"])["actions"])


class TestLinks:
    @pytest.fixture(autouse=True)
    def _pages(self, pair):
        pair.bot.hub.app.register_blueprint(pages)

    @pytest.mark.parametrize(
        ("path", "name"),
        [
            ("/app/", "Home"),
            ("/app/mentors", "Find a mentor"),
            ("/app/library?q=rust", "Library"),
            ("/settings/teams", "Home"),
        ],
    )
    def test_to_our_pages_become_cards(self, pair, path, name):
        url = pair.bot.hub.settings.public_url + path
        (one,) = asked(pair, "queryLink", {"url": url})["composeExtension"]["attachments"]
        assert f"Mentorloom: {name}" in words(check(one["content"]))

    @pytest.mark.parametrize("url", ["https://evil.test/app/", "", None, 7])
    def test_to_others_become_nothing(self, pair, url):
        assert asked(pair, "queryLink", {"url": url}) is None
