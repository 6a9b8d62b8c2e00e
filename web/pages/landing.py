"""The front door for people who are not signed in: how to get in. Signing out leads back to it."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from web.access import public
from web.pages.frame import SAID, onward
from web.pages.words import DONE
from web.security_headers import allow
from web.sessions import end

blueprint = Blueprint("landing", __name__)


@blueprint.get("/")
@public
def show() -> str:
    """Say what this is and how to open it from a course."""
    # Nothing can be done here, and whoever signed out inside a course must be able to read it
    # there, although nobody knows any more which platform's frame that is.
    allow("frame-ancestors", "*")
    return render_template("pages/landing.html", said=DONE.get(request.args.get(SAID, "")))


@blueprint.post("/app/sign-out")
def sign_out() -> Response:
    """End this sign-in."""
    response = onward("pages.landing.show", "signed-out")
    end(response)
    return response
