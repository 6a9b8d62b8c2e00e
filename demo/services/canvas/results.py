"""Results of Assignment and Grade Services 2.0 as Canvas serves them.

Everybody a score was sent for is listed, in pages of 10, even without a score that counts. Scores
are as the tool gave them, not rescaled.
Spec: https://www.imsglobal.org/spec/lti-ags/v2p0/#result-service
"""

from typing import Any

from flask import Response, request

from demo.here import campus
from demo.services import urls
from demo.services.canvas.asked import MissingError, answer
from demo.services.canvas.line_items import LARGEST_PAGE, PAGE, found
from demo.services.canvas.paging import number, page
from demo.services.grades import Grade
from demo.services.places import Place
from demo.services.scopes import RESULT_READ

MEDIA = "application/vnd.ims.lis.v2.resultcontainer+json"


def listed(course: int, item: int) -> Response:
    """One page of a line item's results, or one person's."""
    place, _ = found(course, item, RESULT_READ)
    args = request.args.to_dict()
    user = args.get("user_id")
    grades = [grade for grade in campus().records.grades.of(item) if user in (None, grade.subject)]
    size = number(args, "limit") or number(args, "per_page") or PAGE
    url = _url(place, item)
    shown, neighbours = page(grades, f"{url}/results", args, min(size, LARGEST_PAGE))
    return answer([_told(grade, url) for grade in shown], MEDIA, link=neighbours)


def shown(course: int, item: int, result: int) -> Response:
    """One result, as a score's answer names it."""
    place, _ = found(course, item, RESULT_READ)
    for grade in campus().records.grades.of(item):
        if grade.number == result:
            return answer(_told(grade, _url(place, item)), MEDIA)
    raise MissingError


def _url(place: Place, item: int) -> str:
    return f"{urls.canvas_course(campus().addresses, place)}/line_items/{item}"


def _told(grade: Grade, item: str) -> dict[str, Any]:
    told = {
        "id": f"{item}/results/{grade.number}",
        "scoreOf": item,
        "userId": grade.subject,
        "resultScore": grade.score,
        "resultMaximum": grade.maximum,
        "comment": grade.comment or None,
        **grade.extras,
    }
    return {name: value for name, value in told.items() if value is not None}
