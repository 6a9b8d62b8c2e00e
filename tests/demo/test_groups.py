"""Course groups in both dialects."""

import pytest

from demo.services.groups import Arrangement, Group, GroupSet
from demo.services.scopes import GROUPS, MEMBERSHIPS

from .services import FJORDWERK, LEAD_1, LINDENMOOR, SE301, Tool

MEDIA = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
SETS = "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"
CLAIM = "https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice"
MARA = "lindenmoor/mara-lindqvist/SE301"
AMINA = "fjordwerk/amina-yildiz/LEAD-1"


@pytest.fixture
def moodle(campus):
    return Tool(campus, LINDENMOOR)


@pytest.fixture
def canvas(campus):
    return Tool(campus, FJORDWERK)


@pytest.fixture(params=["moodle", "canvas"])
def asked(request, browser):
    """A tool, the claim of a launch, and who launched where."""
    tool = request.getfixturevalue(request.param)
    where, place = (MARA, SE301) if request.param == "moodle" else (AMINA, LEAD_1)
    claims = browser.launch(where)
    return tool, claims[CLAIM], claims["sub"], place


class TestBoth:
    def test_the_launch_says_where_they_are(self, asked):
        tool, claim, _, _ = asked
        assert claim["scope"] == [GROUPS]
        assert claim["service_versions"] == ["1.0"]
        groups = tool.ask(claim["context_groups_url"], accept=MEDIA)
        assert groups.content_type == f"{MEDIA}; charset=utf-8"
        assert groups.json["id"] == claim["context_groups_url"]
        sets = tool.ask(claim["context_group_sets_url"], accept=SETS)
        assert sets.content_type == f"{SETS}; charset=utf-8"
        assert sets.json["sets"] == [{"id": "1", "name": "Project teams"}]

    def test_some_groups_are_in_a_set(self, asked):
        tool, claim, _, _ = asked
        groups = tool.ask(claim["context_groups_url"], accept=MEDIA).json["groups"]
        assert {group.get("set_id") for group in groups} == {"1", None}
        assert len({group["id"] for group in groups}) == len(groups)

    def test_of_one_person(self, asked):
        tool, claim, subject, _ = asked
        url = f"{claim['context_groups_url']}?user_id={subject}"
        names = {group["name"] for group in tool.ask(url, accept=MEDIA).json["groups"]}
        assert names == {"Team 1", "Reading circle"}
        assert tool.ask(f"{url}0", accept=MEDIA).json["groups"] == []

    def test_can_be_arranged_otherwise(self, asked):
        tool, claim, subject, place = asked
        pair = Group(id="9", name="Pair", members=frozenset({subject}))
        tool.campus.records.groups.arrange(place, Arrangement((), (pair,)))
        told = tool.ask(claim["context_groups_url"], accept=MEDIA).json
        assert told["groups"] == [{"id": "9", "name": "Pair"}]

    def test_scopes(self, asked):
        tool, claim, _, _ = asked
        for url, media in (
            (claim["context_groups_url"], MEDIA),
            (claim["context_group_sets_url"], SETS),
        ):
            token = tool.token(MEMBERSHIPS)
            assert tool.ask(url, token=token, accept=media).status_code == 401


class TestMoodle:
    URL = "/mod/lti/services.php/CourseSection/2/bindings/1/groups"

    def test_pages_keep_the_person(self, moodle):
        answer = moodle.ask(f"{self.URL}?user_id=3&limit=1", accept=MEDIA)
        base = f"{moodle.campus.addresses.campus}{self.URL}"
        assert answer.headers["Link"] == f'<{base}?limit=1&from=1&user_id=3>; rel="next"'
        assert answer.json["id"] == f"{base}?limit=1&user_id=3"
        last = moodle.ask(f"{self.URL}?user_id=3&limit=1&from=1", accept=MEDIA)
        assert "Link" not in last.headers
        assert last.json["id"] == f"{base}?limit=1&from=1&user_id=3"
        assert len(last.json["groups"]) == 1

    def test_sets_need_their_own_media_type(self, moodle):
        for media in (MEDIA, "*/*"):
            assert "groups" in moodle.ask(f"{self.URL}ets", accept=media).json
        assert "sets" in moodle.ask(f"{self.URL}ets", accept=SETS).json


class TestCanvas:
    def test_pages(self, canvas):
        sets = tuple(GroupSet(f"{number}", f"Set {number}") for number in range(11))
        canvas.campus.records.groups.arrange(LEAD_1, Arrangement(sets, ()))
        url = f"/api/lti/courses/{LEAD_1.number}/group_sets"
        answer = canvas.ask(url)
        assert len(answer.json["sets"]) == 10
        assert f'{url}?page=2&per_page=10>; rel="next"' in answer.headers["Link"]
        assert len(canvas.ask(f"{url}?limit=11").json["sets"]) == 11
