"""What each type of message says, read from its claims; and what a malformed one is refused for."""

import json
from pathlib import Path

import pytest

from core.errors import ForbiddenError
from lti.claims import read_message
from lti.messages import DeepLinkingRequest, DeepLinkingSettings, ResourceLinkLaunch
from tests.lti.campus import CLAIM, HUB, INSTRUCTOR, MISSING

CAPTURES = Path(__file__).parent / "captures"
SETTINGS = "https://purl.imsglobal.org/spec/lti-dl/claim/deep_linking_settings"
AGS = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
RETURN = "https://lms.example.edu/return?course=2&sesskey=fake"
LEAST = {
    "deep_link_return_url": RETURN,
    "accept_types": ["ltiResourceLink"],
    "accept_presentation_document_targets": ["iframe", "window"],
}


def capture(name):
    return json.loads((CAPTURES / f"{name}.json").read_text())["claims"]


def without_missing(claims):
    return {name: value for name, value in claims.items() if value is not MISSING}


def claims(kind, **changes):
    common = {
        "message_type": kind,
        "version": "1.3.0",
        "deployment_id": "1",
        "target_link_uri": HUB + "/app/",
        "roles": [INSTRUCTOR],
        "context": {"id": "course-2"},
    }
    told = {CLAIM + name: value for name, value in {**common, **changes}.items()}
    return without_missing({"sub": "person-6", **told})


def reason(told):
    with pytest.raises(ForbiddenError) as refused:
        read_message(told)
    return refused.value.params["reason"]


class TestResourceLink:
    def read(self, **changes):
        link = {"id": "link-1", "title": "Mentoring"}
        return read_message(claims(ResourceLinkLaunch.TYPE, **{"resource_link": link, **changes}))

    def test_a_recorded_one(self):
        found = read_message(capture("id_token_student1"))
        told = capture("id_token_student1")
        assert isinstance(found, ResourceLinkLaunch)
        assert found.resource_link_id == told[CLAIM + "resource_link"]["id"]
        assert found.resource_link_title == told[CLAIM + "resource_link"]["title"]
        assert found.line_item_url == told[AGS].get("lineitem", "")
        assert found.link_of_ours == found.resource_link_id

    def test_canvas_course_navigation_has_no_link_of_ours(self):
        canvas = {"product_family_code": "canvas"}
        found = self.read(resource_link={"id": "course-2"}, tool_platform=canvas)
        assert found.course_navigation
        assert (found.resource_link_id, found.link_of_ours) == ("course-2", "")

    @pytest.mark.parametrize(
        ("link", "family"), [("course-2", "moodle"), ("link-1", "canvas"), ("course-2", None)]
    )
    def test_numbers_that_are_equal_by_chance_are_a_link(self, link, family):
        found = self.read(resource_link={"id": link}, tool_platform={"product_family_code": family})
        assert not found.course_navigation
        assert found.link_of_ours == link

    @pytest.mark.parametrize("platform", [MISSING, None, "canvas", ["canvas"]])
    def test_a_platform_that_does_not_say_what_it_is(self, platform):
        assert not self.read(resource_link={"id": "course-2"}, tool_platform=platform).context_title

    def test_outside_any_course(self):
        found = self.read(context=MISSING, tool_platform={"product_family_code": "canvas"})
        assert not found.course_navigation


class TestDeepLinking:
    def read(self, settings, **changes):
        told = claims(DeepLinkingRequest.TYPE, **changes)
        return read_message({**told, SETTINGS: without_missing({**LEAST, **settings})})

    def test_a_recorded_one(self):
        found = read_message(capture("id_token_deep_linking"))
        assert isinstance(found, DeepLinkingRequest)
        assert found.settings == DeepLinkingSettings(
            return_url=capture("id_token_deep_linking")[SETTINGS]["deep_link_return_url"],
            accept_types=frozenset({"ltiResourceLink"}),
            accept_presentation_document_targets=frozenset({"frame", "iframe", "window"}),
            accept_multiple=True,
            auto_create=False,
            title="Mentorloom",
        )
        assert found.custom["ctx"] == ""
        assert found.link_of_ours == ""

    def test_everything_a_platform_may_say(self):
        found = self.read(
            {
                "accept_types": ["link", "file"],
                "accept_multiple": False,
                "accept_lineitem": True,
                "auto_create": True,
                "title": "A title",
                "text": "A text",
                "data": "csrf: 1+2&3 ü",
            }
        ).settings
        assert found.accept_types == {"link", "file"}
        flags = (found.accept_multiple, found.accept_lineitem, found.auto_create)
        assert flags == (False, True, True)
        assert (found.title, found.text, found.data) == ("A title", "A text", "csrf: 1+2&3 ü")

    @pytest.mark.parametrize(("data", "kept"), [(MISSING, None), (None, None), ("", "")])
    def test_data_that_was_not_sent_is_not_an_empty_text(self, data, kept):
        assert self.read({"data": data}).settings.data == kept

    @pytest.mark.parametrize("flag", ["yes", 1, None])
    def test_a_flag_that_is_none(self, flag):
        assert self.read({"accept_multiple": flag}).settings.accept_multiple is None

    def test_needs_no_target(self):
        assert self.read({}, target_link_uri=MISSING).target_link_uri == ""

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("deep_link_return_url", MISSING),
            ("deep_link_return_url", ""),
            ("accept_types", MISSING),
            ("accept_types", "ltiResourceLink"),
            ("accept_types", [5]),
            ("accept_presentation_document_targets", MISSING),
        ],
    )
    def test_a_required_setting(self, name, value):
        told = claims(DeepLinkingRequest.TYPE)
        assert name in reason({**told, SETTINGS: without_missing({**LEAST, name: value})})

    @pytest.mark.parametrize("data", [5, ["x"], "x" * 16_385])
    def test_data_that_cannot_be_sent_back(self, data):
        told = claims(DeepLinkingRequest.TYPE)
        assert "data" in reason({**told, SETTINGS: {**LEAST, "data": data}})

    @pytest.mark.parametrize("settings", [MISSING, None, [], "x"])
    def test_no_settings(self, settings):
        told = without_missing({**claims(DeepLinkingRequest.TYPE), SETTINGS: settings})
        assert "deep_linking_settings" in reason(told)


class TestSubmissionReview:
    KIND = "LtiSubmissionReviewRequest"

    def test_a_recorded_one(self):
        told = capture("id_token_submission_review")
        found = read_message(told)
        assert (found.for_user, found.resource_link_id) == ("6", "3")
        assert found.line_item_url == told[AGS]["lineitem"]
        assert found.target_link_uri == "http://127.0.0.1:9001/launch?review=1"
        assert found.custom["session"] == "s2"
        assert found.link_of_ours == "3"

    def test_moodle_names_no_line_item_when_the_activity_is_not_graded(self):
        told = capture("id_token_submission_review")
        del told[AGS]["lineitem"]
        assert read_message(told).line_item_url == ""

    def test_at_its_least(self):
        found = read_message(claims(self.KIND, for_user={"user_id": "7"}))
        assert (found.for_user, found.resource_link_id, found.line_item_url) == ("7", "", "")

    @pytest.mark.parametrize("person", [MISSING, None, "7", {}, {"user_id": ""}, {"user_id": 7}])
    def test_it_must_say_whose_work(self, person):
        assert "for_user" in reason(claims(self.KIND, for_user=person))

    @pytest.mark.parametrize("link", ["x", [], {"id": 5}, {"id": ""}])
    def test_a_malformed_link(self, link):
        told = claims(self.KIND, for_user={"user_id": "7"}, resource_link=link)
        assert "resource_link" in reason(told)


class TestThePageAroundOurs:
    """The signed return address says which site shows us in a frame."""

    def read(self, address, kind=ResourceLinkLaunch.TYPE, **more):
        told = {"resource_link": {"id": "link-1"}, "launch_presentation": {"return_url": address}}
        return read_message({**claims(kind, **told), **more}).framed_by

    @pytest.mark.parametrize(
        ("address", "origin"),
        [
            ("https://learn.school.edu/courses/1?x=2", "https://learn.school.edu"),
            ("https://Learn.School.edu:8443/", "https://learn.school.edu:8443"),
            ("http://127.0.0.1:8081/mod/lti/return.php?sesskey=x", "http://127.0.0.1:8081"),
            (None, ""),
            (MISSING, ""),
            (5, ""),
            ("", ""),
            ("/courses/1", ""),
            ("javascript:alert(1)", ""),
            ("https://user@evil.example/", ""),
            ("https://*.example/", ""),
            ("https://a.example https://b.example/", ""),
            ("https://a.example; script-src *", ""),
            ("https://[::1/", ""),
        ],
    )
    def test_its_origin(self, address, origin):
        assert self.read(address) == origin

    def test_moodle_s_deep_linking_has_another_return_address(self):
        assert read_message(capture("id_token_deep_linking")).framed_by == "http://127.0.0.1:8081"

    def test_a_return_address_to_the_course_comes_first(self):
        settings = {SETTINGS: LEAST}
        told = self.read("https://learn.school.edu/", DeepLinkingRequest.TYPE, **settings)
        assert told == "https://learn.school.edu"
