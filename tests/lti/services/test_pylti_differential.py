"""Our connector beside PyLTI1p3's own, in front of the same platform.

Each difference is a known defect of it; the test also says when a new release repairs one. Its
service objects work on our connector.
"""

import json
from types import SimpleNamespace

import pytest
from pylti1p3.assignments_grades import AssignmentsGradesService
from pylti1p3.course_groups import CourseGroupsService
from pylti1p3.exception import LtiServiceException
from pylti1p3.lineitem import LineItem
from pylti1p3.names_roles import NamesRolesProvisioningService
from pylti1p3.registration import Registration
from pylti1p3.service_connector import ServiceConnector

from core.errors import UnavailableError
from lti.services.connector import PlatformConnector
from lti.services.line_items import WholeLineItem
from lti.services.vocabulary import GROUPS_SCOPE, LINE_ITEM_SCOPE, MEMBERSHIPS_SCOPE
from tests.lti.campus import ISSUER, OTHER_KEY
from tests.lti.services.conftest import GROUPS_URL, ITEMS_URL, MEMBERS_URL, TOKEN_URL

SECOND = MEMBERS_URL + "?Page=2&After=aBcD"


class RequestsSession:
    """What PyLTI1p3 calls instead of our HTTP client; it remembers how."""

    def __init__(self, http):
        self.http = http
        self.options = []

    def get(self, url, **options):
        return self._answer(url, options, self.http.get(url, options.pop("headers")))

    def post(self, url, **options):
        data = options.pop("data")
        answer = self.http.post_form(url, data, options.pop("headers", None))
        return self._answer(url, options, answer)

    def _answer(self, url, options, answer):
        self.options.append(options)
        return SimpleNamespace(
            url=url,
            text=answer.body.decode(),
            ok=answer.status < 400,
            status_code=answer.status,
            headers=answer.headers,
            content=answer.body,
            json=answer.json,
        )


@pytest.fixture
def session(http):
    return RequestsSession(http)


@pytest.fixture
def stock(session):
    registration = (
        Registration()
        .set_client_id("hub-1")
        .set_auth_token_url(TOKEN_URL)
        .set_tool_private_key(OTHER_KEY.pem.decode())
    )
    return ServiceConnector(registration, session)


@pytest.fixture
def ours(registration, services, http, clock, platform):
    return PlatformConnector(registration, services.tokens, http, clock)


def members(connector):
    service = NamesRolesProvisioningService(connector, {"context_memberships_url": MEMBERS_URL})
    return [member["user_id"] for member in service.get_members()]


def two_pages(platform, link):
    platform.answers(MEMBERS_URL, {"members": [{"user_id": "1"}]}, Link=link)
    platform.answers(SECOND, {"members": [{"user_id": "2"}]})


@pytest.mark.parametrize(
    ("link", "stock_reads"),
    [
        # The address is lower-cased: a case-sensitive platform does not know it.
        (f'<{SECOND}>; rel="next"', None),
        # Not the quoted form it looks for: the list silently ends.
        (f"<{SECOND}>; rel=next", ["1"]),
        (f'<{SECOND}>; title="2"; rel="next"', ["1"]),
    ],
)
def test_next_pages(stock, ours, platform, link, stock_reads):
    two_pages(platform, link)
    if stock_reads is None:
        with pytest.raises(UnavailableError):
            members(stock)
    else:
        assert members(stock) == stock_reads
    assert members(ours) == ["1", "2"]


def test_a_next_page_on_another_host_gets_the_token_of_theirs_only(stock, ours, platform):
    elsewhere = "https://evil.example/members"
    two_pages(platform, f'<{elsewhere}>; rel="next"')
    platform.answers(elsewhere, {"members": []})
    members(stock)
    assert platform.calls()[-1][1] == elsewhere
    assert platform.calls()[-1][3]["Authorization"] == "Bearer token-1"
    with pytest.raises(UnavailableError, match="sends no access token"):
        members(ours)
    assert [call[1] for call in platform.calls()].count(elsewhere) == 1


def test_a_token_that_expired(stock, ours, platform, clock):
    two_pages(platform, "")
    for connector in (stock, ours):
        members(connector)
    platform.grant("token-2")
    clock.advance(hours=2)
    for connector in (stock, ours):
        members(connector)
    used = [call[3]["Authorization"] for call in platform.calls()]
    assert used == ["Bearer token-1", "Bearer token-1", "Bearer token-1", "Bearer token-2"]


def test_a_token_that_is_refused(stock, ours, platform, http):
    platform.answers(MEMBERS_URL, None, 401)
    with pytest.raises(LtiServiceException):
        members(stock)
    http.then(MEMBERS_URL, b'{"members": []}')
    assert members(ours) == []


def test_calls_without_a_timeout(stock, platform, session):
    """Ours go through the HTTP client that always has one (tests/integrations/base)."""
    two_pages(platform, "")
    members(stock)
    assert [options for options in session.options if "timeout" in options] == []


def test_line_items_with_keys_of_the_platform():
    document = {"id": "i", "label": "L", "scoreMaximum": 1, "gradesReleased": False, "ltiLinkId": 5}
    assert json.loads(LineItem(document).get_value()).keys() == {"id", "label", "scoreMaximum"}
    assert json.loads(WholeLineItem(document).get_value()) == document


def test_its_gradebook_and_groups_work_on_our_connector(ours, platform):
    second = ITEMS_URL + "&Page=B"
    platform.answers(ITEMS_URL, [{"id": "1"}], Link=f"<{second}>; rel=next")
    platform.answers(second, [{"id": "2", "tag": "t"}])
    gradebook = AssignmentsGradesService(ours, {"scope": [LINE_ITEM_SCOPE], "lineitems": ITEMS_URL})
    assert gradebook.find_lineitem_by_tag("t").get_id() == "2"
    platform.answers(GROUPS_URL, {"groups": [{"id": "g", "name": "G"}]})
    groups = CourseGroupsService(ours, {"scope": [GROUPS_SCOPE], "context_groups_url": GROUPS_URL})
    assert groups.get_groups() == [{"id": "g", "name": "G"}]


def test_tokens_are_asked_for_by_its_own_name(ours, platform):
    assert ours.get_access_token([MEMBERSHIPS_SCOPE]) == "token-1"
    assert ISSUER in platform.http.calls[0][1]
