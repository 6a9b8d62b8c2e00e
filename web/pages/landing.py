"""The front door for people who are not signed in: how to get in."""

from flask import Blueprint, render_template

from web.access import public

blueprint = Blueprint("landing", __name__)


@blueprint.get("/")
@public
def show() -> str:
    """Say what this is and how to open it from a course."""
    return render_template("pages/landing.html")
