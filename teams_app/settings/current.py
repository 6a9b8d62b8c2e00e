"""What administrators do with Teams, in the app that handles this request."""

from flask import current_app
from flask.sansio.app import App

from teams_app.administration import TeamsAdministration

_KEY = "mentorloom-teams-administration"


def keep_administration(app: App, administration: TeamsAdministration) -> None:
    """Make it reachable from requests of this app."""
    app.extensions[_KEY] = administration


def administration() -> TeamsAdministration:
    """That of the app that handles this request."""
    found: TeamsAdministration = current_app.extensions[_KEY]
    return found
