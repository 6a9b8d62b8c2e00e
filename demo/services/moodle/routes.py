"""One address for all of Moodle's services, and the way Moodle finds the resource for a request.

1. Resources are tried in a fixed order. A GET must accept exactly one of a resource's media types,
   or anything; a POST or PUT must have exactly one of them as Content-Type. DELETE is not asked.
2. The first such resource whose template occurs anywhere in the path answers.
3. If none does, the answer is 400 "No handler found"; if it does not know the method, 405.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import Blueprint, Response, request

from demo.here import campus
from demo.services.moodle import groups, line_items, memberships, results, scores
from demo.services.moodle.asked import Asked, MoodleError, refusal

moodle_services = Blueprint("moodle_services", __name__)
moodle_services.register_error_handler(MoodleError, refusal)


@dataclass(frozen=True, slots=True)
class Resource:
    """Something Moodle serves.

    Attributes:
        template: of its path.
        media: the types it speaks.
        methods: what answers which HTTP method.
    """

    template: re.Pattern[str]
    media: tuple[str, ...]
    methods: Mapping[str, Callable[[Asked], Response]]


_ITEM = r"/(?P<course>[^/]+)/lineitems/(?P<item>[^/]+)/lineitem"
_BINDING = r"/(?P<kind>[^/]+)/(?P<course>[^/]+)/bindings/(?P<tool>[^/]+)"
RESOURCES = (
    Resource(re.compile(f"{_BINDING}/groups"), (groups.MEDIA,), {"GET": groups.listed}),
    Resource(re.compile(f"{_BINDING}/groupsets"), (groups.SETS,), {"GET": groups.sets}),
    Resource(
        re.compile(_ITEM),
        (line_items.ITEM,),
        {"GET": line_items.shown, "PUT": line_items.replaced, "DELETE": line_items.deleted},
    ),
    Resource(
        re.compile(r"/(?P<course>[^/]+)/lineitems"),
        (line_items.CONTAINER, line_items.ITEM),
        {"GET": line_items.listed, "POST": line_items.created},
    ),
    Resource(re.compile(f"{_ITEM}/results"), (results.MEDIA,), {"GET": results.listed}),
    Resource(re.compile(f"{_ITEM}/scores"), (scores.MEDIA,), {"POST": scores.posted}),
    Resource(
        re.compile(f"{_BINDING}/memberships"),
        (memberships.MEDIA,),
        {"GET": memberships.roster},
    ),
)


@moodle_services.route(
    "/mod/lti/services.php/<path:path>", methods=["GET", "POST", "PUT", "DELETE"]
)
def serve(path: str) -> Response:
    """Answer a request to any service."""
    path = f"/{path}"
    resource, parts = _resource(path)
    answers = resource.methods.get(request.method)
    if answers is None:
        raise MoodleError(405)
    return answers(_asked(path, parts))


def _media() -> str:
    return request.headers.get("Accept" if request.method == "GET" else "Content-Type", "")


def _resource(path: str) -> tuple[Resource, dict[str, str]]:
    media = _media()
    for resource in RESOURCES:
        found = resource.template.search(path)
        if found and _speaks(resource, media):
            return resource, found.groupdict()
    accept, sent = (media, "") if request.method == "GET" else ("", media)
    raise MoodleError(400, f"No handler found for {path} {accept} {sent}")


def _speaks(resource: Resource, media: str) -> bool:
    if request.method == "DELETE":
        return True
    if request.method == "GET" and (not media or "*/*" in media):
        return True
    return media in resource.media


def _asked(path: str, parts: Mapping[str, str]) -> Asked:
    here = campus()
    return Asked(
        records=here.records,
        addresses=here.addresses,
        grant=here.access_tokens.grant(request.headers.get("Authorization", "")),
        path=path,
        parts=parts,
        args=request.args.to_dict(),
        media=_media(),
        body=request.get_data(as_text=True),
    )
