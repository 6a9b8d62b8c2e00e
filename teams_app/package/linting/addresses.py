"""Addresses: Teams opens https only, and only hosts that validDomains names."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from core.sentence import Sentence, sentence
from teams_app.package.linting.shape import Opened

NEVER = ("login.microsoftonline.com", "microsoftonline.com", "teams.microsoft.com")
"""Whoever names these lets any page of Microsoft's sign-in into the frame."""
_SHARED = (
    "azurewebsites.net",
    "cloudapp.azure.com",
    "github.io",
    "herokuapp.com",
    "ngrok.app",
    "ngrok.io",
    "onmicrosoft.com",
    "trycloudflare.com",
)
"""Hosts of everybody: a wildcard below them trusts strangers."""


def flaws(package: Opened) -> Iterator[Sentence]:
    """What is wrong with addresses and hosts."""
    manifest = package.manifest
    valid = [str(host) for host in manifest.get("validDomains", ())]
    for scheme, host in sorted({urlsplit(url)[:2] for url in _urls(manifest)}):
        if scheme != "https":
            yield sentence(
                "%(url)s must start with https://. Set MENTORLOOM_PUBLIC_URL to the hub's https "
                "address.",
                url=f"{scheme}://{host}",
            )
    framed = {urlsplit(url).netloc for url in _framed(manifest)} | set(_link_hosts(manifest))
    for host in sorted(framed):
        if not any(_covers(known, host) for known in valid):
            yield sentence("validDomains must name %(host)s.", host=host)
    for host in valid:
        yield from _of_valid(host)


def _of_valid(host: str) -> Iterator[Sentence]:
    if "/" in host or host != host.lower():
        yield sentence("validDomains must name hosts in small letters, not %(host)s.", host=host)
    if host.removeprefix("*.") in NEVER:
        yield sentence("validDomains must not name %(host)s.", host=host)
    if host.startswith("*.") and (host.count(".") == 1 or host.endswith(_SHARED)):
        yield sentence("%(host)s is shared with strangers: name the hub's own host.", host=host)


def _covers(known: str, host: str) -> bool:
    if known.startswith("*."):
        # One label only, as in certificates.
        return host.partition(".")[2] == known[2:]
    return known == host


def _framed(manifest: Mapping[str, Any]) -> Iterator[str]:
    """What Teams shows in a frame."""
    for tab in manifest.get("staticTabs", ()):
        if "contentUrl" in tab:
            yield tab["contentUrl"]
    for tab in manifest.get("configurableTabs", ()):
        yield tab["configurationUrl"]


def _link_hosts(manifest: Mapping[str, Any]) -> Iterator[str]:
    for extension in manifest.get("composeExtensions", ()):
        for handler in extension.get("messageHandlers", ()):
            yield from handler["value"].get("domains", ())


def _urls(manifest: Mapping[str, Any]) -> Iterator[str]:
    yield from _framed(manifest)
    for tab in manifest.get("staticTabs", ()):
        if "websiteUrl" in tab:
            yield tab["websiteUrl"]
    for name, value in manifest.get("developer", {}).items():
        if name.endswith("Url"):
            yield value
