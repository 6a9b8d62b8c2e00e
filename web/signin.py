"""Signing in by a link that works once: how administrators reach the settings page.

1. GET shows a button and changes nothing: mail scanners and previews open links too.
2. POST uses the link up and begins a session. It must come from our own page (web/csrf.py), so
   nobody can be signed in as somebody else from another site.
"""

import structlog
from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from web.access import public
from web.entra.routes import entra_offered
from web.services import services
from web.sessions import begin

signin = Blueprint("signin", __name__)
_log = structlog.get_logger(__name__)


@signin.get("/signin/<token>")
@public
def show(token: str) -> str:
    """Say what the link does."""
    invited = services().administrators.invited(token)
    return render_template(
        "signin.html", email=invited.email, token=token, microsoft=entra_offered()
    )


@signin.post("/signin/<token>")
@public
def use(token: str) -> Response:
    """Sign in and open the settings page."""
    actor = services().administrators.sign_in(token)
    preferred = request.accept_languages.best or ""
    opened = services().sessions.open(actor, "browser", "auto", preferred)
    _log.info("administrator signed in", person_id=str(actor.person_id))
    return begin(opened, url_for("settings.overview"))
