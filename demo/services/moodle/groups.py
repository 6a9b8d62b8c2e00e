"""The Course Groups Service 1.0 as newer Moodle serves it (4.5 has none).

1. Lists are whole unless `?limit=` asks for pages.
2. Sets need their own media type exactly: with that of groups, or with "anything", their address
   answers with the groups, because Moodle finds the address of groups in it.
Spec: https://www.imsglobal.org/spec/lti-gs/v1p0
"""

from urllib.parse import urlencode

from flask import Response

from demo.services.moodle.asked import Asked, answer
from demo.services.scopes import GROUPS

MEDIA = "application/vnd.ims.lti-gs.v1.contextgroupcontainer+json"
SETS = "application/vnd.ims.lti-gs.v1.contextgroupsetcontainer+json"


def listed(asked: Asked) -> Response:
    """A course's groups, or one person's.

    Raises:
        MoodleError: 401 for a wrong token, 404 for an unknown course.
    """
    place = asked.place(asked.parts["tool"], GROUPS)
    user = asked.args.get("user_id", "")
    groups = [group.told() for group in asked.records.groups.of(place).around(user)]
    return _page(asked, "groups", groups, MEDIA, {"user_id": user} if user else {})


def sets(asked: Asked) -> Response:
    """A course's sets of groups.

    Raises:
        MoodleError: 401 for a wrong token, 404 for an unknown course.
    """
    place = asked.place(asked.parts["tool"], GROUPS)
    known = asked.records.groups.of(place).sets
    return _page(asked, "sets", [one.told() for one in known], SETS, {})


def _page(
    asked: Asked, name: str, items: list[dict[str, str]], media: str, kept: dict[str, str]
) -> Response:
    limit = asked.number("limit")
    start = asked.number("from") if limit else 0
    links, query = [], {}
    if limit and len(items) > start + limit:
        following = urlencode({"limit": limit, "from": start + limit, **kept})
        links.append(f'<{asked.url}?{following}>; rel="next"')
    if links or start:
        query = {"limit": limit, **({"from": start} if start else {})}
    shown = items[start : start + limit] if limit else items
    query_text = urlencode({**query, **kept})
    url = f"{asked.url}?{query_text}" if query_text else asked.url
    return answer({"id": url, name: shown}, media, links=links)
