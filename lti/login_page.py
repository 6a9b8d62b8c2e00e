"""The page that begins a login inside a frame, before the browser has any cookie of ours.

Whether the browser keeps cookies there is known only afterwards, and by then the platform's hint
may be used up (Moodle's is good once). So the first login in a frame answers with a small page:

1. The browser kept our cookie: on to the platform at once.
2. It did not, but the platform keeps values for us: hand it the secret, then on to the platform.
3. Neither: nothing is spent yet; a button begins the same login in a window of its own, where
   cookies are first-party.

Without JavaScript the page offers the window and the way on.
"""

from flask import Response, render_template, request

from lti.browser_binding import BrowserBinding, stored_value
from lti.login import LoginRequest, StartedLogin
from lti.platform_storage import StoredSecret
from web.security_headers import allow
from web.services import web_settings

_FRAMES = frozenset({"iframe", "frame", "object", "embed"})


def needs_page(asked: LoginRequest, binding: BrowserBinding) -> bool:
    """Whether this request comes from a frame of a browser that sends no cookie of ours."""
    destination = request.headers.get("Sec-Fetch-Dest")
    # Browsers that do not say: where a platform offers storage, its page is around ours.
    framed = destination in _FRAMES if destination else bool(asked.storage_target)
    return framed and not binding.knows(request.cookies)


def login_page(asked: LoginRequest, started: StartedLogin, binding: BrowserBinding) -> Response:
    """The page."""
    # Which site is around it is not known before a launch succeeded. All that can be done on it
    # is to begin a login, which any site can do.
    allow("frame-ancestors", "*")
    # Platforms answer the window's login with redirects to hosts of theirs that we do not know.
    allow("form-action", *(("https:",) if web_settings().secure else ("https:", "http:")))
    body = render_template(
        "lti/login.html",
        asked=asked.parameters(),
        location=started.location,
        kept=binding.kept_name,
        storage=StoredSecret.of(
            started.registration, binding.name(started.state), asked.storage_target
        ),
        value=stored_value(started.browser_secret) if asked.storage_target else "",
    )
    return Response(body, mimetype="text/html")
