"""Pages of Canvas: numbered, with all neighbours in one Link header."""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from urllib.parse import urlencode

Item = TypeVar("Item")


def number(args: Mapping[str, str], name: str) -> int:
    """A positive query parameter; 0 for nonsense."""
    value = args.get(name, "")
    return int(value) if value.isdecimal() else 0


def page(
    items: Sequence[Item], url: str, args: Mapping[str, str], size: int
) -> tuple[Sequence[Item], str]:
    """One page and its Link header.

    Args:
        items: all of them.
        url: without a query.
        args: the request's query parameters; all but the page are repeated in the links.
        size: items a page.
    """
    last = max(1, -(-len(items) // size))
    current = number(args, "page") or 1
    pages = {"current": current, "next": current + 1, "prev": current - 1, "first": 1, "last": last}
    kept = {name: value for name, value in args.items() if name not in ("page", "per_page")}
    links = [
        f'<{url}?{urlencode({**kept, "page": there, "per_page": size})}>; rel="{name}"'
        for name, there in pages.items()
        if name in ("current", "first", "last") or 1 <= there <= last
    ]
    return items[(current - 1) * size : current * size], ",".join(links)
