"""Results of Assignment and Grade Services 2.0 as Moodle serves them.

Only people with a grade are listed. Asking for pages crashes as soon as there is anything to page.
Spec: https://www.imsglobal.org/spec/lti-ags/v2p0/#result-service
"""

from typing import Any

from flask import Response

from demo.services import urls
from demo.services.grades import Grade
from demo.services.moodle.asked import Asked, answer, plain, status_line
from demo.services.moodle.line_items import found
from demo.services.scopes import RESULT_READ

MEDIA = "application/vnd.ims.lis.v2.resultcontainer+json"
CRASH = "<!DOCTYPE html>\n<title>Error</title>\n<p>Exception - out() was called on null</p>\n"


def listed(asked: Asked) -> Response:
    """The grades of a line item, or one person's.

    Raises:
        MoodleError: 401, 404.
    """
    place, item = found(asked, RESULT_READ)
    user = asked.args.get("user_id")
    grades = [
        grade
        for grade in asked.records.grades.of(item.number)
        if grade.score is not None and user in (None, grade.subject)
    ]
    if grades and asked.number("limit"):
        return Response(CRASH, status=status_line(404), content_type="text/html; charset=utf-8")
    url = urls.moodle_line_items(asked.addresses, place, item.number)
    return answer([_told(grade, url, grade.score or 0) for grade in grades], MEDIA)


def _told(grade: Grade, item: str, score: float) -> dict[str, Any]:
    results = item.replace("/lineitem?", "/lineitem/results?")
    return {
        "id": f"{results}&user_id={grade.subject}",
        "userId": grade.subject,
        "resultScore": plain(score),
        "resultMaximum": plain(grade.maximum or 0),
        **({"comment": grade.comment} if grade.comment else {}),
        "scoreOf": item,
        "timestamp": grade.at.isoformat(),
    }
