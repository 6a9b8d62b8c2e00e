"""The clients against what a real Moodle 4.5.6 asked for and answered."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from core.domain.course import CourseRole
from core.errors import ForbiddenError, NotFoundError, UnavailableError
from core.ports.learning_platform import LineItem, PostedScore, Posting
from lti.services.vocabulary import (
    LINE_ITEM_SCOPE,
    MEMBERSHIPS_SCOPE,
    SCORE_SCOPE,
)
from lti.services.web_links import next_page
from tests.fakes.outbound import FakeOutbound

CAPTURES = Path(__file__).parents[1] / "captures"
MOODLE = "http://127.0.0.1:8081"
SERVICES = MOODLE + "/mod/lti/services.php"
MEMBERS_URL = SERVICES + "/CourseSection/2/bindings/1/memberships"
ITEMS_URL = SERVICES + "/2/lineitems?type_id=1"
ITEM_URL = SERVICES + "/2/lineitems/{}/lineitem?type_id=1"


def exchanges(name):
    recorded = json.loads((CAPTURES / f"{name}_exchanges.json").read_text())
    return {exchange["name"]: exchange for exchange in recorded}


TOKEN, NRPS, AGS = exchanges("token"), exchanges("nrps"), exchanges("ags")


class RecordedMoodle:
    """Answers exactly as recorded; what is asked must be what was asked then."""

    def __init__(self, http):
        self.http = http

    def play(self, exchange, url=None):
        """Lay out an exchange, at another address if the query differs."""
        request = exchange["request"]
        body = exchange["response"]
        data = b"" if body == "" else json.dumps(body).encode()
        place = url or request["url"]
        headers = exchange["response_headers"]
        self.http.then(place, data, exchange["status"], headers, request["method"])

    def asked_as(self, exchange):
        """Whether the last call has the media types of the recorded one."""
        method, _, _, sent = self.http.calls[-1]
        request = exchange["request"]
        recorded = {n: v for n, v in request["headers"].items() if v != "*/*"}
        assert method == request["method"]
        assert {name: sent[name] for name in recorded} == recorded


@pytest.fixture
def http():
    return FakeOutbound(frozenset({MOODLE}))


@pytest.fixture
def moodle(registration):
    return replace(
        registration,
        issuer=MOODLE,
        token_url=MOODLE + "/mod/lti/token.php",
        product_family="moodle",
    )


@pytest.fixture
def recorded(http):
    made = RecordedMoodle(http)
    made.play(TOKEN["token: all scopes"])
    return made


@pytest.fixture
def course(course):
    services = replace(course.services, memberships_url=MEMBERS_URL, line_items_url=ITEMS_URL)
    return replace(course, link_id="1", services=services)


def test_a_token_whose_json_is_called_html(services, recorded, moodle, clock):
    scopes = frozenset({LINE_ITEM_SCOPE, SCORE_SCOPE, MEMBERSHIPS_SCOPE})
    token = services.tokens.token(moodle, scopes)
    assert token.token == "00000000000000000000000000000001"
    assert (token.expires_at - clock.now()).total_seconds() == 3600
    (form,) = (call[2] for call in recorded.http.calls)
    assert set(form) == set(TOKEN["token: all scopes"]["request"]["body"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("token: unknown scope mixed in: dropped silently", r"use: scope\."),
        ("token: only unknown -> 400", "does not allow this tool to use"),
        ("token: unknown client", "compare the client id hub-1"),
        ("token: expired assertion", r"Expired token.*clocks"),
        ("token: json body", "invalid_request"),
    ],
)
def test_tokens_that_are_refused(services, http, moodle, name, words):
    RecordedMoodle(http).play(TOKEN[name])
    scopes = frozenset({MEMBERSHIPS_SCOPE, "https://nope.test/scope"})
    with pytest.raises(ForbiddenError, match=words):
        services.tokens.token(moodle, scopes)


def read(services, moodle, course):
    return [m for page in services.roster.pages(moodle, course) for m in page]


def test_the_whole_course_in_one_answer(services, recorded, moodle, course):
    recorded.play(NRPS["all"])
    members = {member.subject: member for member in read(services, moodle, course)}
    recorded.asked_as(NRPS["all"])
    assert len(members) == 13
    assert members["3"].roles == {CourseRole.TEACHER}
    assert members["3"].name == "Thérèse Dubois"
    # The non-editing teacher: only their own launch knows better.
    assert members["4"].roles == {CourseRole.LEARNER}
    assert members["6"].email == "student1@campus.test"
    assert all(member.active for member in members.values())


def test_an_answer_for_our_link_with_its_message(services, recorded, moodle, course):
    without = {**NRPS["all"], "response": {**NRPS["all"]["response"]}}
    kept = ("status", "roles", "user_id", "lis_person_sourcedid")
    without["response"]["members"] = [
        {name: member[name] for name in kept} for member in NRPS["all"]["response"]["members"]
    ]
    recorded.play(without)
    recorded.play(NRPS["rlid=1"])
    members = {member.subject: member for member in read(services, moodle, course)}
    told = {m["user_id"]: m["name"] for m in NRPS["rlid=1"]["response"]["members"]}
    assert told
    assert {subject: members[subject].name for subject in told} == told


def test_the_link_to_a_next_page(recorded):
    page = NRPS["limit=5"]
    following = next_page(page["response_headers"]["Link"], page["request"]["url"])
    assert following == MEMBERS_URL + "?limit=5&from=5"


@pytest.mark.parametrize("name", ["no token", "wrong scope"])
def test_a_roster_without_permission(services, recorded, moodle, course, name):
    recorded.play(NRPS[name])
    with pytest.raises(ForbiddenError, match=r"token it gave this tool for: contextmembership"):
        read(services, moodle, course)


WANTED = LineItem(
    label="Attendance S1", maximum=1, resource_id="sess-1", tag="attendance", link_id="1"
)
FILTERED = ITEMS_URL + "&resource_id=sess-1&tag=attendance"


def test_a_column_found_by_its_tag(services, recorded, moodle, course):
    recorded.play(AGS["list tag"], FILTERED)
    found = services.gradebook.line_item(moodle, course, WANTED)
    recorded.asked_as(AGS["list tag"])
    assert found == replace(WANTED, url=ITEM_URL.format(3))


def test_an_activitys_own_column_is_not_ours(services, recorded, moodle, course):
    recorded.play(AGS["lineitems list"], FILTERED)
    recorded.play(AGS["create linked"])
    assert services.gradebook.line_item(moodle, course, WANTED).url == ITEM_URL.format(3)


def test_a_column_is_made(services, recorded, moodle, course):
    recorded.play({**AGS["list tag"], "response": []}, FILTERED)
    recorded.play(AGS["create linked"])
    made = services.gradebook.line_item(moodle, course, WANTED)
    recorded.asked_as(AGS["create linked"])
    assert made == replace(WANTED, url=ITEM_URL.format(3))
    asked = AGS["create linked"]["request"]["body"]
    sent = json.loads(recorded.http.calls[-1][2])
    assert sent == {name: asked[name] for name in sent}


def test_a_column_is_made_without_a_foreign_link(services, recorded, moodle, course):
    wanted = replace(WANTED, resource_id="prog", tag="progress", link_id="999")
    filtered = ITEMS_URL + "&resource_id=prog&tag=progress"
    recorded.play({**AGS["list tag"], "response": []}, filtered)
    recorded.play(AGS["create wrong link"])
    recorded.play(AGS["create unlinked"])
    made = services.gradebook.line_item(moodle, course, wanted)
    assert (made.url, made.link_id) == (ITEM_URL.format(4), "")


def test_a_list_in_curly_quotes_is_not_cut_short(services, recorded, moodle, course):
    """It is never asked for with a limit; if it came in pages all the same, we would say so."""
    recorded.play({**AGS["list limit=1"], "response": []}, FILTERED)
    with pytest.raises(UnavailableError, match="cannot be read"):
        services.gradebook.line_item(moodle, course, WANTED)


def test_a_column_is_changed(services, recorded, moodle):
    recorded.play(AGS["get linked"])
    recorded.play(AGS["put"])
    item = replace(WANTED, url=ITEM_URL.format(3), label="Attendance S1 (edited)", maximum=2)
    assert services.gradebook.revise(moodle, item) == item
    recorded.asked_as(AGS["put"])
    sent = json.loads(recorded.http.calls[-1][2])
    assert sent == AGS["put"]["request"]["body"] | {"ltiLinkId": "1"}


def test_a_column_that_was_deleted(services, recorded, moodle):
    recorded.play(AGS["third series: get deleted"])
    with pytest.raises(NotFoundError):
        services.gradebook.revise(moodle, replace(WANTED, url=ITEM_URL.format(3)))


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("score ok", Posting.TAKEN),
        ("score zero", Posting.TAKEN),
        ("score suspended student", Posting.TAKEN),
        ("score again same second/older", Posting.SEEN),
        ("second series: same second", Posting.SEEN),
        ("score teacher", Posting.NOT_IN_COURSE),
        ("score unknown user", Posting.NOT_IN_COURSE),
        ("score bad ct", Posting.REFUSED),
    ],
)
def test_scores(services, recorded, moodle, clock, name, outcome):
    exchange = AGS[name]
    recorded.play(exchange)
    asked = exchange["request"]["body"]
    score = PostedScore(
        subject=asked["userId"],
        given=asked["scoreGiven"],
        maximum=asked["scoreMaximum"],
        at=clock.now(),
        comment=asked.get("comment", ""),
    )
    item = exchange["request"]["url"].replace("/scores", "")
    answer = services.gradebook.post(moodle, item, score)
    assert (answer.outcome, answer.status) == (outcome, exchange["status"])
    sent = json.loads(recorded.http.calls[-1][2])
    assert {**sent, "timestamp": asked["timestamp"]} == asked
    if name != "score bad ct":
        recorded.asked_as(exchange)
