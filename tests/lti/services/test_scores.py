"""Scores (AGS 2.0)."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.errors import ForbiddenError, UnavailableError
from core.ports.learning_platform import PostedScore, Posting
from lti.services.vocabulary import (
    SCORE,
    SCORE_SCOPE,
)
from tests.lti.campus import ISSUER

ITEM_URL = ISSUER + "/2/lineitems/7/lineitem?type_id=1"
SCORES_URL = ISSUER + "/2/lineitems/7/lineitem/scores?type_id=1"
AT = datetime(2026, 3, 2, 9, 0, 5, 999_999, tzinfo=timezone(timedelta(hours=1)))


def sent(call):
    return json.loads(call[2])


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
