"""Activities: what their launches carry, in the course they were made for and in copies of it."""

import re

import pytest

from demo import canvas_variables, moodle_variables
from demo.directory import institution
from demo.messages import Link, Message
from demo.tools import the_hub
from demo.visits import Visit

from .by_the_book import CLAIM, INGRID, ITEM, SEVERAL, TOBIAS, Teacher, publish

MARA, AMINA = "lindenmoor/mara-lindqvist/SE301", "fjordwerk/amina-yildiz/LEAD-1"
WISHES = {
    "session": "s1",
    "link": "$ResourceLink.id",
    "course": "$Context.id.history",
    "sis": "$Person.sourcedId",
    "end": "$ResourceLink.submission.endDateTime",
    "links": "$ResourceLink.id.history",
}


@pytest.fixture
def teacher(campus, browser, monkeypatch):
    publish(campus, monkeypatch)
    return Teacher(browser)


def add(teacher, course, **changes):
    """Put an activity into a course; returns how a learner there finds it."""
    place = SEVERAL if course == TOBIAS else "ContentArea"
    teacher.choose({**ITEM, **changes}, course=course, place=place)
    return teacher.links(course)[-1].replace(course, AMINA if course == TOBIAS else MARA)


class TestLaunches:
    def test_a_learner_opens_what_the_teacher_chose(self, teacher, addresses):
        url = f"{addresses.tool}/app/path?step=2"
        where = add(teacher, INGRID, url=url, text="First session", custom={"session": "s1"})
        login = teacher.browser.open_mentoring(where)
        assert login.fields["target_link_uri"] == url
        claims = teacher.browser.launch(where)
        assert claims[CLAIM + "target_link_uri"] == url
        assert claims[CLAIM + "resource_link"] == {
            "title": "Session prep 1",
            "description": "First session",
            "id": where.rpartition("/")[2],
        }
        assert claims[CLAIM + "custom"]["session"] == "s1"

    def test_moodle_replaces_what_it_knows(self, teacher):
        where = add(teacher, INGRID, custom=WISHES)
        custom = teacher.browser.launch(where)[CLAIM + "custom"]
        assert custom["link"] == where.rpartition("/")[2]
        assert custom["course"] == ""
        assert custom["sis"] == "SIS-3"
        assert custom["end"] == "$ResourceLink.submission.endDateTime"
        assert custom["links"] == "$ResourceLink.id.history"
        assert custom["link_setting_url"].endswith("/links/{link_id}/custom")

    def test_canvas_replaces_what_it_knows(self, teacher):
        wishes = {
            **WISHES,
            "activity": "$Activity.id.history",
            "contrast": "$Canvas.user.prefersHighContrast",
            "student_view": "$com.instructure.User.student_view",
        }
        where = add(teacher, TOBIAS, custom=wishes)
        custom = teacher.browser.launch(where, "?theme=contrast")[CLAIM + "custom"]
        assert custom["link"] == where.rpartition("/")[2]
        assert custom["course"] == custom["activity"] == ""
        assert custom["sis"] == "$Person.sourcedId"
        assert custom["links"] == "$ResourceLink.id.history"
        assert custom["contrast"] == custom["prefers_high_contrast"] == "true"
        assert custom["student_view"] == "false"
        assert teacher.browser.launch(where, "?theme=dark")[CLAIM + "custom"]["contrast"] == "false"

    def test_a_tool_s_own_parameters_win_in_moodle_and_lose_in_canvas(self, teacher):
        custom = {"theme": "from the link"}
        claims = teacher.browser.launch(add(teacher, INGRID, custom=custom), "?theme=dark")
        assert claims[CLAIM + "custom"]["theme"] == "dark"
        claims = teacher.browser.launch(add(teacher, TOBIAS, custom=custom))
        assert claims[CLAIM + "custom"]["theme"] == "from the link"

    def test_ids_look_as_the_product_s(self, teacher):
        assert add(teacher, INGRID).rpartition("/")[2].isdigit()
        assert re.fullmatch(r"[0-9a-f-]{36}", add(teacher, TOBIAS).rpartition("/")[2])

    def test_an_activity_of_canvas_is_opened_from_no_place(self, teacher):
        claims = teacher.browser.launch(add(teacher, TOBIAS))
        assert claims["https://www.instructure.com/placement"] is None
        assert claims[CLAIM + "resource_link"]["description"] is None

    def test_the_page_shows_icon_points_and_frame(self, teacher):
        icon = {"url": "http://localhost:8000/icon.png"}
        where = add(teacher, INGRID, icon=icon, lineItem={"scoreMaximum": 10}, text="Prepare")
        course = teacher.browser.client.get(f"/{MARA}")
        assert f'src="{icon["url"]}" alt=""' in course.text
        assert "up to 10 points" in course.text
        assert "img-src 'self' http://localhost:8000" in course.headers["Content-Security-Policy"]
        page = teacher.browser.client.get(f"/{where}").text
        assert f'<iframe title="Session prep 1" src="/{where}/launch">' in page
        assert "Prepare" in page

    @pytest.mark.parametrize("steps", ["DB210", "nowhere"])
    def test_activities_are_missing_in_other_courses(self, teacher, steps):
        where = add(teacher, INGRID).replace("SE301", steps)
        assert teacher.browser.client.get(f"/{where}").status_code == 404


class TestCopies:
    def copy(self, browser, course):
        answer = browser.client.post(f"/{course}/copy")
        assert answer.status_code == 303
        return answer.location.lstrip("/")

    @pytest.mark.parametrize(("course", "learner"), [(INGRID, MARA), (TOBIAS, AMINA)])
    def test_have_new_ids_and_know_the_old_ones(self, teacher, course, learner):
        wishes = {**WISHES, "activity": "$Activity.id.history"}
        old = teacher.browser.launch(add(teacher, course, custom=wishes))
        copy = self.copy(teacher.browser, course)
        (link,) = teacher.links(copy)
        link = link.replace(course.split("/")[1], learner.split("/")[1])
        new = teacher.browser.launch(link)
        for name in ("context", "resource_link"):
            assert new[CLAIM + name]["id"] != old[CLAIM + name]["id"]
        custom = new[CLAIM + "custom"]
        assert custom["session"] == "s1"
        assert custom["course"] == old[CLAIM + "context"]["id"]
        if course == TOBIAS:
            assert custom["activity"] == old[CLAIM + "resource_link"]["id"]

    def test_of_copies_name_all_their_ancestors(self, teacher):
        add(teacher, INGRID, custom=WISHES)
        first = self.copy(teacher.browser, INGRID)
        second = self.copy(teacher.browser, first)
        third = self.copy(teacher.browser, INGRID)
        assert len({INGRID, first, second, third}) == 4
        (link,) = teacher.links(second)
        claims = teacher.browser.launch(link)
        near = teacher.browser.launch(teacher.links(first)[0])[CLAIM + "context"]["id"]
        assert claims[CLAIM + "custom"]["course"] == f"{near},2"

    def test_are_listed_and_open_mentoring_of_their_own(self, teacher):
        copy = self.copy(teacher.browser, INGRID)
        assert f'href="/{copy}"' in teacher.browser.client.get("/lindenmoor/ingrid-aasen").text
        opened = teacher.browser.launch(copy)
        assert opened[CLAIM + "resource_link"]["id"] not in {"1", "2"}
        assert opened[CLAIM + "context"]["title"] == "Software Engineering in Teams (copy)"
        stranger = copy.replace("ingrid-aasen", "leon-abt").replace("SE301", "DB210")
        assert teacher.browser.client.get(f"/{stranger}").status_code == 404

    def test_whoever_asks_is_told_once_everything_is_there(self, campus, teacher):
        here, told = campus.extensions["campus"], []
        add(teacher, INGRID)
        here.courses.when_copied(
            lambda copied: told.append((copied, here.activities.of("lindenmoor", copied.copy.id)))
        )
        self.copy(teacher.browser, INGRID)
        ((copied, activities),) = told
        assert copied.source.id == "2"
        assert copied.copy.history == ("2",)
        assert len(activities) == 1

    def test_are_made_by_teachers(self, teacher):
        assert teacher.browser.client.post(f"/{MARA}/copy").status_code == 404
        page = teacher.browser.client.get(f"/{MARA}").text
        assert "Copy this course" not in page
        assert "Add activity" not in page


def visit(slug, addresses):
    known = institution(slug)
    return Visit(
        institution=known,
        person=known.people[0],
        course=known.courses[0],
        tool=the_hub(known, addresses),
        message=Message(target="t", link=Link(id="1", title="T")),
        locale="en",
        theme="light",
    )


class TestVariables:
    def test_moodle_knows_those_of_the_recorded_configuration(self, addresses):
        known = moodle_variables.values(visit("lindenmoor", addresses))
        assert known.keys() == {*moodle_variables.KNOWN}

    def test_canvas_has_all_it_names(self, addresses):
        known = canvas_variables.values(visit("fjordwerk", addresses))
        assert known.keys() == {*canvas_variables.KNOWN}
        assert known["Person.name.given"] == "Amina"
