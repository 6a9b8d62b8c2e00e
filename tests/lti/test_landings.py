"""Which page a message opens, and what it leaves in the course."""

from dataclasses import replace

import pytest

from lti.claims import _READERS, DEEP_LINKING_SETTINGS
from lti.messages import DeepLinkingRequest, SubmissionReview
from tests.lti.campus import HUB, MISSING
from tests.lti.conftest import ORGANIZATION, REGISTRATION
from tests.lti.test_messages import LEAST

REVIEW = {
    "message_type": "LtiSubmissionReviewRequest",
    "for_user": {"user_id": "7"},
    "resource_link": MISSING,
}


@pytest.fixture
def course(storage):
    def find():
        with storage.tenant(ORGANIZATION) as work:
            return work.courses.get(REGISTRATION, "course-2")

    return find


@pytest.fixture
def with_landing(app):
    """Open reviews with this landing."""

    def put(landing):
        tool = app.extensions["mentorloom-lti"]
        app.extensions["mentorloom-lti"] = replace(tool, landings={SubmissionReview: landing})

    return put


def test_every_type_of_message_has_a_landing(app):
    tool = app.extensions["mentorloom-lti"]
    assert {message.TYPE for message in tool.landings} == set(_READERS)


def test_deep_linking_may_come_without_a_target(campus, app):
    tool = app.extensions["mentorloom-lti"]
    landings = {DeepLinkingRequest: lambda verified, _: verified.path}
    app.extensions["mentorloom-lti"] = replace(tool, landings=landings)
    asked = campus.login()
    kind = {"message_type": "LtiDeepLinkingRequest", "target_link_uri": MISSING}
    claims = {**campus.claims(asked["nonce"], **kind), DEEP_LINKING_SETTINGS: LEAST}
    answer = campus.post(campus.sign(claims), asked["state"])
    assert answer.location.startswith("/app/?ticket=")


def test_a_landing_knows_the_message_and_who_arrived(campus, with_landing, session_of):
    met = []

    def landing(verified, actor):
        met.append(actor)
        return f"/app/profile?of={verified.message.for_user}"

    with_landing(landing)
    answer = campus.launch(**REVIEW, target_link_uri=HUB + "/lti/launch?review=1")
    assert answer.location.startswith("/app/profile?of=7&ticket=")
    assert session_of(answer).actor == met[0]


@pytest.mark.usefixtures("nobody_arrived")
def test_no_message_leads_to_another_site(campus, with_landing, refused):
    with_landing(lambda verified, _: verified.path)
    answer = campus.launch(**REVIEW, target_link_uri="https://evil.example/")
    refused(answer, "not an address of this tool")


def test_a_link_is_kept_with_its_course(campus, course):
    campus.launch()
    assert course().link_id == "link-1"


def test_course_navigation_puts_no_link_in_the_place_of_one(campus, course):
    canvas = {"product_family_code": "canvas"}
    navigation = {"resource_link": {"id": "course-2"}, "tool_platform": canvas}
    campus.launch(**navigation)
    assert course().link_id == ""
    campus.launch()
    campus.launch(**navigation)
    assert course().link_id == "link-1"
