"""The programme a course shows: its settings, and which one it is."""

from uuid import UUID

import pytest

from core.domain.course import Course
from core.domain.program import Program
from tests.web.hub import ORGANIZATION, PROGRAM, REGISTRATION
from tests.web.pages.course.enrolled import TEACHER, enrolled

FORM = {
    "name": "New name",
    "description": "Why",
    "open_request_limit": "5",
    "default_capacity": "4",
}


class TestProgrammeSettings:
    def program(self, hub):
        with hub.storage.tenant(ORGANIZATION) as work:
            return work.programs.get(PROGRAM)

    def test_name_and_limits_are_changed(self, hub, browser):
        assert 'value="Peers"' in browser.get("/app/program/settings").text
        saved = browser.post("/app/program/settings", data=FORM)
        assert saved.location == "/app/program/settings?done=program-saved"
        assert "The programme is saved." in browser.get(saved.location).text
        program = self.program(hub)
        assert (program.name, program.open_request_limit, program.default_capacity) == (
            "New name",
            5,
            4,
        )

    def test_the_response_clock_is_set(self, hub, browser):
        form = {
            **FORM,
            "response_days": "7",
            "mentor_request_limit": "2",
            "mentors_per_mentee": "3",
        }
        assert "checked" in browser.get("/app/program/settings").text
        browser.post("/app/program/settings", data=form)
        program = self.program(hub)
        assert (program.response_days, program.reminders) == (7, False)
        assert (program.mentor_request_limit, program.mentors_per_mentee) == (2, 3)
        assert "checked" not in browser.get("/app/program/settings").text
        browser.post("/app/program/settings", data={**form, "reminders": "1"})
        assert self.program(hub).reminders

    @pytest.mark.parametrize(
        "wrong",
        [
            {"name": " "},
            {"response_days": "15"},
            {"open_request_limit": "many"},
            {"default_capacity": "0"},
            {"default_capacity": "9" * 12},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, hub, browser, wrong):
        before = self.program(hub)
        page = browser.post("/app/program/settings", data={**FORM, **wrong})
        assert page.status_code == 422
        assert 'aria-invalid="true"' in page.text
        assert "Why</textarea>" in page.text
        assert self.program(hub) == before

    def test_only_for_managers_of_a_programme(self, hub, mentee):
        learner = hub.browser(mentee)
        assert learner.get("/app/program/settings").status_code == 403
        assert learner.post("/app/program/settings", data=FORM).status_code == 403
        assert learner.post("/app/program/place", data={"action": "disconnect"}).status_code == 403
        nowhere = hub.browser(hub.person("T", manages=True, program_id=None, context_id="c9"))
        assert nowhere.get("/app/program/settings").location == "/app/"

    def test_an_administrator_outside_a_course_changes_names_only(self, hub):
        page = hub.browser(hub.person("A", administers=True, context_id=None)).get(
            "/app/program/settings"
        )
        assert "Stop showing" not in page.text


class TestWhichProgramme:
    @pytest.fixture
    def nursing(self, hub):
        made = Program(
            id=UUID(int=808),
            organization_id=ORGANIZATION,
            name="Nursing",
            description="Wards",
            created_at=hub.clock.now(),
        )
        with hub.storage.tenant(ORGANIZATION) as work:
            work.programs.save(made)
            for context_id, program_id in (("old", made.id), ("new", None)):
                work.courses.save(
                    Course(
                        registration_id=REGISTRATION,
                        context_id=context_id,
                        organization_id=ORGANIZATION,
                        program_id=program_id,
                        history=("old",) if program_id is None else (),
                    )
                )
        return made

    def shown(self, hub, context_id):
        with hub.storage.tenant(ORGANIZATION) as work:
            return work.courses.get(REGISTRATION, context_id).program_id

    def test_a_teacher_of_both_connects_and_disconnects(self, hub, browser, teacher, nursing):
        assert "Nursing" not in browser.get("/app/program/settings").text
        form = {"action": "connect", "program": str(nursing.id)}
        assert browser.post("/app/program/place", data=form).status_code == 404
        enrolled(hub, teacher, "old", roster_roles=TEACHER)
        assert "Nursing" in browser.get("/app/program/settings").text
        connected = browser.post("/app/program/place", data=form)
        assert connected.location == "/app/program?done=connected"
        assert '<h1 tabindex="-1">Nursing</h1>' in browser.get(connected.location).text
        gone = browser.post("/app/program/place", data={"action": "disconnect"})
        page = browser.get(gone.location).text
        assert "This course shows no programme now." in page
        assert "Start mentoring in this course" in page
        assert self.shown(hub, "c1") is None

    def test_a_copied_course_starts_like_its_origin(self, hub, nursing):
        copier = hub.person("Cat", manages=True, program_id=None, context_id="new")
        browser = hub.browser(copier)
        assert "Start like “Nursing”" in browser.get("/app/").text
        started = browser.post("/app/program", data={"like": str(nursing.id)})
        assert started.location == "/app/program?done=started"
        page = browser.get(started.location).text
        assert "Wards" in page
        assert self.shown(hub, "new") not in (None, nursing.id)

    @pytest.mark.parametrize(
        ("address", "form"),
        [
            ("/app/program/place", {"action": "fly"}),
            ("/app/program/place", {"action": "connect", "program": "x"}),
            ("/app/program", {"like": "x"}),
        ],
    )
    def test_a_form_that_no_page_has_is_not_understood(self, browser, address, form):
        assert browser.post(address, data=form).status_code == 400
