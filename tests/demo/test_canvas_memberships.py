"""Rosters in the Canvas dialect."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from demo.services.made_up import made_up_members
from demo.services.memberships import OBSERVER, TEST, Privacy
from demo.services.scopes import LINE_ITEM

from .services import FJORDWERK, LEAD_1, LINDENMOOR, NRPS, ONB_0, Tool

URL = f"/api/lti/courses/{LEAD_1.number}/names_and_roles"
LIS = "http://purl.imsglobal.org/vocab/lis/v2/"
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"


@pytest.fixture
def tool(campus):
    return Tool(campus, FJORDWERK)


def links(answer):
    found = re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers["Link"])
    return {rel: url for url, rel in found}


class TestRoster:
    def test_media_type_and_shape(self, tool):
        answer = tool.ask(URL)
        assert answer.content_type == f"{NRPS}; charset=utf-8"
        assert answer.json["context"] == {
            "id": LEAD_1.course.id,
            "label": "LEAD-1",
            "title": "Leadership Academy: First Steps",
        }
        amina = next(m for m in answer.json["members"] if m.get("given_name") == "Amina")
        assert amina.keys() == {
            "status",
            "name",
            "picture",
            "given_name",
            "family_name",
            "email",
            "user_id",
            "lti11_legacy_user_id",
            "roles",
        }
        assert amina["status"] == "Active"

    def test_roles_are_full_uris(self, tool):
        roles = {m["family_name"]: m["roles"] for m in tool.ask(URL).json["members"]}
        assert roles["Meißner"] == [f"{LIS}membership#Learner"]
        assert roles["Arnheim"] == [f"{LIS}membership#Instructor"]
        assert roles["Halvorsen"] == [
            f"{LIS}membership#Instructor",
            f"{LIS}membership/Instructor#TeachingAssistant",
        ]
        assert "Nowak" not in roles

    def test_roles_are_asked_for_by_full_uri(self, tool):
        def asked(role):
            return tool.ask(f"{URL}?role={role.replace('#', '%23')}").json["members"]

        assert len(asked(f"{LIS}membership#Instructor")) == 2
        assert asked("Instructor") == []

    def test_pages_hold_fifty_and_limit_counts_once(self, tool):
        tool.campus.records.memberships.enrol(LEAD_1, made_up_members(FJORDWERK, 120))
        whole = tool.ask(URL)
        assert len(whole.json["members"]) == 50
        assert links(whole).keys() == {"current", "next", "first", "last"}
        assert len(tool.ask(f"{URL}?limit=500").json["members"]) == 50
        first = tool.ask(f"{URL}?limit=40&rlid={LEAD_1.course.id}")
        query = parse_qs(urlsplit(links(first)["next"]).query)
        assert query == {"rlid": [LEAD_1.course.id], "page": ["2"], "per_page": ["40"]}

    def test_pages_lead_to_all(self, tool):
        made_up = [member.subject for member in made_up_members(FJORDWERK, 101)]
        tool.campus.records.memberships.enrol(LEAD_1, made_up_members(FJORDWERK, 101))
        found, url = [], f"{URL}?limit=30"
        while url:
            answer = tool.ask(url)
            found += [member["user_id"] for member in answer.json["members"]]
            url = links(answer).get("next")
        assert found == made_up
        assert links(answer)["prev"].endswith("page=3&per_page=30")

    def test_nobody_is_one_empty_page(self, tool):
        tool.campus.records.memberships.enrol(LEAD_1, [])
        answer = tool.ask(URL)
        assert answer.json["members"] == []
        assert links(answer).keys() == {"current", "first", "last"}

    def test_a_link_brings_messages(self, tool):
        (message,) = tool.ask(f"{URL}?rlid={LEAD_1.course.link_id}").json["members"][0]["message"]
        assert message[f"{CLAIM}message_type"] == "LtiResourceLinkRequest"
        assert isinstance(message["https://www.instructure.com/canvas_user_id"], int)
        assert f"{CLAIM}custom" in message

    def test_names_follow_the_person_and_the_registration(self, tool):
        (member,) = made_up_members(FJORDWERK, 1)
        shy = replace(member, subject="shy", withholds=True)
        tool.campus.records.memberships.enrol(LEAD_1, [member, shy])
        one, other = tool.ask(URL).json["members"]
        assert one.keys() - other.keys() == {
            "name",
            "given_name",
            "family_name",
            "email",
            "picture",
        }
        tool.tool = replace(tool.tool, sends=frozenset({"name"}))
        assert {"email", "picture"}.isdisjoint(tool.ask(URL).json["members"][0])

    def test_observers_and_test_students_say_what_they_are(self, tool):
        (member,) = made_up_members(FJORDWERK, 1)
        roles = (OBSERVER, TEST)
        members = [replace(member, subject=role, role=role) for role in roles]
        tool.campus.records.memberships.enrol(LEAD_1, members)
        assert [m["roles"] for m in tool.ask(URL).json["members"]] == [
            [f"{LIS}membership#Mentor"],
            [
                f"{LIS}membership#Learner",
                "http://purl.imsglobal.org/vocab/lti/system/person#TestUser",
            ],
        ]

    def test_names_may_be_withheld(self, tool):
        tool.campus.records.memberships.set_privacy(LEAD_1, Privacy.NEVER)
        for member in tool.ask(URL).json["members"]:
            assert member.keys() == {"status", "user_id", "lti11_legacy_user_id", "roles"}
        assert "name" in tool.ask(URL.replace(str(LEAD_1.number), str(ONB_0.number))).text


class TestRefusals:
    @pytest.mark.parametrize(
        ("token", "message"),
        [("", "Missing access token"), ("guess", "Invalid access token")],
    )
    def test_tokens_that_do_not_work(self, tool, token, message):
        answer = tool.ask(URL, token=token)
        assert answer.status_code == 401
        assert answer.json == {"errors": {"type": "unauthorized", "message": message}}

    def test_tokens_for_something_else(self, tool, campus):
        assert tool.ask(URL, token=tool.token(LINE_ITEM)).status_code == 401
        assert tool.ask(URL, token=Tool(campus, LINDENMOOR).token()).status_code == 401

    def test_courses_that_are_not_there(self, tool):
        answer = tool.ask("/api/lti/courses/7/names_and_roles")
        assert answer.status_code == 404
        assert answer.json["errors"][0].keys() == {"message"}

    def test_links_that_are_not_there(self, tool):
        answer = tool.ask(f"{URL}?rlid={ONB_0.course.link_id}")
        assert answer.status_code == 400
        assert answer.json["errors"]["type"] == "bad_request"


def test_the_address_in_the_launch_answers(tool, browser):
    claims = browser.launch("fjordwerk/amina-yildiz/LEAD-1")
    service = claims["https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"]
    assert service["service_versions"] == ["2.0"]
    assert tool.ask(service["context_memberships_url"]).status_code == 200
