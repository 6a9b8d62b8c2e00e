"""Scores of Assignment and Grade Services 2.0 as Moodle takes them.

1. Only enrolled students can be graded, suspended ones too; anybody else is a 400.
2. Timestamps are compared in whole seconds; one that is not newer than the grade's is a 409.
3. A score without `scoreGiven`, or with any progress but FullyGraded, takes an existing grade away
   (its timestamp still counts here, stricter than Moodle).
4. The rest is rescaled to the item's maximum and cut off there.
Spec: https://www.imsglobal.org/spec/lti-ags/v2p0/#score-publish-service
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Response

from demo.services.grades import Grade
from demo.services.line_items import LineItem
from demo.services.memberships import LEARNER
from demo.services.moodle.asked import Asked, MoodleError, numeric, read, status_line
from demo.services.moodle.line_items import found
from demo.services.places import Place
from demo.services.scopes import SCORE

MEDIA = "application/vnd.ims.lis.v1.score+json"
SITE_ZONE = ZoneInfo("Europe/Berlin")
"""The time zone of the made-up site."""


def posted(asked: Asked) -> Response:
    """Take a score.

    Raises:
        MoodleError: 401, 404.
    """
    place, item = found(asked, SCORE)
    status, body = status_line(200), ""
    try:
        _take(asked, place, item)
    except MoodleError as error:
        status, body = status_line(error.status, error.reason), "[]"
    return Response(body, status=status, content_type=f"{MEDIA}; charset=utf-8")


def _take(asked: Asked, place: Place, item: LineItem) -> None:
    try:
        score = read(asked.body)
        at = _checked(score)
        subject = _gradable(asked, place, str(score["userId"]))
    except MoodleError as error:
        raise MoodleError(400, f"Incorrect score received{asked.body}") from error

    def decide(old: Grade | None) -> Grade | None:
        if old and at <= old.at:
            raise MoodleError(
                409,
                "Refusing score with an earlier timestamp "
                f"for item {item.number} and user {subject}",
            )
        given = _given(score, item)
        if given is None and old is None:
            return None
        return Grade(
            subject=subject,
            score=given,
            maximum=item.maximum,
            comment=str(score.get("comment") or ""),
            at=at,
        )

    asked.records.grades.update(item.number, subject, decide)


def _gradable(asked: Asked, place: Place, subject: str) -> str:
    member = asked.records.memberships.find(place, subject)
    if member is None or member.role != LEARNER:
        raise MoodleError(400)
    return subject


def _checked(score: Mapping[str, Any]) -> datetime:
    if any(score.get(name) is None for name in ("userId", "gradingProgress", "activityProgress")):
        raise MoodleError(400)
    for name in ("scoreGiven", "scoreMaximum"):
        if score.get(name) is not None and numeric(score[name]) is None:
            raise MoodleError(400)
    try:
        at = datetime.fromisoformat(score["timestamp"])
    except (KeyError, TypeError, ValueError) as error:
        raise MoodleError(400) from error
    if at.tzinfo is None:
        at = at.replace(tzinfo=SITE_ZONE)
    return at.astimezone(SITE_ZONE).replace(microsecond=0)


def _given(score: Mapping[str, Any], item: LineItem) -> float | None:
    given = numeric(score.get("scoreGiven"))
    if given is None or score["gradingProgress"] != "FullyGraded":
        return None
    out_of = 1.0 if score.get("scoreMaximum") is None else numeric(score["scoreMaximum"])
    if out_of and out_of != item.maximum:
        given = given * item.maximum / out_of
    return max(0.0, min(given, item.maximum))
