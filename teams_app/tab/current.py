"""The entrance of the app that handles a request."""

from flask import current_app
from flask.sansio.app import App

from teams_app.tab.entrance import Entrance

_ENTRANCE = "mentorloom-teams-entrance"


def keep_entrance(app: App, entrance: Entrance) -> None:
    """Make the entrance reachable from requests of this app."""
    app.extensions[_ENTRANCE] = entrance


def current_entrance() -> Entrance:
    """The entrance of the app that handles this request."""
    found: Entrance = current_app.extensions[_ENTRANCE]
    return found
