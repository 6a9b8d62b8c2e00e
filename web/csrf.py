"""No other site may act in a person's name: decided by Sec-Fetch-Site, without tokens in forms.

For POST, PUT, PATCH and DELETE:

1. a bearer header without our cookie carries no ambient authority: pass;
2. Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/) same-origin or none: pass; anything
   else: refuse;
3. without it (plain http outside localhost, iOS before 17): the Origin must be ours;
4. with neither: refuse when our cookie came along.

GET never changes state. An endpoint that other sites are meant to call says why that is safe with
`@csrf_exempt("reason")`; a test lists them all.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, current_app, request

from core.errors import ForbiddenError
from web.services import web_settings
from web.sessions import bearer_token, cookie_name

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_EXEMPT = "_mentorloom_csrf_exempt"


def csrf_exempt(reason: str) -> Callable[[View], View]:
    """Let other sites call this view.

    Args:
        reason: what proves the request instead, for whoever reviews the list.
    """

    def mark(view: View) -> View:
        setattr(view, _EXEMPT, reason)
        return view

    return mark


def exemption(app: Flask, endpoint: str | None) -> str:
    """Why an endpoint is exempt; empty when it is not."""
    view = app.view_functions.get(endpoint or "")
    return getattr(view, _EXEMPT, "")


def refuse_forged_requests() -> None:
    """Before each request: apply the rules above.

    Raises:
        ForbiddenError: the request comes from another site, or does not say where it comes from.
    """
    if request.method in SAFE_METHODS or exemption(current_app, request.endpoint):
        return
    if not _comes_from_us():
        raise ForbiddenError(
            "This request came from another site, so nothing was changed. Go back to the page, "
            "reload it and try again there."
        )


def _comes_from_us() -> bool:
    has_cookie = cookie_name() in request.cookies
    if bearer_token() is not None and not has_cookie:
        return True
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in {"same-origin", "none"}
    return _has_our_origin() if "Origin" in request.headers else not has_cookie


def comes_from_our_page() -> bool:
    """Whether the browser says that a page of ours sent this request; silence means no."""
    site = request.headers.get("Sec-Fetch-Site")
    return site == "same-origin" if site is not None else _has_our_origin()


def _has_our_origin() -> bool:
    # The public URL counts too: a proxy may not pass the original Host header on.
    ours = {request.host, _host(web_settings().public_url)} - {""}
    return _host(request.headers.get("Origin", "")) in ours


def _host(origin: str) -> str:
    """Host and port of an origin; empty for "null" and for what is none."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
