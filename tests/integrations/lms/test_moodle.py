"""Moodle's connector against a site whose courses change while they are read."""

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
from integrations.lms.moodle.connector import Moodle
from tests.vendors.contexts import read_all
from tests.vendors.moodle import FUNCTIONS, ORIGIN, WHEN
from tests.vendors.wire import silence

from .campuses import REGISTRATION

MOODLE = Moodle(people=2)
FORM = {"address": f"{ORIGIN}/", "token": "t", "registration": REGISTRATION}
SERVER = "server.php"


def resources(moodle, cursor=None, **settings):
    return read_all(MOODLE, "resources", moodle.context(**settings), cursor)


def completions(moodle, cursor=None, **settings):
    return read_all(MOODLE, "completions", moodle.context(**settings), cursor)


class TestForm:
    def test_takes_the_address_of_the_site(self):
        settings = MOODLE.read(FORM)
        assert settings["address"] == ORIGIN
        assert MOODLE.hosts(settings) == {ORIGIN}
        assert MOODLE.manifest.slug == "moodle"
        assert [one.name for one in MOODLE.fields if one.secret] == ["token"]

    @pytest.mark.parametrize("name", ["address", "registration", "courses"])
    def test_says_what_makes_no_sense(self, name):
        with pytest.raises(InvalidInputError) as refused:
            MOODLE.read({**FORM, name: "our moodle"})
        assert set(refused.value.fields) == {name}

    def test_is_read_for_resources_before_completions(self):
        kinds = [stream.records for stream in MOODLE.streams]
        assert kinds == [RecordKind.RESOURCES, RecordKind.COMPLETIONS]


class TestCheck:
    def test_names_the_site(self, moodle):
        account = MOODLE.check(moodle.context())
        assert (account.account_id, account.label) == (f"{ORIGIN} 7", "Fjord Moodle")
        assert account.warnings == ()

    def test_does_without_a_name(self, moodle):
        moodle.name = ""
        assert MOODLE.check(moodle.context(courses=[3])).label == "moodle.example"

    def test_refuses_a_wrong_token(self, moodle):
        with pytest.raises(NotAuthorisedError):
            MOODLE.check(moodle.context(token="another"))

    def test_names_the_functions_that_the_service_lacks(self, moodle):
        moodle.functions = FUNCTIONS[:4]
        with pytest.raises(ForbiddenScopeError) as refused:
            MOODLE.check(moodle.context())
        assert refused.value.params["function"] == ", ".join(FUNCTIONS[4:])

    def test_notices_that_the_role_does_not_allow_it(self, moodle):
        moodle.refused = {2}
        with pytest.raises(ForbiddenScopeError) as refused:
            MOODLE.check(moodle.context())
        assert refused.value.params["function"] == "core_course_get_contents"

    def test_warns_where_there_is_nothing_to_read(self, moodle):
        moodle.courses = {}
        assert len(MOODLE.check(moodle.context()).warnings) == 1

    def test_says_at_the_address_that_it_cannot_be_called(self, moodle):
        with pytest.raises(InvalidInputError) as refused:
            MOODLE.check(moodle.context(address="https://elsewhere.example"))
        assert set(refused.value.fields) == {"address"}


class TestResources:
    def test_are_told_with_kind_course_and_section(self, moodle):
        found, gone, bad, cursor = resources(moodle)
        told = {key: (one.title, one.kind, one.module) for key, one in found.items()}
        assert told == {
            "course/2": ("Data analysis with SQL", ResourceKind.COURSE, ""),
            "module/21": ("Why joins", ResourceKind.PAGE, "Week 1"),
            "module/22": ("Homework", ResourceKind.ASSIGNMENT, "Week 1"),
            "module/23": ("Escape room", ResourceKind.OTHER, "Week 1"),
            "course/3": ("Public speaking", ResourceKind.COURSE, ""),
        }
        assert found["course/2"].url == f"{ORIGIN}/course/view.php?id=2"
        assert (gone, bad, cursor) == ([], [], {"v": 1, "left": []})

    def test_that_participants_do_not_see_are_left_out(self, moodle):
        (label,) = moodle.add_section(3, "Now", (31, "A heading", "label"))
        del label["url"]
        (draft,) = moodle.add_section(3, "Draft", (32, "Draft", "page"))
        draft["visible"] = 0
        moodle.add_section(3, "Soon", (33, "Soon", "page"), visible=0)
        assert set(resources(moodle, courses=[3])[0]) == {"course/3"}

    def test_hidden_courses_and_the_front_page_are_left_out(self, moodle):
        moodle.courses[3]["visible"] = 0
        assert "course/3" not in resources(moodle)[0]
        assert "course/1" not in resources(moodle)[0]

    def test_of_no_course_are_none(self, moodle):
        moodle.courses = {}
        assert resources(moodle) == ({}, [], [], {"v": 1, "left": []})

    def test_goes_on_after_a_course(self, moodle):
        first = next(MOODLE.pull("resources", moodle.context(), None, None))
        stored = json.loads(json.dumps(first.next_cursor))
        assert stored == {"v": 1, "left": [3]}
        assert set(resources(moodle, stored)[0]) == {"course/3"}

    def test_courses_that_cannot_be_read_are_told(self, moodle):
        moodle.refused = {3}
        found, _, bad, _ = resources(moodle, courses=[9, 3, 2])
        assert [(one.key, one.place) for one in bad] == [("course/9", ""), ("", "course/3")]
        assert "course/2" in found

    def test_a_course_without_a_name_has_its_number(self, moodle):
        moodle.courses[3]["fullname"] = ""
        assert resources(moodle, courses=[3])[0]["course/3"].title == "#3"


class TestCompletions:
    def test_grades_and_completions_are_told_each_module_once(self, moodle):
        moodle.complete(5, 21)
        moodle.complete(5, 22, state=2)
        moodle.grade(5, 22, 15.0)
        found = completions(moodle)[0]
        when = datetime.fromtimestamp(WHEN, UTC)
        done, grade = found["module/21/5"], found["module/22/5"]
        assert (done.subject, done.resource_key) == ("5", "module/21")
        assert (done.how, done.strength, done.at) == (Showing.COMPLETED, 1.0, when)
        assert (grade.how, grade.strength, grade.at) == (Showing.GRADED, 0.75, when)
        assert len(found) == 2

    @pytest.mark.parametrize(
        "facts",
        [
            {"gradeishidden": True},
            {"graderaw": None},
            {"graderaw": 0.0},
            {"cmid": None},
            {"itemtype": "manual"},
            {"grademax": 0},
        ],
    )
    def test_grades_that_show_nothing_are_left_out(self, moodle, facts):
        moodle.grade(5, 22, **{"raw": 15.0, **facts})
        assert completions(moodle)[0] == {}

    @pytest.mark.parametrize("state", [0, 3])
    def test_what_is_not_completed_or_failed_is_left_out(self, moodle, state):
        moodle.complete(5, 21, state=state)
        assert completions(moodle)[0] == {}

    @pytest.mark.parametrize("at", [0, 10**18, -(10**15)])
    def test_when_is_not_told_by_every_module(self, moodle, at):
        moodle.complete(5, 21, at=at)
        assert completions(moodle)[0]["module/21/5"].at is None

    def test_people_come_some_at_a_time_and_reading_goes_on_behind_them(self, moodle):
        moodle.people[2] = [9, 5, 6]
        for person in (5, 6, 9):
            moodle.complete(person, 21)
        first = next(MOODLE.pull("completions", moodle.context(), None, None))
        assert [one.subject for one in first.upserts] == ["5", "6"]
        stored = json.loads(json.dumps(first.next_cursor))
        assert stored == {"v": 1, "left": [2, 3], "after": 6}
        moodle.people[2].remove(5)
        assert set(completions(moodle, stored)[0]) == {"module/21/9"}

    def test_courses_that_cannot_be_read_are_told(self, moodle):
        moodle.refused = {2}
        found, _, bad, _ = completions(moodle, courses=[2, 3, 9])
        told = [(one.key, one.place) for one in bad]
        assert (told, found) == ([("", "course/2"), ("course/9", "")], {})

    def test_of_no_course_are_none(self, moodle):
        moodle.courses = {}
        assert completions(moodle)[:3] == ({}, [], [])


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "error"),
        [
            ({"status": 500}, UnavailableError),
            ({"status": 429, "headers": {"Retry-After": "3600"}}, RateLimitedError),
            ({"status": 403}, ForbiddenScopeError),
            ({"body": silence("moodle")}, UnavailableError),
            ({"status": 200, "body": b'{"courses": [{"id"'}, UnavailableError),
            ({"status": 200, "body": b"[]"}, UnavailableError),
            ({"status": 200, "body": b"null"}, UnavailableError),
            ({"status": 200, "body": b'{"courses": [{"id": "x"}]}'}, UnavailableError),
            ({"status": 200, "body": b'{"exception": "x"}'}, UnavailableError),
            (
                {"status": 200, "body": b'{"exception": "x", "errorcode": "invalidtoken"}'},
                NotAuthorisedError,
            ),
            (
                {"status": 200, "body": b'{"exception": "x", "errorcode": "accessexception"}'},
                ForbiddenScopeError,
            ),
        ],
    )
    def test_are_told_apart(self, moodle, fault, error):
        moodle.wire.fault(SERVER, **fault)
        with pytest.raises(error):
            resources(moodle)

    def test_the_token_is_in_no_address(self, moodle):
        resources(moodle)
        assert not any("0123456789abcdef" in url for _, url, _, _ in moodle.wire.calls)
