"""Columns and scores (AGS 2.0)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.errors import ForbiddenError, NotFoundError, UnavailableError
from core.ports.learning_platform import LineItem, PostedScore, Posting
from lti.services.vocabulary import (
    LINE_ITEM,
    LINE_ITEM_READ_SCOPE,
    LINE_ITEM_SCOPE,
    LINE_ITEMS,
    SCORE,
    SCORE_SCOPE,
)
from tests.lti.campus import ISSUER
from tests.lti.services.conftest import ITEMS_URL

FOUND_BY = ITEMS_URL + "&resource_id=a-1&tag=mentorloom"
ITEM_URL = ISSUER + "/2/lineitems/7/lineitem?type_id=1"
SCORES_URL = ISSUER + "/2/lineitems/7/lineitem/scores?type_id=1"
WANTED = LineItem(
    label="Three meetings", maximum=10, resource_id="a-1", tag="mentorloom", link_id="link-1"
)
DOCUMENT = {
    "id": ITEM_URL,
    "label": "Three meetings",
    "scoreMaximum": 10,
    "resourceId": "a-1",
    "tag": "mentorloom",
    "resourceLinkId": "link-1",
    "https://canvas.instructure.com/lti/submission_type": {"type": "external_tool"},
    "gradesReleased": False,
}
AT = datetime(2026, 3, 2, 9, 0, 5, 999_999, tzinfo=timezone(timedelta(hours=1)))


@pytest.fixture
def line_item(services, registration, course):
    def line_item(wanted=WANTED, of=None, in_course=None):
        return services.gradebook.line_item(of or registration, in_course or course, wanted)

    return line_item


def sent(call):
    return json.loads(call[2])


def test_a_column_is_found_by_our_names_for_it(line_item, platform):
    platform.answers(FOUND_BY, [DOCUMENT])
    assert line_item() == replace(WANTED, url=ITEM_URL)
    ((method, _, _, headers),) = platform.calls()
    assert (method, headers["Accept"]) == ("GET", LINE_ITEMS)
    assert platform.token_calls()[0]["scope"] == LINE_ITEM_SCOPE


def test_filters_that_a_platform_ignores_are_checked(line_item, platform):
    strangers = [
        {**DOCUMENT, "resourceId": "a-2"},
        {**DOCUMENT, "tag": "grade"},
        {**DOCUMENT, "tag": None},
        "x",
    ]
    second = ITEMS_URL + "&Page=2"
    platform.answers(FOUND_BY, strangers, Link=f"<{second}>; rel=next")
    platform.answers(second, [DOCUMENT])
    assert line_item().url == ITEM_URL


def test_a_column_that_is_there_stays_as_the_teacher_left_it(line_item, platform):
    platform.answers(FOUND_BY, [{**DOCUMENT, "label": "Talks", "scoreMaximum": 2.5}])
    found = line_item()
    assert (found.label, found.maximum) == ("Talks", 2.5)
    assert platform.calls("POST") == platform.calls("PUT") == []


def test_a_column_is_made_when_there_is_none(line_item, platform):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, DOCUMENT, 201, method="POST")
    assert line_item() == replace(WANTED, url=ITEM_URL)
    (made,) = platform.calls("POST")
    assert made[3]["Accept"] == made[3]["Content-Type"] == LINE_ITEM
    assert sent(made) == {
        "label": "Three meetings",
        "scoreMaximum": 10,
        "resourceId": "a-1",
        "tag": "mentorloom",
        "resourceLinkId": "link-1",
    }


@pytest.mark.parametrize("status", [400, 403, 404, 412, 422])
def test_a_link_the_platform_does_not_want_is_left_out(line_item, platform, http, status):
    platform.answers(FOUND_BY, [])
    http.then(ITEMS_URL, b"{}", status, method="POST")
    unlinked = {name: value for name, value in DOCUMENT.items() if name != "resourceLinkId"}
    http.then(ITEMS_URL, json.dumps(unlinked).encode(), 201, method="POST")
    assert line_item() == replace(WANTED, url=ITEM_URL, link_id="")
    first, second = platform.calls("POST")
    assert "resourceLinkId" in sent(first)
    assert "resourceLinkId" not in sent(second)


@pytest.mark.parametrize(("link", "tries"), [("", 1), ("link-1", 2)])
def test_a_platform_that_makes_no_column(line_item, platform, link, tries):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, {}, 403, method="POST")
    with pytest.raises(ForbiddenError, match="status 403"):
        line_item(replace(WANTED, link_id=link))
    assert len(platform.calls("POST")) == tries


def test_an_outage_makes_no_second_column(line_item, platform):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, {}, 503, method="POST")
    with pytest.raises(UnavailableError):
        line_item()
    assert len(platform.calls("POST")) == 1


def with_services(course, **changes):
    return replace(course, services=replace(course.services, **changes))


@pytest.mark.parametrize(
    "changes", [{"line_items_url": ""}, {"scopes": frozenset()}, {"scopes": {SCORE_SCOPE}}]
)
def test_a_course_without_a_gradebook(line_item, platform, course, changes):
    with pytest.raises(ForbiddenError, match="Assignment and Grade Services"):
        line_item(in_course=with_services(course, **changes))
    assert platform.calls() == []


def test_a_course_whose_gradebook_may_only_be_read(line_item, platform, course):
    readable = with_services(course, scopes=frozenset({LINE_ITEM_READ_SCOPE}))
    platform.answers(FOUND_BY, [DOCUMENT])
    assert line_item(in_course=readable).url == ITEM_URL
    assert platform.token_calls()[0]["scope"] == LINE_ITEM_READ_SCOPE
    platform.answers(FOUND_BY, [])
    with pytest.raises(ForbiddenError, match="add a column"):
        line_item(in_course=readable)


@pytest.mark.parametrize(
    "changes",
    [
        {"id": None},
        {"id": ""},
        {"id": "https://evil.example/7"},
        {"id": "http://lms.example.edu/7"},
        {"scoreMaximum": None},
        {"scoreMaximum": True},
        {"scoreMaximum": "10"},
    ],
)
def test_a_column_that_cannot_be_used(line_item, platform, changes):
    """Above all one on another origin: scores are posted there with our token."""
    platform.answers(FOUND_BY, [{**DOCUMENT, **changes}])
    with pytest.raises(UnavailableError, match="cannot be read"):
        line_item()


@pytest.mark.parametrize("document", [[], "x"])
def test_an_answer_that_is_no_column(line_item, platform, document):
    platform.answers(FOUND_BY, [])
    platform.answers(ITEMS_URL, document, 201, method="POST")
    with pytest.raises(UnavailableError, match="cannot be read"):
        line_item()


def test_a_column_is_changed_by_sending_all_of_it_back(services, registration, platform):
    """PyLTI1p3 would drop what it does not know, and Moodle unlink it without resourceLinkId."""
    platform.answers(ITEM_URL, DOCUMENT, method="GET")
    changed = {**DOCUMENT, "label": "Four meetings", "scoreMaximum": 20}
    platform.answers(ITEM_URL, changed, method="PUT")
    item = replace(WANTED, url=ITEM_URL, label="Four meetings", maximum=20)
    assert services.gradebook.revise(registration, item) == item
    (put,) = platform.calls("PUT")
    assert sent(put) == changed
    assert put[3]["Accept"] == put[3]["Content-Type"] == LINE_ITEM


def test_a_column_that_is_gone_cannot_be_changed(services, registration, platform):
    platform.answers(ITEM_URL, {"status": 404}, 404)
    with pytest.raises(NotFoundError, match="no longer in the gradebook"):
        services.gradebook.revise(registration, replace(WANTED, url=ITEM_URL))
    assert platform.calls("PUT") == []


def score(**changes):
    made = PostedScore(subject="6", given=8.5, maximum=10, at=AT, comment="3 of 3")
    return replace(made, **changes)


@pytest.fixture
def post(services, registration, platform):
    def post(status=200, body=b"", of=None, url=ITEM_URL, at=SCORES_URL, **changes):
        platform.http.answer(at, body, status)
        return services.gradebook.post(of or registration, url, score(**changes))

    return post


def test_a_score_as_it_is_posted(post, platform):
    assert post().outcome is Posting.TAKEN
    ((method, url, _, headers),) = platform.calls()
    assert (method, url, headers["Content-Type"]) == ("POST", SCORES_URL, SCORE)
    assert sent(platform.calls()[0]) == {
        "userId": "6",
        "scoreGiven": 8.5,
        "scoreMaximum": 10,
        "comment": "3 of 3",
        "timestamp": "2026-03-02T08:00:05Z",
        "activityProgress": "Completed",
        "gradingProgress": "FullyGraded",
    }
    assert platform.token_calls()[0]["scope"] == SCORE_SCOPE


def test_nothing_but_full_grades_is_ever_sent(post, platform):
    post(given=0, comment="")
    told = sent(platform.calls()[0])
    assert (told["scoreGiven"], told["gradingProgress"]) == (0, "FullyGraded")
    assert "comment" not in told


@pytest.mark.parametrize(
    ("url", "at"),
    [
        (ISSUER + "/items/7", ISSUER + "/items/7/scores"),
        (ISSUER + "/items/7/", ISSUER + "/items/7/scores"),
        (ISSUER + "/items/7?a=b?c&d=e/f", ISSUER + "/items/7/scores?a=b?c&d=e/f"),
        (ISSUER + "/items/7/?a=b", ISSUER + "/items/7/scores?a=b"),
    ],
)
def test_scores_go_before_the_query(post, url, at):
    assert post(url=url, at=at).outcome is Posting.TAKEN


def test_canvas_is_told_that_it_is_no_new_attempt(post, platform, canvas):
    """Nor may it overwrite what a teacher gave by hand."""
    extension = "https://canvas.instructure.com/lti/submission"
    post(of=canvas)
    post(of=canvas, submitted_at=datetime(2026, 3, 1, 12, 0, tzinfo=UTC))
    first, second = (sent(call)[extension] for call in platform.calls())
    assert first == {"new_submission": False, "prioritize_non_tool_grade": True}
    assert second == {**first, "submitted_at": "2026-03-01T12:00:00Z"}


def canvas_says(message):
    return json.dumps({"errors": {"type": "x", "message": message}}).encode()


NOT_A_STUDENT = canvas_says("User not found in course or is not a student")
BEFORE = canvas_says("Provided timestamp of 2026-03-02 before last updated timestamp of 2026-03-03")
UNPUBLISHED = b'{"errors":[{"message":"This assignment is still unpublished"}]}'
INVALID = canvas_says("Provided timestamp of x not a valid timestamp.")
MOODLE_ITEM = ISSUER + "/mod/lti/services.php/2/lineitems/7/lineitem"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (200, b"", Posting.TAKEN),
        (201, b"{}", Posting.TAKEN),
        (202, b"", Posting.TAKEN),
        (204, b"", Posting.TAKEN),
        (409, b"[]", Posting.SEEN),
        (400, BEFORE, Posting.SEEN),
        (400, INVALID, Posting.REFUSED),
        (400, b"", Posting.REFUSED),
        (422, NOT_A_STUDENT, Posting.NOT_IN_COURSE),
        (422, UNPUBLISHED, Posting.REFUSED),
        (404, b"", Posting.NO_LINE_ITEM),
        (403, b"", Posting.REFUSED),
        (412, b"", Posting.REFUSED),
        (415, b"", Posting.REFUSED),
    ],
)
def test_what_gradebooks_answer(post, status, body, outcome):
    answer = post(status, body)
    assert (answer.outcome, answer.status) == (outcome, status)


@pytest.mark.parametrize(
    ("body", "outcome"),
    [
        (b"[]", Posting.NOT_IN_COURSE),
        (b'{"status":400,"reason":"No handler found for /2"}', Posting.REFUSED),
    ],
)
def test_what_moodle_means_by_400(post, body, outcome):
    assert post(400, body, url=MOODLE_ITEM, at=MOODLE_ITEM + "/scores").outcome is outcome


def test_a_score_nobody_answered_is_posted_once(post, platform):
    with pytest.raises(UnavailableError):
        post(503)
    assert len(platform.calls()) == 1


def test_a_score_we_may_not_post(post, platform):
    platform.answers("https://lms.example.edu/token", {"error": "invalid_scope"}, 400)
    with pytest.raises(ForbiddenError, match="use: score"):
        post()
    assert platform.calls() == []
