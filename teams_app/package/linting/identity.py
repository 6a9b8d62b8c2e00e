"""Who the app is: version, ids, and the Application ID URI that tokens are asked for."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from core.sentence import Sentence, sentence
from teams_app.package.linting.shape import Opened
from teams_app.package.manifest import RESERVED_TABS

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# https://semver.org: no leading zeros.
_SEMVER = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}")


def flaws(package: Opened) -> Iterator[Sentence]:
    """What is wrong with version, ids and tabs."""
    manifest = package.manifest
    version = str(manifest.get("version", ""))
    if not _SEMVER.fullmatch(version):
        yield sentence("The version must look like 1.0.0, not %(version)s.", version=version)
    ids = dict(_ids(manifest))
    for place, value in ids.items():
        if not _GUID.fullmatch(value):
            yield sentence("%(place)s must be an ID in small letters.", place=place)
    if len({value for place, value in ids.items() if place != "id"}) > 1:
        yield sentence("The bot, its searches and the sign-in must name the same application ID.")
    yield from _of_resource(manifest)
    yield from _of_tabs(manifest)


def _ids(manifest: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield "id", str(manifest.get("id", ""))
    for part in ("bots", "composeExtensions"):
        for one in manifest.get(part, ()):
            yield f"{part}.botId", str(one.get("botId", ""))
    if "webApplicationInfo" in manifest:
        yield "webApplicationInfo.id", str(manifest["webApplicationInfo"].get("id", ""))


def _of_resource(manifest: Mapping[str, Any]) -> Iterator[Sentence]:
    told = manifest.get("webApplicationInfo", {})
    resource = str(told.get("resource", ""))
    if resource != resource.lower():
        yield sentence("webApplicationInfo.resource must be in small letters.")
    parts = urlsplit(resource)
    hosts = manifest.get("validDomains", ())
    if parts.scheme != "api" or parts.netloc not in hosts:
        yield sentence("webApplicationInfo.resource must name a host of validDomains.")
    if parts.path != f"/botid-{told.get('id', '')}":
        yield sentence("webApplicationInfo.resource must end with botid- and the application ID.")


def _of_tabs(manifest: Mapping[str, Any]) -> Iterator[Sentence]:
    tabs = manifest.get("staticTabs", ())
    for name, count in Counter(tab["entityId"] for tab in tabs).items():
        if count > 1:
            yield sentence("Two tabs are called %(name)s.", name=name)
    for tab in tabs:
        if (tab["entityId"] in RESERVED_TABS) == ("contentUrl" in tab):
            yield sentence(
                "The tab %(name)s needs an address, unless Teams fills it.", name=tab["entityId"]
            )
