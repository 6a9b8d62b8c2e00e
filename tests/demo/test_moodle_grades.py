"""Line items, scores and results in the Moodle dialect, compared with those of a real Moodle."""

import threading
from dataclasses import replace
from itertools import pairwise

import pytest

from demo.services.claims import CLAIM, LINE_ITEMS
from demo.services.claims import MEMBERSHIPS as MEMBERS
from demo.services.made_up import made_up_members
from demo.services.scopes import LINE_ITEM, LINE_ITEM_READ, MEMBERSHIPS, RESULT_READ, SCORE

from .by_the_book import ITEM as ITEM_LINK
from .by_the_book import Teacher, publish
from .services import (
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
ITEM = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
GIVEN = "application/vnd.ims.lis.v1.score+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
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


@pytest.fixture
def tool(campus):
    return Tool(campus, LINDENMOOR)


class Gradebook:
    """What a tool does with the course's line items."""

    URL = "/mod/lti/services.php/2/lineitems?type_id=1"

    def __init__(self, tool):
        self.tool = tool

    def items(self, query=""):
        answer = self.tool.ask(self.URL + query, accept=ITEMS)
        assert answer.status_code == 200
        return answer.json

    def create(self, **told):
        told = {"label": "Milestone", "scoreMaximum": 4, **told}
        return self.tool.ask(self.URL, "POST", body=told, content_type=ITEM)

    def score(self, item, **changes):
        score = {
            "userId": "3",
            "timestamp": "2026-03-02T09:00:00Z",
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "scoreGiven": 3,
            "scoreMaximum": 4,
            **changes,
        }
        score = {name: value for name, value in score.items() if value is not None}
        url = item.replace("?", "/scores?")
        return self.tool.ask(url, "POST", body=score, content_type=GIVEN)

    def results(self, item, query=""):
        return self.tool.ask(item.replace("?", "/results?") + query, accept=RESULTS).json


@pytest.fixture
def book(tool):
    return Gradebook(tool)


@pytest.fixture
def item(book):
    return book.create().json["id"]


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


class TestScores:
    @pytest.mark.parametrize(
        "changes",
        [
            {"userId": None},
            {"timestamp": None},
            {"timestamp": "yesterday"},
            {"timestamp": 5},
            {"gradingProgress": None},
            {"activityProgress": None},
            {"scoreGiven": "good"},
            {"scoreMaximum": "best"},
            {"userId": "24"},
            {"userId": "26"},
        ],
    )
    def test_nonsense_and_staff_are_refused(self, book, item, changes):
        answer = book.score(item, **changes)
        assert answer.status.startswith("400 Incorrect score received{")
        assert book.results(item) == []

    def test_the_reason_repeats_any_text(self, book, item):
        answer = book.score(item, userId="9999", comment="Größe\n€")
        assert answer.status_code == 400
        assert "9999" in answer.status

    def test_no_maximum_means_one(self, book, item):
        book.score(item, scoreGiven=0.5, scoreMaximum=None)
        assert book.results(item)[0]["resultScore"] == 2

    def test_a_maximum_of_nothing_scales_nothing(self, book, item):
        book.score(item, scoreGiven=3, scoreMaximum=0)
        assert book.results(item)[0]["resultScore"] == 3

    def test_fractions_stay(self, book, item):
        book.score(item, scoreGiven=1, scoreMaximum=3)
        assert book.results(item)[0]["resultScore"] == pytest.approx(4 / 3)

    def test_local_times_are_those_of_the_site(self, book, item):
        book.score(item, timestamp="2026-07-01T12:00:00.900")
        assert book.results(item)[0]["timestamp"] == "2026-07-01T12:00:00+02:00"

    def test_wiped_grades_vanish_and_remember_their_time(self, book, item):
        book.score(item)
        wiped = book.score(item, timestamp="2026-03-02T09:00:01Z", gradingProgress="Pending")
        assert wiped.status_code == 200
        assert book.results(item) == []
        assert book.score(item, timestamp="2026-03-02T09:00:01.999Z").status_code == 409
        assert book.score(item, timestamp="2026-03-02T09:00:02Z").status_code == 200

    def test_a_new_maximum_rescales(self, book, item):
        book.score(item)
        book.score(item, userId="4")
        book.score(item, userId="4", timestamp="2026-03-02T09:00:05Z", scoreGiven=None)
        book.tool.ask(item, "PUT", body={"label": "x", "scoreMaximum": 8}, content_type=ITEM)
        (result,) = book.results(item)
        assert (result["resultScore"], result["resultMaximum"]) == (6, 8)

    def test_scopes(self, book, item):
        token = book.tool.token(LINE_ITEM, RESULT_READ, MEMBERSHIPS)
        url = item.replace("?", "/scores?")
        asked = book.tool.ask(url, "POST", token=token, body={}, content_type=GIVEN)
        assert asked.status_code == 401
        url = item.replace("?", "/results?")
        token = book.tool.token(LINE_ITEM, SCORE)
        assert book.tool.ask(url, token=token, accept=RESULTS).status_code == 401

    def test_of_many_scores_at_once_the_newest_wins(self, book, item):
        book.tool.campus.records.memberships.enrol(SE301, made_up_members(LINDENMOOR, 3))
        threads = [
            threading.Thread(
                target=Gradebook(Tool(book.tool.client.application, LINDENMOOR)).score,
                args=(item,),
                kwargs={
                    "userId": "10001",
                    "timestamp": f"2026-03-02T09:00:{second:02}Z",
                    "scoreGiven": second,
                    "scoreMaximum": 40,
                },
            )
            for second in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert book.results(item)[0]["resultScore"] == pytest.approx(1.9)


class TestResults:
    def test_of_one_person(self, book, item):
        book.score(item)
        book.score(item, userId="4")
        assert [r["userId"] for r in book.results(item, "&user_id=4")] == ["4"]
        assert book.results(item, "&user_id=5") == []

    def test_pages_crash_only_when_there_is_something(self, book, item):
        url = item.replace("?", "/results?") + "&limit=5"
        assert book.tool.ask(url, accept=RESULTS).json == []
        book.score(item)
        assert book.tool.ask(url, accept=RESULTS).status_code == 404

    def test_anything_is_not_results(self, book, item):
        # The path also holds the line item's, which is tried first.
        answer = book.tool.ask(item.replace("?", "/results?"), accept="*/*")
        assert answer.json["label"] == "Milestone"

    def test_deleting_the_item_drops_them(self, book, item):
        book.score(item)
        assert book.tool.ask(item, "DELETE").status_code == 204
        number = int(item.split("/lineitem?")[0].rpartition("/")[2])
        assert book.tool.campus.records.grades.of(number) == []


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


def test_numbers_grow(tool):
    items = tool.campus.records.line_items
    numbers = [items.add(SE301, label="x", maximum=1).number for _ in range(3)]
    assert all(one < two for one, two in pairwise(numbers))


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
