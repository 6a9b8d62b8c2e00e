"""Teachers choose content: what the tool is asked, and what of its answers is taken."""

import json
import re
from urllib.parse import urlsplit

import pytest

from demo.content_pages import GONE
from demo.tools import CONTENT_AREA

from .by_the_book import (
    CANVAS,
    CLAIM,
    DL,
    INGRID,
    ITEM,
    MISSING,
    MOODLE,
    SEVERAL,
    TOBIAS,
    Teacher,
    publish,
)
from .conftest import CAPTURES, Form


@pytest.fixture
def teacher(campus, browser, monkeypatch):
    publish(campus, monkeypatch)
    return Teacher(browser)


def recorded(name):
    return json.loads((CAPTURES / f"{name}.json").read_text(encoding="utf-8"))


class TestRequests:
    def test_moodle_asks_as_the_recorded_one_does(self, teacher):
        asked, capture = teacher.ask(), recorded("id_token_deep_linking")["claims"]
        assert {name for name in asked if "lti-" not in name} == {
            name for name in capture if "lti-" not in name
        }
        for name in ("message_type", "version", "roles"):
            assert asked[CLAIM + name] == capture[CLAIM + name]
        for name in ("context", "launch_presentation", "lis", "ext", "tool_platform"):
            assert asked[CLAIM + name].keys() == capture[CLAIM + name].keys()
        settings, known = (c[f"{DL}deep_linking_settings"] for c in (asked, capture))
        assert settings.keys() == known.keys()
        own = ("deep_link_return_url", "title")
        assert {n: v for n, v in settings.items() if n not in own} == {
            n: v for n, v in known.items() if n not in own
        }

    def test_moodle_sends_only_the_tool_s_own_parameters(self, teacher):
        own = {"theme": "dark", "context_history": ""}
        assert teacher.ask(query="?theme=dark")[CLAIM + "custom"] == own

    @pytest.mark.parametrize(
        ("place", "several"),
        [(SEVERAL, True), ("assignment_selection", False), ("link_selection", False)],
    )
    def test_canvas_asks_from_its_places(self, teacher, place, several):
        asked = teacher.ask(TOBIAS, place)
        settings = asked[f"{DL}deep_linking_settings"]
        assert settings["accept_types"] == ["ltiResourceLink"]
        assert settings["accept_multiple"] is several
        assert settings["auto_create"] is False
        assert settings["data"]
        assert asked["https://www.instructure.com/placement"] == place
        assert CLAIM + "resource_link" not in asked
        assert "deep_linking_cancel" not in asked[CLAIM + "launch_presentation"]["return_url"]

    def test_the_message_hint_of_moodle_knows_no_activity(self, browser):
        login = browser.open_mentoring(f"{INGRID}/add/{MOODLE}/{CONTENT_AREA}")
        assert json.loads(login.fields["lti_message_hint"]).keys() == {"launchid"}

    @pytest.mark.parametrize(
        "path",
        [
            "lindenmoor/mara-lindqvist/SE301/add",
            "lindenmoor/mara-lindqvist/SE301/add/LnD3moorM00dle1/ContentArea/launch",
            f"{INGRID}/add/{MOODLE}/{SEVERAL}",
            f"{INGRID}/add/{CANVAS}/{SEVERAL}",
            f"{INGRID}/add/unknown/{CONTENT_AREA}",
        ],
    )
    def test_only_teachers_ask_and_only_their_own_tools(self, browser, path):
        assert browser.client.get(f"/{path}").status_code == 404

    @pytest.mark.parametrize("course", [INGRID, TOBIAS])
    def test_every_offered_place_opens_the_tool(self, browser, course):
        page = browser.client.get(f"/{course}/add").text
        places = re.findall(rf'href="/({course}/add/[^"]+)"', page)
        assert places
        for place in places:
            frame = browser.client.get(f"/{place}").text
            assert f'src="/{place}/launch"' in frame


class TestAnswers:
    def test_moodle_shows_the_items_and_saves_them_when_told_to(self, teacher):
        asked = teacher.ask()
        page = teacher.answer(asked, [ITEM, {**ITEM, "title": "Session prep 2"}]).text
        assert "Session prep 1" in page
        assert "Save and return to course" in page
        assert teacher.links() == []
        save = re.search(r'action="(\S+/save)"', page)[1]
        course = teacher.browser.client.post(save, follow_redirects=True).text
        assert "Session prep 2" in course
        assert len(teacher.links()) == 2
        again = teacher.browser.client.post(save)
        assert again.status_code == 400
        assert GONE in again.text

    def test_canvas_adds_several_assignments_at_once(self, teacher):
        page = teacher.answer(teacher.ask(TOBIAS, SEVERAL), [ITEM, ITEM]).text
        assert "These activities were added" in page
        assert "/save" not in page
        assert len(teacher.links(TOBIAS)) == 2

    def test_canvas_fills_a_form_with_one(self, teacher):
        asked = teacher.ask(TOBIAS, "assignment_selection")
        assert "/save" in teacher.answer(asked, [ITEM]).text
        assert teacher.links(TOBIAS) == []

    def test_links_of_modules_have_no_line_item(self, teacher):
        item = {**ITEM, "lineItem": {"scoreMaximum": 10}}
        assert "Graded" not in teacher.choose(item, course=TOBIAS, place="link_selection")
        assert "Graded" in teacher.choose(item, course=TOBIAS, place="assignment_selection")

    @pytest.mark.parametrize("items", [[], MISSING])
    def test_nothing_may_be_chosen(self, teacher, items):
        page = teacher.answer(teacher.ask(), items).text
        assert "Nothing was chosen" in page
        assert "/save" not in page

    def test_messages_are_shown_escaped(self, teacher):
        told = {f"{DL}msg": "Done <b>here</b>", f"{DL}errormsg": "One was too big"}
        page = teacher.answer(teacher.ask(), [ITEM], **told).text
        assert "Done &lt;b&gt;here&lt;/b&gt;" in page
        assert re.search(r'role="alert">One was too big<', page)

    def test_a_tool_may_send_the_teacher_back_with_words(self, browser, teacher):
        asked = teacher.ask(TOBIAS, SEVERAL)
        back = urlsplit(asked[CLAIM + "launch_presentation"]["return_url"])
        query = f"{back.query}&lti_msg=Not+today&lti_errormsg=Broken"
        page = browser.client.get(f"{back.path}?{query}").text
        assert "Not today" in page
        assert "Broken" in page

    def test_what_was_sent_to_a_real_moodle_is_taken_as_it_was(self, campus, teacher):
        sent = recorded("deep_linking_response_sent_withline")["claims"]
        item = sent[f"{DL}content_items"][0]
        kept = recorded("deep_link_form_values")[1]["form"]
        teacher.choose(item)
        (activity,) = campus.extensions["campus"].activities.of("lindenmoor", "2")
        assert activity.link.title == kept["name"]
        assert activity.link.text == kept["introeditor[text]"]
        assert activity.custom == {"session": "s2", "due": "$ResourceLink.submission.endDateTime"}
        assert activity.line_item["resourceId"] == kept["lineitemresourceid"]
        assert activity.line_item["tag"] == kept["lineitemtag"]
        assert activity.line_item["scoreMaximum"] == float(kept["grade[modgrade_point]"])
        assert activity.icon.endswith("/icon.png")

    def test_an_item_without_url_and_title_is_the_tool_s(self, campus, teacher, addresses):
        teacher.choose({"type": "ltiResourceLink"})
        (activity,) = campus.extensions["campus"].activities.of("lindenmoor", "2")
        assert activity.url == addresses.tool_launch
        assert activity.link.title == "Mentoring"

    def test_whoever_asks_is_told_of_new_activities(self, campus, teacher):
        told = []
        campus.extensions["campus"].activities.when_added(told.append)
        teacher.choose({**ITEM, "lineItem": {"scoreMaximum": 4, "tag": "a"}})
        assert [(a.context_id, a.line_item) for a in told] == [
            ("2", {"scoreMaximum": 4, "tag": "a"})
        ]


def test_the_forms_of_the_answer_leave_the_frame(teacher):
    page = teacher.answer(teacher.ask(), [ITEM]).text
    assert page.count('target="_top"') == 2
    assert Form(page).action == ""
