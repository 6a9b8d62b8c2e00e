"""Bodies in and out: JSON as it was sent, resources with their meta and ETag."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import request
from scim2_models import (
    Context,
    InvalidSyntaxException,
    ListResponse,
    Resource,
    ResponseParameters,
)
from werkzeug.wrappers import Response

from core.services.scim.connections import Versions
from web.scim.models import PROVIDER
from web.scim.problems import MEDIA_TYPE
from web.services import web_settings

BASE = "/scim/v2"
_TAG = re.compile(r'(?:W/)?"(\d{1,18})"')


def body() -> Any:
    """The JSON of the request.

    Raises:
        InvalidSyntaxException: it is no JSON, or not encodable as UTF-8.
    """
    try:
        sent = json.loads(request.get_data(), parse_constant=_refuse)
        # A lone surrogate is valid JSON, but no text that could be stored.
        json.dumps(sent, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise InvalidSyntaxException(detail="The body is not valid JSON.") from error
    return sent


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def tag(version: int) -> str:
    """The ETag of a version; weak, because membership in groups does not count."""
    return f'W/"{version}"'


def wanted_versions() -> Versions:
    """What If-Match allows to change; None for whatever there is."""
    header = request.headers.get("If-Match", "")
    return None if header.strip() in ("", "*") else {int(one) for one in _TAG.findall(header)}


def known_already(version: int) -> bool:
    """Whether If-None-Match says that the caller has this version."""
    header = request.headers.get("If-None-Match", "")
    return header.strip() == "*" or version in {int(one) for one in _TAG.findall(header)}


def location(endpoint: str, key: str) -> str:
    """The address of a resource."""
    return f"{web_settings().public_url}{BASE}{endpoint}/{key}"


def meta(endpoint: str, key: str, created: datetime, changed: datetime, version: int) -> Any:
    """What RFC 7643, section 3.1, calls meta."""
    return {
        "resourceType": endpoint.strip("/").removesuffix("s"),
        "created": created,
        "lastModified": changed,
        "location": location(endpoint, key),
        "version": tag(version),
    }


def one(
    shown: Resource[Any], parameters: ResponseParameters[Any] | None = None, status: int = 200
) -> Response:
    """A resource as an answer."""
    with PROVIDER:
        text = shown.model_dump_json(
            scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters
        )
    response = Response(text, status, content_type=MEDIA_TYPE)
    if shown.meta is not None and shown.meta.version:
        response.headers["ETag"] = shown.meta.version
        response.headers["Content-Location"] = str(shown.meta.location)
    return response


def several(
    shown: Sequence[Resource[Any]],
    total: int,
    start: int,
    parameters: ResponseParameters[Any] | None = None,
) -> Response:
    """A page of resources as an answer."""
    with PROVIDER:
        resources = [
            each.model_dump(
                scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters
            )
            for each in shown
        ]
    page: Mapping[str, Any] = {
        "schemas": [str(ListResponse.__schema__)],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(resources),
        "Resources": resources,
    }
    return Response(json.dumps(page), content_type=MEDIA_TYPE)


def nothing() -> Response:
    """It was done, and there is nothing to tell."""
    return Response(status=204)
