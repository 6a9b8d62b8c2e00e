"""Rosters, columns and scores on a platform that is not our own reading: PyPI lti1p3platform."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.domain.course import Course, CourseRole, CourseServices
from core.errors import ForbiddenError, NotFoundError
from core.ports.learning_platform import LineItem, PostedScore, Posting
from lti.keys import ToolKeyring
from lti.services.platform import AdvantageServices
from lti.services.vocabulary import GROUPS_SCOPE, LINE_ITEM_SCOPE, MEMBERSHIPS_SCOPE
from tests.fakes.app_http import AppHttp
from tests.lti import partner_services
from tests.lti.campus import INSTRUCTOR, ISSUER, KEY, LEARNER, tool_key
from tests.lti.test_partner_platform import Configuration

WANTED = LineItem(
    label="Three meetings", maximum=10, resource_id="a-1", tag="mentorloom", link_id="link-1"
)


@pytest.fixture
def keyring(storage, clock, entropy):
    clock.time = datetime.now(UTC)
    with storage.platform() as work:
        work.tool_keys.save(tool_key(clock.now()))
    return ToolKeyring(storage, clock, entropy)


@pytest.fixture
def there():
    return partner_services.Course()


@pytest.fixture
def configuration(keyring):
    configuration = Configuration()
    configuration.get_registration().set_tool_key_set(keyring.jwks())
    return configuration


@pytest.fixture
def http(configuration, there):
    return AppHttp(partner_services.partner_app(configuration, there), ISSUER)


@pytest.fixture
def services(storage, http, keyring, clock, entropy):
    return AdvantageServices.assemble(storage, http, keyring, clock, entropy)


@pytest.fixture
def course(registration):
    return Course(
        registration_id=registration.id,
        context_id="course-2",
        organization_id=registration.organization_id,
        services=CourseServices(
            memberships_url=partner_services.MEMBERS_URL,
            line_items_url=partner_services.ITEMS_URL,
            scopes=frozenset({LINE_ITEM_SCOPE}),
        ),
    )


def test_its_roster_is_read_over_unquoted_links(services, registration, course, there, http):
    there.members = [
        {"user_id": f"u{n}", "roles": [LEARNER if n else INSTRUCTOR], "name": f"N {n}"}
        for n in range(120)
    ]
    pages = list(services.roster.pages(registration, course))
    assert [len(page) for page in pages] == [50, 50, 20]
    members = {member.subject: member for page in pages for member in page}
    assert members["u0"].roles == {CourseRole.TEACHER}
    assert members["u119"].roles == {CourseRole.LEARNER}
    assert {method for method, _ in http.calls} == {"GET", "POST"}


def test_a_scope_it_does_not_know_is_named(services, registration):
    scopes = frozenset({MEMBERSHIPS_SCOPE, GROUPS_SCOPE})
    with pytest.raises(ForbiddenError, match=r"use: contextgroup\.readonly\."):
        services.tokens.token(registration, scopes)


def test_it_refuses_assertions_of_another_key(services, configuration, registration, course):
    """So what it accepts elsewhere is our signature."""
    configuration.get_registration().set_tool_key_set({"keys": [KEY.jwk]})
    with pytest.raises(ForbiddenError, match="does not recognise this tool"):
        list(services.roster.pages(registration, course))


def test_it_refuses_tokens_of_another_platform(services, registration, course, http, configuration):
    """A token that stops working is asked for once more, then we say so."""
    next(iter(services.roster.pages(registration, course)))
    configuration.validate_token = lambda *_args: False
    with pytest.raises(ForbiddenError, match="does not accept the access token"):
        list(services.roster.pages(registration, course))
    assert [url for method, url in http.calls if method == "POST"] == [
        partner_services.TOKEN_URL
    ] * 2


def test_a_column_is_made_once_and_found_on_a_later_page(services, registration, course, there):
    for number in range(7):
        wanted = replace(WANTED, resource_id=f"a-{number}")
        services.gradebook.line_item(registration, course, wanted)
    assert len(there.items) == 7
    found = services.gradebook.line_item(registration, course, replace(WANTED, resource_id="a-6"))
    assert found == replace(WANTED, resource_id="a-6", url=f"{partner_services.ITEMS_URL}/7")
    assert len(there.items) == 7


def test_a_column_is_revised_and_keeps_what_we_do_not_know(services, registration, course, there):
    made = services.gradebook.line_item(registration, course, WANTED)
    there.items[made.url] |= {"startDateTime": "2026-03-02T09:00:00Z", "gradesReleased": False}
    services.gradebook.revise(registration, replace(made, label="Four meetings", maximum=20))
    changed = there.items[made.url]
    assert (changed["label"], changed["scoreMaximum"]) == ("Four meetings", 20)
    assert (changed["resourceLinkId"], changed["gradesReleased"]) == ("link-1", False)
    gone = replace(made, url=f"{partner_services.ITEMS_URL}/404")
    with pytest.raises(NotFoundError):
        services.gradebook.revise(registration, gone)


def test_scores_arrive(services, registration, course, there, clock):
    column = services.gradebook.line_item(registration, course, WANTED)
    score = PostedScore(subject="u1", given=8, maximum=10, at=clock.now(), comment="3 of 3")

    def post(score, url=column.url):
        answer = services.gradebook.post(registration, url, score)
        return answer.outcome, answer.status

    later = replace(score, given=9, at=clock.now() + timedelta(seconds=1))
    assert post(score) == (Posting.TAKEN, 201)
    assert post(later) == (Posting.TAKEN, 200)
    assert post(score) == (Posting.SEEN, 409)
    assert post(score, f"{partner_services.ITEMS_URL}/404") == (Posting.NO_LINE_ITEM, 404)
    assert [s["scoreGiven"] for s in there.scores[column.url, "u1"]] == [8, 9]
