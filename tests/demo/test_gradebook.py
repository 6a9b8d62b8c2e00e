"""The gradebook: whose scores it shows, and the message that opens a learner's work."""

import json
from datetime import UTC, datetime

import pytest

from demo.directory import institution
from demo.services.grades import Grade
from demo.services.places import Place

from .by_the_book import CLAIM, INGRID, ITEM, MOODLE, SEVERAL, TOBIAS, UNRECORDED, Teacher, publish
from .conftest import CAPTURES

GRADEBOOK = f"{INGRID}/gradebook"
REVIEWED = {
    **ITEM,
    "text": "Prepare",
    "custom": {"session": "s2"},
    "lineItem": {
        "scoreMaximum": 10,
        "submissionReview": {"url": "http://localhost:8000/app/?review=1", "custom": {"why": "r"}},
    },
}


@pytest.fixture
def teacher(campus, browser, monkeypatch):
    publish(campus, monkeypatch)
    return Teacher(browser)


def link_of(teacher, item):
    teacher.choose(item)
    return teacher.links()[-1].rpartition("/")[2]


class TestReview:
    def test_moodle_sends_what_the_recorded_one_sends(self, teacher):
        link = link_of(teacher, REVIEWED)
        claims = teacher.browser.launch(f"{GRADEBOOK}/{link}/yusuf-demir")
        capture = json.loads((CAPTURES / "id_token_submission_review.json").read_text())["claims"]
        assert claims.keys() - UNRECORDED == capture.keys() - UNRECORDED
        for name in ("message_type", "version", "roles"):
            assert claims[CLAIM + name] == capture[CLAIM + name]
        for name in ("for_user", "resource_link", "launch_presentation", "context", "lis"):
            assert claims[CLAIM + name].keys() == capture[CLAIM + name].keys()
        assert claims[CLAIM + "for_user"] == {"user_id": "4"}
        assert claims[CLAIM + "target_link_uri"] == "http://localhost:8000/app/?review=1"
        assert claims[CLAIM + "custom"]["session"] == "s2"
        assert claims[CLAIM + "custom"]["why"] == "r"

    def test_without_an_address_for_reviews_the_activity_s_own_opens(self, teacher):
        url = "http://localhost:8000/app/goals"
        link = link_of(teacher, {**ITEM, "url": url, "lineItem": {"scoreMaximum": 1}})
        claims = teacher.browser.launch(f"{GRADEBOOK}/{link}/yusuf-demir")
        assert claims[CLAIM + "target_link_uri"] == url

    def test_the_course_s_own_activity_is_graded_too(self, teacher, addresses):
        claims = teacher.browser.launch(f"{GRADEBOOK}/1/yusuf-demir")
        assert claims[CLAIM + "target_link_uri"] == addresses.tool_launch
        assert claims[CLAIM + "resource_link"]["id"] == "1"

    def test_an_assistant_reviews_too(self, browser):
        where = "lindenmoor/tim-rademacher/SE301/gradebook/1/yusuf-demir"
        assert browser.launch(where)[CLAIM + "for_user"] == {"user_id": "4"}

    @pytest.mark.parametrize(
        "path",
        [
            "lindenmoor/mara-lindqvist/SE301/gradebook",
            f"{GRADEBOOK}/1/ingrid-aasen",
            f"{GRADEBOOK}/999/yusuf-demir",
            f"{TOBIAS}/gradebook/1/amina-yildiz",
        ],
    )
    def test_what_nobody_may_review_is_missing(self, browser, path):
        assert browser.client.get(f"/{path}").status_code == 404

    def test_ungraded_activities_have_no_reviews(self, teacher):
        link = link_of(teacher, ITEM)
        page = teacher.browser.client.get(f"/{GRADEBOOK}/{link}/yusuf-demir")
        assert page.status_code == 404


class TestPage:
    def test_lists_learners_with_scores_and_links(self, campus, teacher):
        link = link_of(teacher, REVIEWED)
        here, known = campus.extensions["campus"], institution("lindenmoor")
        place = Place(known, known.courses[0], here.tools.find(MOODLE))
        (item,) = here.records.line_items.tied(place, link)
        grade = Grade(
            subject="4",
            score=8.5,
            maximum=10,
            comment="",
            at=datetime(2026, 3, 2, tzinfo=UTC),
        )
        here.records.grades.update(item.number, "4", lambda _old: grade)
        page = teacher.browser.client.get(f"/{GRADEBOOK}").text
        assert "8.5 / 10" in page
        assert f'href="/{GRADEBOOK}/{link}/yusuf-demir"' in page
        assert "Ingrid Aasen" not in page.partition("<table")[2]
        frame = teacher.browser.client.get(f"/{GRADEBOOK}/{link}/yusuf-demir").text
        assert f'src="/{GRADEBOOK}/{link}/yusuf-demir/launch"' in frame

    def test_canvas_shows_scores_without_reviews(self, teacher):
        page = teacher.browser.client.get(f"/{TOBIAS}/gradebook").text
        assert "Nothing is graded here yet" in page
        teacher.choose({**ITEM, "lineItem": {"scoreMaximum": 5}}, course=TOBIAS, place=SEVERAL)
        page = teacher.browser.client.get(f"/{TOBIAS}/gradebook").text
        assert "Amina" in page
        assert "Review" not in page
