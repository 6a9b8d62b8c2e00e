"""Lists that come in pages: read to the end, or said to be incomplete."""

from collections.abc import Callable, Iterator
from typing import TypeVar
from urllib.parse import quote, urlencode, urlsplit

from core.errors import UnavailableError

MOST_PAGES = 2_000
"""Canvas has 50 people on a page: enough for 100,000."""
Page = TypeVar("Page")


def pages(read: Callable[[str], tuple[Page, str | None]], url: str) -> Iterator[Page]:
    """Every page.

    Args:
        read: address -> the page, and the address of the next one or None.
        url: of the first page.

    Raises:
        UnavailableError: the list comes back to where it was, or does not end.
    """
    seen: set[str] = set()
    following: str | None = url
    while following is not None:
        if following in seen or len(seen) >= MOST_PAGES:
            raise UnavailableError(
                "Your LMS sends a list that does not end. Its administrator should know."
            )
        seen.add(following)
        page, following = read(following)
        yield page


def with_query(url: str, **parameters: str | int) -> str:
    """An address with more query parameters; what it has already stays as it is."""
    parts = urlsplit(url)
    query = "&".join(part for part in (parts.query, urlencode(parameters, quote_via=quote)) if part)
    return parts._replace(query=query).geturl()
