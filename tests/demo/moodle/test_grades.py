"""Line items in the Moodle dialect, and everything about grades compared with a real Moodle."""

from dataclasses import replace
from itertools import pairwise

import pytest

from demo.services.scopes import LINE_ITEM, LINE_ITEM_READ, MEMBERSHIPS, SCORE
from tests.demo.moodle.gradebook import ITEM, ITEMS, RESULTS
from tests.demo.services import (
    DB210,
    LINDENMOOR,
    SE301,
    Tool,
    assert_same,
    exchanges,
    recorded_moodle,
    recorded_place,
    replay,
)

RECORDED = exchanges("ags")
CRASH = "results limit=2"


@pytest.fixture
def moodle(addresses):
    return recorded_moodle(addresses)


def assert_replayed(tool, name):
    body = assert_same(replay(tool, RECORDED[name]), RECORDED[name])
    assert body == RECORDED[name]["response"], name


class TestRecorded:
    def test_the_first_series(self, moodle):
        names = [name for name in RECORDED if " series: " not in name]
        assert len(names) == 40
        for name in names:
            if name == CRASH:
                answer = replay(moodle, RECORDED[name])
                assert answer.status == "404 Not Found"
                assert answer.content_type == "text/html; charset=utf-8"
                assert answer.text.startswith("<!DOCTYPE html>")
            else:
                assert_replayed(moodle, name)

    def test_the_second_series(self, moodle):
        url = "http://127.0.0.1:8081/mod/lti/services.php/2/lineitems"
        told = {"label": "Temporary", "scoreMaximum": 10, "resourceId": "temporary"}
        kept = {**told, "tag": "t", "resourceLinkId": "1"}
        for _ in range(3, 12):
            made = moodle.ask(f"{url}?type_id=1", "POST", body=kept, content_type=ITEM)
        assert made.json["id"] == f"{url}/11/lineitem?type_id=1"
        moodle.ask(made.json["id"], "PUT", body={**told, "tag": "t2"}, content_type=ITEM)
        wiping = ("second series: pending manual over existing", "second series: no scoreGiven")
        for name in [name for name in RECORDED if name.startswith("second series")]:
            assert_replayed(moodle, name)
            if name in wiping:
                results = made.json["id"].replace("?", "/results?")
                assert moodle.ask(results, accept=RESULTS).json == []

    def test_the_third_series(self, moodle):
        items = moodle.campus.records.line_items
        assert [item.coupled for item in items.of(recorded_place())] == [True]
        for name in [name for name in RECORDED if name.startswith("third series")]:
            assert_replayed(moodle, name)
        assert items.of(recorded_place()) == []


class TestLineItems:
    def test_links_of_later_pages_lead_back(self, book):
        for _ in range(4):
            book.create(tag="t")
        link = book.tool.ask(f"{book.URL}&tag=t&limit=2&from=2", accept=ITEMS).headers["Link"]
        link = link.encode("latin-1").decode()
        assert "tag=t&amp;type_id=1&amp;limit=2&amp;from=0>; rel=“prev”" in link
        assert "rel=“next”" not in link

    @pytest.mark.parametrize(
        "told",
        [
            {"label": None},
            {"scoreMaximum": None},
            {"scoreMaximum": "much"},
            {"scoreMaximum": True},
            {"scoreMaximum": [1]},
            {"scoreMaximum": "inf"},
        ],
    )
    def test_nonsense_is_refused(self, book, item, told):
        assert book.create(**told).status_code == 400
        body = {"label": "x", "scoreMaximum": 1, **told}
        assert book.tool.ask(item, "PUT", body=body, content_type=ITEM).status_code == 400
        assert len(book.items()) == 2

    @pytest.mark.parametrize("body", [[], "text", None])
    def test_other_bodies_are_refused(self, book, body):
        answer = book.tool.ask(book.URL, "POST", body=body, content_type=ITEM)
        assert answer.status_code == 400

    def test_links_of_other_courses_are_foreign(self, book, item):
        assert book.create(resourceLinkId=DB210.course.link_id).status_code == 403
        assert book.create(ltiLinkId="77").status_code == 403
        body = {"label": "x", "scoreMaximum": 1, "resourceLinkId": "77"}
        assert book.tool.ask(item, "PUT", body=body, content_type=ITEM).status_code == 403

    def test_numbers_may_be_text(self, book):
        made = book.create(scoreMaximum="2.5").json["id"]
        assert book.tool.ask(made, accept=ITEM).json["scoreMaximum"] == 2.5

    @pytest.mark.parametrize("number", ["99", "x", "-1"])
    def test_items_that_are_not_there(self, book, number):
        answer = book.tool.ask(book.URL.replace("?", f"/{number}/lineitem?"), accept=ITEM)
        assert answer.status_code == 404

    def test_items_of_other_courses_are_not_there(self, book, item):
        moved = item.replace("/2/lineitems", "/3/lineitems")
        assert book.tool.ask(moved, accept=ITEM).status_code == 404

    @pytest.mark.parametrize(
        ("scope", "statuses"),
        [
            (LINE_ITEM, (200, 201, 200, 200)),
            (LINE_ITEM_READ, (200, 401, 200, 401)),
            (SCORE, (401, 401, 401, 401)),
            (MEMBERSHIPS, (401, 401, 401, 401)),
        ],
    )
    def test_scopes(self, book, item, scope, statuses):
        token, body = book.tool.token(scope), {"label": "x", "scoreMaximum": 1}
        calls = (
            (book.URL, "GET", ITEMS, None),
            (book.URL, "POST", ITEM, body),
            (item, "GET", ITEM, None),
            (item, "PUT", ITEM, body),
        )
        found = [
            book.tool.ask(
                url, method, token=token, body=sent, accept=media, content_type=media
            ).status_code
            for url, method, media, sent in calls
        ]
        assert tuple(found) == statuses

    def test_another_tools_type_does_not_fit(self, book):
        assert book.tool.ask(book.URL.replace("=1", "=2"), accept=ITEMS).status_code == 401
        bare = book.URL.partition("?")[0]
        assert book.tool.ask(bare, accept=ITEMS).status_code == 200

    def test_tools_see_their_own_only(self, book):
        other = Tool(book.tool.client.application, LINDENMOOR)
        other.tool = replace(other.tool, client_id="other")
        assert other.ask(book.URL, accept=ITEMS).json == []
        body = {"label": "x", "scoreMaximum": 1, "resourceLinkId": "1"}
        assert other.ask(book.URL, "POST", body=body, content_type=ITEM).status_code == 403


def test_numbers_grow(tool):
    items = tool.campus.records.line_items
    numbers = [items.add(SE301, label="x", maximum=1).number for _ in range(3)]
    assert all(one < two for one, two in pairwise(numbers))
