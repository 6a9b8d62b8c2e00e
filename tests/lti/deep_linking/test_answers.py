"""Deep linking: certification section 6.2, the shape Moodle was seen to take, and our own rules.

https://www.imsglobal.org/spec/lti/v1p3/cert/, https://www.imsglobal.org/spec/lti-dl/v2p0/.
"""

import json
import re
from pathlib import Path
from uuid import UUID

import jwt
import pytest

from core.domain.activity import ActivityKind
from core.services.activities.activity_plans import ActivityPlan
from lti.content_items import content_item
from lti.deep_linking import DL
from tests.lti.campus import CLAIM, HUB, INSTRUCTOR, ISSUER, MISSING
from tests.lti.deep_linking.choosing import (
    ASKED,
    MEETINGS,
    REFLECTION,
    RETURN,
    activities,
    ask,
    posted,
)

CAPTURE = Path(__file__).parents[1] / "captures" / "deep_linking_response_sent_withline.json"


class TestCertification:
    def test_6_2_deep_linking_request_payload_is_sent(self, campus):
        choice = ask(campus)
        assert choice.page.status_code == 200
        assert "What shall learners do?" in choice.page.text

    def test_6_2_deep_linking_response_payload_is_received(self, campus):
        action, token = posted(ask(campus).send(REFLECTION))
        assert action == RETURN
        assert token.count(".") == 2

    def test_6_2_response_has_the_right_format(self, campus, decoded):
        claims = decoded(ask(campus).send(REFLECTION, MEETINGS))
        assert [item["type"] for item in claims[DL + "content_items"]] == ["ltiResourceLink"] * 2

    def test_6_2_timestamps_are_valid(self, campus, clock, decoded):
        claims = decoded(ask(campus).send(REFLECTION))
        now = int(clock.now().timestamp())
        assert (claims["iat"], claims["exp"]) == (now, now + 600)

    def test_6_2_signature_is_valid(self, campus, decoded):
        assert decoded(ask(campus).send(REFLECTION))["iss"] == "hub-1"

    def test_6_2_required_claims_are_there(self, campus, decoded):
        claims = decoded(ask(campus).send(REFLECTION))
        again = decoded(ask(campus).send(REFLECTION))
        assert claims["aud"] == [ISSUER]
        assert claims["nonce"] != again["nonce"]
        assert claims[CLAIM + "deployment_id"] == "1"
        assert claims[CLAIM + "message_type"] == "LtiDeepLinkingResponse"
        assert claims[CLAIM + "version"] == "1.3.0"
        assert claims[DL + "data"] == ASKED["data"]

    def test_6_2_response_is_affirmed(self, campus, decoded):
        claims = decoded(ask(campus).send(REFLECTION))
        assert claims[DL + "msg"] == "1 mentoring activity was chosen."
        assert DL + "errormsg" not in claims

    def test_6_2_core_launch_of_the_passed_link(self, campus, decoded, storage):
        """The optional case: what was passed opens what was chosen."""
        (item,) = decoded(ask(campus).send(REFLECTION))[DL + "content_items"]
        opened = campus.launch(
            custom=item["custom"],
            target_link_uri=item["url"],
            resource_link={"id": "new-link", "title": item["title"]},
        )
        (activity,) = activities(campus, storage)
        assert opened.location.startswith(f"/app/activities/{activity.id}?ticket=")
        assert activity.link_id == "new-link"
        page = campus.browser.get(opened.location, base_url=HUB).text
        assert "What did you learn?" in page
        assert "<p>Think.</p>" in page


def test_an_item_has_the_shape_that_moodle_took(campus, decoded):
    """Every field of ours was in what Moodle was seen to keep, with values of the same types."""
    seen = json.loads(CAPTURE.read_text())["claims"]
    claims = decoded(ask(campus, {**ASKED, "data": MISSING}).send(REFLECTION))
    assert claims.keys() == seen.keys()
    assert type(claims["aud"]) is type(seen["aud"])
    (item,), (known,) = (c[DL + "content_items"] for c in (claims, seen))
    assert item.keys() <= known.keys()
    assert {n: type(v) for n, v in item.items()} == {n: type(known[n]) for n in item}
    line_item, known = item["lineItem"], known["lineItem"]
    assert line_item.keys() == known.keys()
    assert type(line_item["scoreMaximum"]) is type(known["scoreMaximum"])
    review = line_item["submissionReview"]
    assert review.keys() - {"custom"} == known["submissionReview"].keys()
    assert review["url"] == HUB + "/app/"


def test_an_item_says_what_it_is(campus, decoded, storage):
    graded, ungraded = decoded(ask(campus).send(REFLECTION, MEETINGS))[DL + "content_items"]
    reflection, meetings = activities(campus, storage)
    assert graded == {
        "type": "ltiResourceLink",
        "title": "What did you learn?",
        "text": "Think.\n\nWrite.",
        "url": HUB + "/app/",
        "custom": {
            "activity": str(reflection.origin_id),
            "kind": "reflection",
            "target": "1",
            "points": "10",
        },
        "icon": {"url": HUB + "/static/mark.svg", "width": 24, "height": 24},
        "lineItem": {
            "scoreMaximum": 10,
            "label": "What did you learn?",
            "resourceId": str(reflection.origin_id),
            "tag": "mentorloom",
            "submissionReview": {
                "reviewableStatus": [
                    "None",
                    "Initialized",
                    "Started",
                    "InProgress",
                    "Submitted",
                    "Completed",
                ],
                "url": HUB + "/app/",
                "custom": {"activity": str(reflection.origin_id)},
            },
        },
    }
    assert "lineItem" not in ungraded
    assert "text" not in ungraded
    assert ungraded["custom"]["target"] == "3"
    assert (meetings.kind, meetings.target, meetings.points) == (ActivityKind.MEETINGS, 3, None)
    assert (reflection.context_id, reflection.link_id) == ("course-2", "")


class TestWhatPyltiGetsWrong:
    """Defects of PyLTI1p3's DeepLink, which is not used."""

    def test_the_return_url_is_escaped(self, campus):
        answer = ask(campus).send(REFLECTION)
        assert '"><script>' not in answer.text
        assert posted(answer)[0] == RETURN

    def test_nothing_runs_inline(self, campus):
        answer = ask(campus).send(REFLECTION)
        assert not re.search(r"<script(?![^>]*\bsrc=)", answer.text)
        assert "script-src 'self';" in answer.headers["Content-Security-Policy"]

    @pytest.mark.parametrize("data", [MISSING, "", "x"])
    def test_data_comes_back_only_if_it_came(self, campus, decoded, data):
        claims = decoded(ask(campus, {**ASKED, "data": data}).send(REFLECTION))
        assert claims.get(DL + "data", MISSING) == data

    def test_the_teacher_can_be_told_something(self, campus, decoded):
        claims = decoded(ask(campus).press("cancel"))
        assert claims[DL + "content_items"] == []
        assert claims[DL + "msg"] == "No mentoring activity was chosen."

    def test_a_place_without_resource_links_is_explained_and_answered(self, campus, decoded):
        choice = ask(campus, {**ASKED, "accept_types": ["link", "file"]})
        assert "this place in your course takes none" in choice.page.text
        assert "What shall learners do?" not in choice.page.text
        choice.send(REFLECTION, status=422)
        claims = decoded(choice.press("cancel"))
        assert claims[DL + "content_items"] == []
        assert "takes none" in claims[DL + "errormsg"]

    def test_the_key_is_named_so_that_it_can_be_replaced(self, campus):
        _, token = posted(ask(campus).send(REFLECTION))
        assert jwt.get_unverified_header(token)["kid"]


def test_outside_a_course_nothing_is_stored_before_a_link_is_opened(campus, decoded, storage):
    (item,) = decoded(ask(campus, context=MISSING).send(REFLECTION))[DL + "content_items"]
    assert not any(name.endswith("/activities") for name in storage.tables.rows)
    link = {"id": "link-9", "title": "Renamed", "description": "Why"}
    opened = campus.launch(custom=item["custom"], resource_link=link)
    (activity,) = activities(campus, storage)
    assert opened.location.startswith(f"/app/activities/{activity.id}?")
    assert (activity.title, activity.instructions) == ("Renamed", "Why")
    assert activity.origin_id == UUID(item["custom"]["activity"])


class TestLinksAndReviews:
    def test_a_link_that_names_no_activity_tells_the_teacher(self, campus):
        refused = campus.launch(custom={"activity": "$Mentorloom", "kind": "meetings"})
        assert refused.status_code == 404
        assert "choose the activity again" in refused.text

    def test_a_gradebook_opens_a_learners_work(self, campus, decoded, storage):
        (item,) = decoded(ask(campus).send(REFLECTION))[DL + "content_items"]
        review = {
            "message_type": "LtiSubmissionReviewRequest",
            "for_user": {"user_id": "sub/6 a"},
            "custom": item["lineItem"]["submissionReview"]["custom"],
            "resource_link": MISSING,
        }
        opened = campus.launch(**review, roles=[INSTRUCTOR])
        (activity,) = activities(campus, storage)
        page = f"/app/activities/{activity.id}"
        assert opened.location.startswith(f"{page}/review/sub%2F6%20a?ticket=")
        shown = campus.browser.get(opened.location, base_url=HUB)
        assert "has not opened Mentoring from your course yet" in shown.text
        assert campus.launch(**review).status_code == 403
        own = campus.launch(**{**review, "for_user": {"user_id": "person-6"}})
        assert own.location.startswith(f"{page}?ticket=")


def test_an_icon_over_http_is_left_out():
    plan = ActivityPlan(kind=ActivityKind.MEETINGS, title="Meet", points=2.5)
    item = content_item(plan, UUID(int=7), "http://localhost:8000")
    assert "icon" not in item
    assert item["lineItem"]["scoreMaximum"] == 2.5
