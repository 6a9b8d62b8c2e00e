"""Launches of people who are special: assistants, observers, test students, the withheld."""

import json

import pytest

from .by_the_book import CLAIM, UNRECORDED
from .conftest import CAPTURES

LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
CONTEXT = CLAIM + "context"


def test_an_assistant_of_moodle_launches_as_the_recorded_one(browser):
    claims = browser.launch("lindenmoor/tim-rademacher/SE301")
    capture = json.loads((CAPTURES / "id_token_ta1.json").read_text())["claims"]
    assert claims[CLAIM + "roles"] == capture[CLAIM + "roles"]


def test_names_are_withheld_as_in_the_recorded_launch(browser):
    claims = browser.launch("lindenmoor/noor-visser/SE301")
    capture = json.loads((CAPTURES / "id_token_privacy_never_student.json").read_text())["claims"]
    assert claims.keys() - UNRECORDED == capture.keys() - UNRECORDED
    assert claims[CLAIM + "ext"] == capture[CLAIM + "ext"]
    assert claims[CLAIM + "lis"].keys() == capture[CLAIM + "lis"].keys()


def test_an_observer_of_canvas_says_whom_she_watches_over(browser):
    claims = browser.launch("fjordwerk/hanne-dahl/LEAD-1")
    assert f"{LIS}membership#Mentor" in claims[CLAIM + "roles"]
    observed = browser.launch("fjordwerk/amina-yildiz/LEAD-1")
    assert observed["sub"] in claims[CLAIM + "role_scope_mentor"]
    assert CLAIM + "role_scope_mentor" not in observed


class TestStudentView:
    def test_teachers_of_canvas_become_the_course_s_test_student(self, browser):
        page = browser.client.get("/fjordwerk/tobias-arnheim/LEAD-1").text
        assert 'href="/fjordwerk/test-student/LEAD-1"' in page
        claims = browser.launch("fjordwerk/test-student/LEAD-1")
        test_user = "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"
        assert {test_user, f"{LIS}membership#Learner"} <= set(claims[CLAIM + "roles"])
        assert claims["name"] == "Test Student"
        assert "email" not in claims
        again = browser.launch("fjordwerk/test-student/LEAD-1")
        assert again["sub"] == claims["sub"]
        assert browser.launch("fjordwerk/test-student/ONB-0")["sub"] != claims["sub"]

    def test_the_test_student_has_pages_but_teaches_nothing(self, browser):
        page = browser.client.get("/fjordwerk/test-student/LEAD-1").text
        assert "For teachers" not in page
        assert browser.client.get("/fjordwerk/test-student").status_code == 200
        assert "test-student" not in browser.client.get("/").text

    def test_moodle_has_none(self, browser):
        assert "Student view" not in browser.client.get("/lindenmoor/ingrid-aasen/SE301").text
        assert browser.client.get("/lindenmoor/test-student/SE301").status_code == 404


class TestOutsideOfCourses:
    @pytest.mark.parametrize("person", ["lindenmoor/mara-lindqvist", "fjordwerk/amina-yildiz"])
    def test_no_course_and_no_service_is_named(self, browser, person):
        page = browser.client.get(f"/{person}/mentoring").text
        assert f'src="/{person}/mentoring/launch"' in page
        assert "Back to the course" not in page
        claims = browser.launch(f"{person}/mentoring")
        assert CONTEXT not in claims
        assert claims[CLAIM + "resource_link"]["id"]
        assert not [name for name in claims if "lti-ags" in name or "lti-nrps" in name]
        return_url = claims[CLAIM + "launch_presentation"]["return_url"]
        assert return_url == f"http://localhost:8001/{person}"

    def test_nobody_is_a_member_there(self, browser):
        claims = browser.launch("fjordwerk/amina-yildiz/mentoring")
        assert claims[CLAIM + "roles"] == [
            f"{LIS}institution/person#Student",
            f"{LIS}system/person#User",
        ]
        assert claims["https://www.instructure.com/placement"] == "user_navigation"

    def test_everybody_has_a_link_of_their_own_in_canvas(self, browser):
        people = ("amina-yildiz", "priya-raman")
        ids = {
            browser.launch(f"fjordwerk/{who}/mentoring")[CLAIM + "resource_link"]["id"]
            for who in people
        }
        assert len(ids) == 2


class TestPlatformStorage:
    def test_canvas_names_the_frame_twice_and_moodle_never(self, browser):
        where = "fjordwerk/amina-yildiz/LEAD-1"
        login = browser.open_mentoring(where)
        assert login.fields["lti_storage_target"] == "post_message_forwarding"
        form = browser.form(browser.authorize(login))
        assert form.fields["lti_storage_target"] == "post_message_forwarding"
        login = browser.open_mentoring("lindenmoor/mara-lindqvist/SE301")
        assert "lti_storage_target" not in login.fields
        assert "lti_storage_target" not in browser.form(browser.authorize(login)).fields

    def test_the_frame_stands_beside_the_tool_s(self, browser):
        page = browser.client.get("/fjordwerk/amina-yildiz/LEAD-1/mentoring").text
        assert 'name="post_message_forwarding"' in page
        frame = browser.client.get("/lti/storage").text
        assert 'data-origins="http://localhost:8000"' in frame
        page = browser.client.get("/lindenmoor/mara-lindqvist/SE301/mentoring").text
        assert "post_message_forwarding" not in page
