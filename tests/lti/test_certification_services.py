"""The cases of the 1EdTech LTI Advantage Conformance Certification Guide v1.3 on services.

6.3 Names and Role Provisioning, 6.4 Assignment and Grade Services; each after a real launch.
https://www.imsglobal.org/spec/lti/v1p3/cert/
"""

import json
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import jwt
import pytest

from core.domain.activity import Activity, ActivityKind
from core.services.grades.gradebook_columns import FIND_COLUMN, GradebookColumns
from core.services.grades.grading import POST_SCORE, Grading
from core.services.grades.score_posting import ScorePosting
from lti.tool import LtiTool
from tests.fakes.worker import run_all
from tests.lti.campus import HUB, INSTRUCTOR, ISSUER, LEARNER
from tests.lti.conftest import ORGANIZATION, REGISTRATION

NRPS = "https://purl.imsglobal.org/spec/lti-nrps/"
AGS = "https://purl.imsglobal.org/spec/lti-ags/"
MEMBERS = ISSUER + "/courses/2/members"
ITEMS = ISSUER + "/courses/2/items"
TOKEN = ISSUER + "/token"
MEDIA = "application/vnd.ims."
ACTIVITY = UUID(int=77)


@pytest.fixture
def tool(storage, clock, entropy, http):
    granted = {"access_token": "the-token", "token_type": "Bearer", "expires_in": 3600}
    http.answer(TOKEN, json.dumps(granted).encode())
    return LtiTool.assemble(storage, clock, entropy, http, HUB)


@pytest.fixture
def launch(campus, session_of):
    """A whole launch with a service's claim; the session it opened."""

    def launched(role, claim, told):
        asked = campus.login()
        claims = campus.claims(asked["nonce"], roles=[role]) | {claim: told}
        return session_of(campus.post(campus.sign(claims), asked["state"]))

    return launched


@pytest.fixture
def called(http):
    """The one call of a method and address, without its query: its address, body and headers."""

    def find(method, url):
        ((_, found, body, headers),) = [
            call for call in http.calls if call[0] == method and call[1].partition("?")[0] == url
        ]
        return found, body, headers

    return find


class Test63NamesAndRoles:
    @pytest.fixture(autouse=True)
    def read(self, launch, http, tool, registration, storage):
        """An instructor launches with the claim, and the tool asks for the roster."""
        member = {"user_id": "person-6", "roles": ["Learner"], "status": "Active"}
        member |= {"name": "Ana Martin", "email": "ana@campus.test"}
        roster = {"id": MEMBERS, "context": {"id": "course-2"}, "members": [member]}
        http.answer(MEMBERS + "?limit=200", json.dumps(roster).encode())
        told = {"context_memberships_url": MEMBERS, "service_versions": ["2.0"]}
        self.session = launch(INSTRUCTOR, NRPS + "claim/namesroleservice", told)
        with storage.tenant(ORGANIZATION) as work:
            course = work.courses.get(REGISTRATION, "course-2")
        self.pages = list(tool.services.roster.pages(registration, course))

    def test_6_3_instructor_launch_with_claim(self):
        assert self.session.actor.manages

    def test_6_3_received_request(self, called):
        assert called("GET", MEMBERS)
        assert [[member.subject for member in page] for page in self.pages] == [["person-6"]]

    def test_6_3_accept_header(self, called):
        _, _, headers = called("GET", MEMBERS)
        assert headers["Accept"] == MEDIA + "lti-nrps.v2.membershipcontainer+json"

    def test_6_3_bearer_token(self, called):
        _, _, headers = called("GET", MEMBERS)
        assert headers["Authorization"] == "Bearer the-token"

    def test_6_3_bearer_scope(self, called, tool):
        _, form, _ = called("POST", TOKEN)
        assert form["scope"] == NRPS + "scope/contextmembership.readonly"
        assert form["grant_type"] == "client_credentials"
        must_be_signed_by_us(form["client_assertion"], tool)


def must_be_signed_by_us(assertion, tool):
    keys = jwt.PyJWKSet.from_dict(tool.keyring.jwks())
    key = keys[jwt.get_unverified_header(assertion)["kid"]]
    options = {"verify_exp": False, "verify_iat": False}
    claims = jwt.decode(assertion, key, ["RS256"], audience=TOKEN, options=options)
    assert claims["iss"] == claims["sub"] == "hub-1"


@pytest.fixture
def graded(storage, clock):
    """A graded activity of the launched course."""

    def made():
        activity = Activity(
            id=ACTIVITY,
            origin_id=ACTIVITY,
            organization_id=ORGANIZATION,
            registration_id=REGISTRATION,
            context_id="course-2",
            kind=ActivityKind.MILESTONE,
            title="First milestone",
            points=10.0,
            created_at=clock.now(),
        )
        with storage.tenant(ORGANIZATION) as work:
            work.activities.save(activity)
        return activity

    return made


def test_6_4_student_launch_then_the_tool_makes_items_and_posts_scores(
    launch, graded, http, called, tool, storage, clock
):
    scopes = [AGS + "scope/" + name for name in ("lineitem", "result.readonly", "score")]
    told = {"scope": scopes, "lineitems": ITEMS + "?type_id=1"}
    session = launch(LEARNER, AGS + "claim/endpoint", told)
    activity, person_id = graded(), session.actor.person_id
    asked = f"{ITEMS}?type_id=1&resource_id={ACTIVITY}&tag=mentorloom"
    http.answer(asked, b"[]", method="GET")
    item = {
        "id": ITEMS + "/7/lineitem?type_id=1",
        "label": "First milestone",
        "scoreMaximum": 10,
        "resourceId": str(ACTIVITY),
        "tag": "mentorloom",
    }
    http.answer(ITEMS + "?type_id=1", json.dumps(item).encode(), 201, method="POST")
    http.answer(ITEMS + "/7/lineitem/scores?type_id=1", b"", method="POST")
    with storage.tenant(ORGANIZATION) as work:
        Grading(clock).progressed(work, activity, person_id, 0.5)
    parts = (storage, clock, tool.services.gradebook)
    columns, posting = GradebookColumns(*parts), ScorePosting(*parts)
    run_all(storage, {FIND_COLUMN: columns.find_column, POST_SCORE: posting.post_score})

    address, _, headers = called("GET", ITEMS)
    assert parse_qs(urlsplit(address).query)["resource_id"] == [str(ACTIVITY)]
    assert headers["Accept"] == MEDIA + "lis.v2.lineitemcontainer+json"
    _, body, headers = called("POST", ITEMS)
    assert headers["Content-Type"] == MEDIA + "lis.v2.lineitem+json"
    assert json.loads(body)["scoreMaximum"] == 10
    _, body, headers = called("POST", ITEMS + "/7/lineitem/scores")
    assert headers["Content-Type"] == MEDIA + "lis.v1.score+json"
    assert headers["Authorization"] == "Bearer the-token"
    sent = json.loads(body)
    assert (sent["userId"], sent["scoreGiven"], sent["scoreMaximum"]) == ("person-6", 5, 10)
    assert (sent["activityProgress"], sent["gradingProgress"]) == ("Completed", "FullyGraded")
    with storage.tenant(ORGANIZATION) as work:
        assert work.scores.get(activity.id, person_id).sent == 5
