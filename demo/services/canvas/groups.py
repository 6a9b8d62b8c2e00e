"""The Course Groups Service 1.0 in the manner of Canvas's other services.

Canvas itself has none; it is here so that tools meet groups with numbered pages too.
Spec: https://www.imsglobal.org/spec/lti-gs/v1p0
"""

from flask import Response, request

from demo.here import campus
from demo.services import urls
from demo.services.canvas.asked import answer, permitted
from demo.services.canvas.paging import number, page
from demo.services.places import Place
from demo.services.scopes import GROUPS

MEDIA = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
SETS = "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"
PAGE, LARGEST_PAGE = 10, 100
PATHS = {"groups": "groups", "sets": "group_sets"}


def listed(course: int) -> Response:
    """One page of a course's groups, or of one person's.

    Raises:
        CanvasError: 401 for a wrong token, 404 for an unknown course.
    """
    place = permitted(course, GROUPS)
    known = campus().records.groups.of(place).around(request.args.get("user_id", ""))
    groups = [group.told() for group in known]
    return _page(place, "groups", groups, MEDIA)


def sets(course: int) -> Response:
    """One page of a course's sets of groups.

    Raises:
        CanvasError: 401 for a wrong token, 404 for an unknown course.
    """
    place = permitted(course, GROUPS)
    known = campus().records.groups.of(place).sets
    return _page(place, "sets", [one.told() for one in known], SETS)


def _page(place: Place, name: str, items: list[dict[str, str]], media: str) -> Response:
    args = request.args.to_dict()
    size = number(args, "limit") or number(args, "per_page") or PAGE
    url = f"{urls.canvas_course(campus().addresses, place)}/{PATHS[name]}"
    shown, neighbours = page(items, url, args, min(size, LARGEST_PAGE))
    return answer({"id": request.url, name: shown}, media, link=neighbours)
