"""Canvas's connector against courses that change while they are read."""

import json
from datetime import UTC, datetime

import pytest

from core.domain.evidence import Showing
from core.domain.resource import ResourceKind
from core.errors import InvalidInputError, UnavailableError
from core.ports.connectors import (
    ForbiddenScopeError,
    NotAuthorisedError,
    RateLimitedError,
    RecordKind,
)
from integrations.lms.canvas.connector import Canvas
from tests.vendors.canvas import ORIGIN, WHEN
from tests.vendors.contexts import read_all
from tests.vendors.wire import silence

from .campuses import REGISTRATION

CANVAS = Canvas()
SUBMISSIONS = "/students/submissions"
FORM = {"address": ORIGIN, "token": "t", "registration": REGISTRATION}


def resources(canvas, cursor=None, **settings):
    return read_all(CANVAS, "resources", canvas.context(**settings), cursor)


def completions(canvas, cursor=None, **settings):
    return read_all(CANVAS, "completions", canvas.context(**settings), cursor)


class TestForm:
    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("Fjord", "https://fjord.instructure.com"),
            ("canvas.fjord.example", "https://canvas.fjord.example"),
            (f"{ORIGIN}/", ORIGIN),
        ],
    )
    def test_takes_canvas_by_name_host_or_address(self, typed, address):
        settings = CANVAS.read({**FORM, "address": typed})
        assert settings["address"] == address
        assert CANVAS.hosts(settings) == {address}
        assert settings["courses"] == []

    def test_takes_courses_as_text_and_as_stored(self):
        for typed in (" 12, 15;12 ", [12, 15]):
            assert CANVAS.read({**FORM, "courses": typed})["courses"] == [12, 15]
        assert CANVAS.read({**FORM, "courses": []})["courses"] == []

    @pytest.mark.parametrize(
        ("name", "typed"),
        [
            ("address", "our canvas"),
            ("registration", "moodle"),
            ("registration", ""),
            ("courses", "12, SQL"),
            ("courses", "1" * 30),
            ("courses", ",".join(str(number) for number in range(1_001))),
            ("courses", 7),
        ],
    )
    def test_says_what_makes_no_sense(self, name, typed):
        with pytest.raises(InvalidInputError) as refused:
            CANVAS.read({**FORM, name: typed})
        assert set(refused.value.fields) == {name}

    def test_is_read_for_resources_before_completions(self):
        kinds = [stream.records for stream in CANVAS.streams]
        assert kinds == [RecordKind.RESOURCES, RecordKind.COMPLETIONS]
        fields = {one.name: one for one in CANVAS.fields}
        assert fields["address"].rewires
        assert fields["token"].secret
        assert CANVAS.manifest.slug == "canvas"


class TestCheck:
    def test_names_the_owner_of_the_token(self, canvas):
        account = CANVAS.check(canvas.context())
        assert account.account_id == f"{ORIGIN} 9"
        assert account.label == "Mentorloom reader (fjord.instructure.example)"
        assert account.warnings == ()

    def test_refuses_a_wrong_token(self, canvas):
        with pytest.raises(NotAuthorisedError):
            CANVAS.check(canvas.context(token="another"))

    def test_needs_the_permission_to_see_grades(self, canvas):
        canvas.graders = {15}
        with pytest.raises(ForbiddenScopeError):
            CANVAS.check(canvas.context())
        assert CANVAS.check(canvas.context(courses=[15])).warnings == ()

    def test_warns_where_there_is_nothing_to_read(self, canvas):
        canvas.courses = {}
        assert len(CANVAS.check(canvas.context()).warnings) == 1

    def test_says_at_the_address_that_it_cannot_be_called(self, canvas):
        with pytest.raises(InvalidInputError) as refused:
            CANVAS.check(canvas.context(address="https://elsewhere.example"))
        assert set(refused.value.fields) == {"address"}

    def test_does_without_a_name(self, canvas):
        canvas.wire.fault("users/self", status=200, body=b'{"id": 9, "name": null}')
        assert CANVAS.check(canvas.context()).label == "fjord.instructure.example"


class TestResources:
    def test_are_told_with_kind_course_and_module(self, canvas):
        found, gone, bad, cursor = resources(canvas)
        told = {key: (one.title, one.kind, one.module) for key, one in found.items()}
        assert told == {
            "course/12": ("Data analysis with SQL", ResourceKind.COURSE, ""),
            "assignment/1": ("Write five joins", ResourceKind.ASSIGNMENT, "Week 1"),
            "assignment/2": ("Test", ResourceKind.QUIZ, "Week 1"),
            "assignment/3": ("Talk", ResourceKind.DISCUSSION, "Week 2"),
            "item/101": ("Why joins", ResourceKind.PAGE, "Week 1"),
            "item/106": ("Manual", ResourceKind.LINK, "Week 2"),
            "course/15": ("Public speaking", ResourceKind.COURSE, ""),
            "assignment/4": ("A speech", ResourceKind.ASSIGNMENT, ""),
        }
        assert found["course/12"].url == f"{ORIGIN}/courses/12"
        assert found["item/101"].course == "Data analysis with SQL"
        assert (gone, bad, cursor) == ([], [], {"v": 1, "left": []})

    def test_that_participants_do_not_see_are_left_out(self, canvas):
        hidden = {"id": 9, "title": "Draft", "type": "Page", "published": False}
        canvas.add_module(15, 3, "Soon", {"id": 8, "title": "X", "type": "Page"}, published=False)
        canvas.add_module(15, 4, "Now", hidden)
        canvas.add_assignment(15, 5, "Draft", published=False)
        assert set(resources(canvas, courses=[15])[0]) == {"course/15", "assignment/4"}

    def test_ungraded_quizzes_and_foreign_assignments_are_items(self, canvas):
        odd = [
            {"id": 1, "title": "Q", "type": "Quiz", "content_id": 99, "html_url": f"{ORIGIN}/q"},
            {"id": 2, "title": "A", "type": "Assignment", "content_id": 99},
            {"id": 3, "title": "D", "type": "Discussion", "content_id": 99},
        ]
        canvas.add_module(15, 3, "Odd", *odd)
        found = resources(canvas, courses=[15])[0]
        assert {"item/1", "item/2", "item/3"} <= set(found)

    def test_of_chosen_courses_only(self, canvas):
        assert {one.course for one in resources(canvas, courses=[15])[0].values()} == {
            "Public speaking"
        }

    def test_of_no_course_are_none(self, canvas):
        canvas.courses = {}
        assert resources(canvas) == ({}, [], [], {"v": 1, "left": []})

    def test_courses_that_their_dates_close_are_left_out(self, canvas):
        canvas.courses[15] = {"id": 15, "access_restricted_by_date": True}
        assert "course/15" not in resources(canvas)[0]

    def test_a_course_without_a_name_has_its_number(self, canvas):
        del canvas.courses[15]["name"]
        assert resources(canvas, courses=[15])[0]["course/15"].title == "#15"

    def test_goes_on_after_a_course(self, canvas):
        first = next(CANVAS.pull("resources", canvas.context(), None, None))
        stored = json.loads(json.dumps(first.next_cursor))
        assert stored == {"v": 1, "left": [15]}
        canvas.add_course(11, "Came later")
        assert set(resources(canvas, stored)[0]) == {"course/15", "assignment/4"}

    def test_a_course_that_is_gone_is_told(self, canvas):
        found, _, bad, _ = resources(canvas, courses=[11, 15])
        assert [(one.key, str(one.sentence)) for one in bad] == [
            ("course/11", "Canvas has no such course any more.")
        ]
        assert set(found) == {"course/15", "assignment/4"}


class TestCompletions:
    def test_grades_and_finished_courses_are_told(self, canvas):
        canvas.grade(12, 1, 7, 8.0)
        for user, met in ((7, 3), (8, 2)):
            canvas.meet(12, user, met)
        found = completions(canvas)[0]
        when = datetime.fromisoformat(WHEN).astimezone(UTC)
        grade = found["assignment/1/7"]
        assert (grade.subject, grade.resource_key) == ("7", "assignment/1")
        assert (grade.how, grade.strength, grade.at) == (Showing.GRADED, 0.8, when)
        done = found["course/12/7"]
        assert (done.resource_key, done.how, done.at) == ("course/12", Showing.COMPLETED, when)
        assert len(found) == 2

    def test_come_in_pages(self, canvas):
        for user in range(1, 8):
            canvas.grade(12, 1, user, 5.0)
        assert len(completions(canvas)[0]) == 7

    @pytest.mark.parametrize(
        "facts",
        [
            {"posted_at": None},
            {"excused": True},
            {"score": None},
            {"score": 0.0},
            {"score": -1.0},
            {"assignment_id": 999},
        ],
    )
    def test_what_shows_nothing_is_left_out(self, canvas, facts):
        canvas.grade(12, 1, 7, **{"score": 8.0, **facts})
        assert completions(canvas)[0] == {}

    def test_without_points_a_grade_says_nothing(self, canvas):
        canvas.add_assignment(15, 6, "Pass or fail", points_possible=None)
        canvas.grade(15, 6, 7, 1.0)
        assert completions(canvas)[0] == {}

    def test_a_course_without_requirements_is_never_finished(self, canvas):
        canvas.progress[12].append(
            {"id": 7, "progress": {"error": {"message": "not module based"}}}
        )
        assert completions(canvas)[0] == {}

    def test_courses_whose_grades_we_may_not_see_are_told(self, canvas):
        canvas.graders = {15}
        canvas.grade(15, 4, 7, 5.0)
        found, _, bad, _ = completions(canvas)
        assert [(one.key, one.place) for one in bad] == [("", "course/12")]
        assert set(found) == {"assignment/4/7"}


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ({"status": 500}, UnavailableError),
            ({"status": 429, "headers": {"Retry-After": "3600"}}, RateLimitedError),
            ({"status": 418}, UnavailableError),
            ({"body": silence("fjord")}, UnavailableError),
            ({"status": 200, "body": b'[{"id": 1, "na'}, UnavailableError),
            ({"status": 200, "body": b"{}"}, UnavailableError),
            ({"status": 200, "body": b'[{"assignment_id": "x", "user_id": 1}]'}, UnavailableError),
            ({"status": 401, "headers": {"WWW-Authenticate": "Bearer"}}, NotAuthorisedError),
        ],
    )
    def test_are_told_apart(self, canvas, fault, error):
        canvas.wire.fault(SUBMISSIONS, **fault)
        with pytest.raises(error):
            completions(canvas)

    def test_an_empty_bucket_is_waited_for(self, canvas):
        throttled = {"X-Rate-Limit-Remaining": "0.0"}
        canvas.wire.fault(SUBMISSIONS, status=403, headers=throttled, times=2)
        canvas.grade(12, 1, 7, 8.0)
        context = canvas.context()
        began = context.clock.now()
        found, _, bad, _ = read_all(CANVAS, "completions", context)
        assert (set(found), bad) == ({"assignment/1/7"}, [])
        assert (context.clock.now() - began).total_seconds() >= 20

    def test_a_bucket_that_stays_empty_ends_the_run_for_now(self, canvas):
        throttled = {"X-Rate-Limit-Remaining": "-3.5"}
        canvas.wire.fault(SUBMISSIONS, status=403, headers=throttled, times=99)
        with pytest.raises(RateLimitedError):
            completions(canvas)

    def test_a_low_bucket_slows_us_down(self, canvas):
        canvas.bucket = 12.5
        context = canvas.context(courses=[15])
        began = context.clock.now()
        read_all(CANVAS, "resources", context)
        assert (context.clock.now() - began).total_seconds() >= 20

    def test_pages_that_lead_elsewhere_are_not_followed(self, canvas):
        elsewhere = {"Link": '<https://evil.example/api>; rel="next"'}
        canvas.wire.fault(SUBMISSIONS, status=200, headers=elsewhere, body=b"[]")
        with pytest.raises(InvalidInputError):
            completions(canvas)

    def test_pages_without_end_are_given_up(self, canvas, monkeypatch):
        monkeypatch.setattr("integrations.lms.canvas.api.MOST_PAGES", 3)
        here = {"Link": f"<{ORIGIN}/api/v1/courses/12{SUBMISSIONS}>; rel=next"}
        canvas.wire.fault(SUBMISSIONS, status=200, headers=here, body=b"[]", times=9)
        with pytest.raises(UnavailableError):
            completions(canvas)
