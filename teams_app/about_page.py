"""The public page that the app package names for privacy and terms of use.

Teams shows both links wherever it shows the app, to people who are not signed in here.
"""

from flask import Blueprint, render_template

from teams_app.places import ABOUT
from web.access import public
from web.services import web_settings
from web.settings.privacy.words import kept, seen_by

about = Blueprint("teams_about", __name__)


@about.get(ABOUT)
@public
def show() -> str:
    """Say what is kept of people who come from Teams, who sees it, and whose rules apply."""
    return render_template("teams/about.html", kept=kept(web_settings()), seen_by=seen_by())
