"""What launches and chosen activities say of the gradebook, in the Moodle dialect."""

from dataclasses import replace

import pytest

from demo.services.claims import CLAIM, LINE_ITEMS
from demo.services.claims import MEMBERSHIPS as MEMBERS
from tests.demo.by_the_book import ITEM as ITEM_LINK
from tests.demo.by_the_book import Teacher, publish
from tests.demo.moodle.gradebook import ITEM, ITEMS


class TestClaims:
    CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

    def claim(self, browser):
        return browser.launch("lindenmoor/mara-lindqvist/SE301")[self.CLAIM]

    def test_addresses_in_the_launch_answer(self, book, browser):
        claim = self.claim(browser)
        assert book.tool.ask(claim["lineitems"], accept=ITEMS).status_code == 200
        assert book.tool.ask(claim["lineitem"], accept=ITEM).json["resourceLinkId"] == "1"

    def test_a_second_item_makes_the_first_vanish(self, book, browser):
        second = book.create(resourceLinkId="1").json["id"]
        assert "lineitem" not in self.claim(browser)
        book.tool.ask(second, "DELETE")
        assert "lineitem" in self.claim(browser)

    def test_an_ungraded_activity_has_none(self, book, browser):
        book.tool.ask(self.claim(browser)["lineitem"], "DELETE")
        assert "lineitem" not in self.claim(browser)


GRADED = {
    **ITEM_LINK,
    "lineItem": {
        "scoreMaximum": 5,
        "label": "Not the name",
        "resourceId": "prep-1",
        "tag": "prep",
    },
}


class TestActivities:
    @pytest.fixture
    def teacher(self, campus, browser, monkeypatch):
        publish(campus, monkeypatch)
        return Teacher(browser)

    def test_choosing_content_says_where_line_items_are_but_not_who_is_there(self, teacher):
        claims = teacher.ask()
        assert claims[LINE_ITEMS].keys() == {"scope", "lineitems"}
        assert MEMBERS not in claims
        assert "context_memberships_url" not in claims[f"{CLAIM}custom"]

    def test_a_graded_activity_has_a_line_item_under_its_own_name(self, teacher, book, browser):
        teacher.choose(GRADED)
        (item,) = book.items("&tag=prep")
        assert item["label"] == ITEM_LINK["title"]
        assert (item["scoreMaximum"], item["resourceId"]) == (5, "prep-1")
        (where,) = teacher.links()
        claims = browser.launch(where)
        assert claims[LINE_ITEMS]["lineitem"] == item["id"]
        assert claims[f"{CLAIM}resource_link"]["id"] == item["resourceLinkId"]

    def test_an_ungraded_one_has_none_but_its_link_counts(self, teacher, book):
        teacher.choose(ITEM_LINK)
        assert len(book.items()) == 1
        (where,) = teacher.links()
        assert book.create(resourceLinkId=where.rpartition("/")[2]).status_code == 201

    def test_an_activity_without_its_tool_is_left_alone(self, teacher, book):
        teacher.choose(GRADED)
        activities = book.tool.campus.activities
        (activity,) = activities.of("lindenmoor", "2")
        activities.add(replace(activity, client_id="gone"))
        assert len(book.items("&tag=prep")) == 1
