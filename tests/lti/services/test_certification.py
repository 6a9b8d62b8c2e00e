"""The cases of the 1EdTech certification guide, sections 6.3 (NRPS) and 6.4 (AGS).

From the launch that brings the claim to the request that the platform gets.
"""

import json
from datetime import timedelta

import pytest

from core.ports.learning_platform import LineItem, PostedScore, Posting
from lti.service_claims import AGS, NRPS
from lti.services.vocabulary import (
    LINE_ITEM,
    LINE_ITEM_SCOPE,
    MEMBERSHIPS,
    MEMBERSHIPS_SCOPE,
    SCORE,
    SCORE_SCOPE,
)
from tests.lti.campus import INSTRUCTOR, LEARNER
from tests.lti.conftest import ORGANIZATION, REGISTRATION
from tests.lti.services.conftest import ITEMS_URL, MEMBERS_URL

ITEM_URL = ITEMS_URL.replace("lineitems", "lineitems/7")
SCORES_URL = ITEMS_URL.replace("lineitems", "lineitems/7/scores")


@pytest.fixture
def launched_course(campus, storage):
    """The course after a launch with this claim."""

    def launch(role, **claims):
        asked = campus.login()
        told = {**campus.claims(asked["nonce"], roles=[role]), **claims}
        assert campus.post(campus.sign(told), asked["state"]).status_code == 303
        with storage.tenant(ORGANIZATION) as work:
            return work.courses.get(REGISTRATION, "course-2")

    return launch


class TestNamesAndRoles:
    @pytest.fixture
    def launched(self, launched_course):
        claim = {"context_memberships_url": MEMBERS_URL, "service_versions": ["2.0"]}
        return launched_course(INSTRUCTOR, **{NRPS: claim})

    @pytest.fixture
    def call(self, launched, services, registration, platform):
        """The one request that the platform got."""
        platform.answers(MEMBERS_URL + "?limit=200", {"id": MEMBERS_URL, "members": []})
        assert list(services.roster.pages(registration, launched)) == [[]]
        (call,) = (call for call in platform.calls() if call[1].startswith(MEMBERS_URL))
        return call

    def test_6_3_instructor_launch_with_claim(self, launched):
        assert launched.services.memberships_url == MEMBERS_URL

    def test_6_3_received_request(self, call):
        method, url, body, _ = call
        assert (method, url.partition("?")[0], body) == ("GET", MEMBERS_URL, None)

    def test_6_3_accept_header(self, call):
        assert call[3]["Accept"] == MEMBERSHIPS

    def test_6_3_bearer_token(self, call):
        assert call[3]["Authorization"] == "Bearer token-1"

    @pytest.mark.usefixtures("call")
    def test_6_3_bearer_scope(self, platform):
        (asked,) = platform.token_calls()
        assert asked["scope"] == MEMBERSHIPS_SCOPE


class TestAssignmentsAndGrades:
    def test_6_4_student_launch_with_claim_then_items_and_scores(
        self, launched_course, services, registration, platform, clock
    ):
        claim = {"lineitems": ITEMS_URL, "scope": [LINE_ITEM_SCOPE, SCORE_SCOPE]}
        course = launched_course(LEARNER, **{AGS: claim})
        wanted = LineItem(label="Meetings", maximum=3, resource_id="a-1", tag="mentorloom")
        found_by = ITEMS_URL + "&resource_id=a-1&tag=mentorloom"
        platform.answers(found_by, [])
        made = {"id": ITEM_URL, "label": "Meetings", "scoreMaximum": 3, "resourceId": "a-1"}
        platform.answers(ITEMS_URL, {**made, "tag": "mentorloom"}, 201, method="POST")
        platform.answers(SCORES_URL, None, 200)

        item = services.gradebook.line_item(registration, course, wanted)
        at = clock.now() + timedelta(seconds=1)
        score = PostedScore(subject="person-6", given=2, maximum=3, at=at)
        assert services.gradebook.post(registration, item.url, score).outcome is Posting.TAKEN

        creation, posting = platform.calls("POST")
        assert creation[3]["Content-Type"] == LINE_ITEM
        assert json.loads(creation[2])["label"] == "Meetings"
        assert (posting[1], posting[3]["Content-Type"]) == (SCORES_URL, SCORE)
        assert json.loads(posting[2])["userId"] == "person-6"
