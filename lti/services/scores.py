"""Scores on their way into a gradebook, and what gradebooks answer.

https://www.imsglobal.org/spec/lti-ags/v2p0/#score-publish-service. Only FullyGraded with points is
ever sent: anything else wipes an existing grade in Moodle.
"""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from pylti1p3.grade import Grade

from core.domain.registration import Registration
from core.ports.learning_platform import PostedScore, Posting, PostingAnswer
from core.ports.outbound import OutboundResponse

CANVAS_SUBMISSION = "https://canvas.instructure.com/lti/submission"
CANVAS = "canvas"
MOODLE_SERVICES = "/mod/lti/services.php/"
_SUCCESSES = range(200, 300)
_BAD_REQUEST, _NOT_FOUND, _CONFLICT, _UNPROCESSABLE = 400, 404, 409, 422


def scores_url(line_item_url: str) -> str:
    """Where scores of a column go: its address with /scores before the query."""
    parts = urlsplit(line_item_url)
    return parts._replace(path=parts.path.rstrip("/") + "/scores").geturl()


def grade(registration: Registration, score: PostedScore) -> Grade:
    """The score in PyLTI1p3's words."""
    made = (
        Grade()
        .set_user_id(score.subject)
        .set_score_given(score.given)
        .set_score_maximum(score.maximum)
        .set_timestamp(_instant(score.at))
        .set_activity_progress("Completed")
        .set_grading_progress("FullyGraded")
    )
    if score.comment:
        made.set_comment(score.comment)
    if registration.product_family == CANVAS:
        made.set_extra_claims({CANVAS_SUBMISSION: _canvas(score)})
    return made


def posting_answer(url: str, answer: OutboundResponse) -> PostingAnswer:
    """What the answer to a posted score means."""
    return PostingAnswer(_outcome(url, answer), answer.status)


def _canvas(score: PostedScore) -> dict[str, Any]:
    """Canvas would count every score as another attempt, and overwrite what a teacher gave."""
    told: dict[str, Any] = {"new_submission": False, "prioritize_non_tool_grade": True}
    if score.submitted_at is not None:
        told["submitted_at"] = _instant(score.submitted_at)
    return told


def _outcome(url: str, answer: OutboundResponse) -> Posting:
    status, body = answer.status, answer.body.lower()
    if status in _SUCCESSES:
        return Posting.TAKEN
    older = b"timestamp" in body and b"before" in body
    if status == _CONFLICT or (status == _BAD_REQUEST and older):
        return Posting.SEEN
    if status == _NOT_FOUND:
        return Posting.NO_LINE_ITEM
    # Canvas also says 422 to unpublished assignments and concluded courses.
    if status == _UNPROCESSABLE and b"not found in course" in body:
        return Posting.NOT_IN_COURSE
    # Moodle says 400 for unknown people and teachers alike, with its reason in the status line;
    # when it does not know the request at all, it says that in the body.
    if status == _BAD_REQUEST and MOODLE_SERVICES in url and b"no handler" not in body:
        return Posting.NOT_IN_COURSE
    return Posting.REFUSED


def _instant(at: datetime) -> str:
    """Whole seconds, because Moodle compares those, in UTC."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
