"""Deny by default: every route needs a signed-in session unless its view is marked `@public`.

A test walks the URL map and fails on a public route that is not on its list.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from flask import Flask, current_app, request
from werkzeug.routing import RequestRedirect

from core.errors import NotSignedInError
from web.sessions import current_session, identify

View = TypeVar("View", bound=Callable[..., Any])
_PUBLIC = "_mentorloom_public"
_SETTINGS = "settings"
"""Name of the blueprint for administrators, who come by a link instead of from a course."""


def public(view: View) -> View:
    """Let everyone call this view. Put it directly above the function, below the route."""
    setattr(view, _PUBLIC, True)
    return view


def is_public(app: Flask, endpoint: str | None) -> bool:
    """Whether an endpoint is open to people who are not signed in."""
    view = app.view_functions.get(endpoint or "")
    return bool(getattr(view, _PUBLIC, False))


def identify_caller() -> None:
    """Before each request: find out who is asking, except where nobody needs to be signed in."""
    # A mere redirect (to the same address with a slash) leaves the ticket for where it leads.
    moved = isinstance(request.routing_exception, RequestRedirect)
    if not moved and not is_public(current_app, request.endpoint):
        # A ticket that is worth nothing is told by `require_sign_in`, once the request counted.
        with suppress(NotSignedInError):
            identify()


def require_sign_in() -> None:
    """Before each request: refuse it unless somebody is signed in or the view is public.

    An unknown address stays "not found" for everyone.

    Raises:
        NotSignedInError: nobody is signed in.
    """
    if request.endpoint is None or is_public(current_app, request.endpoint):
        return
    if request.endpoint.startswith(f"{_SETTINGS}.") and identify().session is None:
        raise NotSignedInError(
            "You are not signed in, or your session ended. Administrators sign in with a link. "
            "Whoever runs Mentorloom makes one with the command “mentorloom admin invite”."
        )
    current_session()
