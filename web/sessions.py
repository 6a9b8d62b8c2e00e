"""Who is signed in: a cookie, a bearer header, or the one-time ticket of a launch.

1. A verified launch calls `begin`: 303 to the first page with `?ticket=...`, and the cookie.
2. The first page is requested, often inside another site's frame.
   a. The browser kept the cookie: the page is rendered at once and the ticket is used up, so that
      its URL is worth nothing to anyone else while a reload still works by the cookie.
   b. The browser dropped the cookie: the ticket is exchanged for a fresh token, which the page
      carries in `bearer` (template context) and every htmx request sends as
      `Authorization: Bearer`. The same happens when the cookie belongs to another sign-in.
3. Later requests come with one of the two. Flask's own client-side session is not used.
4. `end` signs out: the token is forgotten here, and the browser told to forget the cookie.

The cookie has no lifetime: it goes when the browser is closed, which is what people rely on who
share a computer. How long a sign-in lasts at most is decided here, not by the browser.

Over https the cookie is `__Host-mentorloom; Secure; HttpOnly; SameSite=None; Partitioned` (CHIPS,
https://developer.mozilla.org/docs/Web/Privacy/Guides/Privacy_sandbox/Partitioned_cookies); over
plain http, where browsers refuse those, it is `mentorloom; SameSite=Lax`.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from flask import g, redirect, request
from werkzeug.wrappers import Response

from core.domain.actor import Actor
from core.domain.session import Session
from core.errors import NotSignedInError
from core.services.administration.sessions import OpenedSession, secret_hash
from web.services import services, web_settings

TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How this request is signed in.

    Attributes:
        session: None when nobody is.
        bearer: the token that pages must carry because no cookie does; empty with a cookie.
    """

    session: Session | None = None
    bearer: str = ""


def begin(opened: OpenedSession, location: str) -> Response:
    """The answer to a successful sign-in: the cookie, and on to the first page.

    Args:
        opened: the new session with its secrets.
        location: path of the first page, with or without a query.
    """
    response = redirect(first_page(opened, location), code=303)
    keep_cookie(response, opened)
    response.headers["Cache-Control"] = "no-store"
    return response


def first_page(opened: OpenedSession, location: str) -> str:
    """The address of the first page, with the ticket. Arguments as in `begin`."""
    parts = urlsplit(location)
    # Whoever wrote the address must not have a say in who is signed in: no ticket but this one.
    asked = parse_qsl(parts.query, keep_blank_values=True)
    query = urlencode([*((k, v) for k, v in asked if k != TICKET), (TICKET, opened.ticket)])
    return urlunsplit(parts._replace(query=query))


def keep_cookie(response: Response, opened: OpenedSession) -> None:
    """Have the browser keep the cookie, if it does that where it is."""
    response.set_cookie(cookie_name(), opened.token, **_cookie_attributes())


def end(response: Response) -> None:
    """Sign out: nothing that this browser came with opens a page any more.

    Args:
        response: the answer, which tells the browser to forget its cookie.
    """
    # A bearer may come with the cookie of another sign-in; whoever signs out means this browser.
    for token in (bearer_token(), request.cookies.get(cookie_name())):
        if token:
            services().sessions.close(token)
    response.delete_cookie(cookie_name(), **_cookie_attributes())


def cookie_name() -> str:
    """The session cookie's name; the prefix binds it to this host over https."""
    return "__Host-mentorloom" if web_settings().secure else "mentorloom"


def _cookie_attributes() -> dict[str, Any]:
    secure = web_settings().secure
    return {
        "secure": secure,
        "httponly": True,
        "samesite": "None" if secure else "Lax",
        "partitioned": secure,
    }


def bearer_token() -> str | None:
    """The token of an `Authorization: Bearer` header; None without one."""
    presented = request.authorization
    if presented is None or presented.type != "bearer":
        return None
    return presented.token or ""


def identify() -> SignIn:
    """Find out who is asking, once a request.

    Raises:
        NotSignedInError: the ticket was used or is too old, and there is no cookie either.
    """
    if "sign_in" not in g:
        g.sign_in = _identified()
    found: SignIn = g.sign_in
    return found


def known_sign_in() -> SignIn:
    """What `identify` found earlier in this request, without asking the database."""
    found: SignIn = g.get("sign_in", SignIn())
    return found


def current_session() -> Session:
    """The session of this request.

    Raises:
        NotSignedInError: nobody is signed in.
    """
    session = identify().session
    if session is None:
        raise NotSignedInError(
            "You are not signed in, or your session ended. Open the activity again from your "
            "course."
        )
    return session


def current_actor() -> Actor:
    """The person acting in this request. Raises as `current_session`."""
    return current_session().actor


def _identified() -> SignIn:
    presented = bearer_token()
    if presented is not None:
        session = services().sessions.find(presented)
        return SignIn(session, presented if session else "")
    cookie = request.cookies.get(cookie_name(), "")
    session = services().sessions.find(cookie) if cookie else None
    ticket = request.args.get(TICKET, "") if request.method == "GET" else ""
    return _with_ticket(ticket, session) if ticket else SignIn(session)


def _with_ticket(ticket: str, session: Session | None) -> SignIn:
    if session is not None and session.ticket_hash == secret_hash(ticket):
        services().sessions.discard(ticket)
        return SignIn(session)
    try:
        opened = services().sessions.redeem(ticket)
    except NotSignedInError:
        if session is None:
            raise
        return SignIn(session)  # a reload of the first page
    return SignIn(opened.session, opened.token)
