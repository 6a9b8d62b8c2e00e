"""Scores of Assignment and Grade Services 2.0 as Canvas takes them.

1. Only active students of the course can be graded: 422 for everybody else.
2. A timestamp before the result's last one is a 400; the same one is taken.
3. Unless gradingProgress is FullyGraded or PendingManual, scoreGiven is ignored.
4. Every score is a new submission, which counts against the attempts of the assignment, unless
   Canvas's extension says otherwise. The extension is kept with the result.
Spec: https://www.imsglobal.org/spec/lti-ags/v2p0/#score-publish-service
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import Response

from demo.here import campus
from demo.services import urls
from demo.services.canvas.asked import CanvasError, amount, answer, read
from demo.services.canvas.line_items import found
from demo.services.grades import Grade
from demo.services.line_items import LineItem
from demo.services.memberships import LEARNER
from demo.services.places import Place
from demo.services.scopes import SCORE

MEDIA = "application/vnd.ims.lis.v1.score+json"
SUBMISSION = "https://canvas.instructure.com/lti/submission"
REQUIRED = ("userId", "activityProgress", "gradingProgress", "timestamp")
ACTIVITY = ("Initialized", "Started", "InProgress", "Submitted", "Completed")
GRADING = ("FullyGraded", "PendingManual", "Pending", "Failed", "NotReady")
COUNTING = GRADING[:2]
SUBMISSION_TYPES = (
    "none",
    "basic_lti_launch",
    "online_text_entry",
    "online_url",
    "external_tool",
    "online_upload",
)
FUTURE = timedelta(minutes=1)
"""How far ahead of the clock `submitted_at` may be."""


def posted(course: int, item: int) -> Response:
    """Take a score.

    Raises:
        CanvasError: 400, 401, 404, 422.
    """
    place, known = found(course, item, SCORE)
    score = read()
    subject = _gradable(place, str(score.get("userId", "")))
    at = _checked(score)
    extra = _submission(score)
    given = _given(score)

    def decide(old: Grade | None) -> Grade:
        old = old or Grade(subject=subject, score=None, maximum=None, comment="", at=at)
        if at < old.at:
            raise CanvasError(400, f"Provided timestamp of {at} before last one of {old.at}")
        new = replace(old, at=at, comment=str(score.get("comment") or old.comment))
        if given:
            new = replace(new, score=given[0], maximum=given[1])
        if extra:
            new = replace(new, extras={SUBMISSION: extra})
        return _submitted(new, known, extra)

    grade = campus().records.grades.update(item, subject, decide)
    assert grade is not None
    base = urls.canvas_course(campus().addresses, place)
    told: dict[str, Any] = {"resultUrl": f"{base}/line_items/{item}/results/{grade.number}"}
    if extra.get("content_items"):
        told[SUBMISSION] = {"content_items": extra["content_items"]}
    return answer(told, MEDIA)


def _gradable(place: Place, subject: str) -> str:
    member = campus().records.memberships.find(place, subject)
    if member is None or member.suspended or member.role != LEARNER:
        raise CanvasError(422, "User not found in course or is not a student")
    return subject


def _checked(score: Mapping[str, Any]) -> datetime:
    for name in REQUIRED:
        if not score.get(name):
            raise CanvasError(400, f"param is missing or the value is empty: {name}")
    if score["activityProgress"] not in ACTIVITY or score["gradingProgress"] not in GRADING:
        raise CanvasError(422, "activityProgress or gradingProgress is not one of those known")
    return _instant(score["timestamp"], "timestamp")


def _instant(text: object, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise CanvasError(400, f"Provided {name} of {text} not a valid timestamp") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _given(score: Mapping[str, Any]) -> tuple[float, float] | None:
    if score["gradingProgress"] not in COUNTING or score.get("scoreGiven") is None:
        return None
    if score.get("scoreMaximum") is None:
        raise CanvasError(422, "ScoreMaximum not supplied when ScoreGiven present.")
    return amount(score, "scoreGiven"), amount(score, "scoreMaximum")


def _submission(score: Mapping[str, Any]) -> Mapping[str, Any]:
    extra = score.get(SUBMISSION) or {}
    if not isinstance(extra, dict):
        raise CanvasError(400, f"{SUBMISSION} must be an object")
    if extra.get("submitted_at"):
        at = _instant(extra["submitted_at"], "submitted_at")
        if at > datetime.now(UTC) + FUTURE:
            raise CanvasError(400, "Provided submitted_at in the future")
    kind = extra.get("submission_type", "external_tool")
    if kind not in SUBMISSION_TYPES or (kind == "online_upload" and not extra.get("content_items")):
        raise CanvasError(422, "submission_type is unknown or its content_items are missing")
    return extra


def _submitted(grade: Grade, item: LineItem, extra: Mapping[str, Any]) -> Grade:
    kind = extra.get("submission_type", "external_tool")
    if extra.get("new_submission") is False or kind == "none":
        return grade
    if item.attempts is not None and grade.attempts >= item.attempts:
        raise CanvasError(422, "The maximum number of allowed attempts has been reached")
    return replace(grade, attempts=grade.attempts + 1)
