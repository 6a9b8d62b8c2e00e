"""Scores and results in the Moodle dialect."""

import threading

import pytest

from demo.services.made_up import made_up_members
from demo.services.scopes import LINE_ITEM, MEMBERSHIPS, RESULT_READ, SCORE
from tests.demo.moodle.gradebook import GIVEN, ITEM, RESULTS, Gradebook
from tests.demo.services import (
    LINDENMOOR,
    SE301,
    Tool,
)


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
