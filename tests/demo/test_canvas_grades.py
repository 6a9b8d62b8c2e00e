"""Line items, scores and results in the Canvas dialect."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from demo.services.scopes import LINE_ITEM, LINE_ITEM_READ, RESULT_READ, SCORE

from .services import FJORDWERK, LEAD_1, ONB_0, Tool

ITEM = "application/vnd.ims.lis.v2.lineitem+json"
GIVEN = "application/vnd.ims.lis.v1.score+json"
SUBMISSION_TYPE = "https://canvas.instructure.com/lti/submission_type"
SUBMISSION = "https://canvas.instructure.com/lti/submission"
URL = f"/api/lti/courses/{LEAD_1.number}/line_items"
AMINA = "d90ce632-5172-52b7-b046-5bf915cabeb7"
FLORIAN = "6fec6996-1860-5cac-aa93-a485ff5c1456"
TEACHER = "7a539927-fc20-5f04-aea5-4158099eb8a9"


@pytest.fixture
def tool(campus):
    return Tool(campus, FJORDWERK)


@pytest.fixture
def create(tool):
    def create(url=URL, **told):
        told = {"label": "Milestone", "scoreMaximum": 4, **told}
        told = {name: value for name, value in told.items() if value is not None}
        return tool.ask(url, "POST", body=told, content_type=ITEM)

    return create


@pytest.fixture
def item(create):
    return create().json["id"]


@pytest.fixture
def score(tool, item):
    def score(at="2026-03-02T09:00:00.500Z", content_type=GIVEN, **changes):
        told = {
            "userId": AMINA,
            "timestamp": at,
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "scoreGiven": 3,
            "scoreMaximum": 6,
            **changes,
        }
        told = {name: value for name, value in told.items() if value is not None}
        return tool.ask(f"{item}/scores", "POST", body=told, content_type=content_type)

    return score


@pytest.fixture
def results(tool, item):
    return lambda query="": tool.ask(f"{item}/results{query}").json


class TestLineItems:
    def test_creating_makes_an_assignment(self, create, tool):
        made = create(resourceId="m-1", tag="milestone")
        assert made.status_code == 201
        assert made.content_type == f"{ITEM}; charset=utf-8"
        assert made.json == {
            "id": made.json["id"],
            "scoreMaximum": 4.0,
            "label": "Milestone",
            "resourceId": "m-1",
            "tag": "milestone",
        }
        assert tool.ask(made.json["id"]).json == made.json

    def test_an_assignment_of_the_tool_gets_a_link(self, create):
        extra = {"type": "external_tool", "external_tool_url": "https://tool.example/launch"}
        made = create(**{SUBMISSION_TYPE: extra}).json
        assert made[SUBMISSION_TYPE] == extra
        more = create(resourceLinkId=made["resourceLinkId"])
        assert more.json["resourceLinkId"] == made["resourceLinkId"]
        assert SUBMISSION_TYPE not in more.json

    @pytest.mark.parametrize("extra", [{"type": "quiz"}, {}, "external_tool"])
    def test_other_submission_types_are_refused(self, create, extra):
        assert create(**{SUBMISSION_TYPE: extra}).status_code == 400

    def test_links(self, create, tool):
        tool.campus.records.links.add(LEAD_1, "bare")
        tool.campus.records.links.add(ONB_0, "elsewhere")
        tool.campus.records.line_items.add(ONB_0, label="x", maximum=1, link_id="elsewhere")
        assert create(resourceLinkId="bare").status_code == 412
        assert create(resourceLinkId="elsewhere").status_code == 412
        assert create(resourceLinkId="nowhere").status_code == 404
        # Course navigation is no assignment.
        assert create(resourceLinkId=LEAD_1.course.link_id).status_code == 404

    @pytest.mark.parametrize(
        "told", [{"label": None}, {"scoreMaximum": None}, {"scoreMaximum": "x"}]
    )
    def test_nonsense_is_refused(self, create, told):
        assert create(**told).status_code == 422

    @pytest.mark.parametrize(
        ("body", "media"), [(["x"], ITEM), (None, ITEM), ({"label": "x"}, "text/plain")]
    )
    def test_other_bodies_are_refused(self, tool, body, media):
        assert tool.ask(URL, "POST", body=body, content_type=media).status_code == 400

    def test_filters(self, create, tool):
        create(tag="a", resourceId="1")
        create(tag="b", resourceId="1")
        made = create(tag="b", **{SUBMISSION_TYPE: {"type": "external_tool"}}).json

        def count(query):
            return len(tool.ask(URL + query).json)

        assert count("?tag=b") == 2
        assert count("?tag=b&resource_id=1") == 1
        assert count(f"?resource_link_id={made['resourceLinkId']}") == 1

    def test_pages_hold_ten(self, create, tool):
        for _ in range(11):
            create()
        first = tool.ask(URL)
        assert len(first.json) == 10
        assert 'page=2&per_page=10>; rel="next"' in first.headers["Link"]
        assert len(tool.ask(f"{URL}?limit=11").json) == 11

    def test_updating_keeps_the_rest(self, item, tool):
        answer = tool.ask(item, "PUT", body={"scoreMaximum": 8, "tag": "t"}, content_type=ITEM)
        assert answer.json == {"id": item, "scoreMaximum": 8.0, "label": "Milestone", "tag": "t"}
        wrong = tool.ask(item, "PUT", body={"resourceLinkId": "x"}, content_type=ITEM)
        assert wrong.status_code == 412
        assert wrong.json["errors"]["type"] == "precondition_failed"

    def test_what_came_with_its_assignment_stays(self, tool, item):
        made = tool.campus.records.line_items.add(
            LEAD_1, label="x", maximum=1, link_id="l", coupled=True
        )
        refused = tool.ask(f"{URL}/{made.number}", "DELETE")
        assert (refused.status_code, refused.text) == (401, "")
        assert tool.ask(item, "DELETE").status_code == 204
        assert tool.ask(item).status_code == 404

    def test_items_of_other_courses_are_not_there(self, create, tool):
        other = create(url=URL.replace(str(LEAD_1.number), str(ONB_0.number))).json["id"]
        moved = other.replace(str(ONB_0.number), str(LEAD_1.number))
        assert tool.ask(moved).status_code == 404

    @pytest.mark.parametrize(
        ("scope", "statuses"), [(LINE_ITEM, (200, 201)), (LINE_ITEM_READ, (200, 401))]
    )
    def test_scopes(self, tool, scope, statuses):
        token, body = tool.token(scope), {"label": "x", "scoreMaximum": 1}
        read = tool.ask(URL, token=token)
        written = tool.ask(URL, "POST", token=token, body=body, content_type=ITEM)
        assert (read.status_code, written.status_code) == statuses


class TestScores:
    def test_the_answer_names_the_result(self, score, tool, item):
        answer = score(comment="Well done")
        assert answer.status_code == 200
        assert answer.content_type == f"{GIVEN}; charset=utf-8"
        assert tool.ask(answer.json["resultUrl"]).json == {
            "id": answer.json["resultUrl"],
            "scoreOf": item,
            "userId": AMINA,
            "resultScore": 3.0,
            "resultMaximum": 6.0,
            "comment": "Well done",
        }

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"userId": "nobody"}, 422),
            ({"userId": None}, 422),
            ({"userId": TEACHER}, 422),
            ({"activityProgress": None}, 400),
            ({"gradingProgress": ""}, 400),
            ({"gradingProgress": "Done"}, 422),
            ({"activityProgress": "Done"}, 422),
            ({"at": "yesterday"}, 400),
            ({"scoreMaximum": None}, 422),
            ({"scoreMaximum": "x"}, 422),
            ({"scoreGiven": -1}, 422),
            ({"content_type": "text/plain"}, 400),
            ({SUBMISSION: "x"}, 400),
            ({SUBMISSION: {"submitted_at": "x"}}, 400),
            ({SUBMISSION: {"submission_type": "online_upload"}}, 422),
            ({SUBMISSION: {"submission_type": "fax"}}, 422),
        ],
    )
    def test_nonsense_and_staff_are_refused(self, score, results, changes, status):
        assert score(**changes).status_code == status
        assert results() == []

    def test_the_suspended_are_no_students(self, score, tool):
        tool.campus.records.memberships.suspend(LEAD_1, AMINA)
        assert score().status_code == 422

    def test_the_same_time_is_taken_and_an_earlier_one_is_not(self, score, results):
        score()
        assert score(scoreGiven=4).status_code == 200
        assert score("2026-03-02T09:00:00.499", scoreGiven=5).status_code == 400
        assert results()[0]["resultScore"] == 4

    @pytest.mark.parametrize("progress", ["Pending", "Failed", "NotReady"])
    def test_unfinished_grading_ignores_the_score(self, score, results, progress):
        score(gradingProgress=progress)
        assert "resultScore" not in results()[0]
        score("2026-03-02T09:00:01Z", gradingProgress="PendingManual")
        score("2026-03-02T09:00:02Z", gradingProgress=progress, scoreGiven=1, scoreMaximum=None)
        assert results()[0]["resultScore"] == 3

    def test_more_than_the_maximum_is_more(self, score, results):
        score(scoreGiven=9)
        assert results()[0]["resultScore"] == 9

    def test_the_extension_is_kept(self, score, results):
        extra = {
            "new_submission": False,
            "submission_type": "online_url",
            "submission_data": "https://tool.example/reflection/1",
            "submitted_at": "2026-03-01T09:00:00Z",
        }
        assert SUBMISSION not in score(**{SUBMISSION: extra}).json
        assert results()[0][SUBMISSION] == extra

    def test_files_are_named_in_the_answer(self, score):
        files = [{"type": "file", "url": "https://tool.example/f.txt", "title": "F"}]
        extra = {"content_items": files, "submission_type": "online_upload"}
        assert score(**{SUBMISSION: extra}).json[SUBMISSION] == {"content_items": files}

    def test_submissions_of_the_future_are_refused(self, score):
        now = datetime.now(UTC)
        late, soon = now + timedelta(hours=1), now + timedelta(seconds=20)
        assert score(**{SUBMISSION: {"submitted_at": late.isoformat()}}).status_code == 400
        assert score(**{SUBMISSION: {"submitted_at": soon.isoformat()}}).status_code == 200

    def test_attempts_run_out_unless_it_is_no_new_submission(self, score, tool):
        items = tool.campus.records.line_items
        (made,) = items.of(LEAD_1)
        items.change(LEAD_1, replace(made, attempts=1))
        assert score().status_code == 200
        assert score().status_code == 422
        assert score(**{SUBMISSION: {"new_submission": False}}).status_code == 200
        assert score(**{SUBMISSION: {"submission_type": "none"}}).status_code == 200
        (grade,) = tool.campus.records.grades.of(made.number)
        assert grade.attempts == 1

    def test_scopes(self, tool, item):
        token = tool.token(LINE_ITEM, RESULT_READ)
        assert tool.ask(f"{item}/scores", "POST", token=token, body={}).status_code == 401
        assert tool.ask(f"{item}/results", token=tool.token(SCORE)).status_code == 401


class TestResults:
    def test_of_one_person(self, score, results):
        score()
        score(userId=FLORIAN)
        assert [r["userId"] for r in results()] == [AMINA, FLORIAN]
        assert [r["userId"] for r in results(f"?user_id={FLORIAN}")] == [FLORIAN]
        assert results(f"?user_id={TEACHER}") == []

    def test_pages(self, score, tool, item):
        score()
        score(userId=FLORIAN)
        answer = tool.ask(f"{item}/results?limit=1")
        assert len(answer.json) == 1
        assert 'rel="next"' in answer.headers["Link"]

    def test_every_answer_names_its_own(self, score, tool):
        urls = [score(userId=person).json["resultUrl"] for person in (AMINA, FLORIAN)]
        assert [tool.ask(url).json["userId"] for url in urls] == [AMINA, FLORIAN]

    def test_one_that_is_not_there(self, tool, item):
        assert tool.ask(f"{item}/results/99").status_code == 404


class TestClaims:
    CLAIM = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"

    def test_navigation_has_no_line_item(self, tool, browser):
        claim = browser.launch("fjordwerk/amina-yildiz/LEAD-1")[self.CLAIM]
        assert tool.ask(claim["lineitems"]).json == []
        assert "lineitem" not in claim

    def test_an_assignment_has_its_own(self, tool, browser):
        link = LEAD_1.course.link_id
        items = tool.campus.records.line_items
        for number in range(2):
            items.add(LEAD_1, label=f"{number}", maximum=1, link_id=link, coupled=not number)
        claim = browser.launch("fjordwerk/amina-yildiz/LEAD-1")[self.CLAIM]
        assert tool.ask(claim["lineitem"]).json["label"] == "0"
