"""Where a list goes on: the Link header (RFC 8288, section 3).

Read as the grammar says: several links, parameters in any order, values quoted or not, addresses
with their case, commas and semicolons kept, relative ones resolved.
"""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from core.errors import UnavailableError
from lti.origins import same_origin
from lti.services.refusals import unreadable

_TARGET = re.compile(r"[\s,]*<([^>]*)>")
_PARAMETER = re.compile(
    r"\s*;\s*([\w!#$%&'*+.^`|~-]+)"
    r'(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?'
)


def next_page(header: str, url: str) -> str | None:
    """The address of the next page.

    Args:
        header: all Link headers, joined by commas; empty for none.
        url: what was asked; relative addresses start from it.

    Returns:
        None if this page is the last one.

    Raises:
        UnavailableError: there seems to be a next page, but its address cannot be read or is on
            another origin, where our access token must not go.
    """
    for target, relations in _links(header):
        if "next" in relations:
            following = _resolved(target, url)
            if not same_origin(following, url):
                raise UnavailableError(
                    "Your LMS continues a list at another address (%(host)s), where this tool "
                    "sends no access token. Its administrator should check the LMS's own address "
                    "in its settings.",
                    host=urlsplit(following).hostname or "-",
                )
            return following
        # Moodle writes rel with curly quotes on some lists: better no list than a cut one.
        if any(re.sub("[^a-z]", "", relation) == "next" for relation in relations):
            raise unreadable()
    return None


def _links(header: str) -> Iterator[tuple[str, list[str]]]:
    """Targets and their relation types, in lower case."""
    position = 0
    while found := _TARGET.match(header, position):
        target, position = found.group(1), found.end()
        parameters: dict[str, str] = {}
        while found := _PARAMETER.match(header, position):
            name, quoted, token = found.groups()
            value = token if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            # Of a repeated parameter the first counts.
            parameters.setdefault(name.lower(), value or "")
            position = found.end()
        # A link with an anchor is about something else than this answer.
        if "anchor" not in parameters:
            yield target, parameters.get("rel", "").lower().split()
    if header[position:].strip(" \t,"):
        raise unreadable()


def _resolved(target: str, url: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise unreadable() from error
