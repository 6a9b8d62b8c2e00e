"""Rosters in the Moodle dialect, compared with those of a real Moodle."""

import json
from dataclasses import replace

import pytest

from demo.addresses import Addresses
from demo.services.made_up import made_up_members
from demo.services.memberships import Member, Privacy
from demo.services.scopes import LINE_ITEM, MEMBERSHIPS
from tests.demo.services import (
    FJORDWERK,
    LEAD_1,
    LINDENMOOR,
    NRPS,
    SE301,
    Tool,
    assert_same,
    exchanges,
    recorded_moodle,
    recorded_place,
    replay,
)

RECORDED = exchanges("nrps")
URL = "/mod/lti/services.php/CourseSection/2/bindings/1/memberships"
OUTCOME = "https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome"


@pytest.fixture
def moodle(addresses):
    return recorded_moodle(addresses)


def told(exchange):
    """The recorded body; the SIS ids of ours follow the subject, handles of grades are random."""
    body = json.loads(json.dumps(exchange["response"]))
    for member in body.get("members", ()):
        member["lis_person_sourcedid"] = f"SIS-{member['user_id']}"
    return body


def without_handles(body):
    for member in body["members"]:
        for message in member["message"]:
            handle = json.loads(message[OUTCOME]["lis_result_sourcedid"])
            assert len(handle.pop("hash")) == 64
            assert isinstance(handle["data"].pop("launchid"), int)
            message[OUTCOME]["lis_result_sourcedid"] = handle
    return body


class TestRecorded:
    @pytest.mark.parametrize(
        "name",
        [
            "all",
            "accept */*",
            "limit=5",
            "limit=5 role=Learner",
            "role=Instructor",
            "role full URI",
            "lowercased path",
            "other course",
        ],
    )
    def test_answers_are_the_recorded_ones(self, moodle, name):
        expected = told(RECORDED[name])
        body = assert_same(replay(moodle, RECORDED[name]), RECORDED[name])
        if "trimmed" in RECORDED[name]:
            body["members"] = body["members"][: len(expected["members"])]
        assert body == expected

    def test_a_link_brings_messages(self, moodle):
        expected = without_handles(told(RECORDED["rlid=1"]))
        body = assert_same(replay(moodle, RECORDED["rlid=1"]), RECORDED["rlid=1"])
        assert without_handles(body)["members"][:3] == expected["members"]

    @pytest.mark.parametrize(("name", "scope"), [("no token", None), ("wrong scope", LINE_ITEM)])
    def test_tokens_that_do_not_fit(self, moodle, name, scope):
        token = moodle.token(scope) if scope else ""
        body = assert_same(replay(moodle, RECORDED[name], token=token), RECORDED[name])
        assert body == RECORDED[name]["response"]

    def test_names_may_be_withheld(self, moodle):
        name = "names and e-mail set to Never"
        moodle.campus.records.memberships.set_privacy(recorded_place(), Privacy.NEVER)
        body = assert_same(replay(moodle, RECORDED[name]), RECORDED[name])
        assert body["members"][:3] == told(RECORDED[name])["members"]


class TestRoster:
    def members(self, tool, query="", url=URL):
        answer = tool.ask(url + query, token=tool.token(MEMBERSHIPS), accept=NRPS)
        assert answer.status_code == 200
        return answer.json["members"]

    def test_has_everybody_but_administrators(self, tool):
        subjects = {member["user_id"] for member in self.members(tool)}
        enrolled = {p.subject for p in LINDENMOOR.people if "SE301" in p.courses}
        assert subjects == enrolled - {LINDENMOOR.person("bernd-kowalke").subject}

    def test_an_assistant_who_launches_as_instructor_is_a_learner(self, tool, browser):
        claims = browser.launch("lindenmoor/tim-rademacher/SE301")
        launched = claims["https://purl.imsglobal.org/spec/lti/claim/roles"]
        assert launched == ["http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"]
        roles = {m["user_id"]: m["roles"] for m in self.members(tool)}
        assert roles[claims["sub"]] == ["Learner"]
        assert claims["sub"] not in {m["user_id"] for m in self.members(tool, "?role=Instructor")}

    def test_unknown_roles_filter_nothing(self, tool):
        assert self.members(tool, "?role=Mentor") == self.members(tool)

    def test_the_suspended_and_the_withdrawn_vanish(self, tool):
        memberships = tool.campus.records.memberships
        memberships.suspend(SE301, "3")
        memberships.withdraw(SE301, "4")
        assert {"3", "4"}.isdisjoint(m["user_id"] for m in self.members(tool))
        memberships.suspend(SE301, "3", suspended=False)
        assert "3" in {m["user_id"] for m in self.members(tool)}

    def test_delegated_names_come_with_a_link_only(self, tool):
        tool.campus.records.memberships.set_privacy(SE301, Privacy.DELEGATE)
        assert not any({"name", "email"} & member.keys() for member in self.members(tool))
        withheld = [m["user_id"] for m in self.members(tool, "?rlid=1") if "email" not in m]
        assert withheld == ["27"]

    def test_pages_lead_to_all(self, tool):
        found, url = [], f"{URL}?limit=10&rlid=1"
        while url:
            answer = tool.ask(url, accept=NRPS)
            found += [member["user_id"] for member in answer.json["members"]]
            link = answer.headers.get("Link", "")
            assert not link or link.endswith('&rlid=1>; rel="next"')
            url = link[1:].partition(">")[0]
        assert found == [member["user_id"] for member in self.members(tool)]

    @pytest.mark.parametrize("limit", ["0", "-1", "many"])
    def test_nonsense_limits_are_ignored(self, tool, limit):
        assert self.members(tool, f"?limit={limit}&from=3") == self.members(tool)

    @pytest.mark.parametrize(
        ("url", "status"),
        [
            (f"{URL}?rlid=77", 404),
            (f"{URL}?rlid=2", 404),
            (URL.replace("/2/", "/9/"), 404),
            (URL.replace("bindings/1", "bindings/2"), 401),
            (f"{URL[: -len('memberships')]}grades", 400),
        ],
    )
    def test_places_that_are_not_there(self, tool, url, status):
        assert tool.ask(url, accept=NRPS).status_code == status

    def test_other_media_and_methods(self, tool):
        assert tool.ask(URL, accept="application/json").status_code == 400
        assert tool.ask(URL, "POST", content_type=NRPS).status_code == 405
        assert tool.ask(URL).status_code == 200

    def test_tokens_of_another_product_do_not_fit(self, tool, campus):
        foreign = Tool(campus, FJORDWERK).token(MEMBERSHIPS)
        assert tool.ask(URL, accept=NRPS, token=foreign).status_code == 401

    def test_handles_of_grades_come_with_graded_links_only(self, tool):
        assert OUTCOME in str(self.members(tool, "?rlid=1"))
        (item,) = tool.campus.records.line_items.tied(SE301, "1")
        tool.campus.records.line_items.remove(SE301, item.number)
        assert OUTCOME not in str(self.members(tool, "?rlid=1"))

    def test_a_link_from_deep_linking_counts(self, tool):
        tool.campus.records.links.add(SE301, "31")
        assert len(self.members(tool, "?rlid=31")) == len(self.members(tool))

    def test_names_follow_the_person_and_the_registration(self, tool):
        shy, open_ = (
            Member(
                subject=subject,
                username="u",
                given_name="G",
                family_name="F",
                email="e@f.example",
                withholds=subject == "1",
            )
            for subject in "12"
        )
        tool.campus.records.memberships.enrol(SE301, [shy, open_])
        one, other = self.members(tool)
        assert other.keys() - one.keys() == {
            "name",
            "given_name",
            "family_name",
            "email",
            "ext_user_username",
        }
        tool.tool = replace(tool.tool, sends=frozenset({"email"}))
        assert self.members(tool)[1].keys() - one.keys() == {"email"}

    def test_ten_thousand_members(self, tool):
        made_up = list(made_up_members(LINDENMOOR, 10_000))
        tool.campus.records.memberships.enrol(SE301, made_up)
        members = self.members(tool)
        assert len({member["user_id"] for member in members}) == 10_000
        assert [m["roles"] for m in members[:2]] == [["Instructor"], ["Learner"]]
        assert tool.campus.records.memberships.find(SE301, members[7]["user_id"]) == made_up[7]


class TestClaims:
    CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"

    def test_the_address_in_the_launch_answers(self, tool, browser):
        claims = browser.launch("lindenmoor/mara-lindqvist/SE301")
        url = claims[self.CLAIM]["context_memberships_url"]
        assert tool.ask(url, accept=NRPS).json["id"] == url
        custom = claims["https://purl.imsglobal.org/spec/lti/claim/custom"]
        assert custom["context_memberships_url"] == url

    @pytest.mark.parametrize(
        "where", ["lindenmoor/mara-lindqvist/SE301", "fjordwerk/amina-yildiz/LEAD-1"]
    )
    def test_launches_withhold_names_too(self, tool, browser, where):
        told = str(browser.launch(where))
        first, last = where.split("/")[1].split("-")
        assert first.title() in told
        for place in (SE301, LEAD_1):
            tool.campus.records.memberships.set_privacy(place, Privacy.NEVER)
        withheld = browser.launch(where)
        assert {"name", "given_name", "family_name", "email"}.isdisjoint(withheld)
        withheld.pop("https://purl.imsglobal.org/spec/lti/claim/launch_presentation")
        assert first not in str(withheld).lower()
        assert last not in str(withheld).lower()

    def test_delegated_names_are_in_launches(self, tool, browser):
        tool.campus.records.memberships.set_privacy(SE301, Privacy.DELEGATE)
        assert browser.launch("lindenmoor/mara-lindqvist/SE301")["given_name"] == "Mara"


def test_a_member_has_a_whole_name():
    member = Member(subject="1", username="a", given_name="Ada", family_name="B", email="a@b.c")
    assert member.name == "Ada B"


def test_addresses_are_below_the_campus():
    assert Addresses().moodle_services == "http://localhost:8001/mod/lti/services.php"
